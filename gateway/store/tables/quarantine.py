"""The table of mail that waits for a person."""

from datetime import datetime

from sqlalchemy import Column, Index
from sqlmodel import Field, SQLModel

from gateway.store.sql.columns import BigId, instant, outside_text


class Quarantine(SQLModel, table=True):
    """A mail that waits for a person. `cause` is a code, `owner` an address of the vendor."""

    __tablename__ = "quarantine"
    __table_args__ = (Index("ix_quarantine_state", "state", "mail_id"), Index("ix_quarantine_ticket", "ticket_id"))
    mail_id: int = Field(sa_column=Column(BigId, primary_key=True, autoincrement=False))
    cause: str
    detail: str = outside_text()
    since: datetime = instant(nullable=False)
    due: datetime | None = instant()
    owner: str = outside_text()
    ticket_id: int | None = Field(default=None, sa_column=Column(BigId, nullable=True))
    state: str = Field(default="waiting")  # waiting released rejected
    decided_by: str | None = outside_text(nullable=True)
    decided_at: datetime | None = instant()
