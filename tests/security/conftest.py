"""The desk that most tests of attacks write to, and a mailbox for those that come from a mail server."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from mailboxes import migrated, post, server, sqlite_store
from support_desk import build_desk, further_store

from gateway.desk.desk import Desk

__all__ = ["desk", "migrated", "post", "server", "sqlite_store"]


@pytest.fixture
def desk(sqlite_schema: bytes, tmp_path: Path) -> Iterator[Desk]:
    """The desk of Harbor Software, on SQLite: most attacks never come near a difference between databases."""
    store = further_store(sqlite_schema, tmp_path / "harbor")
    yield build_desk(store, tmp_path)
    store.close()
