"""How far the spool was moved into this database: a mark for each epoch (see `spool`), among the facts about it."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, select

from gateway.store.sql.rows import table_of
from gateway.store.sql.statement import Statement, insert_or, values_of
from gateway.store.tables.processes import Meta

_PREFIX: Final = "spool "
_BEHIND: Final = "spool!"  # the first text behind all that begin so

_meta = table_of(Meta)
_ALL = Statement(
    lambda _: select(_meta.c.key, _meta.c.value).where(
        _meta.c.key >= bindparam("first"), _meta.c.key < bindparam("behind")
    )
)
_REMOVE = Statement(lambda _: delete(_meta).where(_meta.c.key == bindparam("of")))


def _upsert(dialect: str) -> Any:
    statement = insert_or(dialect, _meta).values(values_of(_meta.c.keys()))
    return statement.on_conflict_do_update(index_elements=["key"], set_={"value": statement.excluded["value"]})


_SET = Statement(_upsert)


class SpoolMarks:
    """Written in the transaction that moves the mails; so whoever holds its lock knows exactly what was moved."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self) -> dict[str, int]:
        """Up to which number the mails of each epoch were moved."""
        rows = _ALL.all(self._connection, first=_PREFIX, behind=_BEHIND)
        return {row["key"].removeprefix(_PREFIX): int(row["value"]) for row in rows}

    def set(self, marks: Mapping[str, int]) -> None:
        """Mails were moved up to here."""
        _SET.run_all(self._connection, [{"key": _PREFIX + one, "value": str(last)} for one, last in marks.items()])

    def keep_only(self, epochs: Collection[str]) -> None:
        """Remove the marks of all others."""
        _REMOVE.run_all(self._connection, [{"of": _PREFIX + one} for one in self.all() if one not in epochs])
