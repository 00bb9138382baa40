"""One engine per database: what makes SQLite durable, and driver errors in the words of the gateway."""

import json
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pydantic_core import PydanticSerializationError, to_json
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from gateway.errors import DatabaseAway, DiskFull
from gateway.store.sql.unwritten import write_kept

SQLITE: Final = "sqlite:///"
OWNER_ALONE: Final = 0o600
POSTGRES_CONNECT_SECONDS = 5
# the pages of a batch of mails are many small ones: of 2 MB, as much as is usual, they drive each other out
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "temp_store=MEMORY", "cache_size=-8000")
WRITER_PAUSE_SECONDS = 0.001
SILENT_SECONDS = 6  # who holds a lock of PostgreSQL and asks nothing for longer has vanished, and loses it


@dataclass(frozen=True)
class SignsOfLife:
    """After so many seconds of silence, and as many missing answers a second apart, a connection has ended.

    Without them a machine that vanished would keep what it had locked for hours, and a process would wait as long for
    a database that vanished. Sockets of the machine itself need none and take none.
    """

    idle: int = 3
    missing: int = 3

    @property
    def for_server(self) -> str:
        """Options of a connection: what PostgreSQL itself does."""
        milliseconds = (self.idle + self.missing) * 1000
        times = (
            f"-c tcp_keepalives_idle={self.idle} -c tcp_keepalives_interval=1 -c tcp_keepalives_count={self.missing}"
        )
        return f"{times} -c tcp_user_timeout={milliseconds}"

    @property
    def for_client(self) -> dict[str, int]:
        """Arguments of a connection: what our side of it does."""
        times = {"keepalives_idle": self.idle, "keepalives_interval": 1, "keepalives_count": self.missing}
        return {"keepalives": 1, **times, "tcp_user_timeout": (self.idle + self.missing) * 1000}


SIGNS_OF_LIFE = SignsOfLife()
_NO_TABLE = re.compile(r'(relation|column) "[^"]*" does not exist')
_DISK_WORDS = ("disk is full", "no space left", "disk i/o error", "could not extend file")


# The driver looks for an adapter of every None and of all bytes; to find one costs a fraction of finding none.
sqlite3.register_adapter(type(None), lambda nothing: nothing)
sqlite3.register_adapter(bytes, bytes)


def beside(database: str, name: str) -> Path | None:
    """A file beside that of a SQLite database: gateway.NAME.db for gateway.db. None where the database has no file."""
    if not database.startswith(SQLITE) or database == SQLITE:
        return None
    path = Path(database.removeprefix(SQLITE))
    return path.with_name(f"{path.stem}.{name}{path.suffix}")


def make_file(path: Path) -> None:
    """An empty file for its owner alone, where there is none yet. Raises DatabaseAway."""
    try:
        path.touch(OWNER_ALONE)
    except OSError as error:
        raise DatabaseAway(str(error)) from error


def open_engine(url: str, wait_seconds: float) -> Engine:
    """An engine whose transactions are synced at commit. `wait_seconds`: how long to wait for a lock or a statement."""
    engine = _sqlite(url, wait_seconds) if url.startswith("sqlite") else _postgres(url, wait_seconds)
    event.listen(engine, "before_cursor_execute", _write_first)
    return engine


def _write_first(connection: Connection, *_: object) -> None:
    """Before a statement of Core, whatever it asks for, all that is kept is written."""
    write_kept(connection)


def _sqlite(url: str, wait_seconds: float) -> Engine:
    engine = create_engine(
        url, connect_args={"timeout": wait_seconds, "check_same_thread": False}, json_serializer=_json
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        # a reader that turns writer halfway fails at once in WAL mode; so a writer says so at the start
        if connection.get_execution_options().get("reading", False):
            connection.exec_driver_sql("BEGIN")
        else:
            _begin_writing(connection, wait_seconds)

    return engine


def _begin_writing(connection: Connection, wait_seconds: float) -> None:
    """Wait for the one writer's lock by asking often.

    SQLite itself asks ever less often, every 0.1 s in the end: behind a writer that comes back quickly it waits for
    seconds, and with it everybody who waits for the answer to a final dot.
    """
    raw: Any = connection.connection.driver_connection
    deadline = time.monotonic() + wait_seconds
    raw.execute("PRAGMA busy_timeout = 0")
    try:
        while time.monotonic() < deadline:
            try:
                raw.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                    break
            time.sleep(WRITER_PAUSE_SECONDS)
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # once more, for its error in the words of SQLAlchemy
    finally:
        raw.execute(f"PRAGMA busy_timeout = {int(wait_seconds * 1000)}")


def _postgres(url: str, wait_seconds: float) -> Engine:
    milliseconds = int(wait_seconds * 1000)
    times = f"-c lock_timeout={milliseconds} -c statement_timeout={milliseconds} {SIGNS_OF_LIFE.for_server}"
    options = f"-c synchronous_commit=on -c timezone=UTC {times}"
    answer = {"connect_timeout": POSTGRES_CONNECT_SECONDS, "application_name": "gateway", **SIGNS_OF_LIFE.for_client}
    return create_engine(
        url,
        pool_size=5,
        max_overflow=5,
        pool_timeout=wait_seconds,
        pool_pre_ping=True,
        json_serializer=_json,
        connect_args={"options": options, **answer},
    )


def _json(value: object) -> str:
    """A document as text. Written in one go outside Python; a lone surrogate must be escaped, which json does."""
    try:
        return to_json(value).decode()
    except PydanticSerializationError:
        return json.dumps(value)


@contextmanager
def own_errors() -> Iterator[None]:
    """Driver errors that mean "not now" leave as DatabaseAway or DiskFull."""
    try:
        yield
    except PoolTimeout as error:
        raise DatabaseAway("no free connection to the database") from error
    except DBAPIError as error:
        text = str(error.orig).lower()
        if any(word in text for word in _DISK_WORDS):
            raise DiskFull(str(error.orig)) from error
        if isinstance(error, OperationalError) or error.connection_invalidated:
            raise DatabaseAway(str(error.orig)) from error
        if isinstance(error, ProgrammingError) and _NO_TABLE.search(text):
            raise DatabaseAway(str(error.orig).splitlines()[0]) from error  # as SQLite, which calls it operational
        raise
