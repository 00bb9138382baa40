"""How cases stand, told to a customer who asks with one word; nothing changes by it.

See docs/domain.md, "Customers' one word".
"""

from typing import Final

from gateway.desk.act import Act
from gateway.desk.directory.people import name_of
from gateway.desk.outgoing.mail import Enqueued
from gateway.desk.tickets.answers import answer, sender_views
from gateway.desk.tickets.letter_views import app_name, ticket_view
from gateway.desk.tickets.notes import cross_notes
from gateway.desk.tickets.outages import outage_on
from gateway.desk.tickets.visible import open_tickets, short
from gateway.domain.tickets.requests import Mentions
from gateway.domain.tickets.states import RUNNING
from gateway.domain.tickets.ticket import FIRST_LINE, PRIORITIES, Ticket
from gateway.letters.tickets import ListLetter, NumberLetter, StatusLetter
from gateway.letters.views import LastWords, ListedTicket

NEWEST_NOTES: Final = 20  # among which the last public words are looked for
EXCERPT: Final = 1500  # characters


def tell_status(act: Act, ticket: Ticket | None, named: str, mentions: Mentions) -> Enqueued:
    """Say how a ticket of theirs stands; None: it is another's, or there is none, which reads alike.

    `named`: the number as they wrote it.
    """
    vendor, recipient = sender_views(act)
    if ticket is None:
        cross_notes(act, mentions, None)
        return answer(act, "ticket_not_found", NumberLetter(vendor, recipient, named))
    letter = StatusLetter(
        vendor=vendor,
        recipient=recipient,
        ticket=ticket_view(act.work, ticket),
        clock_runs=ticket.state in RUNNING,
        works_on_it=_works_on_it(act, ticket),
        last=_last_words(act, ticket),
        outage=outage_on(act, ticket),
        may_list=act.work.directory.contact(act.actor.address) is not None,
    )
    return answer(act, "ticket_status", letter, ticket)


def _works_on_it(act: Act, ticket: Ticket) -> str | None:
    """The engineer of the first line, the customer's one contact; who else looks at it is ours."""
    person = act.work.directory.staff(ticket.assignee) if ticket.assignee else None
    return person.name if person and person.name and ticket.line == FIRST_LINE else None


def _last_words(act: Act, ticket: Ticket) -> LastWords | None:
    for note in act.work.tickets.newest_notes(ticket.id, NEWEST_NOTES):
        if note.visibility == "public" and note.author and note.text.strip():
            ours = act.work.directory.staff(note.author) is not None
            return LastWords(name_of(act.work, note.author), ours, note.at, note.text[:EXCERPT])
    return None


def tell_list(act: Act) -> Enqueued:
    """The open tickets of a contact, the most urgent first and of those the newest."""
    organization = act.actor.organization
    found = open_tickets(act, organization) if organization else []
    ranked = sorted(found, key=lambda one: (PRIORITIES.index(one.priority), -one.id))
    most = act.desk.rules.data.lifecycle.most_listed
    letter = ListLetter(
        *sender_views(act),
        tickets=tuple(_listed(act, one) for one in ranked[:most]),
        left_out=max(0, len(ranked) - most),
    )
    return answer(act, "ticket_list", letter)


def _listed(act: Act, ticket: Ticket) -> ListedTicket:
    return ListedTicket(
        number=ticket.number,
        subject=short(ticket.subject),
        app=app_name(act.work, ticket),
        priority=ticket.priority,
        state=ticket.state,
        response_due=None if ticket.first_response_at else ticket.first_response_due,
        created=ticket.received_at,
    )
