"""Counts by the minute, so that a rate over the last hour costs at most 60 rows, however much happened.

Counts of a transaction are kept in memory and written when it ends, the same name once: a batch of mails reads and
writes each rate once, and two processes never wait for each other's rows in the middle of their work.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Integer, bindparam, delete, select

from gateway.store.sql.look_ahead import LookAhead, Question
from gateway.store.sql.rows import table_of
from gateway.store.sql.statement import ManyStatement, Statement, insert_or, values_of
from gateway.store.tables.outgoing import Counter

_counter = table_of(Counter)
MINUTES = 60
_LOOK_UP = ManyStatement(
    lambda names: select(_counter.c.name, _counter.c.bucket, _counter.c.count).where(
        _counter.c.name.in_(names), _counter.c.bucket > bindparam("since")
    )
)


_OF_HOUR = Statement(
    lambda _: (
        select(_counter.c.name, _counter.c.bucket, _counter.c.count)
        .where(_counter.c.bucket > bindparam("since"))
        .limit(bindparam("most", type_=Integer))
    )
)


def _upsert(dialect: str) -> Any:
    statement = insert_or(dialect, _counter).values(values_of(_counter.c.keys()))
    more = {"count": _counter.c.count + statement.excluded["count"]}
    return statement.on_conflict_do_update(index_elements=["name", "bucket"], set_=more)


_ADD = Statement(_upsert)
Minutes = dict[int, int]  # the count of each minute
Added = dict[str, Minutes]


class Counters:
    """Named counters, as this transaction sees them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[str, tuple[int, Minutes]] = {}  # by name: since when, and what
        self._added: Added = {}
        self._all_since: int | None = None  # a name that is not known was not counted since then

    def look_ahead(self, at: datetime, most: int) -> LookAhead:
        """Read all that was counted in the last hour, unless that are too many rows."""
        since = minute_of(at) - MINUTES
        rows = yield Question(_OF_HOUR, values={"since": since, "most": most + 1})
        if len(rows) <= most:
            self._all_since = since
            for row in rows:
                self._known.setdefault(row["name"], (since, {}))[1][row["bucket"]] = row["count"]

    def add(self, name: str, at: datetime, count: int = 1) -> None:
        """Count one, or so many; written by `flush`."""
        minutes, now = self._added.setdefault(name, {}), minute_of(at)
        minutes[now] = minutes.get(now, 0) + count

    def in_last_hour(self, name: str, at: datetime) -> int:
        """The sum of the last 60 minutes."""
        self.look_up((name,), at)
        last = minute_of(at)
        counts = (self._known[name][1], self._added.get(name, {}))
        return sum(n for minutes in counts for minute, n in minutes.items() if last - MINUTES < minute <= last)

    def look_up(self, names: Iterable[str], at: datetime) -> None:
        """Read what is not known yet, several names at once."""
        since = minute_of(at) - MINUTES
        unknown = [name for name in names if name not in self._known or self._known[name][0] > since]
        self._known |= {name: (since, {}) for name in unknown}
        if self._all_since is not None and self._all_since <= since:
            return
        for row in _LOOK_UP.all(self._connection, unknown, since=since):
            self._known[row["name"]][1][row["bucket"]] = row["count"]

    def flush(self) -> None:
        """Write what was counted, in the same order everywhere so that no two transactions wait for each other.

        At the end, with whatever else is still to be written.
        """
        rows = [
            {"name": name, "bucket": bucket, "count": n}
            for name, minutes in sorted(self._added.items())
            for bucket, n in sorted(minutes.items())
        ]
        self._added, self._known, self._all_since = {}, {}, None
        if rows:
            _ADD.run_later(self._connection, rows)

    def snapshot(self) -> Added:
        """What was counted so far, for `restore`."""
        return {name: dict(minutes) for name, minutes in self._added.items()}

    def restore(self, added: Added) -> None:
        """Forget what was counted since a snapshot."""
        self._added = added

    def forget(self, before: datetime) -> None:
        """Remove what is too old to matter."""
        self._connection.execute(delete(_counter).where(_counter.c.bucket < minute_of(before)))


def minute_of(at: datetime) -> int:
    """The bucket of a time: its minute since 1970."""
    return int(at.timestamp()) // 60
