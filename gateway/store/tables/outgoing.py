"""The tables of outgoing mail: the outbox, what limits it, and who wants none."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Index
from sqlmodel import Field, SQLModel

from gateway.store.sql.columns import NO_REUSE, BigId, document, generated_id, index_of_known, instant, outside_text
from gateway.store.sql.packing import PackedDocument, PackedText
from gateway.store.sql.types import CleanText


class Outgoing(SQLModel, table=True):
    """A mail of ours and what became of it (the transactional outbox). Rendered to bytes when it is sent."""

    __tablename__ = "outgoing"
    __table_args__ = (
        Index("ix_outgoing_message_id", "message_id"),
        Index("ix_outgoing_due", "state", "next_attempt"),
        Index("ix_outgoing_ticket", "ticket_id"),
        index_of_known("ix_outgoing_governed", "governed_address", "created"),
        Index("ix_outgoing_mail", "mail_id"),
        NO_REUSE,
    )
    id: int | None = generated_id()
    mail_id: int | None = Field(default=None, sa_column=Column(BigId, nullable=True))  # the inbound mail it answers
    ticket_id: int | None = Field(default=None, sa_column=Column(BigId, nullable=True))
    escalation_id: int | None = Field(default=None, sa_column=Column(BigId, nullable=True))
    note_id: int | None = Field(default=None, sa_column=Column(BigId, nullable=True))  # whose words it carries
    subject_ref: str | None = Field(default=None)  # license number, outage number, ... of a notice
    template: str
    audience: str  # customer vendor
    governed_address: str | None = outside_text(
        nullable=True
    )  # whom an automatic mail counts for; None: a person's mail
    envelope_from: str = outside_text()
    message_id: str = outside_text()
    in_reply_to: str | None = outside_text(nullable=True)
    headers: dict[str, str] = Field(
        default=None, sa_column=Column(PackedDocument, nullable=True)
    )  # in the order in which they are written
    text: str = Field(default="", sa_column=Column(PackedText, nullable=False))
    html: bool = Field(default=True)  # also send the HTML form of the text in the shared layout
    subject: str = outside_text()
    recipients: list[dict[str, Any]] = document()  # address, state, reply
    state: str = Field(default="queued")  # queued sending sent deferred failed bounced suppressed held
    reason: str | None = outside_text(nullable=True)
    attempts: int = Field(default=0)
    created: datetime = instant(nullable=False)
    next_attempt: datetime | None = instant()
    lease_until: datetime | None = instant()
    fence: int = Field(default=0)
    sent_at: datetime | None = instant()
    files: list[dict[str, Any]] | None = document()  # that go along: mail_id, sha256, name, type, size, withheld


class OutgoingPicture(SQLModel, table=True):
    """A picture that stands below the words of a mail of ours: drawn as SVG, sent as PNG; what it shows, in words."""

    __tablename__ = "outgoing_picture"
    outgoing_id: int = Field(sa_column=Column(BigId, primary_key=True, autoincrement=False))
    svg: str = Field(sa_column=Column(PackedText, nullable=False))
    shows: str = outside_text()


class Counter(SQLModel, table=True):
    """How often something happened in a minute; `bucket` is the minute since 1970."""

    __tablename__ = "counter"
    __table_args__ = (Index("ix_counter_bucket", "bucket"),)
    name: str = Field(primary_key=True)
    bucket: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    count: int = Field(default=0)


class Alarm(SQLModel, table=True):
    """Something that stays wrong for a while, told once: what (`name`), since when, how many mails it held back."""

    __tablename__ = "alarm"
    name: str = Field(sa_column=Column(CleanText, primary_key=True))
    since: datetime = instant(nullable=False)
    held: int = Field(default=0)


class WithheldAlert(SQLModel, table=True):
    """Alerts to a group of our people that were too many, by who causes them, until a summary names them.

    `people`: addresses, sorted, with commas. `sender`: an address, or the subject where nobody causes it. `rank`: the
    place of its relation in a summary (`domain.outgoing.cause`). `subject`: of the first of them.
    """

    __tablename__ = "withheld_alert"
    people: str = Field(sa_column=Column(CleanText, primary_key=True))
    sender: str = Field(sa_column=Column(CleanText, primary_key=True))
    rank: int = Field(default=0)
    count: int = Field(default=0)
    subject: str = outside_text()


class OptOut(SQLModel, table=True):
    """Somebody who gets no optional mail about a topic, or about any ("*"). `source`: link, complaint, operator."""

    __tablename__ = "opt_out"
    address: str = Field(sa_column=Column(CleanText, primary_key=True))  # lower case
    topic: str = Field(primary_key=True)
    since: datetime = instant(nullable=False)
    source: str
    detail: str = outside_text()
