"""The table of large-scale tests that customers ask for."""

from datetime import date, datetime

from sqlalchemy import Column, Date
from sqlmodel import Field, SQLModel

from gateway.store.sql.columns import BigId, document, index_of_known, instant, outside_text


class TestRequest(SQLModel, table=True):
    """One for a ticket. `due`: when a timer looks at it."""

    __tablename__ = "test_request"
    __table_args__ = (index_of_known("ix_test_request_due", "due"),)
    ticket_id: int = Field(sa_column=Column(BigId, primary_key=True, autoincrement=False))
    state: str
    kind: str | None = Field(default=None)
    ips: list[str] | None = document()
    environment_ids: list[str] | None = document()
    day: date | None = Field(default=None, sa_column=Column(Date, nullable=True))
    told_at: datetime | None = instant()
    starts: datetime | None = instant()
    ends: datetime | None = instant()
    parties: list[str] | None = document()
    late: bool = Field(default=False)
    indemnification: str = Field(default="none")  # none needed signed
    indemnified_by: str | None = outside_text(nullable=True)
    decision: str | None = Field(default=None)  # approved refused
    decided_by: str | None = outside_text(nullable=True)
    decided_at: datetime | None = instant()
    reason: str | None = outside_text(nullable=True)
    consent_mail_id: int | None = Field(default=None, sa_column=Column(BigId, nullable=True))
    due: datetime | None = instant()
