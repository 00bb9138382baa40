"""Which milestones have fired, so that none fires twice."""

from datetime import datetime

from sqlalchemy import Connection, select

from gateway.store.sql.rows import table_of
from gateway.store.sql.statement import insert_or
from gateway.store.tables.notices import Notice

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

    def subjects_since(self, kind: str, since: datetime) -> set[str]:
        """What milestones of a kind fired about since a time, UTC."""
        statement = select(_notice.c.subject).where(_notice.c.kind == kind, _notice.c.fired >= since)
        return {str(row.subject) for row in self._connection.execute(statement)}

    def any_of(self, kind: str) -> bool:
        """Has any milestone of a kind ever fired?"""
        return self._connection.execute(select(_notice.c.id).where(_notice.c.kind == kind).limit(1)).first() is not None

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
