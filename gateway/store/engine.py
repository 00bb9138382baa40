"""One engine per database: what makes SQLite durable, and driver errors in the words of the gateway."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from gateway.errors import DatabaseAway, DiskFull

POSTGRES_CONNECT_SECONDS = 5
_DISK_WORDS = ("disk is full", "no space left", "disk i/o error", "could not extend file")


def open_engine(url: str, wait_seconds: float) -> Engine:
    """An engine whose transactions are synced at commit. `wait_seconds`: how long to wait for a lock or a statement."""
    if url.startswith("sqlite"):
        return _sqlite(url, wait_seconds)
    return _postgres(url, wait_seconds)


def _sqlite(url: str, wait_seconds: float) -> Engine:
    engine = create_engine(url, connect_args={"timeout": wait_seconds, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "temp_store=MEMORY"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        # a reader that turns writer halfway fails at once in WAL mode; so a writer says so at the start
        reading = connection.get_execution_options().get("reading", False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine


def _postgres(url: str, wait_seconds: float) -> Engine:
    milliseconds = int(wait_seconds * 1000)
    options = (
        f"-c synchronous_commit=on -c lock_timeout={milliseconds} -c statement_timeout={milliseconds} -c timezone=UTC"
    )
    return create_engine(
        url,
        pool_size=5,
        max_overflow=5,
        pool_timeout=wait_seconds,
        pool_pre_ping=True,
        connect_args={"options": options, "connect_timeout": POSTGRES_CONNECT_SECONDS, "application_name": "gateway"},
    )


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
        raise
