"""Ids that are known before their rows are written, so that rows can name each other and be written together."""

from collections.abc import Iterator
from itertools import count
from typing import Final

from sqlalchemy import Connection, bindparam, func, literal_column, select, text

from gateway.store.sql.statement import Statement

BLOCK: Final = 64
SETTLE_LOCK: Final = 0x6761_7465  # one settler at a time keeps the order of conversations (PostgreSQL advisory lock)
SILENT_SECONDS: Final = 6  # between two statements of a transaction, however slow the machine
_LOCK: Final = text(
    "SELECT set_config('idle_in_transaction_session_timeout', :silent, true), pg_advisory_xact_lock(:key)"
)
_TABLES: Final = ("note", "outgoing")  # whose ids are taken together: nearly every mail needs both
_OF_TABLE = func.pg_get_serial_sequence(bindparam("table"), literal_column("'id'"))
_TAKEN = Statement(lambda _: select(func.setval(_OF_TABLE, bindparam("last"))))


def _sequence(table: str) -> str:
    return f"pg_get_serial_sequence('{table}', 'id')"


def _highest(table: str) -> str:
    """What SQLite itself would count on from."""
    known = f"SELECT seq FROM sqlite_sequence WHERE name = '{table}'"
    return f"max(coalesce(({known}), 0), coalesce((SELECT max(id) FROM {table}), 0)) AS {table}"


_HIGHEST = f"SELECT {', '.join(map(_highest, _TABLES))}"
_BLOCKS = (
    f"SELECT {', '.join(f'nextval({_sequence(one)}) AS {one}' for one in _TABLES)} FROM generate_series(1, {BLOCK})"
)
_HIGHEST_NUMBER = f"SELECT {_highest('ticket')}"
_LAST_NUMBER = f"SELECT coalesce(pg_sequence_last_value({_sequence('ticket')}::regclass), 0)"


class Ids:
    """The next ids of notes and outgoing mail, which no other row has or will have. Only while writing.

    SQLite has one writer, and remembers the highest id that was ever used. PostgreSQL gives out blocks, whose rest is
    lost.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._ids: dict[str, Iterator[int]] = {}

    def next(self, table: str) -> int:
        """An id for a row of this table."""
        found = next(self._ids[table], None) if table in self._ids else None
        if found is None:
            self._ids = self._more()
            found = next(self._ids[table])
        return found

    def _more(self) -> dict[str, Iterator[int]]:
        if self._connection.dialect.name == "postgresql":
            rows = self._connection.exec_driver_sql(_BLOCKS).all()
            return {table: iter(sorted(int(getattr(row, table)) for row in rows)) for table in _TABLES}
        row = self._connection.exec_driver_sql(_HIGHEST).one()
        return {table: count(int(getattr(row, table)) + 1) for table in _TABLES}


class TicketNumbers:
    """Ids of tickets, which people see: without gaps. On PostgreSQL who takes one has the settler's lock until the end.

    `forget` where what was written was undone; `taken` when it is written.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._ids: Iterator[int] | None = None

    def next(self) -> int:
        """The id of the next ticket."""
        if self._ids is None:
            self._ids = count(self._last() + 1)
        return next(self._ids)

    def forget(self) -> None:
        """Ask the database again."""
        self._ids = None

    def taken(self, last: int) -> None:
        """Tickets up to this one are written; the sequence of PostgreSQL goes on behind it."""
        if self._connection.dialect.name == "postgresql":
            _TAKEN.run_all(self._connection, [{"table": "ticket", "last": last}])

    def _last(self) -> int:
        lock_settling(self._connection)
        asked = _LAST_NUMBER if self._connection.dialect.name == "postgresql" else _HIGHEST_NUMBER
        return int(self._connection.exec_driver_sql(asked).scalar_one())


def lock_settling(connection: Connection) -> None:
    """Wait until no other process settles mail; held until the commit. SQLite has one writer anyway.

    Who has it and then says nothing for longer than `SILENT_SECONDS` has vanished, and is undone.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(_LOCK, {"key": SETTLE_LOCK, "silent": f"{SILENT_SECONDS}s"})
