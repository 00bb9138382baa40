"""What time does to tests: a window is over, or operations hear that one is withdrawn."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from gateway.desk.act import Act
from gateway.desk.desk import Desk
from gateway.desk.load_tests.telling import tell_operations
from gateway.desk.tickets.ending import must_stay, tell_of_end
from gateway.desk.tickets.notes import remark
from gateway.desk.tickets.owners import requester_cause
from gateway.desk.tickets.ticket_state import change_state
from gateway.desk.timer import Timer
from gateway.domain.deadline import Fired
from gateway.domain.event import GATEWAY, Event
from gateway.domain.load_tests.request import TestRequest, ended
from gateway.domain.phrase import phrase
from gateway.domain.tickets.ticket import Ticket
from gateway.store.store import UnitOfWork

DONE: Final = "test_done"  # the resolution code of a ticket whose test is over


def _due(_: Desk, work: UnitOfWork, now: datetime, limit: int) -> Sequence[TestRequest]:
    return work.load_tests.due(now, limit)


def look_at(desk: Desk, work: UnitOfWork, request: TestRequest, now: datetime) -> Iterator[Fired]:
    """End a test whose window is over, with its ticket; tell operations of one that was withdrawn."""
    ticket = work.tickets.get(request.ticket_id)
    if ticket is None:
        work.load_tests.save(replace(request, due=None), was=request)
        return
    act = Act(desk, work, Event(now, GATEWAY, "system", cause=requester_cause(desk, work, ticket)))
    if request.state == "approved":
        work.load_tests.save(ended(request, now), was=request)
        remark(act, ticket.id, phrase("test.done"))
        yield Fired("test_done", ticket.number, outgoing=_solve(act, ticket))
        return
    work.load_tests.save(replace(request, due=None), was=request)
    yield Fired(
        "test_withdrawn", ticket.number, outgoing=tell_operations(act, ticket, request, phrase("test.withdrawn"))
    )


def _solve(act: Act, ticket: Ticket) -> tuple[int, ...]:
    """Only what rests for the test alone: somebody works on any other."""
    if ticket.state != "on_hold" or must_stay(act, ticket):
        return ()
    solved = change_state(act, ticket, "status_solved", replace(ticket, resolution_code=DONE))
    posted = tell_of_end(act, solved)
    return (posted.id,) if posted else ()


TIMERS: Final = (Timer("windows of tests are over", _due, look_at),)
