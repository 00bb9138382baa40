"""The table of notices that time sends."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from gateway.store.sql.columns import NO_REUSE, generated_id, instant


class Notice(SQLModel, table=True):
    """A milestone that has fired, once per subject, term and milestone."""

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("kind", "subject", "term", "milestone", name="uq_notice"),
        Index("ix_notice_fired", "kind", "fired"),
        NO_REUSE,
    )
    id: int | None = generated_id()
    kind: str
    subject: str
    term: str
    milestone: int  # days after the end, negative before
    fired: datetime = instant(nullable=False)
    skipped: bool = Field(default=False)
