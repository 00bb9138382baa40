"""Letters with invented contents, one per template: for previews, golden mails and the check of templates."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

from gateway.domain.letters import (
    AgentReplyLetter,
    AlertSummaryLetter,
    BounceLetter,
    BreakerLetter,
    BurstLetter,
    DigestLetter,
    EscalationLetter,
    EscalationView,
    Letter,
    LicenseLetter,
    LicenseView,
    NewTicketLetter,
    NumberLetter,
    QuarantineLetter,
    Recipient,
    RejectionLetter,
    ReplyLetter,
    TicketEventLetter,
    TicketView,
    TranscriptLetter,
    Vendor,
    WaitingView,
)

_CREATED = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
_RESPONSE_DUE = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
_RESOLUTION_DUE = datetime(2026, 3, 4, 8, 0, tzinfo=UTC)
_MANAGER_DUE = datetime(2026, 3, 3, 13, 0, tzinfo=UTC)
_ENDED = date(2026, 1, 31)
_CSM = "csm@vendor.example"
_CUSTOMER = "user@acorn.example"

_VENDOR = Vendor(
    name="Example Software",
    support_address="support@vendor.example",
    escalation_address="escalation@vendor.example",
    training_address="academy@vendor.example",
    portal_url="https://portal.vendor.example/",
    status_url="https://status.vendor.example/",
    ideas_url="https://ideas.vendor.example/",
    docs_url="https://docs.vendor.example/",
    license_portal_url="https://licenses.vendor.example/",
    sla_url="https://www.vendor.example/sla",
    account_url="https://account.vendor.example/",
    partners_url="https://www.vendor.example/partners",
    phones=("+31 20 555 0100",),
)
_TICKET = TicketView(
    number="T-001001",
    subject="Order entry answers after two minutes",
    type="incident",
    priority="high",
    state="open",
    app="Orders",
    environment="production",
    response_due=_RESPONSE_DUE,
    resolution_due=_RESOLUTION_DUE,
    assignee="engineer@vendor.example",
    created=_CREATED,
)
_ESCALATION = EscalationView(
    number="E-00001",
    state="requested",
    level=1,
    channel="email",
    reason="No answer since yesterday.",
    business_impact="Order entry of 40 people is stopped.\nTrucks wait at the gate.",
    requested_by=_CUSTOMER,
    on_behalf_of=None,
    manager="manager@vendor.example",
    manager_due=_MANAGER_DUE,
    early=False,
    production_impact=True,
)
_LICENSE = LicenseView(
    number="LIC-77",
    app="Depot",
    organization="Birch",
    expires=date(2026, 12, 1),
    days_left=90,
    grace_until=date(2026, 12, 15),
    renewal_url="https://licenses.vendor.example/LIC-77",
)
_TEXT = "Since nine o'clock every order takes two minutes.\n\nNothing was changed on our side."


def sample(name: str, language: str) -> Letter:
    """The example for a template. Raises KeyError for an unknown one."""
    recipient = Recipient("Uma Meyer", _CUSTOMER, "Europe/Amsterdam", language)
    if name in _INTERNAL:
        recipient = Recipient("Eli Stone", "engineer@vendor.example", "Europe/Amsterdam", language)
    for templates, make in _MAKERS:
        if name in templates:
            return make(name, recipient)
    raise KeyError(name)


_INTERNAL = frozenset(
    (
        *TicketEventLetter.TEMPLATES,
        *QuarantineLetter.TEMPLATES,
        *DigestLetter.TEMPLATES,
        *BounceLetter.TEMPLATES,
        *TranscriptLetter.TEMPLATES,
        *BurstLetter.TEMPLATES,
        *BreakerLetter.TEMPLATES,
        *AlertSummaryLetter.TEMPLATES,
        *("escalation_new_manager", "escalation_new_account_team", "escalation_updated_internal"),
        *("csm_escalation_needs_ticket", "license_internal_renewal", "license_no_answer_ae", "license_reaction"),
    )
)


def _new_ticket(name: str, recipient: Recipient) -> Letter:
    without_sla = name in ("ack_new_ticket_no_sla", "ack_new_ticket_no_contract", "ack_unknown_sender")
    ticket = replace(_TICKET, number="T-001007")
    if without_sla:
        ticket = replace(ticket, response_due=None, resolution_due=None, priority="medium")
    if name == "ack_critical_call_us":
        ticket = replace(ticket, priority="critical", subject="Production down")
    return NewTicketLetter(
        vendor=_VENDOR,
        recipient=recipient,
        ticket=ticket,
        plan=None if without_sla else "standard",
        contract_ended=_ENDED if name == "ack_new_ticket_no_contract" else None,
        contact=_CSM,
        escalation_hint=True,
        follow_up_of="T-001003" if name == "followup_created" else None,
    )


def _reply(_name: str, recipient: Recipient) -> Letter:
    return ReplyLetter(_VENDOR, recipient, _TICKET, reopened=True)


def _number(_name: str, recipient: Recipient) -> Letter:
    return NumberLetter(_VENDOR, recipient, "T-999999")


def _escalation(name: str, recipient: Recipient) -> Letter:
    by_csm = name == "escalation_opened_on_your_behalf"
    escalation = replace(
        _ESCALATION,
        early=name == "escalation_new_manager",
        requested_by=_CSM if by_csm else _CUSTOMER,
        on_behalf_of=_CUSTOMER if by_csm else None,
    )
    merged_from = "T-001005" if name == "escalation_ack" else None
    again = ("user@customer.example", "It is still not solved.")
    return EscalationLetter(_VENDOR, recipient, _TICKET, escalation, "Acorn", _CSM, merged_from, *again)


def _rejection(name: str, recipient: Recipient) -> Letter:
    without_ticket = name in (
        "escalation_rejected_no_ticket",
        "escalation_rejected_ambiguous",
        "csm_escalation_needs_ticket",
    )
    incomplete = name == "escalation_rejected_incomplete"
    return RejectionLetter(
        vendor=_VENDOR,
        recipient=recipient,
        ticket=None if without_ticket else replace(_TICKET, number="T-001003") if "closed" in name else _TICKET,
        missing=("reason", "business_impact") if incomplete else (),
        numbers=("T-001001", "T-001006"),
        eligible_at=_RESPONSE_DUE,
        contract_ended=_ENDED,
        contact=_CSM,
        follow_up_number="T-001009",
    )


def _agent_reply(_name: str, recipient: Recipient) -> Letter:
    body = "Good morning,\n\nplease restart the node and tell us whether orders are quick again.\n\nEli"
    return AgentReplyLetter(_VENDOR, recipient, _TICKET, body, "Eli Stone")


_DETAILS = {
    "agent_escalation_rejected": "Business impact is missing.",
    "account_contract_lapsed": "The contract ended on 2026-01-31.",
    "escalation_heads_up": "The mail says that production is down.",
    "security_note": "Somebody of another organization named this ticket in an escalation.",
}


def _ticket_event(name: str, recipient: Recipient) -> Letter:
    ticket = replace(_TICKET, priority="critical") if name == "agent_critical_alert" else _TICKET
    return TicketEventLetter(_VENDOR, recipient, ticket, "Acorn", _CUSTOMER, _TEXT, _DETAILS.get(name, ""))


def _quarantine(_name: str, recipient: Recipient) -> Letter:
    cause = "The sender does not belong to the organization of the ticket."
    return QuarantineLetter(_VENDOR, recipient, _TICKET, 12, "x@rival.example", "Re: Order entry", cause)


def _digest(_name: str, recipient: Recipient) -> Letter:
    cause = "The sender's domain says that this mail is not from there."
    waiting = WaitingView(14, "csm@vendor.example", "Please close it", cause, "duty@vendor.example", _CREATED, True)
    return DigestLetter(_VENDOR, recipient, 3, (waiting,))


def _bounce(_name: str, recipient: Recipient) -> Letter:
    diagnostic = "smtp; 550 5.1.1 <user@acorn.example>: no such user"
    return BounceLetter(_VENDOR, recipient, _TICKET, _CUSTOMER, "5.1.1", diagnostic, "[T-001001] Order entry")


def _transcript(name: str, recipient: Recipient) -> Letter:
    done = ("#priority high: priority is high now", "#assign second@vendor.example: assigned")
    wrong = ("#priority urgent: urgent is no priority; possible are critical, high, medium, low",)
    held = ("it quotes the internal note 12 (mail 34)",)
    lines = {"command_error": wrong, "agent_reply_held": held}.get(name, done)
    return TranscriptLetter(_VENDOR, recipient, _TICKET, lines)


def _burst(_name: str, recipient: Recipient) -> Letter:
    reason = "desk@other.example had 3 automatic answers in an hour already"
    return BurstLetter(_VENDOR, recipient, "desk@other.example", reason)


def _breaker(name: str, recipient: Recipient) -> Letter:
    reason = "1000 automatic answers left in an hour already, over all senders"
    held = 1 if name == "breaker_opened" else 4711
    return BreakerLetter(_VENDOR, recipient, "automatic answers", reason, 1000, _CREATED, held)


def _summary(_name: str, recipient: Recipient) -> Letter:
    return AlertSummaryLetter(
        _VENDOR, recipient, 345, _CREATED, ("New ticket T-001007: Hello", "New ticket T-001008: Hello")
    )


_STAGES = {
    "license_expired_grace": ("grace", -3),
    "license_lapsed": ("lapsed", -15),
    "license_no_answer_ae": ("near", 7),
    "license_renewed": ("far", 364),
}


def _license(name: str, recipient: Recipient) -> Letter:
    stage, days_left = _STAGES.get(name, ("far", 90))
    license = replace(_LICENSE, days_left=days_left)
    if name == "license_renewed":
        license = replace(license, expires=date(2027, 12, 1), grace_until=date(2027, 12, 15))
    text = "STOP" if name == "license_reaction" else ""
    return LicenseLetter(_VENDOR, recipient, license, stage, "tc1@birch.example", text)


_MAKERS: tuple[tuple[tuple[str, ...], Callable[[str, Recipient], Letter]], ...] = (
    (NewTicketLetter.TEMPLATES, _new_ticket),
    (ReplyLetter.TEMPLATES, _reply),
    (NumberLetter.TEMPLATES, _number),
    (EscalationLetter.TEMPLATES, _escalation),
    (RejectionLetter.TEMPLATES, _rejection),
    (AgentReplyLetter.TEMPLATES, _agent_reply),
    (TicketEventLetter.TEMPLATES, _ticket_event),
    (QuarantineLetter.TEMPLATES, _quarantine),
    (DigestLetter.TEMPLATES, _digest),
    (BounceLetter.TEMPLATES, _bounce),
    (TranscriptLetter.TEMPLATES, _transcript),
    (BurstLetter.TEMPLATES, _burst),
    (BreakerLetter.TEMPLATES, _breaker),
    (AlertSummaryLetter.TEMPLATES, _summary),
    (LicenseLetter.TEMPLATES, _license),
)
