"""Accepted mail that is not in the database yet: a file of its own beside a SQLite database.

SQLite has one writer. So that a final dot does not wait for who decides about mail, reception writes here, where
nobody else writes for long. Whoever settles moves the oldest mails into the database, in the transaction in which they
are settled, and writes there how far they were moved (`SpoolMarks`); only then are they deleted here.

Whoever accepts numbers mails under a name of their own, their epoch, so that a mark never speaks of a mail of another
file or another day: a mail may be moved twice, which its Message-ID tells; none may look as if it had been moved.
"""

import secrets
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import Any, Final

from sqlalchemy import Connection, Engine

from gateway.errors import DatabaseAway
from gateway.mail.envelope import InboundMail
from gateway.store.inbox.records import WaitingMail
from gateway.store.inbox.spool_table import (
    ALL_SUMS,
    EPOCHS,
    FORGET,
    HEADS,
    IS_MADE,
    KEEP,
    LAST,
    METADATA,
    MOVED_SUMS,
    OF_NUMBERS,
    OLDEST,
    row_of,
    sums_of,
    waiting_of,
)
from gateway.store.sql.engine import SQLITE, beside, make_file, open_engine, own_errors
from gateway.store.sql.statement import Row

LARGE: Final = 2**26  # bytes of a file, most of which a storm has left
MOST_TRIES: Final = 3  # to write into a file that nobody takes away meanwhile
# Pages in the log before its content is carried into the file: who deletes does so, not who answers final dots, unless
# nobody deletes for long. A deletion that a power cut undoes is done again, as the mark tells.
_LASTING: Final = ("PRAGMA synchronous = FULL", "PRAGMA wal_autocheckpoint = 8000")
_PASSING: Final = ("PRAGMA synchronous = NORMAL", "PRAGMA wal_autocheckpoint = 1000")

Marks = Mapping[str, int]
"""The number up to which the mails of each epoch were moved."""


