"""Every table but those of the directory. Records are written and read through the files beside this one, nowhere else.

All times are UTC (`UtcDateTime`), all structured values JSON that is replaced as a whole. Public numbers come
from ids: ticket id 1 is T-001001, escalation id 1 is E-00001; ids are never used twice.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Index, LargeBinary, String, UniqueConstraint
from sqlmodel import Field, SQLModel

from gateway.store.columns import NO_REUSE, BigId, document, generated_id, index_of_known, instant, outside_text
from gateway.store.types import CleanText


class Meta(SQLModel, table=True):
    """Small facts about the database itself, such as the version of the directory."""

    __tablename__ = "meta"
    key: str = Field(primary_key=True)
    value: str


class Blob(SQLModel, table=True):
    """Raw bytes of a mail, addressed by their SHA-256 (lower-case hex)."""

    __tablename__ = "blob"
    sha256: str = Field(sa_column=Column(String(64), primary_key=True))
    size: int
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class Mail(SQLModel, table=True):
    """One inbound delivery with its envelope and, once settled, the one decision about it (IntakeRecord)."""

    __tablename__ = "mail"
    __table_args__ = (
        index_of_known("ix_mail_message_id", "message_id"),
        Index("ix_mail_waiting", "state", "id"),
        index_of_known("ix_mail_ticket", "ticket_id"),
        index_of_known("ix_mail_sender", "sender_address", "received_at"),
        NO_REUSE,
    )
    id: int | None = generated_id()
    sha256: str = Field(sa_column=Column(String(64), nullable=False))
    source: str = Field(sa_column=Column(String(32), nullable=False))  # smtp, lmtp, imap, pipe, import
    envelope_from: str | None = outside_text(nullable=True)
    envelope_to: list[str] = document()
    peer: str | None = Field(default=None)
    helo: str | None = outside_text(nullable=True)
    received_at: datetime = instant(nullable=False)
    state: str = Field(default="waiting", sa_column=Column(String(16), nullable=False))  # waiting settled failed
    attempts: int = Field(default=0)
    message_id: str | None = outside_text(nullable=True)
    text_sha256: str | None = Field(default=None)
    roles: list[str] = document()  # the roles of our addresses this delivery came to
    subject: str | None = outside_text(nullable=True)
    nature: str | None = Field(default=None)
    sender_address: str | None = outside_text(nullable=True)
    sender_organization: str | None = Field(default=None)
    sender_staff: bool = Field(default=False)
    sender_proof: str | None = Field(default=None)
    sender_evidence: str | None = outside_text(nullable=True)
    sender_checks: list[str] | None = document()  # how the proof was found, a line for each check
    sender_disguise: list[str] | None = document()  # what is conspicuous about From, for people
    decision: str | None = Field(default=None)
    rule: str | None = Field(default=None)
    why: str | None = outside_text(nullable=True)
    missing: list[str] | None = document()
    ticket_id: int | None = Field(default=None, sa_column=Column(BigId, nullable=True))
    note_id: int | None = Field(default=None, sa_column=Column(BigId, nullable=True))
    escalation_id: int | None = Field(default=None, sa_column=Column(BigId, nullable=True))
    settled_at: datetime | None = instant()
    trace: str | None = outside_text(nullable=True)


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


class Ticket(SQLModel, table=True):
    """A case. `resolution_left` holds the minutes left while the resolution clock stands still."""

    __tablename__ = "ticket"
    __table_args__ = (
        Index("ix_ticket_requester", "requester"),
        Index("ix_ticket_organization", "organization"),
        Index("ix_ticket_state", "state", "id"),
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
    text: str = Field(default="", sa_column=Column(CleanText, nullable=False))
    mail_id: int | None = Field(default=None, sa_column=Column(BigId, nullable=True))
    attachments: list[dict[str, Any]] | None = document()  # name, type, size, sha256, logo; content is in the raw mail


class Escalation(SQLModel, table=True):
    """An escalation of exactly one ticket."""

    __tablename__ = "escalation"
    __table_args__ = (
        Index("ix_escalation_ticket", "ticket_id"),
        Index("ix_escalation_due", "state", "manager_due"),
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
    created: datetime = instant(nullable=False)


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
    subject_ref: str | None = Field(default=None)  # license number, outage number, ... of a notice
    template: str
    audience: str  # customer vendor
    governed_address: str | None = outside_text(
        nullable=True
    )  # whom an automatic mail counts for; None: a person's mail
    envelope_from: str = outside_text()
    message_id: str = outside_text()
    in_reply_to: str | None = outside_text(nullable=True)
    headers: dict[str, str] = document()  # in the order in which they are written
    text: str = outside_text()
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


class Notice(SQLModel, table=True):
    """A milestone that has fired, once per subject, term and milestone."""

    __tablename__ = "notice"
    __table_args__ = (UniqueConstraint("kind", "subject", "term", "milestone", name="uq_notice"), NO_REUSE)
    id: int | None = generated_id()
    kind: str
    subject: str
    term: str
    milestone: int  # days after the end, negative before
    fired: datetime = instant(nullable=False)
    skipped: bool = Field(default=False)


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


class OptOut(SQLModel, table=True):
    """Somebody who gets no optional mail about a topic, or about any ("*"). `source`: link, complaint, operator."""

    __tablename__ = "opt_out"
    address: str = Field(sa_column=Column(CleanText, primary_key=True))  # lower case
    topic: str = Field(primary_key=True)
    since: datetime = instant(nullable=False)
    source: str
    detail: str = outside_text()


class Picture(SQLModel, table=True):
    """A small picture within the text of an organization's mail, and the mail that first had it."""

    __tablename__ = "picture"
    organization: str = Field(sa_column=Column(CleanText, primary_key=True))
    sha256: str = Field(max_length=64, primary_key=True)
    first_mail: int = Field(sa_column=Column(BigId, nullable=False))


class ImapState(SQLModel, table=True):
    """How far a mailbox has been read (RFC 3501: a UID means something only together with UIDVALIDITY)."""

    __tablename__ = "imap_state"
    mailbox: str = Field(primary_key=True)  # user@host:port/folder
    uidvalidity: int = Field(sa_column=Column(BigInteger, nullable=False))
    last_uid: int = Field(sa_column=Column(BigInteger, nullable=False))


class ImapTaken(SQLModel, table=True):
    """A message of a mailbox that is committed but not yet marked there; removed once it is."""

    __tablename__ = "imap_taken"
    mailbox: str = Field(primary_key=True)
    uidvalidity: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    uid: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    mail_id: int = Field(sa_column=Column(BigId, nullable=False))
