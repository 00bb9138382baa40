"""What may be said of tickets and escalations in a letter."""

from gateway.domain.escalation import Escalation
from gateway.domain.letters import EscalationView, TicketView
from gateway.domain.ticket import Ticket


def ticket_view(ticket: Ticket) -> TicketView:
    """A ticket for templates; a first response that was given is no longer due."""
    return TicketView(
        number=ticket.number,
        subject=ticket.subject,
        type=ticket.type,
        priority=ticket.priority,
        state=ticket.state,
        app=ticket.app,
        environment=ticket.environment,
        response_due=None if ticket.first_response_at else ticket.first_response_due,
        resolution_due=ticket.resolution_due,
        assignee=ticket.assignee,
        created=ticket.received_at,
    )


def escalation_view(escalation: Escalation) -> EscalationView:
    """An escalation for templates."""
    return EscalationView(
        number=escalation.number,
        state=escalation.state,
        level=escalation.level,
        channel=escalation.channel,
        reason=escalation.reason,
        business_impact=escalation.business_impact,
        requested_by=escalation.requested_by,
        on_behalf_of=escalation.on_behalf_of,
        manager=escalation.manager,
        manager_due=escalation.manager_due,
        early=escalation.early,
        production_impact=escalation.production_impact,
    )
