"""The tables of escalations. Escalation id 1 is E-00001; ids are never used twice."""

from datetime import datetime

from sqlalchemy import Column, Index, Integer, String
from sqlmodel import Field, SQLModel

from gateway.store.sql.columns import NO_REUSE, BigId, document, generated_id, index_of_known, instant, outside_text


class Escalation(SQLModel, table=True):
    """An escalation of exactly one ticket."""

    __tablename__ = "escalation"
    __table_args__ = (
        Index("ix_escalation_ticket", "ticket_id"),
        index_of_known("ix_escalation_timer", "timer_due"),
        Index("ix_escalation_created", "created"),
        NO_REUSE,
    )
    id: int | None = generated_id()
    ticket_id: int = Field(sa_column=Column(BigId, nullable=False))
    channel: str
    state: str = Field(default="requested")
    level: int = Field(default=1)
    requested_by: str = outside_text()
    on_behalf_of: str | None = outside_text(nullable=True)
    reason_code: str = Field(default="other")
    reason: str | None = outside_text(nullable=True)
    business_impact: str | None = outside_text(nullable=True)
    production_impact: bool = Field(default=False)
    early: bool = Field(default=False)
    manager: str | None = outside_text(nullable=True)
    manager_due: datetime | None = instant()
    next_update_due: datetime | None = instant()
    cadence: str | None = Field(default=None)
    action_plan: str | None = outside_text(nullable=True)
    outage: str | None = Field(default=None)
    close_reason: str | None = outside_text(nullable=True)
    monitoring_until: datetime | None = instant()
    resolution: str | None = outside_text(nullable=True)
    missed: int = Field(default=0, sa_column=Column(Integer, nullable=False, server_default="0"))
    timer_due: datetime | None = instant()
    created: datetime = instant(nullable=False)


class EscalationStep(SQLModel, table=True):
    """What happened to an escalation after it was requested; append-only."""

    __tablename__ = "escalation_step"
    __table_args__ = (Index("ix_escalation_step", "escalation_id", "id"), NO_REUSE)
    id: int | None = generated_id()
    escalation_id: int = Field(sa_column=Column(BigId, nullable=False))
    at: datetime = instant(nullable=False)
    event: str = Field(sa_column=Column(String(32), nullable=False))
    actor: str | None = outside_text(nullable=True)
    text: str = outside_text()


class EscalationDraft(SQLModel, table=True):
    """What a rejected escalation already said, kept so that an answer to the rejection can complete it."""

    __tablename__ = "escalation_draft"
    __table_args__ = (Index("ix_draft_rejection", "rejection"), Index("ix_draft_expires", "state", "expires"), NO_REUSE)
    id: int | None = generated_id()
    ticket_id: int | None = Field(default=None, sa_column=Column(BigId, nullable=True))
    sender: str = outside_text()
    channel: str
    fields: dict[str, str] = document()
    rejection: str = outside_text()  # Message-ID of our rejecting answer
    code: str
    expires: datetime = instant(nullable=False)
    state: str = Field(default="open")  # open used expired
