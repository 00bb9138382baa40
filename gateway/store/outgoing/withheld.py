"""Alerts to our own people that were too many: one row a sender, until a summary names them."""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, func, select

from gateway.domain.outgoing.cause import LAST_OF_CUSTOMERS, Cause
from gateway.store.sql.rows import table_of
from gateway.store.sql.statement import Statement, insert_or, values_of
from gateway.store.tables.outgoing import WithheldAlert

MOST_CHARS: Final = 320  # of a sender; what an index of PostgreSQL takes is not much more

_withheld = table_of(WithheldAlert)


def _upsert(dialect: str) -> Any:
    statement = insert_or(dialect, _withheld).values(values_of(_withheld.c.keys()))
    more = {"count": _withheld.c.count + 1, "rank": func.least(_withheld.c.rank, statement.excluded.rank)}
    if dialect == "sqlite":
        more["rank"] = func.min(_withheld.c.rank, statement.excluded.rank)
    return statement.on_conflict_do_update(index_elements=["people", "sender"], set_=more)


_ADD = Statement(_upsert)
_OF_CUSTOMERS = Statement(
    lambda _: (
        select(_withheld.c.sender)
        .where(_withheld.c.people == bindparam("people"), _withheld.c.rank <= LAST_OF_CUSTOMERS)
        .limit(1)
    )
)


@dataclass(frozen=True, slots=True)
class WithheldOfSender:
    """How many alerts of one sender were held back, and the subject of the first. `rank`: see the cause."""

    sender: str
    rank: int
    count: int
    subject: str


class WithheldAlerts:
    """What the next summary for each group of our people says."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, people: str, cause: Cause, subject: str) -> None:
        """One more; what nobody causes is known by its subject."""
        sender = (cause.address or subject)[:MOST_CHARS]
        row = {"people": people, "sender": sender, "rank": cause.rank, "count": 1, "subject": subject}
        _ADD.run_later(self._connection, [row])

    def has_customers(self, people: str) -> bool:
        """Is one of them about a customer's mail?"""
        return _OF_CUSTOMERS.first(self._connection, people=people) is not None

    def of_people(self, people: str, most: int) -> list[WithheldOfSender]:
        """The senders, customers first, then those with the most alerts."""
        columns = (_withheld.c.sender, _withheld.c.rank, _withheld.c.count, _withheld.c.subject)
        statement = select(*columns).where(_withheld.c.people == people)
        order = (_withheld.c.rank, _withheld.c.count.desc(), _withheld.c.sender)
        rows = self._connection.execute(statement.order_by(*order).limit(most))
        return [WithheldOfSender(**row._mapping) for row in rows]

    def count_senders(self, people: str) -> int:
        """How many senders they are of."""
        statement = select(func.count()).select_from(_withheld).where(_withheld.c.people == people)
        return int(self._connection.execute(statement).scalar_one())

    def forget(self, people: str) -> None:
        """A summary names them."""
        self._connection.execute(delete(_withheld).where(_withheld.c.people == people))
