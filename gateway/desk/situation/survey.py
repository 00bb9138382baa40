"""Is a mail the score that our letter about a closed ticket asks for?"""

from collections.abc import Iterable
from typing import Final

from gateway.desk.desk import Desk
from gateway.desk.situation.says import names_in, says
from gateway.desk.situation.senders import Sender
from gateway.desk.situation.threading import Thread
from gateway.domain.facts import Says
from gateway.domain.tickets.survey import Score, read_score
from gateway.mail.message import Message
from gateway.mail.reply.footer import is_contact
from gateway.mail.reply.lines import without_marked_lines
from gateway.store.outgoing.records import AnsweredMail
from gateway.store.store import UnitOfWork

CLOSED: Final = "ticket_closed"


def says_or_scores(
    desk: Desk, work: UnitOfWork, message: Message, sender: Sender, thread: Thread, answered: Iterable[AnsweredMail]
) -> Says:
    """A score where the letter asks for one, else what the text comes down to."""
    if _scores(desk, work, message, sender, thread, answered):
        return "score"
    return says(desk, work, message, sender, thread)


def _scores(
    desk: Desk, work: UnitOfWork, message: Message, sender: Sender, thread: Thread, answered: Iterable[AnsweredMail]
) -> bool:
    """The first score of a ticket, in a proven answer to that letter alone; a number in any other mail is none."""
    asked = desk.rules.data.lifecycle.survey.ask and any(one.template == CLOSED for one in answered)
    if not asked or sender.proof != "pass" or sender.is_staff or thread.found != "one" or thread.ticket is None:
        return False
    return score_of(desk, work, message, sender) is not None and work.surveys.of_ticket(thread.ticket.id) is None


def score_of(desk: Desk, work: UnitOfWork, message: Message, sender: Sender) -> Score | None:
    """The number with which a reply begins, and the words behind it."""
    courtesy, names = desk.rules.data.courtesy, names_in(work, message, sender)
    reply = without_marked_lines(message.body.reply)
    return read_score(reply, lambda line: courtesy.only_greets(line, names) or is_contact(line))
