"""What time does to a ticket, and when: warnings, broken promises, reminders, the end (docs/domain.md). Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from gateway.domain.directory.calendar import BusinessCalendar
from gateway.domain.tickets.service_level import Duration, Targets, warn_at
from gateway.domain.tickets.states import RUNNING, allows
from gateway.domain.tickets.ticket import State, Ticket

Kind = Literal[
    "response_warning",
    "response_breach",
    "resolution_warning",
    "resolution_breach",
    "call_reminder",
    "pending_reminder",
    "auto_solve",
    "auto_close",
]
UNANSWERED: Final[tuple[State, ...]] = ("new", "open", "pending", "on_hold")  # the response clock runs here
ENDING: Final[tuple[Kind, ...]] = ("auto_solve", "auto_close")


@dataclass(frozen=True, slots=True)
class Timing:
    """What the deadlines of a ticket are counted with. `warn_percent` of a target; `remind_days` and `solve_days` are
    business days, 0 for never; `reopen_days` are days of the calendar."""

    targets: Targets
    calendar: BusinessCalendar
    warn_percent: int
    remind_days: int
    solve_days: int
    reopen_days: int


@dataclass(frozen=True, slots=True)
class Deadline:
    """Something that happens at a time (UTC) unless something else happens first."""

    kind: Kind
    at: datetime


def deadlines(ticket: Ticket, timing: Timing) -> tuple[Deadline, ...]:
    """What is to come as things stand, the earliest first; without what comes once and has come."""
    ahead = [one for one in _all(ticket, timing) if not {one.kind, _broken(one.kind)} & set(ticket.fired)]
    return tuple(sorted(ahead, key=lambda one: one.at))


def due_now(ticket: Ticket, timing: Timing, now: datetime) -> tuple[Deadline, ...]:
    """What is due, the earliest first. Nobody is warned of a promise that is broken by now."""
    due = [one for one in deadlines(ticket, timing) if one.at <= now]
    kinds = {one.kind for one in due}
    return tuple(one for one in due if _broken(one.kind) not in kinds)


def _broken(kind: Kind) -> str:
    clock, _, what = kind.partition("_")
    return f"{clock}_breach" if what == "warning" else ""


def _all(ticket: Ticket, timing: Timing) -> Iterator[Deadline]:
    targets, response_due = timing.targets, ticket.first_response_due
    if ticket.state in UNANSWERED and response_due:
        if ticket.first_response_at is None:
            yield Deadline("response_breach", response_due)
            yield from _warning("response_warning", response_due, targets.response, timing)
        if ticket.phone_call_required:
            yield Deadline("call_reminder", response_due)
    if ticket.state in RUNNING and ticket.resolution_due:
        yield Deadline("resolution_breach", ticket.resolution_due)
        yield from _warning("resolution_warning", ticket.resolution_due, targets.resolution, timing)
    yield from _end(ticket, timing)


def _warning(kind: Kind, due: datetime, duration: Duration | None, timing: Timing) -> Iterator[Deadline]:
    if duration and timing.warn_percent < 100:
        yield Deadline(kind, warn_at(due, duration, timing.warn_percent, timing.calendar))


def _end(ticket: Ticket, timing: Timing) -> Iterator[Deadline]:
    """A customer who does not answer is reminded once; then the ticket is solved, and later closed."""
    if allows(ticket.state, "reminder_due") and ticket.waiting_since and timing.remind_days:
        if ticket.reminded_at is None:
            yield Deadline("pending_reminder", timing.calendar.add_days(ticket.waiting_since, timing.remind_days))
        elif timing.solve_days:
            yield Deadline("auto_solve", timing.calendar.add_days(ticket.reminded_at, timing.solve_days))
    if allows(ticket.state, "window_over") and ticket.solved_at:
        yield Deadline("auto_close", ticket.solved_at + timedelta(days=timing.reopen_days))
