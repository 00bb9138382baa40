"""From database rows to the values of the domain, and back."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import fields
from functools import lru_cache
from operator import attrgetter
from typing import Any, TypeVar, cast

from sqlalchemy import Row

Value = TypeVar("Value")


@lru_cache(maxsize=64)
def _names(kind: Any) -> tuple[tuple[str, bool], ...]:
    # a field typed tuple[...] comes out of a JSON list
    return tuple((f.name, str(f.type).startswith("tuple")) for f in fields(kind))


def value(kind: type[Value], row: Row[Any] | Mapping[str, Any]) -> Value:
    """A frozen dataclass from the columns of the same names; JSON lists become tuples."""
    columns = cast(Mapping[str, Any], row._mapping) if isinstance(row, Row) else row
    return kind(
        **{
            name: tuple(columns[name] or ()) if is_tuple else columns[name]
            for name, is_tuple in _names(cast(Hashable, kind))
            if name in columns
        }
    )


def values(kind: type[Value], rows: Sequence[Row[Any]]) -> list[Value]:
    """What `value` makes of each row; which column is where is found out once for all of them."""
    if not rows:
        return []
    place = {name: index for index, name in enumerate(rows[0]._fields)}
    picked = [(name, place[name], is_tuple) for name, is_tuple in _names(cast(Hashable, kind)) if name in place]
    return [
        kind(**{name: tuple(row[at] or ()) if is_tuple else row[at] for name, at, is_tuple in picked})
        for row in map(tuple, rows)
    ]


@lru_cache(maxsize=64)
def _reader(kind: Any) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
    names = tuple(f.name for f in fields(kind))
    return names, attrgetter(*names)


def columns_of(one: object) -> dict[str, Any]:
    """The columns that a frozen dataclass fills: the other way of `value`."""
    names, read = _reader(cast(Hashable, type(one)))
    return dict(zip(names, read(one), strict=True))


def differences(was: object, now: object) -> dict[str, Any]:
    """The columns of `now` that differ from those of `was`, a value of the same class."""
    before = columns_of(was)
    return {name: one for name, one in columns_of(now).items() if one != before[name]}


def table_of(record: type) -> Any:
    """The table behind a record class."""
    return record.__table__  # type: ignore[attr-defined]  # of a table class