class Spool:
    """The file at `path`, made when the first mail is kept. Threads and processes may use it at the same time."""

    def __init__(self, path: Path, wait_seconds: float) -> None:
        self.path = path
        self._wait_seconds = wait_seconds
        self._lock = Lock()
        self._engine: Engine | None = None
        self._file: tuple[int, int] | None = None
        self._epoch, self._last = "", 0

    def keep(self, mails: Sequence[tuple[InboundMail, str]]) -> list[int]:
        """Keep mails, each with its source, committed and synced; their numbers here. Raises DatabaseAway, DiskFull.

        Only one thread at a time. What is in a file that somebody takes away, no other process will ever see: looks
        afterwards whether it is still the one at the path, and whether its numbers went on.
        """
        for _ in range(MOST_TRIES):
            engine, epoch = self._open()
            rows = [row_of(mail, source, epoch) for mail, source in mails]
            with own_errors(), _writing(engine, _LASTING) as connection:
                KEEP.run_all(connection, rows)
                last = int(LAST.scalar(connection))
            first = last - len(rows) + 1
            if self._goes_on(epoch, first, last):
                return list(range(first, last + 1))
        raise DatabaseAway(f"{self.path} is replaced again and again")

    def oldest(self, marks: Marks, limit: int, most_bytes: int) -> list[WaitingMail]:
        """The oldest that are not moved, as many as have so many bytes together; at least one, whatever its size."""
        found: list[WaitingMail] = []
        with self._reading() as connection:
            for row in OLDEST.each(connection) if connection else ():
                if row["id"] <= marks.get(row["epoch"], 0):
                    continue
                most_bytes -= row["size"]
                if len(found) == limit or (found and most_bytes < 0):
                    break
                found.append(waiting_of(row))
        return found

    def load(self, numbers: Sequence[int]) -> list[WaitingMail]:
        """Those of these that are still here, oldest first."""
        with self._reading() as connection:
            return [waiting_of(row) for row in OF_NUMBERS.all(connection, numbers)] if connection else []

    def heads(self, marks: Callable[[], Marks]) -> Iterator[Row]:
        """All that is not moved without its content, oldest first. `marks` are read when nothing here can change."""
        with self._reading() as connection:
            known: Marks | None = None
            for row in HEADS.each(connection) if connection else ():
                known = marks() if known is None else known
                if row["id"] > known.get(row["epoch"], 0):
                    yield row

    def left(self, marks: Callable[[], Marks]) -> tuple[int, int]:
        """How many mails are not moved, and their bytes. `marks` are read when nothing here can change."""
        with self._reading() as connection:
            count, size = sums_of(ALL_SUMS.first(connection)) if connection else (0, 0)
            if connection and count:
                for epoch, last in marks().items():
                    moved, bytes_moved = sums_of(MOVED_SUMS.first(connection, of=epoch, last=last))
                    count, size = count - moved, size - bytes_moved
        return count, size

    def forget(self, marks: Marks) -> None:
        """Delete what was moved. A power cut may undo it."""
        engine = self._open_if_there()
        if engine is not None and marks:
            with own_errors(), _writing(engine, _PASSING) as connection:
                for epoch, last in marks.items():
                    FORGET.run(connection, of=epoch, last=last)

    def tidy(self, marks: Marks) -> set[str]:
        """Delete what was moved, for good, and give the disk its room back; the epochs of which mails are left."""
        self.forget(marks)
        with self._reading() as connection:
            left = {row["epoch"] for row in EPOCHS.all(connection)} if connection else set()
        engine = self._open_if_there()
        if engine is not None:
            with own_errors(), engine.connect() as idle:
                if not left and self.path.stat().st_size > LARGE:
                    with suppress(sqlite3.OperationalError):  # in use; the room is given back another time
                        _driver(idle).execute("VACUUM")
                _driver(idle).execute("PRAGMA wal_checkpoint(PASSIVE)")  # it syncs the log
        return left

    def close(self) -> None:
        """Close every connection."""
        with self._lock:
            self._dispose()

    def _open(self) -> tuple[Engine, str]:
        """For writing, with the epoch to write under; the file is made where it is missing."""
        with self._lock:
            if self._engine is None or not self._epoch or not self._is_ours():
                self._dispose()
                self._engine, self._epoch = self._make(), secrets.token_hex(8)
            return self._engine, self._epoch

    def _goes_on(self, epoch: str, first: int, last: int) -> bool:
        """Is what was written under these numbers where everybody sees it, and new? If not, all begins anew."""
        with self._lock:
            if epoch == self._epoch and first > self._last and self._is_ours():
                self._last = last
                return True
            self._dispose()
            return False

    def _make(self) -> Engine:
        make_file(self.path)
        engine = self._connect()
        with own_errors(), engine.begin() as connection:
            METADATA.create_all(connection)
        return engine

    def _connect(self) -> Engine:
        self._file = _identity(self.path)
        return open_engine(f"{SQLITE}{self.path}", self._wait_seconds)

    def _open_if_there(self) -> Engine | None:
        """For all else. It makes no file, and does not wait for who makes one."""
        with self._lock:
            if self._engine is None or not self._is_ours():
                self._dispose()
                if self.path.exists():
                    self._engine = _if_made(self._connect())
            return self._engine

    @contextmanager
    def _reading(self) -> Iterator[Connection | None]:
        """A transaction that only reads; None where there is nothing."""
        engine = self._open_if_there()
        if engine is None:
            yield None
            return
        with own_errors(), engine.connect().execution_options(reading=True) as connection, connection.begin():
            yield connection

    def _is_ours(self) -> bool:
        return self._file is not None and _identity(self.path) == self._file

    def _dispose(self) -> None:
        if self._engine is not None:
            self._engine.dispose()
        self._engine, self._file, self._epoch, self._last = None, None, "", 0


def spool_path(database: str) -> Path | None:
    """Where the spool of a database is: gateway.spool.db beside gateway.db. None where it has none."""
    return beside(database, "spool")


@contextmanager
def _writing(engine: Engine, pragmas: Sequence[str]) -> Iterator[Connection]:
    with engine.connect() as connection:
        for pragma in pragmas:
            _driver(connection).execute(pragma)
        with connection.begin():
            yield connection


def _if_made(engine: Engine) -> Engine | None:
    with own_errors(), engine.connect().execution_options(reading=True) as connection, connection.begin():
        made = IS_MADE.first(connection)
    if made is None:  # somebody begins it just now
        engine.dispose()
    return engine if made else None


def _driver(connection: Connection) -> Any:
    return connection.connection.driver_connection


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
