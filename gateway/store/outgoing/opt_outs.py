"""Who gets no optional mail."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select

from gateway.store.sql.rows import table_of, value
from gateway.store.sql.statement import insert_or
from gateway.store.tables.outgoing import OptOut as OptOutRecord

_opt_out = table_of(OptOutRecord)
EVERY_TOPIC = "*"


@dataclass(frozen=True, slots=True)
class OptOut:
    """An address that gets nothing optional about a topic, since when and why (`source`: link, complaint, operator)."""

    address: str
    topic: str
    since: datetime
    source: str
    detail: str


class OptOuts:
    """One row for every address and topic."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, address: str, topic: str, at: datetime, source: str, detail: str = "") -> bool:
        """No more optional mail about a topic; False when that was so before."""
        row = {"address": address.lower(), "topic": topic, "since": at, "source": source, "detail": detail}
        statement = insert_or(self._connection.dialect.name, _opt_out).values(**row).on_conflict_do_nothing()
        return self._connection.execute(statement.returning(_opt_out.c.topic)).first() is not None

    def remove(self, address: str, topic: str | None = None) -> int:
        """Optional mail again, about one topic or all; how many rows went."""
        statement = delete(_opt_out).where(_opt_out.c.address == address.lower())
        if topic:
            statement = statement.where(_opt_out.c.topic == topic)
        return int(self._connection.execute(statement).rowcount)

    def among(self, addresses: Iterable[str], topic: str) -> dict[str, OptOut]:
        """Those of these addresses (lower case) that want nothing about a topic."""
        wanted = {one.lower() for one in addresses}
        statement = select(_opt_out).where(_opt_out.c.address.in_(wanted), _opt_out.c.topic.in_((topic, EVERY_TOPIC)))
        found = [value(OptOut, row) for row in self._connection.execute(statement)]
        return {one.address: one for one in found}

    def listing(self) -> list[OptOut]:
        """All of them, oldest first."""
        rows = self._connection.execute(select(_opt_out).order_by(_opt_out.c.since, _opt_out.c.address))
        return [value(OptOut, row) for row in rows]
