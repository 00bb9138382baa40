"""Which milestones have fired, so that none fires twice."""

from datetime import datetime

from sqlalchemy import Connection, select

from gateway.store.rows import table_of
from gateway.store.statement import insert_or
from gateway.store.tables import Notice

_notice = table_of(Notice)


class Notices:
    """One row for every kind, subject, term and milestone."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def fired(self, kind: str, subject: str, term: str) -> set[int]:
        """The milestones of a term that are done or skipped."""
        statement = select(_notice.c.milestone).where(
            _notice.c.kind == kind, _notice.c.subject == subject, _notice.c.term == term
        )
        return {int(row.milestone) for row in self._connection.execute(statement)}

    def record(self, kind: str, subject: str, term: str, milestone: int, at: datetime, skipped: bool = False) -> bool:
        """Note that a milestone fired; False when it had fired before."""
        row = {"kind": kind, "subject": subject, "term": term, "milestone": milestone, "fired": at, "skipped": skipped}
        statement = (
            insert_or(self._connection.dialect.name, _notice)
            .values(**row)
            .on_conflict_do_nothing()
            .returning(_notice.c.id)
        )
        return self._connection.execute(statement).first() is not None
