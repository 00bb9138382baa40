"""Where readers leave what they found out about waiting mails (see `readings`), and see what others are at.

PostgreSQL has a table of readings. With SQLite they are in a file of their own, so that readers take neither the lock
of who decides nor that of who answers final dots.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Final

from sqlalchemy import Connection, Engine, bindparam, delete, select, update

from gateway.store.sql.engine import SQLITE, beside, make_file, open_engine, own_errors
from gateway.store.sql.rows import table_of
from gateway.store.sql.statement import ManyStatement, Statement, insert_or, values_of
from gateway.store.sql.types import UtcDateTime
from gateway.store.tables.inbox import StoredReading

WAIT_SECONDS: Final = 1.0  # for somebody else who changes the file: no reading is worth a longer wait
_NO_SYNC: Final = "PRAGMA synchronous = NORMAL"  # a power cut may take the last ones; they are made again

_reading = table_of(StoredReading)
_TAKEN = ManyStatement(
    lambda wanted: select(_reading.c.mail).where(_reading.c.mail.in_(wanted), _reading.c.code == bindparam("of_code"))
)
_KEEP = Statement(
    lambda _: (
        update(_reading)
        .where(_reading.c.mail == bindparam("of_mail"), _reading.c.code == bindparam("of_code"))
        .values(values_of(("made_at", "payload")))
    )
)
_TIDY = Statement(lambda _: delete(_reading).where(_reading.c.made_at < bindparam("before", type_=UtcDateTime)))


class ReadingRoom:
    """The readings of one database; `file` is where they are with SQLite. Threads and processes may use it together."""

    def __init__(self, engine: Engine, file: Path | None) -> None:
        self.file = file
        self._engine = engine
        self._of_file: Engine | None = None
        self._lock = Lock()

    @property
    def is_there(self) -> bool:
        """Was a reader ever here?"""
        return self.file is None or self.file.exists()

    def unclaimed(self, keys: Sequence[str], code: str) -> list[str]:
        """Those of these mails that nobody reads or has read, in their order. Raises DatabaseAway."""
        with self.looking() as connection:
            taken = {row["mail"] for row in _TAKEN.all(connection, keys, of_code=code)}
        return [key for key in dict.fromkeys(keys) if key not in taken]

    def claim(self, keys: Sequence[str], code: str, at: datetime) -> set[str]:
        """Those that are ours to read from now on. Raises DatabaseAway, DiskFull.

        Nobody waits for who has claimed a mail and dies: who decides reads it then, as if there were no reader.
        """
        rows = [{"mail": key, "code": code, "made_at": at, "payload": None} for key in keys]
        with self.changing() as connection:
            claim = insert_or(connection.dialect.name, _reading).values(rows).on_conflict_do_nothing()
            return set(connection.scalars(claim.returning(_reading.c.mail))) if rows else set()

    def keep(self, payloads: Mapping[str, bytes], code: str, at: datetime) -> None:
        """Hand over what was claimed; of what is settled meanwhile nothing is kept. Raises DatabaseAway, DiskFull."""
        rows = [{"of_mail": key, "of_code": code, "made_at": at, "payload": one} for key, one in payloads.items()]
        if rows:
            with self.changing() as connection:
                _KEEP.run_all(connection, rows)

    def tidy(self, before: datetime) -> None:
        """Remove what is older; nobody asks for it any more. Raises DatabaseAway, DiskFull."""
        if self.is_there:
            with self.changing() as connection:
                _TIDY.run(connection, before=before)

    @contextmanager
    def looking(self) -> Iterator[Connection]:
        """A transaction that reads readings. Raises DatabaseAway."""
        with own_errors(), self._open().connect().execution_options(reading=True) as connection, connection.begin():
            yield connection

    @contextmanager
    def changing(self) -> Iterator[Connection]:
        """A transaction that changes readings and nothing else. Raises DatabaseAway, DiskFull."""
        with own_errors(), self._open().connect() as connection:
            if self.file:
                connection.connection.cursor().execute(_NO_SYNC)
            with connection.begin():
                yield connection

    def close(self) -> None:
        """Close every connection to the file."""
        with self._lock:
            if self._of_file is not None:
                self._of_file.dispose()
                self._of_file = None

    def _open(self) -> Engine:
        if self.file is None:
            return self._engine
        with self._lock:
            if self._of_file is None:
                self._of_file = _make(self.file)
            return self._of_file


def readings_path(database: str) -> Path | None:
    """Where the readings of a database are: gateway.readings.db beside gateway.db. None: in itself."""
    return beside(database, "readings")


def _make(file: Path) -> Engine:
    make_file(file)
    engine = open_engine(f"{SQLITE}{file}", WAIT_SECONDS)
    with own_errors(), engine.begin() as connection:
        _reading.create(connection, checkfirst=True)
    return engine
