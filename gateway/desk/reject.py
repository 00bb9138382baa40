"""An escalation that is not opened: the answer says why and what would help, and what was said is kept."""

from datetime import timedelta

from gateway.desk.add_note import owners
from gateway.desk.answers import answer, sender_views, tell
from gateway.desk.desk import Desk
from gateway.desk.escalation_case import EscalationCase
from gateway.desk.notes import cross_notes, request_note
from gateway.desk.open_ticket import Opened, open_ticket
from gateway.desk.outcome import Outcome
from gateway.desk.people import account_team
from gateway.desk.show import ticket_view
from gateway.desk.situation import Situation
from gateway.domain.letters import NumberLetter, RejectionLetter
from gateway.domain.ticket import Ticket
from gateway.domain.verdict import Ground, Reject
from gateway.store.store import Work

COMPLETED_LATER = ("incomplete", "too_early", "no_contract")


def reject(desk: Desk, work: Work, s: Situation, case: EscalationCase, verdict: Reject, ground: Ground) -> Outcome:
    """Answer, keep the words as a note where there is a ticket, keep the draft, tell our people."""
    if verdict.code in ("no_ticket", "unknown_ticket", "foreign_ticket", "ambiguous"):
        return _without_ticket(desk, work, s, case, verdict, ground)
    if verdict.code == "closed":
        return _closed(desk, work, s, case, verdict, ground)
    ticket = case.ticket
    assert ticket is not None  # the codes left all need one
    note_id = request_note(desk, work, s, ticket)
    posted = answer(desk, work, s, verdict.reply, _letter(desk, work, s, case, ticket), ticket)
    _keep_draft(desk, work, s, case, verdict, ticket, posted.message_id)
    people = account_team(work, case.organization) if verdict.code == "no_contract" else owners(desk, work, ticket, s)
    template = "account_contract_lapsed" if verdict.code == "no_contract" else "agent_escalation_rejected"
    tell(desk, work, s, template, people, ticket, ground.why, case.organization)
    missing = case.missing if verdict.code == "incomplete" else ()
    return Outcome(verdict.code, ground, ticket.id, note_id, missing=missing)


def _letter(
    desk: Desk, work: Work, s: Situation, case: EscalationCase, ticket: Ticket | None, follow_up: Opened | None = None
) -> RejectionLetter:
    vendor, recipient = sender_views(desk, work, s)
    contact = case.organization.account_team if case.organization else ()
    return RejectionLetter(
        vendor=vendor,
        recipient=recipient,
        ticket=ticket_view(ticket) if ticket else None,
        missing=case.missing,
        numbers=tuple(one.number for one in s.thread.several),
        eligible_at=ticket.first_response_due if ticket else None,
        contract_ended=case.contract.ends if case.contract else None,
        contact=next(iter(contact), None),
        follow_up_number=follow_up.ticket.number if follow_up else None,
    )


def _without_ticket(
    desk: Desk, work: Work, s: Situation, case: EscalationCase, verdict: Reject, ground: Ground
) -> Outcome:
    cross_notes(work, s, None)
    if verdict.code in ("unknown_ticket", "foreign_ticket"):
        vendor, recipient = sender_views(desk, work, s)
        answer(desk, work, s, verdict.reply, NumberLetter(vendor, recipient, s.thread.named or ""))
    else:
        answer(desk, work, s, verdict.reply, _letter(desk, work, s, case, None))
    return Outcome(verdict.code, ground, missing=("ticket",) if verdict.code == "no_ticket" else ())


def _closed(desk: Desk, work: Work, s: Situation, case: EscalationCase, verdict: Reject, ground: Ground) -> Outcome:
    opened = open_ticket(desk, work, s, "follow_up", silent=True)
    letter = _letter(desk, work, s, case, case.ticket, opened)
    answer(desk, work, s, verdict.reply, letter, opened.ticket)
    return Outcome("closed", ground, opened.ticket.id, opened.note_id)


def _keep_draft(
    desk: Desk, work: Work, s: Situation, case: EscalationCase, verdict: Reject, ticket: Ticket, rejection: str
) -> None:
    if verdict.code not in COMPLETED_LATER:
        return
    if case.draft:
        work.escalations.use_draft(case.draft.id)
    work.escalations.keep_draft(
        ticket_id=ticket.id,
        sender=s.sender.address.lower(),
        channel=case.channel,
        fields=case.fields,
        rejection=rejection,
        code=verdict.code,
        expires=s.now + timedelta(days=desk.rules.data.escalation.draft_days),
    )
