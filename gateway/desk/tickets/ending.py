"""The customer hears that their ticket is solved or closed: what was done, and until when it can be opened again."""

from datetime import datetime, timedelta
from typing import Final

from gateway.desk.act import Act
from gateway.desk.tickets.letter_views import ticket_view
from gateway.desk.tickets.to_requester import tell_customer
from gateway.domain.tickets.ticket import Ticket
from gateway.letters.tickets import EndLetter

ENDS: Final = {"solved": "ticket_solved", "closed": "ticket_closed"}
NEWEST_NOTES: Final = 20  # among which what was done is looked for
EXCERPT: Final = 1500  # characters


def reopen_until(act: Act, ticket: Ticket) -> datetime | None:
    """The last moment at which a reply opens a solved ticket again, UTC; None for any other."""
    if ticket.state != "solved" or ticket.solved_at is None:
        return None
    return ticket.solved_at + timedelta(days=act.desk.rules.data.lifecycle.reopen_days)


def tell_of_end(act: Act, ticket: Ticket) -> None:
    """To the requester alone; nothing where the ticket goes on, or where one of our own people asked."""
    if ticket.state not in ENDS:
        return
    view, done, until = ticket_view(act.work, ticket), _last_answer(act, ticket), reopen_until(act, ticket)
    tell_customer(act, ENDS[ticket.state], ticket, lambda us, reader: EndLetter(us, reader, view, done, until))


def _last_answer(act: Act, ticket: Ticket) -> str:
    """What one of our people last wrote to the customer: what was done, in their own words."""
    for note in act.work.tickets.newest_notes(ticket.id, NEWEST_NOTES):
        if note.visibility == "public" and note.author and act.work.directory.staff(note.author):
            return note.text[:EXCERPT]
    return ""
