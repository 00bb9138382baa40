"""An escalation that waited for an outage: it takes too long, is over, or was none."""

from dataclasses import replace
from typing import Final

from gateway.desk.act import Act
from gateway.desk.directory.managers import first_manager
from gateway.desk.directory.people import duty, staff_mailbox
from gateway.desk.escalations.moves import move, with_manager_due, with_update_due
from gateway.desk.escalations.telling import tell_customer, tell_managers
from gateway.desk.tickets.notes import remark
from gateway.desk.tickets.owners import ticket_region
from gateway.desk.tickets.participants import WATCHER
from gateway.domain.escalations.escalation import Escalation
from gateway.domain.outages.outage import Outage
from gateway.domain.phrase import phrase
from gateway.domain.tickets.ticket import Ticket

GOES_ON: Final = "escalation_after_outage"  # to the customer
TO_MANAGER: Final = "escalation_outage_over"
OUTAGE_RESOLVED: Final = "outage_resolved"  # why an escalation is closed


def over_target(act: Act, ticket: Ticket, escalation: Escalation) -> tuple[int, ...]:
    """The outage lasts longer than a solution may take: a manager takes care; the ids of the mails about it."""
    manager = _manager(act, ticket, escalation)
    if manager is None:  # nobody can: it waits for the end of the outage after all
        act.work.escalations.save(replace(escalation, timer_due=None), was=escalation)
        return ()
    changed = with_update_due(act, ticket, replace(escalation, manager=manager))
    active = move(act, escalation, "outage_over_target", changed, escalation.outage or "")
    ticket = act.work.tickets.save(replace(ticket, escalated=True), was=ticket)
    act.work.tickets.add_participants(ticket.id, [(manager, WATCHER)])
    named = phrase("escalation.outage_over_target", escalation=active.number, outage=escalation.outage or "")
    remark(act, ticket.id, named)
    told = tell_managers(act, ticket, active, TO_MANAGER, (staff_mailbox(act.work, manager),))
    posted = tell_customer(act, ticket, active, GOES_ON, _about(act, escalation))
    return (*told, *((posted.id,) if posted else ()))


def outage_ended(act: Act, ticket: Ticket, outage: Outage) -> Escalation | None:
    """What waited for it is closed; after a false alarm its manager decides. None where nothing waited."""
    waiting = act.work.escalations.running(ticket.id)
    if waiting is None or waiting.state != "deprioritized" or waiting.outage != outage.number:
        return None
    if outage.state != "false_alarm":
        closed = replace(waiting, close_reason=OUTAGE_RESOLVED)
        return move(act, waiting, "outage_resolved", closed, outage.number)
    manager = _manager(act, ticket, waiting)
    changed = with_manager_due(act, ticket, replace(waiting, manager=manager, outage=None))
    again = move(act, waiting, "outage_false_alarm", changed, outage.number)
    if manager:
        tell_managers(act, ticket, again, TO_MANAGER, (staff_mailbox(act.work, manager),))
    return again


def _manager(act: Act, ticket: Ticket, escalation: Escalation) -> str | None:
    if escalation.manager:
        return escalation.manager
    found = first_manager(act.desk, act.work, ticket_region(act.work, ticket), act.now)
    people = (found,) if found else duty(act.desk, act.work)
    return people[0].address if people else None


def _about(act: Act, escalation: Escalation) -> str:
    outage = act.work.outages.get(escalation.outage or "")
    return f"{outage.number} ({outage.title})" if outage else escalation.outage or ""
