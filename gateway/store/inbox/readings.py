"""Readings of waiting mails: made ahead by readers, used by who decides, gone when their mails are settled.

A reading is found by what was read, the bytes of a mail and how it came: a mail that moves out of the spool, or that
comes back from a backup, needs no new one. It can be made again at any time, so nobody ever waits for one.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, delete, select

from gateway.store.inbox.reading_codec import Reading, ReadingCodec, Unusable
from gateway.store.inbox.reading_key import key_of
from gateway.store.inbox.reading_room import ReadingRoom
from gateway.store.inbox.records import WaitingMail
from gateway.store.sql.rows import table_of
from gateway.store.sql.statement import ManyStatement, Row, Statement
from gateway.store.tables.inbox import StoredReading

log = logging.getLogger(__name__)

_reading = table_of(StoredReading)
_OF = ManyStatement(
    lambda wanted: select(_reading.c.mail, _reading.c.code, _reading.c.payload).where(_reading.c.mail.in_(wanted))
)
_FORGET: Final = Statement(lambda _: delete(_reading).where(_reading.c.mail == bindparam("of_mail")))


@dataclass(frozen=True, slots=True)
class Ahead:
    """What a reader has made of a mail, or why that is not used. `key`: what it is found by."""

    key: str
    reading: Reading | Unusable

    @property
    def usable(self) -> Reading | None:
        """The reading, if it can be used."""
        return self.reading if isinstance(self.reading, Reading) else None

    @property
    def outcome(self) -> str:
        """Used, or why it is not."""
        return "used" if isinstance(self.reading, Reading) else self.reading


class Readings:
    """The readings that a transaction uses. `used`: those that are removed from the file behind its commit."""

    def __init__(self, connection: Connection, room: ReadingRoom | None) -> None:
        self._connection = connection
        self._room = room if room and room.file else None  # a file; else they are in the database
        self.used: list[str] = []

    def of(self, mails: Sequence[WaitingMail], codec: ReadingCodec, now: datetime) -> list[Ahead | None]:
        """What readers have made of each of these mails, None where none has begun. Raises DatabaseAway."""
        if not mails or (self._room and not self._room.is_there):
            return [None] * len(mails)
        keys = [key_of(one) for one in mails]
        rows = self._in_file(keys) if self._room else _OF.all(self._connection, keys)
        rows.sort(key=lambda row: bool(row["code"] == codec.code))  # where others have read it, too, ours counts
        found = {row["mail"]: Ahead(row["mail"], _reading_in(row, codec, now)) for row in rows}
        return [found.get(key) for key in keys]

    def forget(self, ahead: Iterable[Ahead]) -> None:
        """The mails of these are settled."""
        keys = [one.key for one in ahead]
        if self._room:
            self.used += keys
        elif keys:
            _FORGET.run_later(self._connection, [{"of_mail": key} for key in keys])

    def forget_used(self) -> None:
        """Behind the commit, where they are in a file. Raises nothing: what stays there is tidied away by readers."""
        if self._room and self.used:
            try:
                with self._room.changing() as connection:
                    _FORGET.run_all(connection, [{"of_mail": key} for key in self.used])
            except Exception as error:  # all is committed
                log.warning("used readings are not removed", extra={"reason": str(error)})

    def _in_file(self, keys: Sequence[str]) -> list[Row]:
        assert self._room
        try:
            with self._room.looking() as connection:
                return _OF.all(connection, keys)
        except Exception as error:  # who decides reads the mails, as if there were no reader
            log.warning("readings cannot be read", extra={"reason": str(error)})
            return []


def _reading_in(row: Row, codec: ReadingCodec, now: datetime) -> Reading | Unusable:
    if row["code"] != codec.code:
        return "other_code"
    return codec.decode(row["mail"], bytes(row["payload"]), now) if row["payload"] is not None else "unfinished"
