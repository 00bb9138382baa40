"""The notes of tickets."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Integer, RowMapping, and_, bindparam, func, insert, select, update

from gateway.domain.tickets.ticket import Note, NoteDraft, NoteFile
from gateway.store.sql.ids import Ids
from gateway.store.sql.look_ahead import LookAhead, Question, if_short, newest_of_each
from gateway.store.sql.rows import table_of, value
from gateway.store.sql.statement import Statement, values_of
from gateway.store.sql.types import clean
from gateway.store.tables.tickets import Note as NoteRecord
from gateway.store.tables.tickets import Ticket as TicketRecord

KNOWN_NOTES: Final = 32  # of each ticket, the newest, are read ahead
KNOWN_CHARS: Final = 4_000  # of a note; a ticket with a longer one among its newest is asked for by itself

_note = table_of(NoteRecord)
_ticket = table_of(TicketRecord)
_MOST = bindparam("most", type_=Integer)
_ADD_NOTE = Statement(lambda _: insert(_note).values(values_of(_note.c.keys())))
_OF_TICKET = select(_note).where(_note.c.ticket_id == bindparam("ticket"))
_ALL = Statement(lambda _: _OF_TICKET.order_by(_note.c.id))
_NEWEST_NOTES = Statement(lambda _: _OF_TICKET.order_by(_note.c.id.desc()).limit(_MOST))
_IS_PROVEN = Statement(
    lambda _: (
        select(_note.c.proven)
        .where(_note.c.ticket_id == bindparam("ticket"), func.lower(_note.c.author) == bindparam("author"))
        .order_by(_note.c.proven.desc())
        .limit(1)
    )
)
_NEWEST_TEXTS = Statement(
    lambda _: (
        select(_note.c.author, _note.c.text, _note.c.proven)
        .where(_note.c.ticket_id == bindparam("ticket"), _note.c.at >= bindparam("since"))
        .where(_note.c.mail_id != bindparam("but"))
        .order_by(_note.c.id.desc())
        .limit(_MOST)
    )
)


_WITH_SHORT_TEXT = [if_short(one, KNOWN_CHARS) if one.name == "text" else one for one in _note.c]
_NEWEST_OF_EACH = newest_of_each(
    _ticket.c.id, select(*_WITH_SHORT_TEXT).where(_note.c.ticket_id == _ticket.c.id), _note.c.id
)


@dataclass(slots=True)
class _Known:
    """The newest notes of a ticket, newest first. `whole`: it has no others."""

    notes: list[Note]
    whole: bool


class Notes:
    """What was written on tickets."""

    def __init__(self, connection: Connection, ids: Ids) -> None:
        self._connection, self._ids = connection, ids
        self._is_far = connection.dialect.name == "postgresql"  # SQLite answers at once: there nothing is remembered
        # what this transaction knows: the mails that the notes of a ticket it opened came with; the newest notes
        self._noted: dict[int, set[int | None]] = {}
        self._newest: dict[int, _Known] = {}

    def look_ahead_notes(self, ticket_ids: Sequence[int]) -> LookAhead:
        """Read the newest notes of several tickets in one go."""
        found = defaultdict[int, list[Mapping[str, Any]]](list)
        for row in (yield Question(_NEWEST_OF_EACH, ticket_ids, {"most": KNOWN_NOTES})):
            found[row["ticket_id"]].append(row)
        for ticket_id in ticket_ids:
            rows = sorted(found[ticket_id], key=lambda row: -int(row["id"]))
            if all(row["text"] is not None for row in rows):
                self._newest[ticket_id] = _Known([_note_value(row) for row in rows], len(rows) < KNOWN_NOTES)

    def begin_notes(self, ticket_id: int) -> None:
        """A ticket is new and has no notes."""
        self._noted[ticket_id] = set()
        if self._is_far:
            self._newest[ticket_id] = _Known([], whole=True)

    def forget_notes(self) -> None:
        """What was done since a savepoint was undone."""
        self._noted.clear()
        self._newest.clear()

    def add_note(self, note: NoteDraft) -> int:
        """Append a note; its id."""
        note_id = self._ids.next("note")
        columns = {
            "id": note_id,
            "ticket_id": note.ticket_id,
            "at": note.at,
            "author": note.author,
            "visibility": note.visibility,
            "channel": note.channel,
            "via": note.via,
            "text": note.text,
            "mail_id": note.mail_id,
            "attachments": [_file_document(one) for one in note.attachments] or None,
            "proven": note.proven,
            "withdrawn_at": None,
        }
        if note.ticket_id in self._noted:
            self._noted[note.ticket_id].add(note.mail_id)
        if known := self._newest.get(note.ticket_id):
            known.notes.insert(0, _note_value({**columns, "text": clean(note.text)}))
        _ADD_NOTE.run_later(self._connection, [columns])
        return note_id

    def withdraw(self, note: Note, at: datetime) -> None:
        """Mark an answer that never left: from now on it is read as internal. Its words stay as they are."""
        unmarked = and_(_note.c.id == note.id, _note.c.withdrawn_at.is_(None))
        self._connection.execute(update(_note).where(unmarked).values(withdrawn_at=at))
        if known := self._newest.get(note.ticket_id):
            marked = replace(note, visibility="internal", withdrawn_at=at)
            known.notes = [marked if one.id == note.id else one for one in known.notes]

    def notes(self, ticket_id: int) -> list[Note]:
        """All notes, oldest first."""
        known = self._newest.get(ticket_id)
        if known and known.whole:
            return known.notes[::-1]
        return [_note_value(row) for row in _ALL.all(self._connection, ticket=ticket_id)]

    def newest_notes(self, ticket_id: int, most: int) -> list[Note]:
        """The newest notes, newest first."""
        known = self._newest.get(ticket_id)
        if known and (known.whole or len(known.notes) >= most):
            return known.notes[:most]
        return [_note_value(row) for row in _NEWEST_NOTES.all(self._connection, ticket=ticket_id, most=most)]

    def is_proven(self, ticket_id: int, author: str) -> bool:
        """Is any note of an author (lower case) on the ticket proven? True where others wrote all of them."""
        found = _IS_PROVEN.scalar(self._connection, ticket=ticket_id, author=author)
        return True if found is None else bool(found)

    def is_opened_here(self, ticket_id: int) -> bool:
        """Was the ticket opened in this transaction, so that nothing about it is older?"""
        return ticket_id in self._noted

    def is_noted_by(self, ticket_id: int, mail_id: int | None) -> bool:
        """Was the ticket opened in this transaction, and are all its notes of this mail? Asks the database nothing."""
        noted = self._noted.get(ticket_id)
        return noted is not None and mail_id is not None and noted <= {mail_id}

    def note(self, note_id: int) -> Note | None:
        """One note, None where there is none."""
        row = self._connection.execute(select(_note).where(_note.c.id == note_id)).mappings().first()
        return _note_value(row) if row else None

    def newest_texts(
        self, ticket_id: int, author: str, since: datetime, but: int, most: int, proven: bool
    ) -> list[str]:
        """The notes that somebody wrote since then, among the newest `most` but those of one mail.

        `proven`: only those that were really theirs.
        """
        rows = self._known_texts(ticket_id, since, but, most)
        if rows is None:
            rows = _NEWEST_TEXTS.all(self._connection, ticket=ticket_id, since=since, but=but, most=most)
        theirs = (row for row in rows if row["author"] and str(row["author"]).lower() == author)
        return [str(row["text"]) for row in theirs if row["proven"] or not proven]

    def _known_texts(self, ticket_id: int, since: datetime, but: int, most: int) -> list[dict[str, Any]] | None:
        known = self._newest.get(ticket_id)
        if known is None:
            return None
        found = [one for one in known.notes if one.at >= since and one.mail_id not in (None, but)][:most]
        if not known.whole and len(found) < most:
            return None
        return [{"author": one.author, "text": one.text, "proven": one.proven} for one in found]


def _file_document(file: NoteFile) -> dict[str, object]:
    document = {"name": file.name, "type": file.type, "size": file.size, "sha256": file.sha256}
    return {**document, "logo": True} if file.logo else document


def _note_value(row: Mapping[str, Any] | RowMapping) -> Note:
    files = tuple(NoteFile(**one) for one in row["attachments"] or ())
    visibility = "internal" if row["withdrawn_at"] else row["visibility"]
    return value(Note, {**row, "attachments": files, "visibility": visibility})
