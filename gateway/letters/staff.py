"""Our own people: their words to customers, and what they hear of a ticket."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar, Final, Literal, Self

from gateway.letters.letter import Audience, Letter
from gateway.letters.samples import CUSTOMER, NAMED_CUSTOMER, RESOLUTION_DUE, RESPONSE_DUE, TICKET, VENDOR
from gateway.letters.views import Recipient, TicketView

Clock = Literal["response", "resolution"]

# Whoever answers one of these writes to the customer, and each says so; answers to all other mails of ours stay inside.
ANSWERED_TO_CUSTOMER: Final = frozenset(
    "agent_answered agent_assigned agent_group_assigned agent_call_reminder agent_note agent_critical_alert "
    "agent_new_ticket agent_reply_arrived sla_warning sla_breached "
    "agent_reply_held agent_public_reply command_error "
    "escalation_heads_up escalation_new_manager escalation_updated_internal "
    "escalation_level_changed escalation_manager_reminder escalation_update_due".split()
)


@dataclass(frozen=True, slots=True)
class AgentReplyLetter(Letter):
    """An engineer's own words, passed on. `reopen_until`: until when a reply opens
    the ticket again, where they solve it."""

    AUDIENCE: ClassVar[Audience] = "customer"
    TEMPLATES: ClassVar[tuple[str, ...]] = ("agent_public_reply",)
    ticket: TicketView
    body: str
    agent_name: str
    reopen_until: datetime | None = None

    @classmethod
    def sample(cls, template: str, recipient: Recipient) -> Self:
        """Invented contents."""
        body = "Good morning,\n\nplease restart the node and tell us whether orders are quick again.\n\nEli"
        return cls(VENDOR, recipient, TICKET, body, "Eli Stone")


@dataclass(frozen=True, slots=True)
class CannedReplyLetter(Letter):
    """What a canned reply may name: it stands before an engineer's own words, and has no template of a mail."""

    AUDIENCE: ClassVar[Audience] = "customer"
    ticket: TicketView
    agent_name: str

    @classmethod
    def sample(cls, template: str, recipient: Recipient) -> Self:
        """Invented contents."""
        return cls(VENDOR, recipient, TICKET, "Eli Stone")


_TEXT = "Since nine o'clock every order takes two minutes.\n\nNothing was changed on our side."
_DETAILS = {
    "agent_escalation_rejected": "Business impact is missing. The sender was told so.",
    "account_contract_lapsed": "The contract ended on 2026-01-31.",
    "account_lead": "They were given your name and address.",
    "unassigned_account": "In the directory it has no customer success manager.",
    "escalation_heads_up": "The mail says that production is down.",
    "handover_line": "The printer driver needs a developer.",
    "survey_low": "Score: 2 of 5",
    "security_note": "Somebody of another organization named this ticket in an escalation.",
}


@dataclass(frozen=True, slots=True)
class TicketEventLetter(Letter):
    """To our own people about a ticket. `sender`, with address, wrote `text`; `detail` says more."""

    AUDIENCE: ClassVar[Audience] = "vendor"
    TEMPLATES: ClassVar[tuple[str, ...]] = (
        "agent_new_ticket",
        "agent_reply_arrived",
        "agent_assigned",
        "agent_group_assigned",
        "agent_note",
        "agent_answered",
        "agent_critical_alert",
        "agent_escalation_rejected",
        "account_contract_lapsed",
        "account_lead",
        "unassigned_account",
        "escalation_heads_up",
        "security_note",
        "handover_line",
        "survey_low",
        "answer_withdrawn",
    )
    ticket: TicketView
    organization: str | None
    sender: str
    sender_name: str
    text: str
    detail: str

    @classmethod
    def sample(cls, template: str, recipient: Recipient) -> Self:
        """Invented contents."""
        ticket = replace(TICKET, priority="critical") if template == "agent_critical_alert" else TICKET
        if template == "agent_group_assigned":
            ticket = replace(TICKET, group="Databases", assignee=None)
        return cls(
            VENDOR,
            recipient,
            ticket,
            "Acorn",
            f"Uma Meyer ({CUSTOMER})",
            "Uma Meyer",
            _TEXT,
            _DETAILS.get(template, ""),
        )


@dataclass(frozen=True, slots=True)
class DeadlineLetter(Letter):
    """To our own people: a promise of a ticket is in danger, or was not kept. `clock` is response or resolution, `due`
    when it has to be met, `percent` how much of the time is used; `requester` with address."""

    AUDIENCE: ClassVar[Audience] = "vendor"
    TEMPLATES: ClassVar[tuple[str, ...]] = ("sla_warning", "sla_breached", "agent_call_reminder")
    ticket: TicketView
    organization: str | None
    requester: str
    clock: Clock
    due: datetime
    percent: int

    @classmethod
    def sample(cls, template: str, recipient: Recipient) -> Self:
        """Invented contents."""
        ticket = replace(TICKET, priority="critical") if template == "agent_call_reminder" else TICKET
        clock: Clock = "resolution" if template == "sla_breached" else "response"
        due = RESOLUTION_DUE if clock == "resolution" else RESPONSE_DUE
        return cls(VENDOR, recipient, ticket, "Acorn", NAMED_CUSTOMER, clock, due, 75)
