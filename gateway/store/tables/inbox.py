"""The tables of mail that came in: its bytes, its envelope, the one decision about it; how far mailboxes are read."""

from datetime import datetime

from sqlalchemy import BigInteger, Column, Index, LargeBinary, String, text
from sqlmodel import Field, SQLModel

from gateway.store.sql.columns import NO_REUSE, BigId, document, generated_id, index_of_known, instant, outside_text
from gateway.store.sql.packing import PackedBytes
from gateway.store.sql.types import CleanText

# of escalations that were rejected; named in the query, too, or its index would not be taken
REJECTED = text(
    "decision IN ('no_ticket', 'unknown_ticket', 'foreign_ticket', 'ambiguous', 'closed', 'no_contract', "
    "'incomplete', 'too_early', 'no_ticket_at_request')"
)


class Blob(SQLModel, table=True):
    """Raw bytes of a mail, addressed by their SHA-256 (lower-case hex)."""

    __tablename__ = "blob"
    sha256: str = Field(sa_column=Column(String(64), primary_key=True))
    size: int
    content: bytes = Field(sa_column=Column(PackedBytes, nullable=False))


class Mail(SQLModel, table=True):
    """One inbound delivery with its envelope and, once settled, the one decision about it (IntakeRecord)."""

    __tablename__ = "mail"
    __table_args__ = (
        index_of_known("ix_mail_message_id", "message_id"),
        Index("ix_mail_waiting", "state", "id"),
        index_of_known("ix_mail_ticket", "ticket_id"),
        index_of_known("ix_mail_sender", "sender_address", "received_at"),
        Index("ix_mail_rejected", "received_at", sqlite_where=REJECTED, postgresql_where=REJECTED),
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


class Picture(SQLModel, table=True):
    """A small picture within the text of an organization's mail, and the mail that first had it."""

    __tablename__ = "picture"
    organization: str = Field(sa_column=Column(CleanText, primary_key=True))
    sha256: str = Field(max_length=64, primary_key=True)
    first_mail: int = Field(sa_column=Column(BigId, nullable=False))


class AwaitedLetter(SQLModel, table=True):
    """A letter that we do not have, and a ticket on which somebody answered it."""

    __tablename__ = "awaited_letter"
    __table_args__ = (Index("ix_awaited_letter_at", "at"),)
    message_id: str = Field(sa_column=Column(CleanText, primary_key=True))
    ticket_id: int = Field(sa_column=Column(BigId, primary_key=True, autoincrement=False))
    at: datetime = instant(nullable=False)


class StaffSignature(SQLModel, table=True):
    """A DKIM signature with which one of our people proved a mail."""

    __tablename__ = "staff_signature"
    __table_args__ = (Index("ix_staff_signature_at", "at"),)
    digest: str = Field(sa_column=Column(String(32), primary_key=True))
    message_id: str = Field(sa_column=Column(CleanText, nullable=False))
    at: datetime = instant(nullable=False)


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


class BlockedSender(SQLModel, table=True):
    """An address or a domain (lower case) whose mail is kept and nothing else; who blocked it, and when."""

    __tablename__ = "blocked_sender"
    sender: str = Field(sa_column=Column(CleanText, primary_key=True))
    since: datetime = instant(nullable=False)
    blocked_by: str = outside_text()


class StoredReading(SQLModel, table=True):
    """What a reader found out about a waiting mail; without a payload somebody is at it. See `store/inbox/readings`.

    With SQLite readings are in a file of their own, and this table of the database stays empty.
    """

    __tablename__ = "reading"
    __table_args__ = (Index("ix_reading_made_at", "made_at"),)
    mail: str = Field(sa_column=Column(String(64), primary_key=True))  # a digest of its bytes and its envelope
    code: str = Field(sa_column=Column(String(64), primary_key=True))  # what it was read by
    made_at: datetime = instant(nullable=False)
    payload: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True))
