"""An escalation moves: the table of states is asked, what happened is written down, and time looks at it again."""

from dataclasses import replace
from datetime import datetime, timedelta

from gateway.desk.act import Act
from gateway.desk.tickets.ticket_state import ticket_calendar
from gateway.domain.escalations.cadence import Cadence, read_cadence
from gateway.domain.escalations.escalation import Escalation, Step
from gateway.domain.escalations.states import OVER, EscalationEvent, after
from gateway.domain.tickets.ticket import Ticket
from gateway.errors import NotAllowed


def move(
    act: Act, was: Escalation, event: EscalationEvent, changed: Escalation | None = None, said: str = ""
) -> Escalation:
    """The escalation after an event; `changed`: with what else changes, `said`: what is remembered of it.

    Raises NotAllowed where the event cannot happen, where nobody would manage what is active, and where one would end
    without a reason.
    """
    now = replace(changed or was, state=after(was.state, event))
    if now.state == "active" and not now.manager:
        raise NotAllowed(f"{now.number} has no manager: say with --as who accepts it.")
    if now.state in OVER:
        now = replace(now, timer_due=None, next_update_due=None)
        if not (now.close_reason or "").strip():
            raise NotAllowed(f"{now.number} does not end without a reason.")
    act.work.escalations.add_step(now.id, Step(act.now, event, act.actor.address or None, said))
    return act.work.escalations.save(now, was=was)


def end(act: Act, ticket: Ticket, was: Escalation, event: EscalationEvent, reason: str) -> tuple[Ticket, Escalation]:
    """It is over, for that reason. The ticket goes on, or ends, like every other; its state stays as it is."""
    over = move(act, was, event, replace(was, close_reason=reason), reason)
    return act.work.tickets.save(replace(ticket, escalated=False), was=ticket), over


def manager_due(act: Act, ticket: Ticket) -> datetime:
    """Until when a manager who is asked now has to decide, UTC."""
    policy = act.desk.rules.data.escalation
    if ticket.priority == "critical":
        return act.now + timedelta(minutes=policy.manager_due_critical_minutes)
    return ticket_calendar(act.desk, act.work, ticket).add(act.now, policy.manager_due_minutes)


def with_manager_due(act: Act, ticket: Ticket, escalation: Escalation) -> Escalation:
    """The escalation with the whole time for a decision."""
    due = manager_due(act, ticket)
    return replace(escalation, manager_due=due, timer_due=due, missed=0)


def cadence_of(act: Act, escalation: Escalation) -> Cadence:
    """How often the customer hears of it."""
    return read_cadence(escalation.cadence or "") or act.desk.rules.data.escalation_life.cadence


def with_update_due(act: Act, ticket: Ticket, escalation: Escalation) -> Escalation:
    """The escalation with the next update due by its cadence, counted from now."""
    calendar = ticket_calendar(act.desk, act.work, ticket)
    due = cadence_of(act, escalation).after(act.now, calendar)
    return replace(escalation, next_update_due=due, timer_due=due, missed=0)
