"""Ids that are known before their rows are written, so that rows can name each other and be written together."""

from collections.abc import Iterator
from itertools import count
from typing import Final

from sqlalchemy import Connection, bindparam, func, literal_column, select, text

from gateway.store.sql.statement import Statement

BLOCK: Final = 64
SETTLE_LOCK: Final = 0x6761_7465  # one settler at a time keeps the order of conversations (PostgreSQL advisory lock)
_SEQUENCE = "pg_get_serial_sequence('{table}', 'id')"
_NEXT = f"SELECT nextval({_SEQUENCE}) FROM generate_series(1, {BLOCK})"
_HIGHEST = """
SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = '{table}'), 0), coalesce((SELECT max(id) FROM {table}), 0)
"""
_LAST = "SELECT coalesce(pg_sequence_last_value(%s::regclass), 0)" % _SEQUENCE  # noqa: UP031  # braces stay for later
_TAKEN = Statement(
    lambda _: select(
        func.setval(func.pg_get_serial_sequence(bindparam("table"), literal_column("'id'")), bindparam("last"))
    )
)


class Ids:
    """The next ids of a table whose ids are never used twice. Only while writing.

    SQLite has one writer, and remembers the highest id that was ever used. PostgreSQL gives out blocks, whose rest is
    lost.
    """

    def __init__(self, connection: Connection, table: str) -> None:
        self._connection, self._table = connection, table
        self._ids: Iterator[int] = iter(())

    def next(self) -> int:
        """An id that no row has or will have but the one it is for."""
        found = next(self._ids, None)
        if found is None:
            self._ids = self._more()
            found = next(self._ids)
        return found

    def forget(self) -> None:
        """What was written since was undone: ask the database again."""
        self._ids = iter(())

    def _more(self) -> Iterator[int]:
        if self._connection.dialect.name == "postgresql":
            rows = self._connection.exec_driver_sql(_NEXT.format(table=self._table)).all()
            return iter(sorted(int(row[0]) for row in rows))
        return count(self._highest() + 1)

    def _highest(self) -> int:
        # what SQLite itself would count on from
        known = text(_HIGHEST.format(table=self._table))
        return max(map(int, self._connection.execute(known).one()))


class Numbers(Ids):
    """Ids without gaps, which people see: on PostgreSQL who takes one holds the settler's lock until the commit."""

    def _more(self) -> Iterator[int]:
        if self._connection.dialect.name != "postgresql":
            return super()._more()
        lock_settling(self._connection)
        return count(int(self._connection.exec_driver_sql(_LAST.format(table=self._table)).scalar_one()) + 1)

    def taken(self, last: int) -> None:
        """Rows up to this id are written; the sequence of PostgreSQL goes on behind it."""
        if self._connection.dialect.name == "postgresql":
            _TAKEN.run_all(self._connection, [{"table": self._table, "last": last}])


def lock_settling(connection: Connection) -> None:
    """Wait until no other process settles mail; held until the commit. SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": SETTLE_LOCK})
