"""What of a case must not leave: the words of our own internal mails about it."""

from collections.abc import Sequence
from dataclasses import replace

from gateway.desk.situation.senders import Sender
from gateway.desk.situation.threading import Thread
from gateway.domain.tickets.inside_text import InsideText
from gateway.domain.tickets.ticket import Note
from gateway.mail.message import Message
from gateway.store.store import UnitOfWork

MAX_MAILS = 40  # internal mails of a ticket that an answer is compared with, the newest
MAX_NOTES = 100  # public notes that say what the customer knows already, the newest


def inside_of(work: UnitOfWork, ticket_id: int, notes: Sequence[Note]) -> InsideText:
    """The words of the internal mails about a ticket that no public one of its notes has."""
    public = [note.text for note in notes if note.visibility == "public"]
    return InsideText.of(work.outbox.texts_for_us(ticket_id, MAX_MAILS), reversed(public[-MAX_NOTES:]))


def without_our_mails(work: UnitOfWork, message: Message, sender: Sender, thread: Thread) -> Message:
    """The mail of one of our people without internal mails of ours that its program quoted without any mark.

    See docs/domain.md, "Answers and who reads them".
    """
    if not sender.is_staff or thread.ticket is None or len(message.body.reply.splitlines()) < 2:
        return message
    ticket_id = thread.ticket.id
    reply = inside_of(work, ticket_id, work.tickets.notes(ticket_id)).without_quotations(message.body.reply)
    return message if reply == message.body.reply else replace(message, body=replace(message.body, reply=reply))
