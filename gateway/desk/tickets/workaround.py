"""A problem with a workaround weighs less: its impact, and with it the priority and the clocks, are capped."""

from dataclasses import replace

from gateway.desk.act import Act
from gateway.desk.tickets.ticket_state import change_priority
from gateway.domain.tickets.priority import LEVELS, priority
from gateway.domain.tickets.ticket import PRIORITIES, Ticket


def cap_impact(act: Act, ticket: Ticket) -> Ticket:
    """The ticket with an impact of at most the cap, and a priority that is never raised by it."""
    matrix = act.desk.rules.data.priorities
    impact, cap = ticket.impact, matrix.workaround_cap
    if impact not in LEVELS or LEVELS.index(impact) >= LEVELS.index(cap):
        return ticket
    ticket = act.work.tickets.save(replace(ticket, impact=cap), was=ticket)
    capped = priority(cap, ticket.urgency, matrix)
    is_lower = PRIORITIES.index(capped) > PRIORITIES.index(ticket.priority)
    return change_priority(act, ticket, capped) if is_lower else ticket
