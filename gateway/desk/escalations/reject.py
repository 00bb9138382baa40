"""An escalation that is not opened: the answer says why and what would help, and what was said is kept."""

from dataclasses import replace
from datetime import timedelta

from gateway.desk.act import Act
from gateway.desk.directory.people import account_team, named
from gateway.desk.escalations.notes import note_of
from gateway.desk.escalations.own_tickets import OwnTickets, own_tickets
from gateway.desk.escalations.second_rejection import tell_of_second
from gateway.desk.outgoing.mail import Enqueued
from gateway.desk.quarantine.hold import show_unanswered
from gateway.desk.tickets.answers import answer, sender_views, tell
from gateway.desk.tickets.letter_views import ticket_view
from gateway.desk.tickets.notes import cross_notes
from gateway.desk.tickets.open import Opened, open_ticket
from gateway.desk.tickets.open import environment as environment_of
from gateway.desk.tickets.owners import owners
from gateway.domain.escalations.escalation import WITHOUT_TICKET, EscalationDraft
from gateway.domain.escalations.request import EscalationRequest
from gateway.domain.facts import ImpactFacts
from gateway.domain.outcome import Outcome
from gateway.domain.phrase import Phrase, phrase
from gateway.domain.tickets.ticket import UNNUMBERED, Ticket
from gateway.domain.verdict import Ground, Reject
from gateway.letters.escalations import OwnRejectionLetter, RejectionLetter
from gateway.letters.letter import Letter
from gateway.letters.tickets import NumberLetter
from gateway.letters.views import OpenTicketView

COMPLETED_LATER = ("incomplete", "too_early", "no_contract", *WITHOUT_TICKET)
OFFERED = ("no_ticket", "unknown_ticket", "foreign_ticket")  # where the ticket that fits alone is offered


def reject(act: Act, request: EscalationRequest, verdict: Reject, ground: Ground) -> Outcome:
    """Answer, keep the words as a note where there is a ticket, keep the draft, tell our people."""
    if verdict.code in WITHOUT_TICKET:
        return _without_ticket(act, request, verdict, ground)
    if verdict.code == "closed":
        return _closed(act, request, verdict, ground)
    ticket = request.found
    note_id = note_of(act, request)
    posted = answer(act, verdict.reply, _letter(act, request, verdict.reply, _own(act, request), ticket), ticket)
    _keep_draft(act, request, verdict, posted, ticket)
    tell_of_second(act, request, posted, ticket)
    if verdict.code == "no_contract":
        template, people = "account_contract_lapsed", account_team(act.work, request.organization)
    else:
        template, people = "agent_escalation_rejected", owners(act, ticket)
    tell(act, template, people, ticket, _what_happened(ground, posted), organization=request.organization)
    missing = request.missing if verdict.code == "incomplete" else ()
    return Outcome(verdict.code, ground, ticket.id, note_id, missing=missing)


def _what_happened(ground: Ground, posted: Enqueued) -> Phrase:
    """Why it was not opened, and whether the sender has been told so."""
    if posted.suppressed:
        return phrase("escalation.not_told", why=ground.why, reason=posted.suppressed)
    return phrase("escalation.told", why=ground.why)


def _own(act: Act, request: EscalationRequest) -> OwnTickets:
    return own_tickets(act, request.follow_up.subject)


def _letter(
    act: Act,
    request: EscalationRequest,
    reply: str,
    own: OwnTickets,
    ticket: Ticket | None,
    follow_up: Opened | None = None,
) -> RejectionLetter:
    vendor, recipient = sender_views(act)
    contact = request.organization.account_team if request.organization else ()
    kind = OwnRejectionLetter if reply in OwnRejectionLetter.TEMPLATES else RejectionLetter
    return kind(
        vendor=vendor,
        recipient=recipient,
        ticket=ticket_view(act.work, ticket) if ticket else None,
        missing=request.missing,
        numbers=tuple(one.number for one in request.contribution.mentions.several),
        eligible_at=ticket.first_response_due if ticket else None,
        contract_ended=request.contract.ends if request.contract else None,
        contact=next((named(act.work, one) for one in contact), None),
        follow_up_number=follow_up.ticket.number if follow_up else None,
        open_tickets=own.views(follow_up.ticket if follow_up else ticket or own.offered),
        offered=_offered(act, request, own) if ticket is None else None,
    )


def _without_ticket(act: Act, request: EscalationRequest, verdict: Reject, ground: Ground) -> Outcome:
    cross_notes(act, request.contribution.mentions, None)
    own = _own(act, request)
    if verdict.code not in OFFERED:
        own = replace(own, offered=None)
    posted = answer(act, verdict.reply, _letter_without_ticket(act, request, verdict, own))
    if posted.suppressed:
        show_unanswered(act, request.follow_up.subject)
    if not act.actor.is_staff:
        _keep_draft(act, request, verdict, posted, own.offered)
        tell_of_second(act, request, posted, None)
    return Outcome(verdict.code, ground, missing=("ticket",) if verdict.code == "no_ticket" else ())


def _letter_without_ticket(act: Act, request: EscalationRequest, verdict: Reject, own: OwnTickets) -> Letter:
    """A number that nobody has and a number of somebody else get the same words."""
    if verdict.code not in ("unknown_ticket", "foreign_ticket"):
        return _letter(act, request, verdict.reply, own, None)
    offered = _offered(act, request, own)
    return NumberLetter(*sender_views(act), request.named, own.views(own.offered), offered, request.missing)


def _offered(act: Act, request: EscalationRequest, own: OwnTickets) -> OpenTicketView | None:
    """The ticket that fits, with the time until which a yes would be too early."""
    ticket = own.offered
    if ticket is None:
        return None
    impact = request.fields.get("business_impact", "")
    environment = environment_of(act.desk, request.fields) or ticket.environment or ""
    due = ticket.first_response_due
    waits = due and act.now < due and act.desk.rules.impact.decide(ImpactFacts(impact, environment))[0] == "none"
    return replace(own.view(ticket), not_before=due) if waits else own.view(ticket)


def _closed(act: Act, request: EscalationRequest, verdict: Reject, ground: Ground) -> Outcome:
    opened = open_ticket(act, replace(request.follow_up, silent=True))
    letter = _letter(act, request, verdict.reply, _own(act, request), request.ticket, opened)
    posted = answer(act, verdict.reply, letter, opened.ticket)
    tell_of_second(act, request, posted, opened.ticket)
    return Outcome("closed", ground, opened.ticket.id, opened.note_id)


def _keep_draft(act: Act, request: EscalationRequest, verdict: Reject, posted: Enqueued, ticket: Ticket | None) -> None:
    """Keep what was said; `ticket` is the one it is about, or that we offered."""
    if verdict.code not in COMPLETED_LATER:
        return
    if request.draft:
        act.work.escalations.use_draft(request.draft.id)
    draft = EscalationDraft(
        id=UNNUMBERED,
        ticket_id=ticket.id if ticket else None,
        sender=act.actor.address.lower(),
        channel=request.channel,
        fields=request.fields,
        rejection=posted.message_id,
        code=verdict.code,
        expires=act.now + timedelta(days=act.desk.rules.data.escalation.draft_days),
    )
    act.work.escalations.keep_draft(draft)
