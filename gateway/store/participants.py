"""Who takes part in tickets."""

from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy import Connection, bindparam, delete, select

from gateway.store.sql.look_ahead import LookAhead, Question
from gateway.store.sql.rows import table_of
from gateway.store.sql.statement import ManyStatement, Statement, insert_or, values_of
from gateway.store.tables.tickets import Participant

TAKEN_OFF: Final = "taken_off"  # the kind of a participant who takes part no more
WITHOUT_PART: Final = ("external", TAKEN_OFF)  # kinds that open no ticket to somebody

_participant = table_of(Participant)
_TAKE_PART = Statement(
    lambda dialect: insert_or(dialect, _participant).values(values_of(_participant.c.keys())).on_conflict_do_nothing()
)
_EVERYBODY = Statement(
    lambda _: select(_participant.c.address, _participant.c.kind).where(_participant.c.ticket_id == bindparam("ticket"))
)
_ON_EACH = ManyStatement(lambda tickets: select(_participant).where(_participant.c.ticket_id.in_(tickets)))
_OF_PARTICIPANT = ManyStatement(
    lambda tickets: select(_participant.c.ticket_id, _participant.c.kind).where(
        _participant.c.ticket_id.in_(tickets), _participant.c.address == bindparam("address")
    )
)


class Participants:
    """The people of tickets, with the kind of their part."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._people: dict[int, dict[str, str]] = {}  # of the tickets that this transaction knows

    def look_ahead_people(self, ticket_ids: Sequence[int]) -> LookAhead:
        """Read who is on several tickets in one go."""
        rows = yield Question(_ON_EACH, ticket_ids)
        self._people |= {one: {} for one in ticket_ids}
        for row in rows:
            self._people[row["ticket_id"]][row["address"]] = row["kind"]

    def begin_people(self, ticket_id: int) -> None:
        """A ticket is new: nobody takes part in it."""
        self._people[ticket_id] = {}

    def forget_people(self) -> None:
        """What was done since a savepoint was undone."""
        self._people.clear()

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
        folded = address.lower()
        kinds = {one: self._people[one].get(folded, "external") for one in among if one in self._people}
        asked = [one for one in among if one not in kinds]
        rows = _OF_PARTICIPANT.all(self._connection, asked, address=folded)
        kinds |= {row["ticket_id"]: row["kind"] for row in rows}
        return {ticket_id for ticket_id, kind in kinds.items() if kind not in WITHOUT_PART}
