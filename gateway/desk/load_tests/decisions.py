"""A manager decides about a test; who may, and whether it can be decided, is known before."""

from dataclasses import replace
from typing import Final

from gateway.desk.act import Act
from gateway.desk.load_tests.telling import ask_manager, letter_about, tell_operations
from gateway.desk.redirects.redirect import solve
from gateway.desk.tickets.ticket_state import change_state
from gateway.desk.tickets.to_requester import requester_views, tell_requester
from gateway.domain.load_tests import request as requests
from gateway.domain.load_tests.request import TestRequest
from gateway.domain.phrase import phrase
from gateway.domain.tickets.ticket import Ticket

REFUSED: Final = "test_refused"  # the resolution code, and the template


def give_consent(act: Act, ticket: Ticket, request: TestRequest) -> Ticket:
    """Consent in writing to who asked, the window to operations; the ticket rests until the window is over.

    Raises NotAllowed where it cannot be approved.
    """
    decided = requests.approved(request, act.actor.address, act.now)
    answered = replace(ticket, first_response_at=ticket.first_response_at or act.now)
    ticket = change_state(act, ticket, "status_on_hold", answered)
    letter = letter_about(act, ticket, decided, requester_views(act, ticket))
    posted = tell_requester(act, "test_consent_granted", letter, ticket)
    decided = replace(decided, consent_mail_id=posted.id if posted else None)
    act.work.load_tests.save(decided, was=request)
    tell_operations(act, ticket, decided)
    return ticket


def refuse_consent(act: Act, ticket: Ticket, request: TestRequest, reason: str) -> Ticket:
    """No consent, with the reason; the ticket is solved, and a reply opens it again. Raises NotAllowed."""
    decided = requests.refused(request, act.actor.address, act.now, reason)
    act.work.load_tests.save(decided, was=request)
    ticket = solve(act, ticket, REFUSED, by_us=True)
    tell_requester(act, REFUSED, letter_about(act, ticket, decided, requester_views(act, ticket)), ticket)
    return ticket


def take_agreement(act: Act, ticket: Ticket, request: TestRequest) -> None:
    """All parties have signed the agreement of indemnification: the manager can decide. Raises NotAllowed."""
    signed = act.work.load_tests.save(requests.signed(request, act.actor.address), was=request)
    if signed.state == "complete":
        ask_manager(act, ticket, signed, phrase("test.indemnified", person=act.actor.address))
