"""A desk for each of thousands of lives: a new one costs some milliseconds, not a database."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import text

from gateway.desk.desk import Desk
from gateway.store.store import Store
from tests.support.databases import EMPTY
from tests.support.desk import build_desk, do_not_sync, further_store

FreshDesk = Callable[[], Desk]


@dataclass
class Hands:
    """A clock that somebody moves. `instant` is aware."""

    instant: datetime

    def now(self) -> datetime:
        """Where the hands stand, in UTC."""
        return self.instant.astimezone(UTC)


def on_sqlite(schema: bytes, folder: Path) -> FreshDesk:
    """Desks whose file is copied from one with the directory in it; `schema` is the fixture `sqlite_schema`."""
    first = further_store(schema, folder / "first")
    build_desk(first, folder)
    first.close()
    content, path = (folder / "first" / "gateway.db").read_bytes(), folder / "gateway.db"
    pattern = build_desk(first, folder)
    opened: list[Store] = []

    def fresh() -> Desk:
        while opened:
            opened.pop().close()
        for beside in folder.glob("gateway.db*"):
            beside.unlink()
        path.write_bytes(content)
        store = Store(f"sqlite:///{path}")
        do_not_sync(store)
        opened.append(store)
        return replace(pattern, store=store, clock=Hands(pattern.clock.now()))

    return fresh


def on_postgresql(url: str, folder: Path) -> FreshDesk:
    """Desks on one database, which is emptied for each."""
    store = Store(url, wait_seconds=120)

    def fresh() -> Desk:
        with store.engine.begin() as connection:
            connection.execute(text(EMPTY))
        desk = build_desk(store, folder)
        return replace(desk, clock=Hands(desk.clock.now()))

    return fresh
