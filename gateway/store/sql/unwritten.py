"""Rows of a transaction that nobody has asked for yet: they go to the database together, a statement for each kind.

A mail writes some seven rows, and each would wait for the database once. So they are kept until something reads or
changes their table, until a savepoint begins or ends, or until the transaction does. What the database refuses is
told then: a batch is undone as a whole and settled again with a savepoint for every mail, which says whose it was.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

KEY: Final = "unwritten"  # in the `info` of a connection
Rows = Iterable[Mapping[str, Any]]
Write = Callable[[Connection, list[Mapping[str, Any]]], None]


class Unwritten:
    """What one transaction is still to write, in the order in which each kind of row came first."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._rows: dict[Write, list[Mapping[str, Any]]] = {}
        self._tables: dict[Write, frozenset[str]] = {}

    def add(self, write: Write, tables: frozenset[str], rows: Rows) -> None:
        """Keep rows, which `write` will send."""
        self._rows.setdefault(write, []).extend(rows)
        self._tables[write] = tables

    def before(self, tables: frozenset[str]) -> None:
        """Something is about to read or change these tables: their rows go now, those of others may wait."""
        if self._rows:
            self._send([write for write in self._rows if not self._tables[write].isdisjoint(tables)])

    def forget(self) -> None:
        """What is kept was undone."""
        self._rows = {}

    def write(self) -> None:
        """Send everything."""
        self._send([*self._rows])

    def _send(self, writes: Sequence[Write]) -> None:
        """Several statements wait for the database together where the driver can do that."""
        if writes:
            taken = [(write, self._rows.pop(write)) for write in writes]
            with sent_together(self._connection, len(taken)):
                for write, rows in taken:
                    write(self._connection, rows)


def kept_for(connection: Connection) -> Unwritten | None:
    """What a connection's transaction is still to write, None where it writes at once."""
    found: Unwritten | None = connection.info.get(KEY)
    return found


def write_kept(connection: Connection) -> None:
    """Send all that is kept."""
    unwritten = kept_for(connection)
    if unwritten:
        unwritten.write()


def write_later(connection: Connection, write: Write, tables: frozenset[str], rows: Rows) -> None:
    """Keep rows, or write them at once where the transaction keeps none."""
    unwritten = kept_for(connection)
    if unwritten is None:
        write(connection, [*rows])
    else:
        unwritten.add(write, tables, rows)


@contextmanager
def keeping_rows(connection: Connection) -> Iterator[None]:
    """Keep rows until they are needed, and write what is left at the end, unless an exception comes first."""
    info = connection.info  # a connection that is lost meanwhile has none any more
    unwritten = info[KEY] = Unwritten(connection)
    try:
        yield
        unwritten.write()
    finally:
        info.pop(KEY, None)


@contextmanager
def sent_together(connection: Connection, statements: int = 2) -> Iterator[None]:
    """Several statements wait for the database together where the driver can do that; their rows come at the end."""
    pipeline = getattr(connection.connection.driver_connection, "pipeline", None)
    if pipeline is None or statements == 1:  # executemany sends its rows together by itself
        yield
        return
    errors: type[Exception] = connection.dialect.loaded_dbapi.Error
    try:
        with pipeline():
            yield
    except errors as error:
        raise DBAPIError.instance("", None, error, errors, dialect=connection.dialect) from error
