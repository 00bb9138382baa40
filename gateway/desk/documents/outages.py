"""Outages as people and programs see them."""

from gateway.desk.documents.cases import Document, instant
from gateway.domain.outages.outage import Outage
from gateway.domain.tickets.ticket import ticket_number
from gateway.store.store import UnitOfWork

MOST_TICKETS = 1000  # of an outage, the oldest, that are shown


def outage_row(outage: Outage) -> Document:
    """One line of `outage list`."""
    return {
        "number": outage.number,
        "title": outage.title,
        "state": outage.state,
        "regions": list(outage.regions),
        "strategies": list(outage.strategies),
        "apps": list(outage.apps),
        "created": instant(outage.opened_at),
        "updated": instant(outage.updated_at),
        "resolved": instant(outage.resolved_at),
    }


def outage_document(work: UnitOfWork, outage: Outage) -> Document:
    """`outage show`: with all that was said of it, and the tickets that are linked to it and not over for good."""
    said = work.outages.updates(outage)
    updates = [{"at": instant(one.at), "state": one.state, "text": one.text, "by": one.actor} for one in said]
    linked = work.outages.tickets(outage, MOST_TICKETS)
    return {**outage_row(outage), "text": outage.text, "updates": updates, "tickets": [*map(ticket_number, linked)]}
