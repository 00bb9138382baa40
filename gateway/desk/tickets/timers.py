"""What time does to tickets: promises in danger or broken, calls that nobody made, customers who do not answer.

A ticket knows when it is looked at next (`timer_due`, see `scheduled`), so that a tick costs what is due and nothing
for what is not. See docs/domain.md, "What time does to a ticket".
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from gateway.desk.act import Act
from gateway.desk.desk import Desk
from gateway.desk.outgoing.mail import Enqueued
from gateway.desk.tickets.alarms import call_missing, promise_broken, promise_in_danger
from gateway.desk.tickets.ending import NO_ANSWER, must_stay, remind_requester, tell_of_end
from gateway.desk.tickets.notes import remark
from gateway.desk.tickets.owners import requester_cause
from gateway.desk.tickets.ticket_state import change_state, timing_of
from gateway.desk.timer import Timer
from gateway.domain.deadline import Fired
from gateway.domain.event import GATEWAY, Event
from gateway.domain.phrase import phrase
from gateway.domain.tickets.deadlines import ENDING, Deadline, Kind, Timing, deadlines, due_now
from gateway.domain.tickets.ticket import Ticket
from gateway.errors import NotFound
from gateway.letters.staff import Clock
from gateway.store.store import UnitOfWork

LOOK_AGAIN: Final = timedelta(days=1)  # at what must not end by itself now, or cannot be counted
STALE: Final = timedelta(days=7)  # later than this nobody is told that their ticket was closed
Done = tuple[Ticket, tuple[int, ...]]  # the ticket as it is now, and the ids of the mails about it


def _due(_: Desk, work: UnitOfWork, now: datetime, limit: int) -> Sequence[Ticket]:
    return work.tickets.due(now, limit)


def look_at(desk: Desk, work: UnitOfWork, ticket: Ticket, now: datetime) -> Iterator[Fired]:
    """Do what is due on a ticket, each thing once, and write down when to look again."""
    act = Act(desk, work, Event(now, GATEWAY, "system", cause=requester_cause(desk, work, ticket)))
    try:
        timing = timing_of(desk, work, ticket)
        due = due_now(ticket, timing, now)
    except (NotFound, ValueError):  # of a plan that is gone, a calendar that never opens: the others go on
        _look_again(work, ticket, now + LOOK_AGAIN)
        return
    held = ENDING if due and must_stay(act, ticket) else ()
    for one in due:
        if one.kind not in held:
            ticket, outgoing = _ACTIONS[one.kind](act, ticket, one)
            remark(act, ticket.id, phrase(f"timer.{one.kind}"))
            yield Fired(one.kind, ticket.number, outgoing=outgoing)
    _look_again(work, ticket, _next(ticket, timing_of(desk, work, ticket), now))


def _look_again(work: UnitOfWork, ticket: Ticket, at: datetime | None) -> None:
    work.tickets.save(replace(ticket, timer_due=at), was=ticket)


def _next(ticket: Ticket, timing: Timing, now: datetime) -> datetime | None:
    """When the next thing is due; what is due still must not happen now, nor be asked for at every tick."""
    ahead = deadlines(ticket, timing)
    return max(ahead[0].at, now + LOOK_AGAIN) if ahead and ahead[0].at <= now else ahead[0].at if ahead else None


def _warn(act: Act, ticket: Ticket, one: Deadline) -> Done:
    return _once(act, ticket, one.kind), promise_in_danger(act, ticket, _clock(one.kind))


def _break(act: Act, ticket: Ticket, one: Deadline) -> Done:
    return _once(act, ticket, one.kind), promise_broken(act, ticket, _clock(one.kind))


def _remind_of_call(act: Act, ticket: Ticket, one: Deadline) -> Done:
    return _once(act, ticket, one.kind), call_missing(act, ticket)


def _remind(act: Act, ticket: Ticket, _: Deadline) -> Done:
    ticket = change_state(act, ticket, "reminder_due")
    ahead = deadlines(ticket, timing_of(act.desk, act.work, ticket))
    solved_at = next((one.at for one in ahead if one.kind == "auto_solve"), None)
    return ticket, _ids(remind_requester(act, ticket, solved_at))


def _solve(act: Act, ticket: Ticket, _: Deadline) -> Done:
    ticket = change_state(act, ticket, "second_interval_over", replace(ticket, resolution_code=NO_ANSWER))
    return ticket, _ids(tell_of_end(act, ticket))


def _close(act: Act, ticket: Ticket, one: Deadline) -> Done:
    ticket = change_state(act, ticket, "window_over")
    return ticket, () if act.now - one.at > STALE else _ids(tell_of_end(act, ticket))


def _once(act: Act, ticket: Ticket, kind: Kind) -> Ticket:
    return act.work.tickets.save(replace(ticket, fired=(*ticket.fired, kind)), was=ticket)


def _clock(kind: Kind) -> Clock:
    return "response" if kind.startswith("response") else "resolution"


def _ids(posted: Enqueued | None) -> tuple[int, ...]:
    return (posted.id,) if posted else ()


_ACTIONS: Final[Mapping[Kind, Callable[[Act, Ticket, Deadline], Done]]] = {
    "response_warning": _warn,
    "response_breach": _break,
    "resolution_warning": _warn,
    "resolution_breach": _break,
    "call_reminder": _remind_of_call,
    "pending_reminder": _remind,
    "auto_solve": _solve,
    "auto_close": _close,
}
TIMERS: Final = (Timer("tickets come to their deadlines", _due, look_at),)
