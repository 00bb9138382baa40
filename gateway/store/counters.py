"""Counts by the minute, so that a rate over the last hour costs at most 60 rows, however much happened."""

from datetime import datetime

from sqlalchemy import Connection, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from gateway.store.rows import table_of
from gateway.store.tables import Counter

_counter = table_of(Counter)
MINUTES = 60


class Counters:
    """Named counters."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, name: str, at: datetime) -> None:
        """Count one."""
        dialect = postgresql if self._connection.dialect.name == "postgresql" else sqlite
        bucket = _minute(at)
        statement = dialect.insert(_counter).values(name=name, bucket=bucket, count=1)
        more = {"count": _counter.c.count + 1}
        self._connection.execute(statement.on_conflict_do_update(index_elements=["name", "bucket"], set_=more))

    def in_last_hour(self, name: str, at: datetime) -> int:
        """The sum of the last 60 minutes."""
        last = _minute(at)
        found = select(func.coalesce(func.sum(_counter.c.count), 0)).where(
            _counter.c.name == name, _counter.c.bucket > last - MINUTES, _counter.c.bucket <= last
        )
        return int(self._connection.execute(found).scalar_one())

    def forget(self, before: datetime) -> None:
        """Remove what is too old to matter."""
        self._connection.execute(delete(_counter).where(_counter.c.bucket < _minute(before)))


def _minute(at: datetime) -> int:
    return int(at.timestamp()) // 60
