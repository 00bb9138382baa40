"""Tickets that an outage concerns: they are linked to it, and what is known of it is said."""

from dataclasses import replace

from gateway.desk.act import Act
from gateway.desk.directory.outages import outage_of
from gateway.desk.tickets.letter_views import outage_view
from gateway.desk.tickets.notes import remark
from gateway.domain.outages.outage import Outage
from gateway.domain.phrase import phrase
from gateway.domain.tickets.ticket import Ticket
from gateway.letters.views import OutageView


def with_outage(act: Act, ticket: Ticket) -> Ticket:
    """A ticket that is being opened, linked to the open outage that concerns it, if its type is one of those."""
    if ticket.type not in act.desk.rules.data.outages.link_new:
        return ticket
    found = outage_of(act.desk, act.work, ticket)
    return replace(ticket, outage=found.number) if found else ticket


def link(act: Act, ticket: Ticket, outage: Outage) -> Ticket:
    """Link a ticket to an outage; a former link gives way."""
    if ticket.outage == outage.number:
        return ticket
    linked = act.work.tickets.save(replace(ticket, outage=outage.number), was=ticket)
    remark(act, ticket.id, phrase("note.outage_linked", outage=outage.number, title=outage.title))
    return linked


def outage_on(act: Act, ticket: Ticket) -> OutageView | None:
    """What a letter about a ticket says of the open outage to which it is linked."""
    current = act.work.outages.current() if ticket.outage else ()
    found = next((one for one in current if one.number == ticket.outage), None)
    return outage_view(act.desk, found) if found else None
