"""Which small pictures an organization's mails had in their text before: a picture that comes again is no news."""

from collections.abc import Collection

from sqlalchemy import Connection, select

from gateway.store.sql.rows import table_of
from gateway.store.sql.statement import insert_or
from gateway.store.tables.inbox import Picture

_picture = table_of(Picture)


class Pictures:
    """One row for every organization and picture."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def seen_before(self, organization: str, hashes: Collection[str], mail_id: int) -> set[str]:
        """Those of these SHA-256 that another mail of the organization had; the others count from this mail on."""
        here = (_picture.c.organization == organization) & _picture.c.sha256.in_(hashes)
        rows = self._connection.execute(select(_picture.c.sha256, _picture.c.first_mail).where(here)).all()
        known = {row.sha256 for row in rows}
        fresh = [
            {"organization": organization, "sha256": one, "first_mail": mail_id} for one in sorted(set(hashes) - known)
        ]
        if fresh:
            statement = insert_or(self._connection.dialect.name, _picture).on_conflict_do_nothing()
            self._connection.execute(statement, fresh)
        return {row.sha256 for row in rows if row.first_mail != mail_id}
