"""The table of known issues."""

from datetime import datetime

from sqlalchemy import Column, String
from sqlmodel import Field, SQLModel

from gateway.store.sql.columns import index_of_known, instant, outside_text


class KnownIssue(SQLModel, table=True):
    """A known issue. `updates` counts its news; `telling_since`: not everybody has heard the last yet."""

    __tablename__ = "known_issue"
    __table_args__ = (index_of_known("ix_known_issue_telling", "telling_since"),)
    key: str = Field(sa_column=Column(String(40), primary_key=True))
    title: str = outside_text()
    state: str = Field(default="open", sa_column=Column(String(16), nullable=False))  # open fixed
    planned: str | None = outside_text(nullable=True)
    text: str = outside_text()
    updates: int = Field(default=0)
    opened_at: datetime = instant(nullable=False)
    updated_at: datetime = instant(nullable=False)
    telling_since: datetime | None = instant()
