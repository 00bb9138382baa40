"""Raw bytes by their SHA-256."""

import hashlib
from collections.abc import Iterable

from sqlalchemy import Connection, LargeBinary, bindparam, select

from gateway.errors import NotFound
from gateway.store.sql.rows import table_of
from gateway.store.sql.statement import Statement, insert_or, values_of
from gateway.store.tables.inbox import Blob

_blob = table_of(Blob)
_KEEP = Statement(lambda dialect: insert_or(dialect, _blob).values(values_of(_blob.c.keys())).on_conflict_do_nothing())
_PACKED = {**values_of(("sha256", "size")), "content": bindparam("content", type_=LargeBinary)}
_KEEP_PACKED = Statement(lambda dialect: insert_or(dialect, _blob).values(_PACKED).on_conflict_do_nothing())


class Blobs:
    """Content-addressed bytes; writing the same bytes twice keeps one copy."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep(self, contents: Iterable[bytes]) -> list[str]:
        """Store each, in order; their SHA-256 in lower-case hex."""
        rows = [{"sha256": hashlib.sha256(c).hexdigest(), "size": len(c), "content": c} for c in contents]
        if rows:
            _KEEP.run_all(self._connection, rows)
        return [str(row["sha256"]) for row in rows]

    def keep_packed(self, blobs: Iterable[tuple[str, int, bytes]]) -> None:
        """Store what is packed already: SHA-256, size of what is in it, and the packed bytes."""
        _KEEP_PACKED.run_all(
            self._connection, [{"sha256": key, "size": size, "content": packed} for key, size, packed in blobs]
        )

    def get(self, sha256: str) -> bytes:
        """The bytes. Raises NotFound."""
        row = self._connection.execute(select(_blob.c.content).where(_blob.c.sha256 == sha256)).first()
        if row is None:
            raise NotFound(f"no stored content with SHA-256 {sha256}")
        return bytes(row[0])
