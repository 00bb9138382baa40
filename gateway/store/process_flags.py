"""Marks that outlive the process that set them."""

from sqlalchemy import Connection, delete, insert, select, update

from gateway.store.sql.rows import table_of
from gateway.store.tables.processes import Meta

_meta = table_of(Meta)
SET = "set"


class ProcessFlags:
    """Named marks; a mark is there or it is not."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def set(self, name: str) -> bool:
        """Set a mark; False when it was there already."""
        if self.is_set(name):
            return False
        self._connection.execute(insert(_meta).values(key=name, value=SET))
        return True

    def is_set(self, name: str) -> bool:
        """Is the mark there?"""
        return self._find(name) is not None

    def remove(self, name: str) -> None:
        """Remove a mark, if it is there."""
        self._connection.execute(delete(_meta).where(_meta.c.key == name))

    def take(self, name: str, who: str) -> bool:
        """Set a mark that says who set it; False when somebody else had left theirs, which is ours now."""
        found = self._find(name)
        if found is None:
            self._connection.execute(insert(_meta).values(key=name, value=who))
        elif found != who:
            self._connection.execute(update(_meta).where(_meta.c.key == name).values(value=who))
        return found in (None, who)

    def leave(self, name: str, who: str) -> None:
        """Remove a mark that was taken; that of somebody else stays."""
        self._connection.execute(delete(_meta).where(_meta.c.key == name, _meta.c.value == who))

    def _find(self, name: str) -> str | None:
        value = self._connection.execute(select(_meta.c.value).where(_meta.c.key == name)).scalar()
        return None if value is None else str(value)
