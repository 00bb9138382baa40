"""Is a mail the score that our letter about a closed ticket asks for?"""

from collections.abc import Iterable
from typing import Final

from gateway.desk.desk import Desk
from gateway.desk.situation.says import names_in
from gateway.desk.situation.senders import Sender
from gateway.desk.situation.threading import Thread
from gateway.domain.tickets.survey import Score, read_score
from gateway.mail.message import Message
from gateway.mail.reply.footer import is_contact
from gateway.mail.reply.lines import without_marked_lines
from gateway.store.outgoing.records import AnsweredMail
from gateway.store.store import UnitOfWork

CLOSED: Final = "ticket_closed"


def score_in(
    desk: Desk, work: UnitOfWork, message: Message, sender: Sender, thread: Thread, answered: Iterable[AnsweredMail]
) -> Score | None:
    """The first score of a ticket, in a proven answer to that letter alone; a number in any other mail is none."""
    asked = desk.rules.data.lifecycle.survey.ask and any(one.template == CLOSED for one in answered)
    if not asked or sender.proof != "pass" or sender.is_staff or thread.found != "one" or thread.ticket is None:
        return None
    courtesy, names = desk.rules.data.courtesy, names_in(work, message, sender)
    found = read_score(
        without_marked_lines(message.body.reply), lambda line: courtesy.only_greets(line, names) or is_contact(line)
    )
    return found if found and work.surveys.of_ticket(thread.ticket.id) is None else None
