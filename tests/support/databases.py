"""Empty databases for tests: SQLite files, and PostgreSQL from a wheel with one database that is emptied each time."""

import itertools
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE
from typing import Any

from gateway.store.store import Store

_serial = itertools.count(1)

END_OTHERS = """
SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
EMPTY = """
DO $$
DECLARE one record;
BEGIN
    SET LOCAL session_replication_role = replica;  -- in any order
    FOR one IN
        SELECT oid::regclass AS name, relkind AS kind FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'S') AND relname <> 'alembic_version'
    LOOP
        IF one.kind = 'r' THEN
            EXECUTE 'DELETE FROM ' || one.name;
        ELSE
            PERFORM setval(one.name, 1, false);
        END IF;
    END LOOP;
END $$
"""


@contextmanager
def postgres_server() -> Iterator[str]:
    """The URL of a throw-away PostgreSQL server. It ends with this process, also when that is killed."""
    command = [sys.executable, str(Path(__file__).with_name("postgres_process.py"))]
    with subprocess.Popen(command, stdin=PIPE, stdout=PIPE, text=True, start_new_session=True) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        assert url, "PostgreSQL does not start; the reason is above"
        yield url


def administer(server: str, *statements: str) -> None:
    """Run statements that want no transaction around them."""
    from sqlalchemy import create_engine

    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()


def beside(server: str, name: str) -> str:
    """The URL of another database of the same server."""
    head, _, tail = server.partition("?")
    return f"{head.rpartition('/')[0]}/{name}" + (f"?{tail}" if tail else "")


def with_schema(server: str) -> str:
    """The URL of a database with the newest schema and nothing in it."""
    url = fresh_database(server)
    store = Store(url)
    store.migrate()
    store.close()
    return url


def fresh_database(server: str) -> str:
    """The URL of a new database on a server, without a schema."""
    name = f"test_{next(_serial)}"
    administer(server, f"CREATE DATABASE {name}")
    return beside(server, name)


def url_of(kind: str, tmp_path: Path, request: Any) -> str:
    """A database of a kind, sqlite or postgresql, with the newest schema and nothing in it."""
    if kind == "postgresql":
        url = request.getfixturevalue("postgres_schema")
        # a new one for each test would cost eight megabytes on the disk
        administer(url, END_OTHERS, EMPTY)
        return str(url)
    path = tmp_path / "gateway.db"
    path.write_bytes(request.getfixturevalue("sqlite_schema"))
    return f"sqlite:///{path}"


def sqlite_file() -> bytes:
    """A SQLite file with the newest schema and nothing in it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "gateway.db"
        store = Store(f"sqlite:///{path}")
        store.migrate()
        store.close()
        return path.read_bytes()
