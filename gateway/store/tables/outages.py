"""The tables of outages and of those who asked to hear of them. Outage id 1 is O-0001; ids are never used twice."""

from datetime import datetime

from sqlalchemy import Column, Index, Integer, String
from sqlmodel import Field, SQLModel

from gateway.store.sql.columns import NO_REUSE, BigId, document, generated_id, index_of_known, instant, outside_text
from gateway.store.sql.types import CleanText


class Outage(SQLModel, table=True):
    """An outage as it stands. `telling_since`: not everybody has heard the last yet."""

    __tablename__ = "outage"
    __table_args__ = (Index("ix_outage_state", "state"), index_of_known("ix_outage_telling", "telling_since"), NO_REUSE)
    id: int | None = generated_id()
    title: str = outside_text()
    state: str = Field(sa_column=Column(String(16), nullable=False))
    opened_at: datetime = instant(nullable=False)
    updated_at: datetime = instant(nullable=False)
    regions: list[str] = document()
    strategies: list[str] = document()
    apps: list[str] = document()
    text: str = outside_text()
    updates: int = Field(default=1)
    resolved_at: datetime | None = instant()
    telling_since: datetime | None = instant()
    telling_phase: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    telling_after: str = outside_text()


class OutageUpdate(SQLModel, table=True):
    """What was said of an outage; append-only."""

    __tablename__ = "outage_update"
    __table_args__ = (Index("ix_outage_update", "outage_id", "id"), NO_REUSE)
    id: int | None = generated_id()
    outage_id: int = Field(sa_column=Column(BigId, nullable=False))
    at: datetime = instant(nullable=False)
    state: str = Field(sa_column=Column(String(16), nullable=False))
    text: str = outside_text()
    actor: str = outside_text()


class Subscription(SQLModel, table=True):
    """An address that asked to hear of outages, or of one of them; kept when it is ended."""

    __tablename__ = "subscription"
    __table_args__ = (Index("ix_subscription_topic", "topic", "address"),)
    address: str = Field(sa_column=Column(CleanText, primary_key=True))  # lower case
    topic: str = Field(sa_column=Column(String(40), primary_key=True))
    token: str = outside_text()
    since: datetime = instant(nullable=False)
    source: str = Field(sa_column=Column(String(16), nullable=False))
    ended_at: datetime | None = instant()
