"""An escalation whose manager let a deadline pass, or whose customer said nothing in the time for it."""

from dataclasses import replace

from gateway.desk.act import Act
from gateway.desk.directory.managers import above
from gateway.desk.directory.people import duty, each_once, named, staff_mailbox
from gateway.desk.escalations.moves import cadence_of, end, move, with_manager_due
from gateway.desk.escalations.telling import tell_customer, tell_managers
from gateway.desk.tickets.notes import remark
from gateway.desk.tickets.owners import ticket_region
from gateway.desk.tickets.ticket_state import ticket_calendar
from gateway.domain.escalations.escalation import Escalation
from gateway.domain.phrase import phrase
from gateway.domain.tickets.ticket import Ticket
from gateway.mail.message import Mailbox

Passed = tuple[int, ...]  # the ids of the mails about it


def decision_missed(act: Act, ticket: Ticket, escalation: Escalation) -> Passed:
    """The next manager is asked, with the same time; both hear of it. Nobody above: the last reminder."""
    present = _manager(act, escalation)
    known = [one.address.lower() for one in present]
    found = next((one for one in _above(act, ticket, escalation) if one[1].address.lower() not in known), None)
    if found is None:
        return _nobody_above(act, ticket, escalation, present)
    level, person = found
    changed = with_manager_due(act, ticket, replace(escalation, level=level, manager=person.address))
    late = move(act, escalation, "manager_due_passed", changed, f"{level}: {person.address}")
    who = named(act.work, person.address)
    remark(act, ticket.id, phrase("escalation.manager_late", escalation=late.number, level=level, person=who))
    return tell_managers(act, ticket, late, "escalation_level_changed", (person, *present))


def _nobody_above(act: Act, ticket: Ticket, escalation: Escalation, present: tuple[Mailbox, ...]) -> Passed:
    changed = replace(escalation, timer_due=None, missed=escalation.missed + 1)
    late = move(act, escalation, "manager_due_passed", changed, str(escalation.level))
    people = each_once((*present, *duty(act.desk, act.work)))
    who = ", ".join(named(act.work, one.address) for one in people)
    remark(act, ticket.id, phrase("escalation.manager_late_at_top", escalation=late.number, person=who))
    return tell_managers(act, ticket, late, "escalation_manager_reminder", people)


def update_missed(act: Act, ticket: Ticket, escalation: Escalation) -> Passed:
    """The manager is reminded; each interval after that somebody of the next level is told as well, up to the last."""
    missed, higher = escalation.missed + 1, _above(act, ticket, escalation)
    told = each_once((*_manager(act, escalation), *(person for _, person in higher[max(0, missed - 2) : missed - 1])))
    again = cadence_of(act, escalation).after(act.now, ticket_calendar(act.desk, act.work, ticket))
    changed = replace(escalation, missed=missed, timer_due=again if missed <= len(higher) else None)
    late = move(act, escalation, "update_due_passed", changed, ", ".join(one.address for one in told))
    people = ", ".join(named(act.work, one.address) for one in told)
    remark(act, ticket.id, phrase("escalation.update_late", escalation=late.number, people=people))
    return tell_managers(act, ticket, late, "escalation_update_due", told)


def close_watched(act: Act, ticket: Ticket, escalation: Escalation) -> Passed:
    """Nobody said that it is not solved: the escalation ends, the ticket stays as it is."""
    reason = escalation.resolution or ""
    ticket, closed = end(act, ticket, escalation, "monitoring_over", reason)
    remark(act, ticket.id, phrase("escalation.watched", escalation=closed.number))
    posted = tell_customer(act, ticket, closed, "escalation_closed", reason.partition(": ")[2])
    return (posted.id,) if posted else ()


def _above(act: Act, ticket: Ticket, escalation: Escalation) -> list[tuple[int, Mailbox]]:
    return [*above(act.desk, act.work, ticket_region(act.work, ticket), escalation.level, act.now)]


def _manager(act: Act, escalation: Escalation) -> tuple[Mailbox, ...]:
    return (staff_mailbox(act.work, escalation.manager),) if escalation.manager else ()
