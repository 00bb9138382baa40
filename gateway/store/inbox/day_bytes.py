"""How many bytes of mail each class of sender had kept on a day (UTC).

Counted in KiB among the other counters, under the last minute of the day: what sweeps old counts takes them when the
day is over. A transaction writes each of its classes once.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Final

from sqlalchemy import BigInteger, Connection, bindparam, or_, select

from gateway.domain.byte_class import STRANGERS
from gateway.store.outgoing.counters import Counters, minute_of
from gateway.store.sql.rows import table_of
from gateway.store.sql.statement import Statement
from gateway.store.tables.outgoing import Counter

KIB: Final = 1024
NO_END: Final = 1 << 60  # bytes that nobody sends in a day
_NAME: Final = "bytes of "
_LAST_MINUTE: Final = time(23, 59, tzinfo=UTC)

_counter = table_of(Counter)
_LARGEST = Statement(
    lambda _: select(_counter.c.name, _counter.c.count).where(
        _counter.c.bucket == bindparam("bucket"),
        or_(_counter.c.name == bindparam("strangers"), _counter.c.count >= bindparam("least", type_=BigInteger)),
    )
)


class DayBytes:
    """Bytes by day and class of sender (see `domain.byte_class`)."""

    def __init__(self, connection: Connection, counters: Counters) -> None:
        self._connection = connection
        self._counters = counters

    def add(self, sizes: Mapping[tuple[date, str], int]) -> None:
        """Count the bytes of mails by their day and class, each sum rounded up to KiB; written with all counters."""
        for (day, byte_class), size in sizes.items():
            self._counters.add(_NAME + byte_class, _end_of(day), -(-size // KIB))

    def largest(self, day: date, least: int) -> dict[str, int]:
        """What strangers have had, and every other class that has had at least so many bytes."""
        asked = {"bucket": minute_of(_end_of(day)), "strangers": _NAME + STRANGERS, "least": least // KIB}
        rows = _LARGEST.all(self._connection, **asked)
        return {row["name"].removeprefix(_NAME): row["count"] * KIB for row in rows if row["name"].startswith(_NAME)}


def _end_of(day: date) -> datetime:
    return datetime.combine(day, _LAST_MINUTE)
