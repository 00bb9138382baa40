"""The tables of cases. Ticket id 1 is T-001001; ids are never used twice."""

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Column, Index, Integer, String, false, text, true
from sqlmodel import Field, SQLModel

from gateway.store.sql.columns import NO_REUSE, BigId, document, generated_id, index_of_known, instant, outside_text
from gateway.store.sql.packing import PackedText
from gateway.store.sql.types import CleanText


class Ticket(SQLModel, table=True):
    """A case. `resolution_left` holds the minutes left while the resolution clock stands still."""

    __tablename__ = "ticket"
    __table_args__ = (
        Index("ix_ticket_requester", "requester"),
        Index("ix_ticket_organization", "organization"),
        Index("ix_ticket_state", "state", "id"),
        index_of_known("ix_ticket_timer", "timer_due"),
        index_of_known("ix_ticket_problem", "problem", "id"),
        index_of_known("ix_ticket_outage", "outage", "id"),
        Index("ix_ticket_received", "received_at"),
        index_of_known("ix_ticket_answered", "first_response_at"),
        index_of_known("ix_ticket_solved", "solved_at"),
        index_of_known("ix_ticket_closed", "closed_at"),
        index_of_known("ix_ticket_reopened", "reopened_at"),
        NO_REUSE,
    )
    id: int | None = generated_id()
    subject: str = outside_text()
    state: str = Field(default="new", sa_column=Column(String(16), nullable=False))
    triage: bool = Field(default=False)
    type: str = Field(default="question")
    subtype: str | None = Field(default=None)
    priority: str = Field(default="medium")
    impact: str | None = Field(default=None)
    urgency: str | None = Field(default=None)
    organization: str | None = Field(default=None)
    requester: str = outside_text()
    language: str | None = Field(default=None)
    assignee: str | None = outside_text(nullable=True)
    group: str | None = Field(default=None)
    address: str | None = Field(default=None)  # of ours to which it came
    line: int = Field(default=1)
    app: str | None = Field(default=None)
    environment: str | None = Field(default=None)
    component: str | None = Field(default=None)
    business_impact: str | None = outside_text(nullable=True)
    plan: str | None = Field(default=None)
    contract: str | None = Field(default=None)
    escalated: bool = Field(default=False)
    phone_call_required: bool = Field(default=False)
    outage: str | None = Field(default=None)
    problem: str | None = Field(default=None, sa_column=Column(String(40), nullable=True))  # key of a known issue
    problem_told: int = Field(default=0, sa_column=Column(Integer, nullable=False, server_default=text("0")))
    priority_claimed: bool = Field(default=False, sa_column=Column(Boolean, nullable=False, server_default=false()))
    merged_into: int | None = Field(default=None, sa_column=Column(BigId, nullable=True))
    follow_up_of: int | None = Field(default=None, sa_column=Column(BigId, nullable=True))
    resolution_code: str | None = Field(default=None)
    received_at: datetime = instant(nullable=False)
    first_response_due: datetime | None = instant()
    first_response_at: datetime | None = instant()
    resolution_due: datetime | None = instant()
    resolution_left: int | None = Field(default=None)
    solved_at: datetime | None = instant()
    closed_at: datetime | None = instant()
    waiting_since: datetime | None = instant()
    reminded_at: datetime | None = instant()
    fired: list[str] | None = document()  # kinds of deadlines
    timer_due: datetime | None = instant()
    reopened_at: datetime | None = instant()


class Participant(SQLModel, table=True):
    """A person on a ticket: requester, cc, watcher, owner, allowed (by an engineer) or external (never mailed)."""

    __tablename__ = "participant"
    __table_args__ = (Index("ix_participant_address", "address"),)
    ticket_id: int = Field(sa_column=Column(BigId, primary_key=True, autoincrement=False))
    address: str = Field(sa_column=Column(CleanText, primary_key=True))
    kind: str = Field(sa_column=Column(String(16), nullable=False))


class Note(SQLModel, table=True):
    """A case note; append-only. `author` is an address, None for the gateway itself."""

    __tablename__ = "note"
    __table_args__ = (Index("ix_note_ticket", "ticket_id", "id"), NO_REUSE)
    id: int | None = generated_id()
    ticket_id: int = Field(sa_column=Column(BigId, nullable=False))
    at: datetime = instant(nullable=False)
    author: str | None = outside_text(nullable=True)
    visibility: str = Field(sa_column=Column(String(16), nullable=False))  # public internal
    channel: str = Field(sa_column=Column(String(16), nullable=False))  # mail phone portal cli system
    via: str | None = Field(default=None)  # bcc
    text: str = Field(default="", sa_column=Column(PackedText, nullable=False))
    mail_id: int | None = Field(default=None, sa_column=Column(BigId, nullable=True))
    attachments: list[dict[str, Any]] | None = document()  # name, type, size, sha256, logo; content is in the raw mail
    proven: bool = Field(default=True, sa_column=Column(Boolean, nullable=False, server_default=true()))
    withdrawn_at: datetime | None = instant()


class SurveyAnswer(SQLModel, table=True):
    """What a customer thinks of a ticket that is over; the first answer alone, never changed."""

    __tablename__ = "survey_answer"
    ticket_id: int = Field(sa_column=Column(BigId, primary_key=True, autoincrement=False))
    at: datetime = instant(nullable=False)
    author: str = outside_text()
    score: int
    words: str = outside_text()
    note_id: int = Field(sa_column=Column(BigId, nullable=False))
