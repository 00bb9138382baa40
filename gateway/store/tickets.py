"""Tickets, their notes and participants."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Integer, bindparam, func, select, update

from gateway.domain.ticket import NoteDraft, Ticket
from gateway.store.rows import table_of, value
from gateway.store.statement import ManyStatement, Statement, insert_or, insert_with_id, values_of
from gateway.store.tables import Note, Participant
from gateway.store.tables import Ticket as TicketRecord

_ticket = table_of(TicketRecord)
_note = table_of(Note)
_participant = table_of(Participant)
_NEW: dict[str, Any] = {
    **{column.name: None for column in _ticket.c if column.name != "id"},
    "state": "new",
    "triage": False,
    "type": "question",
    "priority": "medium",
    "line": 1,
    "escalated": False,
    "phone_call_required": False,
}
_OPEN = insert_with_id(_ticket, _NEW)
_GET = Statement(lambda _: select(_ticket).where(_ticket.c.id == bindparam("id")))
_SEVERAL = ManyStatement(lambda ids: select(_ticket).where(_ticket.c.id.in_(ids)))
_OF_PARTICIPANT = ManyStatement(
    lambda tickets: select(_participant.c.ticket_id, _participant.c.kind).where(
        _participant.c.ticket_id.in_(tickets), _participant.c.address == bindparam("address")
    )
)
_NOTE_COLUMNS = tuple(column.name for column in _note.c if column.name != "id")
_ADD_NOTE = insert_with_id(_note, _NOTE_COLUMNS)
_TAKE_PART = Statement(
    lambda dialect: insert_or(dialect, _participant).values(values_of(_participant.c.keys())).on_conflict_do_nothing()
)
_NEWEST = Statement(
    lambda _: (
        select(_note.c.author, func.substr(_note.c.text, 1, bindparam("chars", type_=Integer)).label("text"))
        .where(_note.c.ticket_id == bindparam("ticket"), _note.c.at >= bindparam("since"))
        .where(_note.c.mail_id != bindparam("but"))
        .order_by(_note.c.id.desc())
        .limit(bindparam("most", type_=Integer))
    )
)
MERGE_CHAIN = 20  # a chain of merges longer than this is not followed


class Tickets:
    """The case files."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def open(self, **columns: Any) -> Ticket:
        """A new ticket; `subject`, `requester` and `received_at` must be given."""
        filled = _NEW | columns
        return value(Ticket, {**filled, "id": _OPEN.insert(self._connection, **filled)})

    def get(self, ticket_id: int) -> Ticket | None:
        """A ticket by id."""
        row = _GET.first(self._connection, id=ticket_id)
        return value(Ticket, row) if row else None

    def several(self, ids: Iterable[int]) -> list[Ticket]:
        """Those of these tickets that exist, in the order of their ids."""
        wanted = [one for one in dict.fromkeys(ids) if 0 < one < 2**62]
        if not wanted:
            return []
        rows = _SEVERAL.all(self._connection, wanted)
        return sorted((value(Ticket, row) for row in rows), key=lambda ticket: ticket.id)

    def follow_merges(self, ticket: Ticket) -> Ticket:
        """The ticket at the end of the chain of merges."""
        for _ in range(MERGE_CHAIN):
            target = self.get(ticket.merged_into) if ticket.merged_into else None
            if target is None:
                return ticket
            ticket = target
        return ticket

    def change(self, ticket_id: int, **columns: Any) -> None:
        """Change columns of a ticket."""
        self._connection.execute(update(_ticket).where(_ticket.c.id == ticket_id).values(**columns))

    def add_note(self, note: NoteDraft) -> int:
        """Append a note; its id."""
        columns = {
            "ticket_id": note.ticket_id,
            "at": note.at,
            "author": note.author,
            "visibility": note.visibility,
            "channel": note.channel,
            "via": note.via,
            "text": note.text,
            "mail_id": note.mail_id,
            "attachments": list(note.attachments) or None,
        }
        return _ADD_NOTE.insert(self._connection, **columns)

    def notes(self, ticket_id: int) -> list[dict[str, Any]]:
        """All notes, oldest first."""
        rows = self._connection.execute(select(_note).where(_note.c.ticket_id == ticket_id).order_by(_note.c.id))
        return [dict(row._mapping) for row in rows]

    def newest_texts(self, ticket_id: int, author: str, since: datetime, but: int, most: int, chars: int) -> list[str]:
        """How the notes begin that somebody wrote since then, among the newest `most` but those of one mail."""
        rows = _NEWEST.all(self._connection, ticket=ticket_id, since=since, but=but, most=most, chars=chars)
        return [str(row["text"]) for row in rows if row["author"] and str(row["author"]).lower() == author]

    def add_participants(self, ticket_id: int, people: Iterable[tuple[str, str]]) -> None:
        """Add (address, kind); who is on the ticket already keeps his kind."""
        rows = [{"ticket_id": ticket_id, "address": address.lower(), "kind": kind} for address, kind in people]
        if rows:
            _TAKE_PART.run_all(self._connection, rows)

    def set_participant(self, ticket_id: int, address: str, kind: str) -> None:
        """Make somebody a participant of this kind, whatever he was before."""
        statement = insert_or(self._connection.dialect.name, _participant).values(
            ticket_id=ticket_id, address=address.lower(), kind=kind
        )
        self._connection.execute(
            statement.on_conflict_do_update(index_elements=["ticket_id", "address"], set_={"kind": kind})
        )

    def participants(self, ticket_id: int) -> list[tuple[str, str]]:
        """(address, kind) of everybody on a ticket."""
        statement = select(_participant.c.address, _participant.c.kind).where(_participant.c.ticket_id == ticket_id)
        return [
            (row.address, row.kind)
            for row in self._connection.execute(statement.order_by(_participant.c.kind, _participant.c.address))
        ]

    def tickets_of_participant(self, address: str, among: Sequence[int]) -> set[int]:
        """On which of these tickets an address takes part (other than as an outsider in Cc)."""
        rows = _OF_PARTICIPANT.all(self._connection, among, address=address.lower())
        return {row["ticket_id"] for row in rows if row["kind"] != "external"}

    def listing(self, state: str | None, limit: int | None) -> list[Ticket]:
        """Tickets for people, newest last."""
        statement = select(_ticket).order_by(_ticket.c.id.desc())
        if state:
            statement = statement.where(_ticket.c.state == state)
        rows = self._connection.execute(statement.limit(limit) if limit else statement).all()
        return [value(Ticket, row) for row in reversed(rows)]
