"""Questions about many values in one statement, with a bounded look into the index for each of them."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from itertools import chain
from typing import Any, Final, TypeVar

from sqlalchemy import BindParameter, Connection, Integer, bindparam, func, literal, literal_column, select

from gateway.store.sql.statement import ManyStatement

SAME_TIME: Final = timedelta(minutes=1)  # what is counted for a batch holds for mails that came so soon after
Value = TypeVar("Value")


def for_each(column: Callable[[BindParameter[Any]], Any]) -> ManyStatement:
    """A SELECT of one row, with a column for every value; see `by_value`."""
    return ManyStatement(lambda wanted: select(*map(column, wanted)))


def by_value(
    statement: ManyStatement, connection: Connection, wanted: Sequence[Value], **values: Any
) -> dict[Value, Any]:
    """What such a statement says of each value."""
    rows = statement.all(connection, wanted, **values)
    return dict(zip(wanted, chain.from_iterable(row.values() for row in rows), strict=False))  # the last row is padded


def is_any(column: Any) -> ManyStatement:
    """Has any row this value in the column? 1, or None."""

    def found(value: BindParameter[Any]) -> Any:
        return select(literal(1)).where(column == value).limit(literal_column("1")).scalar_subquery().label(value.key)

    return for_each(found)


def count_up_to(name: str, most: str, *conditions: Any) -> Any:
    """A column with how many rows fit, at most as many as the parameter `most`; the index is followed no further."""
    capped = select(literal(1)).where(*conditions).limit(bindparam(most, type_=Integer)).subquery()
    return select(func.count()).select_from(capped).scalar_subquery().label(name)
