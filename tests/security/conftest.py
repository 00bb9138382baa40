"""The desk that most tests of attacks write to, and a mailbox for those that come from a mail server."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway.desk.desk import Desk
from gateway.store.store import Store
from tests.support.desk import build_desk, further_store
from tests.support.mailboxes import migrated, post, server, sqlite_store
from tests.support.running_desk import RunningDesk, running_desk

__all__ = ["desk", "migrated", "post", "server", "sqlite_store"]


@pytest.fixture
def desk(sqlite_schema: bytes, tmp_path: Path) -> Iterator[Desk]:
    """The desk of Example Software, on SQLite: most attacks never come near a difference between databases."""
    store = further_store(sqlite_schema, tmp_path / "vendor")
    yield build_desk(store, tmp_path)
    store.close()


@pytest.fixture
def running(store: Store, tmp_path: Path) -> Iterator[RunningDesk]:
    """A desk that takes and sends its mail over sockets, on each kind of database."""
    with running_desk(store, tmp_path) as desk:
        yield desk
