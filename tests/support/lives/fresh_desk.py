"""A desk for each of thousands of lives: a new one costs some milliseconds, not a database."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text

from gateway.desk.desk import Desk
from gateway.store.store import Store
from tests.support.databases import EMPTY, url_of
from tests.support.desk import build_desk, do_not_sync, load
from tests.support.people import DIRECTORY


@dataclass(frozen=True, slots=True)
class Desks:
    """Where desks come from. `fresh`: the next one, with the directory and nothing else; the last one is gone then."""

    fresh: Callable[[], Desk]


@dataclass
class Hands:
    """A clock that somebody moves. `instant` is aware."""

    instant: datetime

    def now(self) -> datetime:
        """Where the hands stand, in UTC."""
        return self.instant.astimezone(UTC)


@contextmanager
def any_desks(kind: str, folder: Path, request: pytest.FixtureRequest) -> Iterator[Desks]:
    """Gives desks one after the other, on a kind of database: `sqlite` or `postgresql`."""
    store = Store(url_of(kind, folder, request), wait_seconds=120)
    do_not_sync(store)
    desk = build_desk(store, folder)
    with closing(store):
        if kind == "postgresql":
            yield Desks(partial(_emptied, desk))
        else:
            store.close()
            path = folder / "gateway.db"
            yield Desks(partial(_copied, desk, path, path.read_bytes()))


def _copied(desk: Desk, path: Path, content: bytes) -> Desk:
    """A SQLite file that has the directory in it is copied over the last one."""
    desk.store.close()
    for one in path.parent.glob(f"{path.name}*"):
        one.unlink()
    path.write_bytes(content)
    return _with_hands(desk)


def _emptied(desk: Desk) -> Desk:
    with desk.store.engine.begin() as connection:
        connection.execute(text(EMPTY))
    load(desk, DIRECTORY)
    return _with_hands(desk)


def _with_hands(desk: Desk) -> Desk:
    return replace(desk, clock=Hands(desk.clock.now()))
