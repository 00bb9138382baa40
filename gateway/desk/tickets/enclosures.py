"""The files of somebody's words on their way to those who read the words."""

from collections.abc import Sequence
from typing import Final

from gateway.desk.act import Act
from gateway.desk.outgoing.files import fitting, notice
from gateway.desk.tickets.notes import BLOCKED, remark
from gateway.domain.event import Words
from gateway.domain.outgoing.entry import SentFile
from gateway.domain.tickets.ticket import NoteFile, Ticket

# What Windows runs whatever its name says.
_PROGRAMS: Final = frozenset(
    {"application/vnd.microsoft.portable-executable", "application/x-msi", "application/x-ms-shortcut"}
)


def enclosed(act: Act, ticket: Ticket, words: Words, note_id: int, copied: bool = False) -> tuple[SentFile, ...]:
    """The files of a note just written, or `copied`, each marked where it does not go along.

    Letterhead is left out, and pictures within the text that the case has already: an answer quotes them.
    """
    came = copied or (bool(words.attachments) and act.mail_id is not None)
    note = act.work.tickets.note(note_id) if came else None
    if note is None or note.mail_id is None:
        return ()
    pictures = {one.sha256 for one in words.attachments if one.inline}
    known = _in_earlier_notes(act, ticket, note_id) if pictures else set()
    files = [one for one in note.attachments if not one.logo and one.sha256 not in pictures & known]
    marked = [_sent_file(act, one, note.mail_id) for one in files]
    return fitting(marked, act.desk.config.limits.relayed_bytes)


def remark_withheld(act: Act, ticket: Ticket, files: Sequence[SentFile]) -> None:
    """Say on the ticket which files of an answer did not reach the customer."""
    for one in files:
        if one.withheld:
            remark(act, ticket.id, notice(one, "vendor"))


def _in_earlier_notes(act: Act, ticket: Ticket, note_id: int) -> set[str]:
    notes = act.work.tickets.notes(ticket.id)
    return {file.sha256 for note in notes if note.id < note_id for file in note.attachments}


def _sent_file(act: Act, file: NoteFile, mail_id: int) -> SentFile:
    name = file.name.removesuffix(BLOCKED)
    harmful = file.type in _PROGRAMS or name.rpartition(".")[2].lower() in act.desk.rules.data.blocked_endings
    return SentFile(mail_id, file.sha256, name, file.type, file.size, "blocked" if harmful else None)
