"""A customer asks for a large-scale test, completes or changes the request (docs/domain.md, "Large-scale tests")."""

from dataclasses import replace

from gateway.desk.act import Act
from gateway.desk.directory.contracts import agreement
from gateway.desk.load_tests.asked import add_told, asked_in, reading_of
from gateway.desk.load_tests.telling import answer_request, tell_operations
from gateway.desk.redirects.new_case import is_answered
from gateway.desk.tickets.notes import remark
from gateway.desk.tickets.open import Opened, announce, begin_ticket
from gateway.desk.tickets.owners import organization_of
from gateway.domain.load_tests.items import read_items
from gateway.domain.load_tests.merging import Added
from gateway.domain.load_tests.request import SUBTYPES, TestRequest
from gateway.domain.phrase import phrase
from gateway.domain.tickets.requests import NewTicket
from gateway.domain.tickets.ticket import Ticket


def open_test(act: Act, new: NewTicket) -> Opened | None:
    """A mail that asks for a test becomes a change request; None where it asks for none.

    The answer to it is its acknowledgement, unless that says something else of weight.
    """
    act = act.by(new.requester)
    added = asked_in(act, new)
    if added is None:
        return None
    opened = begin_ticket(act, replace(new, subtype=added.request.subtype))
    added = replace(added, request=replace(added.request, ticket_id=opened.ticket.id))
    act.work.load_tests.add(added.request)
    _remark_late(act, added.request)
    if not is_answered(act, new):
        announce(act, new, opened)
        return opened
    contract = agreement(act.desk, act.work, new.requester.organization, act.now, opened.ticket.app)
    quiet = opened.ticket.priority != "critical" and contract.state != "lapsed"
    announce(act, replace(new, silent=quiet), opened)
    return replace(opened, ticket=answer_request(act, opened.ticket, added))


def take_reply(act: Act, ticket_id: int, text: str) -> None:
    """Add what a reply says of a test; without proof it is a note and no more."""
    found = _request_of(act, ticket_id)
    if found is None or act.actor.is_staff or not act.actor.proven:
        return
    ticket, request = found
    organization, policy = organization_of(act.work, ticket), act.desk.rules.data.tests
    told = read_items("", text, policy, reading_of(act, organization, request))
    added = add_told(act, organization, request, told)
    if added.news != "nothing":
        _keep(act, ticket, request, added)


def answer_proven(act: Act, ticket_id: int) -> None:
    """A proven copy of the mail that asked for a test came: now it is answered."""
    found = _request_of(act, ticket_id)
    if found:
        ticket, request = found
        answer_request(act, ticket, Added(request, "more" if request.missing else "complete"))


def _request_of(act: Act, ticket_id: int) -> tuple[Ticket, TestRequest] | None:
    ticket = act.work.tickets.get(ticket_id)
    request = act.work.load_tests.get(ticket_id) if ticket and ticket.subtype in SUBTYPES else None
    return (ticket, request) if ticket and request else None


def _keep(act: Act, ticket: Ticket, was: TestRequest, added: Added) -> None:
    """Keep what is new, and tell whom it concerns; who was told of an approved window hears that it is none."""
    request = act.work.load_tests.save(added.request, was=was)
    ticket = act.work.tickets.save(replace(ticket, subtype=request.subtype), was=ticket)
    if request.late and not was.late:
        _remark_late(act, request)
    news = phrase("test.changed") if added.news == "changed" else None
    if news:
        remark(act, ticket.id, news)
    if news and was.state == "approved":
        tell_operations(act, ticket, replace(was, state=request.state), news)
    answer_request(act, ticket, added, news)


def _remark_late(act: Act, request: TestRequest) -> None:
    if request.late:
        remark(act, request.ticket_id, phrase("test.late", days=act.desk.rules.data.tests.notice_days))
