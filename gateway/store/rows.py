"""From database rows to the values of the domain."""

from collections.abc import Hashable, Mapping
from dataclasses import fields
from functools import lru_cache
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


def table_of(record: type) -> Any:
    """The table behind a record class."""
    return record.__table__  # type: ignore[attr-defined]
