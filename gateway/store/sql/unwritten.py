"""Rows of a transaction that nobody has asked for yet: they go to the database together, a statement for each kind.

A mail writes some seven rows, and each would wait for the database once. So they are kept until something reads or
changes their table, until a savepoint begins or ends, or until the transaction does. What the database refuses is
told then: a batch is undone as a whole and settled again with a savepoint for every mail, which says whose it was.

A savepoint may wait as well: where nothing that came after it was sent, going back is to drop what is kept.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

KEY: Final = "unwritten"  # in the `info` of a connection
Rows = Iterable[Mapping[str, Any]]
Write = Callable[[Connection, list[Mapping[str, Any]]], None]


@dataclass(slots=True, eq=False)
class Savepoint:
    """`kept`: how many rows of each kind are older. `known`: has the database heard of it?"""

    name: str
    kept: Mapping[Write, int]
    known: bool = False


class Unwritten:
    """What one transaction is still to write, in the order in which each kind of row came first."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._rows: dict[Write, list[Mapping[str, Any]]] = {}
        self._tables: dict[Write, frozenset[str]] = {}
        self._savepoints: list[Savepoint] = []  # that are open, the outermost first
        self._is_telling = False

    def add(self, write: Write, tables: frozenset[str], rows: Rows) -> None:
        """Keep rows, which `write` will send."""
        self._rows.setdefault(write, []).extend(rows)
        self._tables[write] = tables

    def before(self, tables: frozenset[str], changes: bool = False) -> None:
        """Something is about to read or change these tables: their rows go now, those of others may wait."""
        kinds = [write for write in self._rows if not self._tables[write].isdisjoint(tables)]
        if (kinds or changes) and not self._is_telling:
            self._send(kinds)

    def write(self) -> None:
        """Send everything."""
        self._send([*self._rows])

    def begin(self, at_once: bool) -> Savepoint:
        """A savepoint, which the database hears of before anything else is sent, or `at_once`."""
        kept = {write: len(rows) for write, rows in self._rows.items()}
        savepoint = Savepoint(f"work_{len(self._savepoints) + 1}", kept)
        self._savepoints.append(savepoint)
        if at_once:
            self._send(())
        return savepoint

    def end(self, savepoint: Savepoint) -> None:
        """What came after it stands."""
        if savepoint.known:
            with sent_together(self._connection):
                self.write()
                self._execute(f"RELEASE SAVEPOINT {savepoint.name}")
        self._close(savepoint)

    def undo(self, savepoint: Savepoint) -> None:
        """Nothing came after it; what came before it is written."""
        self._close(savepoint)
        if savepoint.known:
            self._rows = {}
            self._execute(f"ROLLBACK TO SAVEPOINT {savepoint.name}")
            self._execute(f"RELEASE SAVEPOINT {savepoint.name}")
        else:
            self._rows = {write: self._rows[write][:most] for write, most in savepoint.kept.items()}
            self.write()

    def _close(self, savepoint: Savepoint) -> None:
        """It and all within it."""
        del self._savepoints[self._savepoints.index(savepoint) :]

    def _send(self, kinds: Iterable[Write]) -> None:
        """Several statements wait for the database together where the driver can do that."""
        first = self._savepoint_steps()
        then = [partial(write, self._connection, rows) for write in kinds if (rows := self._rows.pop(write))]
        if first or then:
            with sent_together(self._connection, len(first) + len(then)):
                self._tell(first)
                for step in then:
                    step()

    def _tell(self, steps: Iterable[Callable[[], None]]) -> None:
        """Of rows in front of a savepoint, with none of those that came after it."""
        self._is_telling = True
        try:
            for step in steps:
                step()
        finally:
            self._is_telling = False

    def _savepoint_steps(self) -> list[Callable[[], None]]:
        """What tells the database of every savepoint, each behind the rows that are older."""
        steps: list[Callable[[], None]] = []
        told: dict[Write, int] = {}
        for savepoint in (one for one in self._savepoints if not one.known):
            savepoint.known = True
            for write, most in savepoint.kept.items():
                rows = self._rows[write][told.get(write, 0) : most]
                told[write] = most
                steps += [partial(write, self._connection, rows)] if rows else []
            steps.append(partial(self._execute, f"SAVEPOINT {savepoint.name}"))
        for write, count in told.items():
            self._rows[write] = self._rows[write][count:]
        return steps

    def _execute(self, sql: str) -> None:
        self._connection.connection.cursor().execute(sql)


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
