"""Questions about many values in one statement, with a bounded look into the index for each of them.

A look-ahead is a generator: it yields what it asks and is given the rows. So the questions of several look-aheads wait
for a database that is far away together.
"""

from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import chain
from typing import Any, Final, TypeVar

from sqlalchemy import (
    BindParameter,
    Connection,
    Integer,
    Select,
    bindparam,
    case,
    func,
    literal,
    literal_column,
    null,
    select,
    true,
)

from gateway.store.sql.statement import Answer, ManyStatement, Row, Statement
from gateway.store.sql.unwritten import sent_together

SAME_TIME: Final = timedelta(minutes=1)  # what is counted for a batch holds for mails that came so soon after
Value = TypeVar("Value")


def for_each(column: Callable[[BindParameter[Any]], Any]) -> ManyStatement:
    """A SELECT of one row, with a column for every value; see `by_value`."""
    return ManyStatement(lambda wanted: select(*map(column, wanted)))


def by_value(
    statement: ManyStatement, connection: Connection, wanted: Sequence[Value], **values: Any
) -> dict[Value, Any]:
    """What such a statement says of each value."""
    return said_of(wanted, statement.all(connection, wanted, **values))


def said_of(wanted: Sequence[Value], rows: Iterable[Row]) -> dict[Value, Any]:
    """What the rows of such a statement say of each value."""
    return dict(zip(wanted, chain.from_iterable(row.values() for row in rows), strict=False))  # the last row is padded


@dataclass(frozen=True, slots=True)
class Question:
    """A statement with its values, to be sent beside others. `wanted`: the values of a `ManyStatement`."""

    statement: ManyStatement | Statement
    wanted: Sequence[Any] = ()
    values: dict[str, Any] = field(default_factory=dict)

    def ask(self, connection: Connection) -> Answer:
        """Send it; what is returned fetches the rows."""
        if isinstance(self.statement, Statement):
            return self.statement.ask(connection, **self.values)
        return self.statement.ask(connection, self.wanted, **self.values)


LookAhead = Generator[Question, list[Row], None]


def look_together(connection: Connection, look_aheads: Iterable[LookAhead]) -> None:
    """Run look-aheads side by side: the next questions of all are sent in one go, until none has one."""
    asking = [(one, question) for one in look_aheads if (question := next(one, None))]
    while asking:
        with sent_together(connection, len(asking)):
            answers = [question.ask(connection) for _, question in asking]
        told = [(one, answer()) for (one, _), answer in zip(asking, answers, strict=True)]
        asking = [(one, question) for one, rows in told if (question := _next(one, rows))]


def _next(look_ahead: LookAhead, rows: list[Row]) -> Question | None:
    try:
        return look_ahead.send(rows)
    except StopIteration:
        return None


def newest_of_each(owner: Any, rows: Select[Any], newest_by: Any) -> ManyStatement:
    """A SELECT of the newest rows of each of several owners, at most `most`; `rows` are those of one of them."""
    most = bindparam("most", type_=Integer)

    def found(owners: Sequence[BindParameter[Any]]) -> Any:
        newest = rows.order_by(newest_by.desc()).limit(most).lateral()
        return select(*newest.c).select_from(owner.table).join(newest, true()).where(owner.in_(owners))

    return ManyStatement(found)


def if_short(column: Any, characters: int) -> Any:
    """A text, or NULL in its place where it is longer."""
    return case((func.length(column) <= characters, column), else_=null()).label(column.name)


def is_any(column: Any) -> ManyStatement:
    """Has any row this value in the column? 1, or None."""

    def found(value: BindParameter[Any]) -> Any:
        return select(literal(1)).where(column == value).limit(literal_column("1")).scalar_subquery().label(value.key)

    return for_each(found)


def count_up_to(name: str, most: str, *conditions: Any) -> Any:
    """A column with how many rows fit, at most as many as the parameter `most`; the index is followed no further."""
    capped = select(literal(1)).where(*conditions).limit(bindparam(most, type_=Integer)).subquery()
    return select(func.count()).select_from(capped).scalar_subquery().label(name)
