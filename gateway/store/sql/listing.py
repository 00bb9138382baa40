"""Lists for people and programs: the newest rows that fit some filters, and how many more there are."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, false, func, or_


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list shall hold; None is everything. `since` is UTC, `search` is part of a subject or an address.

    `due_by`: only what a deadline runs for that ends then at the latest, UTC.
    """

    state: str | None = None
    organization: str | None = None
    assignee: str | None = None
    priority: str | None = None
    message_id: str | None = None
    since: datetime | None = None
    search: str | None = None
    due_by: datetime | None = None
    group: str | None = None


ALL = Wanted()


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of one kind. `columns`: which column each filter looks at; `searched`: those with people's words."""

    statement: Select[Any]
    key: Any
    columns: Mapping[str, Any]
    searched: tuple[Any, ...] = ()

    def newest(self, connection: Connection, wanted: Wanted, limit: int | None) -> list[Row[Any]]:
        """The newest rows that fit, newest last; at most `limit`."""
        statement = self.statement.where(self._fits(wanted)).order_by(self.key.desc())
        return list(connection.execute(statement.limit(limit) if limit else statement))[::-1]

    def count(self, connection: Connection, wanted: Wanted) -> int:
        """How many rows fit."""
        found = self.statement.with_only_columns(func.count(), maintain_column_froms=True).where(self._fits(wanted))
        return int(connection.execute(found).scalar_one())

    def _fits(self, wanted: Wanted) -> Any:
        given = {one.name: getattr(wanted, one.name) for one in fields(wanted)}
        conditions = [self._condition(name, value) for name, value in given.items() if value is not None]
        return and_(True, *conditions)

    def _condition(self, name: str, value: Any) -> Any:
        if name == "search":
            return or_(false(), *(func.lower(one).contains(value.lower(), autoescape=True) for one in self.searched))
        column = self.columns[name]
        if name == "since":
            return column >= value
        if name == "due_by":
            return column <= value
        # people write addresses in any case; codes and states are lower case anyway
        return func.lower(column) == value.lower() if name == "assignee" else column == value
