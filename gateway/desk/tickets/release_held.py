"""A person lets a mail leave after all; one of our people's answers then counts as given."""

from dataclasses import replace

from gateway.desk.act import Act
from gateway.desk.outgoing import queue
from gateway.desk.tickets.agent_reply import ANSWER, count_as_answered
from gateway.domain.outgoing.entry import OutboxEntry
from gateway.domain.tickets.states import RUNNING
from gateway.domain.tickets.ticket import NoteDraft


def retry(act: Act, outgoing_id: int) -> None:
    """Let a mail be sent at once; an answer that was held becomes a public note. Raises NotFound, NotAllowed."""
    held = act.work.outbox.lock(outgoing_id)
    entry = queue.retry(act.work, outgoing_id, act.now)
    if held.state == "held" and entry.template == ANSWER and entry.note_id is not None:
        _publish(act, entry, entry.note_id)


def _publish(act: Act, entry: OutboxEntry, note_id: int) -> None:
    """Nothing where the answer is a public note already: then an operator had held it on its way out."""
    note = act.work.tickets.note(note_id)
    ticket = act.work.tickets.get(note.ticket_id) if note and note.visibility == "internal" else None
    if note and ticket:
        public = NoteDraft(
            ticket_id=ticket.id,
            at=act.now,
            author=note.author,
            visibility="public",
            channel=note.channel,
            text=note.text,
            mail_id=note.mail_id,
            attachments=note.attachments,
            proven=note.proven,
        )
        act.work.outbox.save(replace(entry, note_id=act.work.tickets.add_note(public)))
        count_as_answered(act, ticket, settled=ticket.state not in RUNNING)  # what was set meanwhile stays
