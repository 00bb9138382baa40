"""What is wrong at the moment and was told to somebody already."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select

from gateway.store.sql.rows import table_of, value
from gateway.store.sql.statement import Statement, insert_or, values_of
from gateway.store.tables.outgoing import Alarm as AlarmRecord

_alarm = table_of(AlarmRecord)


def _upsert(dialect: str) -> Any:
    statement = insert_or(dialect, _alarm).values(values_of(_alarm.c.keys()))
    more = statement.on_conflict_do_update(index_elements=["name"], set_={"held": _alarm.c.held + 1})
    return more.returning(_alarm.c.held)


_HOLD = Statement(_upsert)


@dataclass(frozen=True, slots=True)
class Alarm:
    """An alarm that is on: its name, since when, and how many mails it held back."""

    name: str
    since: datetime
    held: int


class Alarms:
    """One row for every alarm that is on."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._on: set[str] = set()  # of those that this transaction held a mail back for

    def forget(self) -> None:
        """What was done since a savepoint was undone."""
        self._on.clear()

    def hold(self, name: str, at: datetime) -> bool:
        """One more mail is held back; True when that sets the alarm off."""
        row = {"name": name, "since": at, "held": 1}
        if name in self._on:
            _HOLD.run_later(self._connection, [row])
            return False
        self._on.add(name)
        return int(_HOLD.scalar(self._connection, **row)) == 1

    def on(self, since_before: datetime | None = None) -> list[Alarm]:
        """The alarms that are on, those that went off before a time; locked until the transaction ends."""
        statement = select(_alarm).order_by(_alarm.c.since, _alarm.c.name)
        if since_before:
            statement = statement.where(_alarm.c.since <= since_before)
        return [value(Alarm, row) for row in self._connection.execute(statement.with_for_update(skip_locked=True))]

    def clear(self, name: str) -> None:
        """Set an alarm back."""
        self._on.discard(name)
        self._connection.execute(delete(_alarm).where(_alarm.c.name == name))
