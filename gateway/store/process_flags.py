"""Marks that outlive the process that set them."""

from sqlalchemy import Connection, delete, insert, select

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
        if self._connection.execute(select(_meta.c.key).where(_meta.c.key == name)).first():
            return False
        self._connection.execute(insert(_meta).values(key=name, value=SET))
        return True

    def is_set(self, name: str) -> bool:
        """Is the mark there?"""
        return self._connection.execute(select(_meta.c.key).where(_meta.c.key == name)).first() is not None

    def remove(self, name: str) -> None:
        """Remove a mark, if it is there."""
        self._connection.execute(delete(_meta).where(_meta.c.key == name))
