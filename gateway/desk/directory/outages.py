"""Which open outage concerns a ticket."""

from datetime import datetime, timedelta

from gateway.desk.desk import Desk
from gateway.domain.outages.outage import Outage, Place, concerns
from gateway.domain.tickets.ticket import Ticket
from gateway.store.store import UnitOfWork


def outage_of(desk: Desk, work: UnitOfWork, ticket: Ticket) -> Outage | None:
    """The one that it is linked to while that is open; else the oldest that touches where its app runs."""
    current = work.outages.current()
    if not current:
        return None
    linked = next((one for one in current if one.number == ticket.outage), None)
    if linked:
        return linked
    places, without_app = _places(work, ticket), desk.rules.data.outages.without_app
    return next((one for one in current if concerns(one, places, ticket.app is not None, without_app)), None)


def _places(work: UnitOfWork, ticket: Ticket) -> tuple[Place, ...]:
    organization = work.directory.organization(ticket.organization) if ticket.organization else None
    if organization is None:
        return ()
    apps = work.directory.apps(organization.code)
    return tuple(
        Place(organization.region or "", one.strategy, one.code) for one in apps if ticket.app in (None, one.code)
    )


def next_update(desk: Desk, outage: Outage) -> datetime | None:
    """When the next word on it is promised, UTC; None where nothing is, and when it is over."""
    minutes = desk.rules.data.outages.next_update_minutes
    return outage.updated_at + timedelta(minutes=minutes) if minutes and outage.is_open else None
