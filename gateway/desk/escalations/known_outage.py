"""A request to escalate what a known outage probably causes: it is written down and waits with the outage.

The ticket stays open whatever becomes of the escalation. See docs/domain.md, "Outages".
"""

from dataclasses import replace
from typing import Final

from gateway.desk.act import Act
from gateway.desk.directory.people import named
from gateway.desk.escalations.accept import in_copy, open_escalation
from gateway.desk.escalations.moves import move
from gateway.desk.escalations.notes import note_of
from gateway.desk.outgoing.unsubscribe import start
from gateway.desk.tickets.answers import answer, sender_views, tell
from gateway.desk.tickets.letter_views import escalation_view, outage_view, ticket_view
from gateway.desk.tickets.outages import link
from gateway.desk.tickets.owners import owners
from gateway.desk.tickets.to_requester import requester_views, tell_requester
from gateway.domain.escalations.escalation import Escalation
from gateway.domain.escalations.request import EscalationRequest
from gateway.domain.outages.outage import Outage
from gateway.domain.outcome import Outcome
from gateway.domain.phrase import phrase
from gateway.domain.tickets.ticket import Ticket
from gateway.domain.verdict import Ground
from gateway.letters.outages import OutageEscalationLetter

KNOWN_ISSUE: Final = "outage_known_issue"  # why an escalation is closed
ACKNOWLEDGEMENT: Final = "escalation_outage_ack"


def await_outage(act: Act, request: EscalationRequest, ground: Ground) -> Outcome:
    """Link the ticket, write the escalation down, tell who asked what is known and what happens next."""
    outage, note_id = request.cause, note_of(act, request)
    ticket, requested = open_escalation(act, request)
    ticket = link(act, ticket, outage)
    escalation = wait(act, ticket, requested, outage)
    subscribed = act.desk.rules.data.outages.auto_subscribe and not act.actor.is_staff
    if subscribed:
        start(act, outage.number)
    letter = _letter(act, request, ticket, escalation, subscribed)
    cc, _ = in_copy(act, request, ticket)
    answer(act, ACKNOWLEDGEMENT, letter, ticket, cc, escalation.id)
    if act.actor.is_staff:
        vendor, recipient = requester_views(act, ticket)
        tell_requester(act, ACKNOWLEDGEMENT, replace(letter, vendor=vendor, recipient=recipient), ticket)
    said = phrase("escalation.waits_for_outage", escalation=escalation.number, outage=outage.number)
    tell(act, "agent_note", owners(act, ticket), ticket, said, organization=request.organization)
    return Outcome("outage", ground, ticket.id, note_id, escalation.id)


def wait(act: Act, ticket: Ticket, escalation: Escalation, outage: Outage) -> Escalation:
    """It waits for the end of the outage, at most until the solution is due; by rule it is closed at once."""
    changed = replace(escalation, outage=outage.number, manager_due=None, timer_due=ticket.resolution_due)
    if act.desk.rules.data.outages.on_outage == "close":
        return move(act, escalation, "closed_for_outage", replace(changed, close_reason=KNOWN_ISSUE), outage.number)
    return move(act, escalation, "outage_known", changed, outage.number)


def _letter(
    act: Act, request: EscalationRequest, ticket: Ticket, escalation: Escalation, subscribed: bool
) -> OutageEscalationLetter:
    _, added = in_copy(act, request, ticket)
    return OutageEscalationLetter(
        *sender_views(act),
        ticket=ticket_view(act.work, ticket),
        escalation=escalation_view(act.work, escalation),
        outage=outage_view(act.desk, request.cause),
        closed=escalation.state == "closed",
        at_latest=escalation.timer_due,
        csm_added=named(act.work, added) if added else None,
        subscribed=subscribed,
    )
