"""A request to escalate: judged by its own rules, then accepted, added to a running one, or sent back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never

from gateway.desk import quarantine
from gateway.desk.add_note import is_over, owners, reopen
from gateway.desk.answers import EXCERPT, answer, internal, sender_views, tell
from gateway.desk.desk import Desk
from gateway.desk.escalation_case import EscalationCase, build_case, is_courtesy, ticket_of
from gateway.desk.notes import request_note
from gateway.desk.open_ticket import open_ticket
from gateway.desk.outcome import Outcome
from gateway.desk.people import (
    account_team,
    calendar_of,
    manager_of,
    recipient_view,
    region_of,
    staff_mailbox,
    vendor_view,
)
from gateway.desk.post import Order, post
from gateway.desk.reject import reject
from gateway.desk.show import escalation_view, ticket_view
from gateway.desk.situation import Situation
from gateway.domain.escalation import Escalation
from gateway.domain.facts import ReasonFacts
from gateway.domain.letters import EscalationLetter, Recipient, Vendor
from gateway.domain.ticket import Ticket
from gateway.domain.verdict import Accept, Ground, OpenTicket, Reject, SetAside, Update
from gateway.mail.message import Mailbox
from gateway.store.store import Work

THANKS = Ground("courtesy/thanks", "The answer to a rejected escalation says thanks and nothing else.")


@dataclass(frozen=True, slots=True)
class Judged:
    """A request with the verdict on it."""

    case: EscalationCase
    verdict: Accept | Update | Reject | OpenTicket | SetAside
    ground: Ground


def judge(desk: Desk, work: Work, s: Situation) -> Judged:
    """What the rules say about the request; reads only."""
    case = build_case(desk, work, s)
    result, ground = desk.rules.decision("escalation").decide(case.facts)
    assert isinstance(result, Accept | Update | Reject | OpenTicket | SetAside)  # the loader allows nothing else here
    return Judged(case, result, ground)


def escalate(desk: Desk, work: Work, s: Situation) -> Outcome:
    """Judge a request and carry the verdict out."""
    if is_courtesy(desk, work, s) and (ticket := ticket_of(work, s)):
        note_id = request_note(desk, work, s, ticket)
        tell(desk, work, s, "agent_reply_arrived", owners(desk, work, ticket, s), ticket)
        return Outcome("note", THANKS, ticket.id, note_id)
    judged = judge(desk, work, s)
    case, ground = judged.case, judged.ground
    match judged.verdict:
        case Accept():
            return _accept(desk, work, s, case, ground)
        case Update():
            return _update(desk, work, s, case, ground)
        case Reject() as verdict:
            return reject(desk, work, s, case, verdict, ground)
        case OpenTicket(code):
            if s.earlier and s.earlier.ticket_id:
                # the copy for the support address came first and opened the ticket
                return Outcome(code, ground, s.earlier.ticket_id, s.earlier.note_id)
            opened = open_ticket(desk, work, s, code)
            return Outcome(code, ground, opened.ticket.id, opened.note_id)
        case SetAside(cause):
            return quarantine.set_aside(desk, work, s, cause, ground)
        case never:
            assert_never(never)


def _accept(desk: Desk, work: Work, s: Situation, case: EscalationCase, ground: Ground) -> Outcome:
    ticket = case.ticket
    assert ticket is not None  # the rules accept only with a ticket
    note_id = request_note(desk, work, s, ticket)
    if ticket.state == "solved" and not is_over(desk, ticket, s):
        ticket = reopen(desk, work, s, ticket, acknowledge=False)
    region = region_of(work, case.organization)
    manager = manager_of(work, region, s.now)
    reason = case.fields.get("reason") or case.fields.get("problem_summary")
    code, _ = desk.rules.decision("reason").decide(
        ReasonFacts(f"{reason or ''}\n{case.fields.get('business_impact', '')}")
    )
    escalation = work.escalations.request(
        ticket_id=ticket.id,
        channel=case.channel,
        requested_by=s.sender.address,
        on_behalf_of=ticket.requester if s.sender.is_staff else None,
        reason_code=str(code),
        reason=reason,
        business_impact=case.fields.get("business_impact"),
        production_impact=case.facts.impact == "production",
        early=case.facts.early and not s.sender.is_staff,
        manager=manager.address if manager else None,
        manager_due=_manager_due(desk, work, case, ticket, s.now),
        created=s.now,
    )
    if case.draft:
        work.escalations.use_draft(case.draft.id)
    _acknowledge(desk, work, s, case, ticket, escalation)
    _tell_our_people(desk, work, s, case, ticket, escalation)
    return Outcome("accept", ground, ticket.id, note_id, escalation.id)


def _manager_due(desk: Desk, work: Work, case: EscalationCase, ticket: Ticket, now: datetime) -> datetime:
    policy = desk.rules.data.escalation
    if ticket.priority == "critical":
        return now + timedelta(minutes=policy.manager_due_critical_minutes)
    return calendar_of(desk, work, region_of(work, case.organization)).add(now, policy.manager_due_minutes)


def _update(desk: Desk, work: Work, s: Situation, case: EscalationCase, ground: Ground) -> Outcome:
    ticket, running = case.ticket, case.running
    assert ticket is not None  # the rule asks for both
    assert running is not None
    note_id = request_note(desk, work, s, ticket)
    vendor, recipient = sender_views(desk, work, s)
    letter = _letter(vendor, recipient, s, case, ticket, running, None)
    answer(desk, work, s, "escalation_already_running", letter, ticket, escalation_id=running.id)
    manager = running.manager or (
        person.address if (person := manager_of(work, region_of(work, case.organization), s.now)) else None
    )
    if manager:
        _internal(desk, work, s, case, ticket, running, "escalation_updated_internal", [staff_mailbox(work, manager)])
    return Outcome("update", ground, ticket.id, note_id, running.id)


def _letter(
    vendor: Vendor,
    recipient: Recipient,
    s: Situation,
    case: EscalationCase,
    ticket: Ticket,
    escalation: Escalation,
    csm_added: str | None,
) -> EscalationLetter:
    return EscalationLetter(
        vendor=vendor,
        recipient=recipient,
        ticket=ticket_view(ticket),
        escalation=escalation_view(escalation),
        organization=case.organization.name if case.organization else None,
        csm_added=csm_added,
        merged_from=s.thread.merged_from,
        sender=s.sender.address,
        text=s.message.body.reply[:EXCERPT],
    )


def _acknowledge(
    desk: Desk, work: Work, s: Situation, case: EscalationCase, ticket: Ticket, escalation: Escalation
) -> None:
    """To the sender, the customer success manager in Cc; only to the sender when he wrote in Bcc (DOMAIN S-20)."""
    csm = case.organization.csm if case.organization else None
    copied = {mailbox.address.lower() for mailbox in (*s.message.to, *s.message.cc)}
    hidden = "escalation" in s.to.hidden
    cc = [] if hidden or s.sender.is_staff or not csm else [staff_mailbox(work, csm)]
    added = csm if cc and csm and csm.lower() not in copied else None
    if not s.sender.is_staff and not hidden and ticket.requester != s.sender.address.lower():
        cc.append(_customer(work, ticket.requester))
    vendor, recipient = sender_views(desk, work, s)
    letter = _letter(vendor, recipient, s, case, ticket, escalation, added)
    answer(desk, work, s, "escalation_ack", letter, ticket, cc, escalation.id)
    if s.sender.is_staff:
        _tell_requester(desk, work, s, case, ticket, escalation)


def _customer(work: Work, address: str) -> Mailbox:
    contact = work.directory.contact(address)
    return Mailbox(contact.name if contact else "", address)


def _tell_requester(
    desk: Desk, work: Work, s: Situation, case: EscalationCase, ticket: Ticket, escalation: Escalation
) -> None:
    if work.directory.staff(ticket.requester):
        return
    template = "escalation_opened_on_your_behalf" if case.channel == "csm" else "escalation_opened_by_us"
    csm = case.organization.csm if case.organization else None
    to = _customer(work, ticket.requester)
    recipient = recipient_view(desk, work, to.address, to.name, case.organization, ticket.language)
    vendor = vendor_view(desk, region_of(work, case.organization))
    order = Order(
        template=template,
        letter=_letter(vendor, recipient, s, case, ticket, escalation, None),
        audience="customer",
        to=(to,),
        cc=(staff_mailbox(work, csm),) if csm else (),
        now=s.now,
        kind="notice",
        ticket=ticket,
        escalation_id=escalation.id,
        mail_id=s.mail_id,
    )
    post(desk, work, order)


def _tell_our_people(
    desk: Desk, work: Work, s: Situation, case: EscalationCase, ticket: Ticket, escalation: Escalation
) -> None:
    manager = [staff_mailbox(work, escalation.manager)] if escalation.manager else []
    _internal(desk, work, s, case, ticket, escalation, "escalation_new_manager", manager)
    team = account_team(work, case.organization)
    _internal(desk, work, s, case, ticket, escalation, "escalation_new_account_team", team)


def _internal(
    desk: Desk,
    work: Work,
    s: Situation,
    case: EscalationCase,
    ticket: Ticket,
    escalation: Escalation,
    template: str,
    people: list[Mailbox],
) -> None:
    if not people:
        return
    vendor = vendor_view(desk, region_of(work, case.organization))
    recipient = recipient_view(desk, work, people[0].address, people[0].name)
    letter = _letter(vendor, recipient, s, case, ticket, escalation, None)
    internal(desk, work, s, template, letter, people, ticket, escalation.id)
