"""Readers of a desk: what a process with `[workers] readers` does, here and now."""

from collections import Counter
from typing import Any

from sqlalchemy import text

from gateway.desk.desk import Desk
from gateway.desk.inbound.read_ahead import Reader, read_ahead
from gateway.store.inbox.reading_codec import ReadingCodec

EVERYTHING = 10_000


def reader_of(desk: Desk, **differs: Any) -> Reader:
    """A reader that leaves nothing to who decides."""
    assert desk.codec is not None
    own = {"store": desk.store, "clock": desk.clock, "verifier": desk.verifier, "limits": desk.reading}
    return Reader(**{**own, "codec": desk.codec, "portion": EVERYTHING, "in_hand": 0, **differs})


def read_all(desk: Desk, **differs: Any) -> Counter[str]:
    """Read what waits; what became of it."""
    done: Counter[str] = Counter()
    while portion := read_ahead(reader_of(desk, **differs)):
        done += portion
    return done


def other_code(desk: Desk) -> ReadingCodec:
    """That of a gateway of another version."""
    return ReadingCodec(desk.signer, lambda: "other code")


def change_readings(desk: Desk, statement: str) -> None:
    """Do something to them that no reader does."""
    with desk.store.reading_room.changing() as connection:
        connection.execute(text(statement))


def readings(desk: Desk) -> int:
    """How many there are, unfinished ones, too."""
    with desk.store.reading_room.looking() as connection:
        return int(connection.execute(text("SELECT count(*) FROM reading")).scalar_one())
