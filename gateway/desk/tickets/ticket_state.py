"""The service level of a ticket: when it starts, stands still and goes on."""

from dataclasses import replace

from gateway.desk.act import Act
from gateway.desk.desk import Desk
from gateway.desk.directory.contracts import agreement
from gateway.desk.directory.people import calendar_of
from gateway.desk.tickets.owners import organization_of, ticket_region
from gateway.domain.directory.calendar import BusinessCalendar
from gateway.domain.directory.entries import Contract
from gateway.domain.load_tests.request import SUBTYPES, ended
from gateway.domain.tickets import service_level
from gateway.domain.tickets.deadlines import Timing, deadlines
from gateway.domain.tickets.service_level import Targets
from gateway.domain.tickets.states import ALIVE, FINAL, RUNNING, TicketEvent, after
from gateway.domain.tickets.ticket import Priority, Ticket
from gateway.store.store import UnitOfWork


def targets_of(desk: Desk, plan: str | None, priority: Priority) -> Targets:
    """What a plan promises; nothing without a plan. Raises NotFound for a plan that the rules do not know."""
    if plan is None:
        return Targets(None, None)
    return desk.rules.data.service_levels.plan(plan).targets(priority)


def ticket_calendar(desk: Desk, work: UnitOfWork, ticket: Ticket) -> BusinessCalendar:
    """The working hours that count for a ticket."""
    return calendar_of(desk, work, ticket_region(work, ticket))


def with_service_level(act: Act, ticket: Ticket, contract: Contract | None) -> Ticket:
    """The ticket with what its contract promises for its priority, counted from its receipt."""
    targets = targets_of(act.desk, contract.plan if contract else None, ticket.priority)
    calendar = ticket_calendar(act.desk, act.work, ticket)
    promised = replace(
        ticket,
        plan=contract.plan if contract else None,
        contract=contract.number if contract else None,
        first_response_due=service_level.due(ticket.received_at, targets.response, calendar),
        resolution_due=service_level.due(ticket.received_at, targets.resolution, calendar),
    )
    return scheduled(act.desk, act.work, promised)


def change_state(act: Act, ticket: Ticket, event: TicketEvent, changed: Ticket | None = None) -> Ticket:
    """Move a ticket to the state that an event leads to; its resolution clock runs only in new and open.

    `changed`: the ticket with what else changes, such as the time of the first response.
    Raises NotAllowed where the event cannot happen (docs/domain.md, "The states of a ticket").
    """
    moved = _clock(act, ticket, replace(changed or ticket, state=after(ticket.state, event)))
    moved = _wait(act, event, moved)
    if ticket.state == "solved" and moved.state in ALIVE:
        moved = replace(moved, reopened_at=act.now)
    if moved.state == "solved":
        moved = replace(moved, solved_at=act.now)
    if moved.state == "closed":
        moved = replace(moved, closed_at=act.now, solved_at=ticket.solved_at or act.now)
    if moved.state in FINAL:
        _end_test(act, moved)
    return act.work.tickets.save(scheduled(act.desk, act.work, moved), was=ticket)


def _end_test(act: Act, ticket: Ticket) -> None:
    """No test goes on whose ticket is over."""
    request = act.work.load_tests.get(ticket.id) if ticket.subtype in SUBTYPES else None
    if request:
        act.work.load_tests.save(ended(request, act.now), was=request)


def _wait(act: Act, event: TicketEvent, moved: Ticket) -> Ticket:
    """Since when it is the customer's turn; whoever asks again gives them the whole time again."""
    if moved.state != "pending":
        return replace(moved, waiting_since=None, reminded_at=None)
    if event == "reminder_due":
        return replace(moved, reminded_at=act.now)
    return replace(moved, waiting_since=act.now, reminded_at=None)


def _clock(act: Act, ticket: Ticket, moved: Ticket) -> Ticket:
    """The resolution clock stops or goes on where a ticket leaves or comes back to the states in which it runs."""
    was, runs = ticket.state in RUNNING, moved.state in RUNNING
    duration = targets_of(act.desk, ticket.plan, ticket.priority).resolution
    if duration and was and not runs and ticket.resolution_due:
        calendar = ticket_calendar(act.desk, act.work, ticket)
        left = service_level.resolution_left(ticket.resolution_due, act.now, duration, calendar)
        return replace(moved, resolution_left=left)
    if duration and runs and not was and ticket.resolution_left is not None:
        calendar = ticket_calendar(act.desk, act.work, ticket)
        due = service_level.resume(act.now, ticket.resolution_left, duration, calendar)
        return replace(moved, resolution_due=due, resolution_left=None)
    return moved


def change_priority(act: Act, ticket: Ticket, priority: Priority) -> Ticket:
    """A person sets or confirms the priority: both targets are counted again from the moment of receipt.

    See docs/domain.md, "Priority and clocks".
    """
    called = ticket.phone_call_required or priority == "critical" != ticket.priority
    return _counted_again(
        act, ticket, replace(ticket, priority=priority, phone_call_required=called, priority_claimed=False)
    )


def change_app(act: Act, ticket: Ticket, app: str) -> Ticket:
    """Another application: where another contract covers it, both targets are counted again from the receipt."""
    agreed = agreement(act.desk, act.work, organization_of(act.work, ticket), act.now, app).valid
    changed = replace(ticket, app=app)
    if (agreed.number if agreed else None) == ticket.contract:
        return act.work.tickets.save(changed, was=ticket)
    plan, contract = (agreed.plan, agreed.number) if agreed else (None, None)
    return _counted_again(act, ticket, replace(changed, plan=plan, contract=contract))


def _counted_again(act: Act, ticket: Ticket, changed: Ticket) -> Ticket:
    """The ticket as changed, its targets counted from its receipt, with the pauses that there were."""
    desk, work, now = act.desk, act.work, act.now
    old, new = targets_of(desk, ticket.plan, ticket.priority), targets_of(desk, changed.plan, changed.priority)
    received, calendar = ticket.received_at, ticket_calendar(desk, work, ticket)
    present, left = ticket.resolution_due, ticket.resolution_left
    if left is not None and old.resolution:
        present = service_level.resume(now, left, old.resolution, calendar)
    due = service_level.due_again(received, old.resolution, new.resolution, present, calendar)
    left = None
    if due and new.resolution and ticket.state not in RUNNING:
        left = service_level.resolution_left(due, now, new.resolution, calendar)
    changed = replace(
        changed,
        first_response_due=service_level.due(received, new.response, calendar),
        resolution_due=due,
        resolution_left=left,
    )
    return work.tickets.save(scheduled(desk, work, changed), was=ticket)


def timing_of(desk: Desk, work: UnitOfWork, ticket: Ticket) -> Timing:
    """What the deadlines of a ticket are counted with."""
    rules, lifecycle = desk.rules.data.service_levels, desk.rules.data.lifecycle
    return Timing(
        targets=targets_of(desk, ticket.plan, ticket.priority),
        calendar=ticket_calendar(desk, work, ticket),
        warn_percent=rules.warn_percent,
        remind_days=lifecycle.remind_days,
        solve_days=lifecycle.solve_days,
        reopen_days=lifecycle.reopen_days,
    )


def scheduled(desk: Desk, work: UnitOfWork, ticket: Ticket) -> Ticket:
    """The ticket with the time at which a timer looks at it next: whoever changes what a deadline hangs on, asks.

    A time that is too early costs one look; one that is too late would be a deadline that nobody hears of.
    """
    ahead = deadlines(ticket, timing_of(desk, work, ticket))
    return replace(ticket, timer_due=ahead[0].at if ahead else None)
