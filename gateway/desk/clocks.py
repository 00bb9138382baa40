"""The service level of a ticket: when it starts, stands still and goes on."""

from dataclasses import replace
from datetime import datetime

from gateway.desk.desk import Desk
from gateway.desk.people import calendar_of, region_of
from gateway.domain import service_level
from gateway.domain.calendar import BusinessCalendar
from gateway.domain.service_level import Targets
from gateway.domain.ticket import Priority, State, Ticket
from gateway.store.store import Work

RUNNING: tuple[State, ...] = ("new", "open")


def targets_of(desk: Desk, plan: str | None, priority: Priority) -> Targets:
    """What a plan promises; nothing without a plan."""
    if plan is None:
        return Targets(None, None)
    return desk.rules.data.service_levels.plan(plan).targets(priority)


def ticket_calendar(desk: Desk, work: Work, ticket: Ticket) -> BusinessCalendar:
    """The working hours that count for a ticket."""
    organization = work.directory.organization(ticket.organization) if ticket.organization else None
    return calendar_of(desk, work, region_of(work, organization))


def change_state(desk: Desk, work: Work, ticket: Ticket, state: State, now: datetime, **columns: object) -> Ticket:
    """Move a ticket to another state; its resolution clock runs only in new and open (DOMAIN invariant 13)."""
    changes: dict[str, object] = {"state": state, **columns}
    was, runs = ticket.state in RUNNING, state in RUNNING
    duration = targets_of(desk, ticket.plan, ticket.priority).resolution
    if duration and was and not runs and ticket.resolution_due:
        left = service_level.resolution_left(ticket.resolution_due, now, duration, ticket_calendar(desk, work, ticket))
        changes["resolution_left"] = left
    if duration and runs and not was and ticket.resolution_left is not None:
        calendar = ticket_calendar(desk, work, ticket)
        changes["resolution_due"] = service_level.resume(now, ticket.resolution_left, duration, calendar)
        changes["resolution_left"] = None
    if state == "solved":
        changes["solved_at"] = now
    if state == "closed":
        changes |= {"closed_at": now, "solved_at": ticket.solved_at or now}
    work.tickets.change(ticket.id, **changes)
    return replace(ticket, **changes)  # type: ignore[arg-type]  # columns and fields have the same names and types


def change_priority(desk: Desk, work: Work, ticket: Ticket, priority: Priority, now: datetime) -> Ticket:
    """Another priority: both targets are counted again from the moment of receipt (DOMAIN 3.7)."""
    old, new = targets_of(desk, ticket.plan, ticket.priority), targets_of(desk, ticket.plan, priority)
    received, calendar = ticket.received_at, ticket_calendar(desk, work, ticket)
    present, left = ticket.resolution_due, ticket.resolution_left
    if left is not None and old.resolution:
        present = service_level.resume(now, left, old.resolution, calendar)
    due = service_level.due_again(received, old.resolution, new.resolution, present, calendar)
    if left is not None and due and new.resolution:
        left = service_level.resolution_left(due, now, new.resolution, calendar)
    changes: dict[str, object] = {
        "priority": priority,
        "first_response_due": service_level.due(received, new.response, calendar),
        "resolution_due": due,
        "resolution_left": left,
    }
    work.tickets.change(ticket.id, **changes)
    return replace(ticket, **changes)  # type: ignore[arg-type]  # columns and fields have the same names and types
