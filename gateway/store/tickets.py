"""Tickets, their notes and participants."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Integer, RowMapping, bindparam, delete, func, insert, select, update

from gateway.domain.tickets.ticket import Note, NoteDraft, NoteFile, Ticket
from gateway.store.sql.ids import Ids, TicketNumbers
from gateway.store.sql.listing import Listing, Wanted
from gateway.store.sql.rows import columns_of, differences, table_of, value, values
from gateway.store.sql.statement import ManyStatement, Statement, insert_or, values_of
from gateway.store.sql.unwritten import write_later
from gateway.store.tables.tickets import Note as NoteRecord
from gateway.store.tables.tickets import Participant
from gateway.store.tables.tickets import Ticket as TicketRecord

_ticket = table_of(TicketRecord)
TAKEN_OFF: Final = "taken_off"  # the kind of a participant who takes part no more
WITHOUT_PART: Final = ("external", TAKEN_OFF)  # kinds that open no ticket to somebody

_note = table_of(NoteRecord)
_participant = table_of(Participant)
_MOST = bindparam("most", type_=Integer)
_OPEN = Statement(lambda _: insert(_ticket).values(values_of(_ticket.c.keys())))
_GET = Statement(lambda _: select(_ticket).where(_ticket.c.id == bindparam("id")))
_SEVERAL = ManyStatement(lambda ids: select(_ticket).where(_ticket.c.id.in_(ids)))
_OF_PARTICIPANT = ManyStatement(
    lambda tickets: select(_participant.c.ticket_id, _participant.c.kind).where(
        _participant.c.ticket_id.in_(tickets), _participant.c.address == bindparam("address")
    )
)
_OF_REQUESTER = Statement(
    lambda _: (
        select(_ticket).where(_ticket.c.requester == bindparam("address")).order_by(_ticket.c.id.desc()).limit(_MOST)
    )
)
_OF_ORGANIZATION = Statement(
    lambda _: (
        select(_ticket)
        .where(_ticket.c.organization == bindparam("organization"))
        .order_by(_ticket.c.id.desc())
        .limit(_MOST)
    )
)
_PART_IN = Statement(
    lambda _: (
        select(_participant.c.ticket_id, _participant.c.kind)
        .where(_participant.c.address == bindparam("address"))
        .order_by(_participant.c.ticket_id.desc())
        .limit(_MOST)
    )
)
_ADD_NOTE = Statement(lambda _: insert(_note).values(values_of(_note.c.keys())))
_TAKE_PART = Statement(
    lambda dialect: insert_or(dialect, _participant).values(values_of(_participant.c.keys())).on_conflict_do_nothing()
)
_EVERYBODY = Statement(
    lambda _: select(_participant.c.address, _participant.c.kind).where(_participant.c.ticket_id == bindparam("ticket"))
)
_NEWEST = Statement(
    lambda _: (
        select(_note.c.author, _note.c.text, _note.c.proven)
        .where(_note.c.ticket_id == bindparam("ticket"), _note.c.at >= bindparam("since"))
        .where(_note.c.mail_id != bindparam("but"))
        .order_by(_note.c.id.desc())
        .limit(bindparam("most", type_=Integer))
    )
)
_NEWEST_NOTES = Statement(
    lambda _: (
        select(_note)
        .where(_note.c.ticket_id == bindparam("ticket"))
        .order_by(_note.c.id.desc())
        .limit(bindparam("most", type_=Integer))
    )
)
_LISTING = Listing(
    select(_ticket),
    _ticket.c.id,
    {
        "state": _ticket.c.state,
        "organization": _ticket.c.organization,
        "assignee": _ticket.c.assignee,
        "priority": _ticket.c.priority,
        "since": _ticket.c.received_at,
    },
    (_ticket.c.subject, _ticket.c.requester),
)
MERGE_CHAIN = 20  # a chain of merges longer than this is not followed


class Tickets:
    """The case files."""

    def __init__(self, connection: Connection, ids: Ids) -> None:
        self._connection = connection
        self._ids, self._numbers = ids, TicketNumbers(connection)
        # what this transaction knows: the mails that the notes of a ticket it opened came with; who is on a ticket
        self._noted: dict[int, set[int | None]] = {}
        self._people: dict[int, dict[str, str]] = {}

    def open(self, ticket: Ticket) -> Ticket:
        """A new ticket, which is given its number where it has none yet."""
        ticket = ticket if ticket.id else replace(ticket, id=self.next_id())
        write_later(self._connection, self._write_opened, frozenset((_ticket.name,)), [columns_of(ticket)])
        self._noted[ticket.id], self._people[ticket.id] = set(), {}
        return ticket

    def next_id(self) -> int:
        """The id of the ticket that is opened next."""
        return self._numbers.next()

    def _write_opened(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        _OPEN.run_all(connection, rows)
        self._numbers.taken(max(int(row["id"]) for row in rows))

    def forget(self) -> None:
        """What was done since a savepoint was undone."""
        self._noted.clear()
        self._people.clear()
        self._numbers.forget()

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

    def newest_id(self) -> int:
        """The id of the newest ticket, 0 when there is none."""
        return int(self._connection.execute(select(func.coalesce(func.max(_ticket.c.id), 0))).scalar_one())

    def follow_merges(self, ticket: Ticket) -> Ticket:
        """The ticket at the end of the chain of merges."""
        for _ in range(MERGE_CHAIN):
            target = self.get(ticket.merged_into) if ticket.merged_into else None
            if target is None:
                return ticket
            ticket = target
        return ticket

    def save(self, ticket: Ticket, was: Ticket) -> Ticket:
        """Write what differs from the ticket as it was; the ticket."""
        changed = differences(was, ticket)
        if changed:
            self._connection.execute(update(_ticket).where(_ticket.c.id == ticket.id).values(**changed))
        return ticket

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
        }
        if note.ticket_id in self._noted:
            self._noted[note.ticket_id].add(note.mail_id)
        _ADD_NOTE.run_later(self._connection, [columns])
        return note_id

    def notes(self, ticket_id: int) -> list[Note]:
        """All notes, oldest first."""
        rows = self._connection.execute(select(_note).where(_note.c.ticket_id == ticket_id).order_by(_note.c.id))
        return [_note_value(row) for row in rows.mappings()]

    def newest_notes(self, ticket_id: int, most: int) -> list[Note]:
        """The newest notes, newest first."""
        return [_note_value(row) for row in _NEWEST_NOTES.all(self._connection, ticket=ticket_id, most=most)]

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
        rows = _NEWEST.all(self._connection, ticket=ticket_id, since=since, but=but, most=most)
        theirs = (row for row in rows if row["author"] and str(row["author"]).lower() == author)
        return [str(row["text"]) for row in theirs if row["proven"] or not proven]

    def add_participants(self, ticket_id: int, people: Iterable[tuple[str, str]]) -> None:
        """Add (address, kind); who is on the ticket already keeps their kind."""
        rows = [{"ticket_id": ticket_id, "address": address.lower(), "kind": kind} for address, kind in people]
        if rows:
            _TAKE_PART.run_later(self._connection, rows)
        if ticket_id in self._people:
            for row in rows:
                self._people[ticket_id].setdefault(str(row["address"]), str(row["kind"]))

    def set_participant(self, ticket_id: int, address: str, kind: str) -> None:
        """Make somebody a participant of this kind, whatever they were before."""
        self._people.pop(ticket_id, None)
        statement = insert_or(self._connection.dialect.name, _participant).values(
            ticket_id=ticket_id, address=address.lower(), kind=kind
        )
        self._connection.execute(
            statement.on_conflict_do_update(index_elements=["ticket_id", "address"], set_={"kind": kind})
        )

    def remove_participant(self, ticket_id: int, address: str, kind: str) -> None:
        """Somebody takes part no longer, where they did in this way."""
        self._people.pop(ticket_id, None)
        of_them = (_participant.c.ticket_id == ticket_id, _participant.c.address == address.lower())
        self._connection.execute(delete(_participant).where(*of_them, _participant.c.kind == kind))

    def participants(self, ticket_id: int) -> list[tuple[str, str]]:
        """(address, kind) of everybody who takes part in a ticket."""
        return [one for one in self.everybody(ticket_id).items() if one[1] != TAKEN_OFF]

    def taken_off(self, ticket_id: int) -> list[str]:
        """Addresses of those who were taken off: nobody but our people brings them back."""
        return [address for address, kind in self.everybody(ticket_id).items() if kind == TAKEN_OFF]

    def everybody(self, ticket_id: int) -> dict[str, str]:
        """The kind of each address that takes part in a ticket, or was taken off it."""
        if ticket_id not in self._people:
            rows = _EVERYBODY.all(self._connection, ticket=ticket_id)
            self._people[ticket_id] = {row["address"]: row["kind"] for row in rows}
        return dict(sorted(self._people[ticket_id].items(), key=lambda one: (one[1], one[0])))

    def tickets_of_participant(self, address: str, among: Sequence[int]) -> set[int]:
        """On which of these tickets an address takes part (other than as an outsider in Cc)."""
        rows = _OF_PARTICIPANT.all(self._connection, among, address=address.lower())
        return {row["ticket_id"] for row in rows if row["kind"] not in WITHOUT_PART}

    def newest_of_requester(self, address: str, most: int) -> list[Ticket]:
        """The newest tickets that somebody asked for, newest first."""
        rows = _OF_REQUESTER.all(self._connection, address=address.lower(), most=most)
        return [value(Ticket, row) for row in rows]

    def newest_of_organization(self, organization: str, most: int) -> list[Ticket]:
        """The newest tickets of an organization (its code), newest first."""
        rows = _OF_ORGANIZATION.all(self._connection, organization=organization, most=most)
        return [value(Ticket, row) for row in rows]

    def newest_of_participant(self, address: str, most: int) -> list[Ticket]:
        """The newest tickets in which somebody takes part (other than as an outsider in Cc)."""
        rows = _PART_IN.all(self._connection, address=address.lower(), most=most)
        return self.several(row["ticket_id"] for row in rows if row["kind"] not in WITHOUT_PART)

    def listing(self, state: str | None, limit: int | None) -> list[Ticket]:
        """Tickets for people, newest last."""
        return self.newest(Wanted(state=state), limit)

    def newest(self, wanted: Wanted, limit: int | None) -> list[Ticket]:
        """The newest tickets that fit, newest last."""
        return values(Ticket, _LISTING.newest(self._connection, wanted, limit))

    def count(self, wanted: Wanted) -> int:
        """How many tickets fit."""
        return _LISTING.count(self._connection, wanted)


def _file_document(file: NoteFile) -> dict[str, object]:
    document = {"name": file.name, "type": file.type, "size": file.size, "sha256": file.sha256}
    return {**document, "logo": True} if file.logo else document


def _note_value(row: Mapping[str, Any] | RowMapping) -> Note:
    return value(Note, {**row, "attachments": tuple(NoteFile(**one) for one in row["attachments"] or ())})
