"""Ids that are known before their rows are written, so that rows can name each other and be written together."""

from collections.abc import Iterator
from itertools import count
from typing import Final

from sqlalchemy import Connection, Integer, String, bindparam, func, literal_column, select

from gateway.store.sql.engine import SILENT_SECONDS
from gateway.store.sql.look_ahead import LookAhead, Question
from gateway.store.sql.statement import Row, Statement

BLOCK: Final = 64
SETTLE_LOCK: Final = 0x6761_7465  # one settler at a time keeps the order of conversations (PostgreSQL advisory lock)
_TABLES: Final = ("note", "outgoing")  # whose ids are taken together: nearly every mail needs both
_OF_TABLE = func.pg_get_serial_sequence(bindparam("table", type_=String), literal_column("'id'"))
_TAKEN = Statement(lambda _: select(func.setval(_OF_TABLE, bindparam("last"))))
_LAST = Statement(
    lambda _: select(
        func.coalesce(func.pg_sequence_last_value(func.to_regclass(_OF_TABLE)), literal_column("0")).label("last")
    )
)
_SILENT = f"set_config('idle_in_transaction_session_timeout', '{SILENT_SECONDS}s', true)"
_LOCK = Statement(
    lambda _: select(literal_column(_SILENT), func.pg_advisory_xact_lock(literal_column(str(SETTLE_LOCK))))
)


def _sequence(table: str) -> str:
    return f"pg_get_serial_sequence('{table}', 'id')"


def _highest(table: str) -> str:
    """What SQLite itself would count on from."""
    known = f"SELECT seq FROM sqlite_sequence WHERE name = '{table}'"
    return f"max(coalesce(({known}), 0), coalesce((SELECT max(id) FROM {table}), 0)) AS {table}"


_HIGHEST = f"SELECT {', '.join(map(_highest, _TABLES))}"
_BLOCK = Statement(
    lambda _: select(*(func.nextval(literal_column(_sequence(one))).label(one) for one in _TABLES)).select_from(
        func.generate_series(literal_column("1"), bindparam("most", type_=Integer))
    )
)


def _iterators(rows: list[Row]) -> dict[str, Iterator[int]]:
    return {table: iter(sorted(int(row[table]) for row in rows)) for table in _TABLES}


class Ids:
    """The next ids of notes and outgoing mail, which no other row has or will have. Only while writing.

    SQLite has one writer, and remembers the highest id that was ever used. PostgreSQL gives out blocks, whose rest is
    lost.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._ids: dict[str, Iterator[int]] = {}

    def look_ahead(self, most: int) -> LookAhead:
        """Take as many as will be needed. PostgreSQL only."""
        self._ids = _iterators((yield Question(_BLOCK, values={"most": most})))

    def next(self, table: str) -> int:
        """An id for a row of this table."""
        found = next(self._ids[table], None) if table in self._ids else None
        if found is None:
            self._ids = self._more()
            found = next(self._ids[table])
        return found

    def _more(self) -> dict[str, Iterator[int]]:
        if self._connection.dialect.name == "postgresql":
            return _iterators(_BLOCK.all(self._connection, most=BLOCK))
        row = self._connection.exec_driver_sql(_HIGHEST).one()
        return {table: count(int(getattr(row, table)) + 1) for table in _TABLES}


class Numbers:
    """Ids that people see: without gaps. On PostgreSQL who takes one has the settler's lock until the end.

    `forget` where what was written was undone; `taken` when it is written.
    """

    def __init__(self, connection: Connection, table: str) -> None:
        self._connection, self._table = connection, table
        self._ids: Iterator[int] | None = None

    def look_ahead(self) -> LookAhead:
        """Read the last one while the settler's lock is held already. PostgreSQL only."""
        [row] = yield Question(_LAST, values={"table": self._table})
        self._ids = count(int(row["last"]) + 1)

    def next(self) -> int:
        """The next id."""
        if self._ids is None:
            self._ids = count(self._last() + 1)
        return next(self._ids)

    def forget(self) -> None:
        """Ask the database again."""
        self._ids = None

    def taken(self, last: int) -> None:
        """Rows up to this one are written; the sequence of PostgreSQL goes on behind it."""
        if self._connection.dialect.name == "postgresql":
            _TAKEN.run_all(self._connection, [{"table": self._table, "last": last}])

    def _last(self) -> int:
        if self._connection.dialect.name == "postgresql":
            lock_settling(self._connection)
            return int(_LAST.scalar(self._connection, table=self._table))
        return int(self._connection.exec_driver_sql(f"SELECT {_highest(self._table)}").scalar_one())


def lock_settling(connection: Connection) -> None:
    """Wait until no other process settles mail; held until the commit. SQLite has one writer anyway.

    Who has it and then says nothing for longer than `SILENT_SECONDS` has vanished, and is undone.
    """
    if connection.dialect.name == "postgresql":
        _LOCK.all(connection)
