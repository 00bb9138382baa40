"""The customer's people on a ticket, to whom we write; none of our own."""

from collections.abc import Iterable

from gateway.desk.act import Act
from gateway.desk.directory.people import customer_mailbox
from gateway.desk.tickets.participants import MAILED
from gateway.domain.tickets.ticket import Ticket
from gateway.mail.message import Mailbox


def readers_of(act: Act, ticket: Ticket) -> tuple[Mailbox, ...]:
    """Who gets the answers: the requester first, and who takes part."""
    participants = [address for address, kind in act.work.tickets.participants(ticket.id) if kind in MAILED]
    return _outside(act, (ticket.requester, *participants))


def customers_on(act: Act, ticket: Ticket, people: Iterable[str]) -> tuple[Mailbox, ...]:
    """Those of these people who are the customer's and were not taken off the ticket."""
    gone = act.work.tickets.taken_off(ticket.id)
    return _outside(act, (one for one in people if one.lower() not in gone))


def _outside(act: Act, people: Iterable[str]) -> tuple[Mailbox, ...]:
    known = dict.fromkeys(one.lower() for one in people if one)
    return tuple(customer_mailbox(act.work, one) for one in known if not act.work.directory.staff(one))
