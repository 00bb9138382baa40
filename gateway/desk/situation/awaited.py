"""A letter that comes later than an answer to it: both are one ticket."""

from gateway.desk.situation.senders import Sender
from gateway.desk.situation.situation import Prepared, Situation
from gateway.desk.situation.threading import REFERRED, Thread
from gateway.domain.outcome import Outcome
from gateway.mail.message import Message
from gateway.store.store import UnitOfWork

MAX_AWAITED = 5  # of the letters that a mail answers, the nearest, are asked for or awaited


def with_answer_before(work: UnitOfWork, prepared: Prepared, sender: Sender, thread: Thread) -> Thread:
    """The ticket on which somebody answered this letter before it came, where it names none of the sender's itself.

    It must be a ticket of the sender's own organization or of our people: who only knew the Message-ID early gets
    nobody's letter.
    """
    ids = letters_of(prepared.message)
    if not ids or thread.found in ("one", "ambiguous") or thread.by in REFERRED:
        return thread
    codes = {sender.organization.code} if sender.organization else set()
    for ticket in work.tickets.several(work.awaited.tickets_of(ids, prepared.envelope.received_at)):
        same = ticket.requester == sender.address.lower()
        if ticket.organization in codes or same or work.directory.staff(ticket.requester):
            target = work.tickets.follow_merges(ticket)
            return Thread("one", "message_id", target, ticket.number, (target,), foreign=thread.foreign)
    return thread


def await_answered(work: UnitOfWork, situation: Situation, outcome: Outcome) -> None:
    """Remember the letters that a mail answers and that we do not have, with the ticket that it is on now."""
    ids, thread = _nearest(situation.message), situation.thread
    if ids and outcome.ticket_id and outcome.note_id and thread.by not in REFERRED:
        work.awaited.expect(ids, outcome.ticket_id, situation.now)


def letters_of(message: Message) -> list[str]:
    """The Message-IDs by which a mail can be one that was answered before, or belong to it."""
    return [one for one in (message.message_id, *_nearest(message)) if one]


def _nearest(message: Message) -> list[str]:
    return list(dict.fromkeys((*message.in_reply_to, *reversed(message.references))))[:MAX_AWAITED]
