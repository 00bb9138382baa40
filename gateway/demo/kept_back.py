"""What of a mail did not go on, and why; and what the note leaves out because it is nothing new."""

from collections.abc import Iterator, Sequence

from gateway.demo.words import KeptBack, kept, word
from gateway.domain.outgoing.entry import OutboxEntry
from gateway.domain.tickets.inside_text import found_in
from gateway.domain.tickets.ticket import Note
from gateway.mail.message import Message
from gateway.store.inbox.records import MailRecord

UNANSWERED = ("automatic", "bounce")  # decisions about mail of machines
NOT_SENT = ("held", "suppressed")  # states in which a mail of ours stays here


def kept_back(
    message: Message, record: MailRecord, notes: Sequence[Note], posted: Sequence[OutboxEntry]
) -> tuple[KeptBack, ...]:
    """Everything that stayed here of a settled mail and of the mails it caused. `notes`: of its ticket."""
    if record.decision == "quarantine":
        return (kept("put_aside"),)
    if record.decision in UNANSWERED:
        return (kept("unanswered"),)
    note = note_of(record, notes)
    remarks = [one.text for one in notes if one.visibility == "internal" and one.id != record.note_id]
    return (*_of_outgoing(posted, remarks), *_of_words(message, record, note))


def note_of(record: MailRecord, notes: Sequence[Note]) -> Note | None:
    """The note that a mail became."""
    return next((one for one in notes if one.id == record.note_id), None)


def _of_outgoing(posted: Sequence[OutboxEntry], remarks: Sequence[str]) -> Iterator[KeptBack]:
    """`remarks`: internal notes, to show the line for which an answer was held."""
    for one in posted:
        if one.state in NOT_SENT:
            lines = (line for remark in remarks for line in remark.splitlines())
            yield kept(one.state, found_in(lines, one.text) or "", one.reason)
        for file in one.files:
            if file.withheld is not None:
                yield kept("file", file.name, word("file", file.withheld))


def _of_words(message: Message, record: MailRecord, note: Note | None) -> Iterator[KeptBack]:
    if note is not None and record.sender_staff:
        if note.visibility == "internal" and record.decision == "command":
            yield kept("inside")
        if cut := _cut(message.body.reply, note.text):
            yield kept("ours", cut)


def left_out(message: Message, note: Note | None) -> tuple[str, ...]:
    """Codes of what the mail says and its note does not repeat."""
    parts = {"quotation": message.body.quoted, "signature": message.body.signature}
    return tuple(name for name, text in parts.items() if text.strip()) if note else ()


def _cut(written: str, note: str) -> str:
    """The lines that stand behind the words of the note; "" where the note has all of them."""
    before, found, behind = written.partition(note.strip())
    return behind.strip() if found and not before.strip() else ""
