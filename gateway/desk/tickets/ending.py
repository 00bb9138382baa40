"""What the customer hears of us when it is their turn, and when their ticket is solved or closed: what was done, and
until when it can be opened again."""

from datetime import datetime, timedelta
from typing import Final

from gateway.desk.act import Act
from gateway.desk.outgoing.mail import Enqueued
from gateway.desk.tickets.letter_views import ticket_view
from gateway.desk.tickets.to_requester import requester_views, tell_requester
from gateway.domain.tickets.ticket import Ticket
from gateway.letters.tickets import EndLetter, ReminderLetter

ENDS: Final = {"solved": "ticket_solved", "closed": "ticket_closed"}
AUTO_SOLVED: Final = "ticket_auto_solved"
REMINDER: Final = "pending_reminder"
NO_ANSWER: Final = "no_answer"  # the resolution code of what the customer let rest
NEWEST_NOTES: Final = 20  # among which what was done is looked for
EXCERPT: Final = 1500  # characters


def reopen_until(act: Act, ticket: Ticket) -> datetime | None:
    """The last moment at which a reply opens a solved ticket again, UTC; None for any other."""
    if ticket.state != "solved" or ticket.solved_at is None:
        return None
    return ticket.solved_at + timedelta(days=act.desk.rules.data.lifecycle.reopen_days)


def must_stay(act: Act, ticket: Ticket) -> bool:
    """What is escalated or belongs to an open outage never ends by itself."""
    if ticket.outage is not None and not act.work.outages.is_over(ticket.outage):
        return True
    return ticket.escalated or act.work.escalations.running(ticket.id) is not None


def tell_of_end(act: Act, ticket: Ticket) -> Enqueued | None:
    """To the requester alone; nothing where the ticket goes on, or where one of our own people asked."""
    if ticket.state not in ENDS:
        return None
    template = AUTO_SOLVED if (ticket.state, ticket.resolution_code) == ("solved", NO_ANSWER) else ENDS[ticket.state]
    letter = EndLetter(
        *requester_views(act, ticket),
        ticket=ticket_view(act.work, ticket),
        resolution=_last_answer(act, ticket),
        reopen_until=reopen_until(act, ticket),
        survey=ticket.state == "closed" and act.desk.rules.data.lifecycle.survey.ask,
    )
    return tell_requester(act, template, letter, ticket)


def remind_requester(act: Act, ticket: Ticket, solved_at: datetime | None) -> Enqueued | None:
    """That it is their turn, and when the ticket is solved without them; None: never."""
    letter = ReminderLetter(
        *requester_views(act, ticket),
        ticket=ticket_view(act.work, ticket),
        question=_last_answer(act, ticket),
        days_left=act.desk.rules.data.lifecycle.solve_days,
        solved_at=solved_at,
    )
    return tell_requester(act, REMINDER, letter, ticket)


def _last_answer(act: Act, ticket: Ticket) -> str:
    """What one of our people last wrote to the customer: what was done, in their own words."""
    for note in act.work.tickets.newest_notes(ticket.id, NEWEST_NOTES):
        if note.visibility == "public" and note.author and act.work.directory.staff(note.author):
            return note.text[:EXCERPT]
    return ""
