"""An engineer's answer that is taken back before it left.

See docs/domain.md, "Commands of our own people".
"""

from dataclasses import dataclass, replace
from typing import Final

from gateway.desk.act import Act
from gateway.desk.directory.people import each_once, name_of, staff_mailbox
from gateway.desk.outgoing.queue import drop
from gateway.desk.tickets.agent_reply import ANSWER
from gateway.desk.tickets.answers import tell
from gateway.desk.tickets.followers import interested
from gateway.desk.tickets.notes import remark
from gateway.desk.tickets.ticket_state import change_state, scheduled
from gateway.domain.outgoing.entry import OutboxEntry
from gateway.domain.phrase import phrase
from gateway.domain.tickets.ticket import Note, Ticket

NEWEST_MAILS: Final = 200  # of a ticket, among which the last answer is looked for
WITHDRAWN: Final = "answer_withdrawn"


@dataclass(frozen=True, slots=True)
class Answer:
    """A mail with an engineer's words, and the note that keeps them."""

    mail: OutboxEntry
    note: Note

    def may_be_taken_back(self, act: Act) -> bool:
        """Does it still wait for its time, or for a person, and has nobody begun to send it?"""
        if self.mail.state == "held":
            return True
        due = self.mail.next_attempt
        return self.mail.state == "queued" and self.mail.attempts == 0 and due is not None and due > act.now


def last_answer(act: Act, ticket: Ticket, author: str | None) -> Answer | None:
    """The newest answer of somebody (an address, None for anybody) that was not taken back; held to the commit."""
    for mail in reversed(act.work.outbox.of_ticket(ticket.id, NEWEST_MAILS)):
        note = act.work.tickets.note(mail.note_id) if mail.template == ANSWER and mail.note_id else None
        if note and note.author and not note.withdrawn_at and author in (None, note.author.lower()):
            return Answer(act.work.outbox.lock(mail.id), note)
    return None


def withdraw(act: Act, ticket: Ticket, answer: Answer) -> Ticket:
    """The mail never leaves, its note is internal, the clocks go on as if nobody had answered; the ticket then."""
    note, person = answer.note, name_of(act.work, act.actor.address) if act.actor.address else "the operator"
    drop(act.work, answer.mail.id, f"withdrawn by {person}")
    act.work.tickets.withdraw(note, act.now)
    news = phrase("note.withdrawn", person=person, note=note.id)
    remark(act, ticket.id, news)
    ticket = _as_before(act, ticket, note)
    author = (staff_mailbox(act.work, note.author),) if note.author else ()
    told = each_once((*author, *interested(act, ticket)), but=(act.actor.address.lower(),))
    tell(act, WITHDRAWN, told, ticket, news)
    return ticket


def _as_before(act: Act, ticket: Ticket, note: Note) -> Ticket:
    """Without what the answer did: the first response, and that it is the customer's turn or all is solved."""
    public = [one for one in act.work.tickets.notes(ticket.id) if one.visibility == "public"]
    later = [one.at for one in public if one.at >= note.at and _is_ours(act, one)]
    changed = ticket
    if ticket.first_response_at == note.at:
        changed = replace(ticket, first_response_at=min(later, default=None))
    answered = bool(public) and _is_ours(act, public[-1])
    moved = {"pending": ticket.waiting_since, "solved": ticket.solved_at}.get(ticket.state)
    if moved != note.at or (ticket.state == "pending" and answered):
        return act.work.tickets.save(scheduled(act.desk, act.work, changed), was=ticket)
    changed = replace(changed, solved_at=None, resolution_code=None)
    then = replace(act, event=replace(act.event, at=note.at))  # from which on the resolution clock should have run
    return change_state(then, ticket, "answer_withdrawn", changed)


def _is_ours(act: Act, note: Note) -> bool:
    return note.author is not None and act.work.directory.staff(note.author) is not None
