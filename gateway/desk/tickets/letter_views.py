"""What may be said of tickets and escalations in a letter."""

from gateway.desk.desk import Desk
from gateway.desk.directory.outages import next_update
from gateway.desk.directory.people import name_of, named
from gateway.domain.escalations.escalation import Escalation
from gateway.domain.outages.outage import Outage
from gateway.domain.tickets.ticket import Ticket
from gateway.letters.escalations import EscalationView
from gateway.letters.views import OutageView, TicketView
from gateway.store.store import UnitOfWork


def ticket_view(work: UnitOfWork, ticket: Ticket) -> TicketView:
    """A ticket for templates, names in place of codes; a first response that was given is no longer due."""
    return TicketView(
        number=ticket.number,
        subject=ticket.subject,
        type=ticket.type,
        priority=ticket.priority,
        state=ticket.state,
        app=app_name(work, ticket),
        environment=ticket.environment,
        response_due=None if ticket.first_response_at else ticket.first_response_due,
        resolution_due=ticket.resolution_due,
        assignee=name_of(work, ticket.assignee) if ticket.assignee else None,
        created=ticket.received_at,
        group=group_name(work, ticket),
    )


def group_name(work: UnitOfWork, ticket: Ticket) -> str | None:
    """What the group is called whose it is."""
    group = work.directory.group(ticket.group)
    return group.name if group else ticket.group


def app_name(work: UnitOfWork, ticket: Ticket) -> str | None:
    """What the application of a ticket is called."""
    apps = work.directory.apps(ticket.organization) if ticket.app and ticket.organization else ()
    return next((app.name for app in apps if app.code == ticket.app), ticket.app)


def escalation_view(work: UnitOfWork, escalation: Escalation) -> EscalationView:
    """An escalation for templates."""
    return EscalationView(
        number=escalation.number,
        state=escalation.state,
        level=escalation.level,
        channel=escalation.channel,
        reason=escalation.reason,
        business_impact=escalation.business_impact,
        requested_by=named(work, escalation.requested_by),
        on_behalf_of=named(work, escalation.on_behalf_of) if escalation.on_behalf_of else None,
        manager=name_of(work, escalation.manager) if escalation.manager else None,
        manager_due=escalation.manager_due,
        early=escalation.early,
        production_impact=escalation.production_impact,
    )


def outage_view(desk: Desk, outage: Outage) -> OutageView:
    """An outage for templates."""
    return OutageView(
        number=outage.number,
        title=outage.title,
        state=outage.state,
        text=outage.text,
        opened=outage.opened_at,
        updated=outage.updated_at,
        next_update=next_update(desk, outage),
    )
