"""Every table. Records are written and read through the files beside this one, nowhere else.

All times are UTC (`UtcDateTime`), all structured values JSON that is replaced as a whole. Public numbers come
from ids: ticket id 1 is T-001001, escalation id 1 is E-00001; ids are never used twice.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Date, Index, Integer, LargeBinary, String, UniqueConstraint
from sqlmodel import Field, SQLModel

from gateway.store.types import CleanText, UtcDateTime

# SQLite numbers rows only in an INTEGER key; PostgreSQL should not run out at 2**31
BigId = BigInteger().with_variant(Integer(), "sqlite")
NO_REUSE = {"sqlite_autoincrement": True}


def _id() -> Any:
    return Field(default=None, sa_column=Column(BigId, primary_key=True, autoincrement=True))


def _time(nullable: bool = True) -> Any:
    return Field(default=None, sa_column=Column(UtcDateTime, nullable=nullable))


def _text(nullable: bool = False) -> Any:
    return Field(default=None if nullable else "", sa_column=Column(CleanText, nullable=nullable))


def _json() -> Any:
    return Field(default=None, sa_column=Column(JSON, nullable=True))


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
        Index("ix_mail_message_id", "message_id"),
        Index("ix_mail_waiting", "state", "id"),
        Index("ix_mail_ticket", "ticket_id"),
        Index("ix_mail_sender", "sender_address", "received_at"),
        NO_REUSE,
    )
    id: int | None = _id()
    sha256: str = Field(sa_column=Column(String(64), nullable=False))
    source: str = Field(sa_column=Column(String(32), nullable=False))  # smtp, lmtp, imap, pipe, import
    envelope_from: str | None = _text(nullable=True)
    envelope_to: list[str] = _json()
    peer: str | None = Field(default=None)
    helo: str | None = _text(nullable=True)
    received_at: datetime = _time(nullable=False)
    state: str = Field(default="waiting", sa_column=Column(String(16), nullable=False))  # waiting settled failed
    attempts: int = Field(default=0)
    message_id: str | None = _text(nullable=True)
    text_sha256: str | None = Field(default=None)
    roles: list[str] = _json()  # the roles of our addresses this delivery came to
    subject: str | None = _text(nullable=True)
    nature: str | None = Field(default=None)
    sender_address: str | None = _text(nullable=True)
    sender_organization: str | None = Field(default=None)
    sender_staff: bool = Field(default=False)
    sender_proof: str | None = Field(default=None)
    sender_evidence: str | None = _text(nullable=True)
    decision: str | None = Field(default=None)
    rule: str | None = Field(default=None)
    why: str | None = _text(nullable=True)
    missing: list[str] | None = _json()
    ticket_id: int | None = Field(default=None, sa_column=Column(BigId, nullable=True))
    note_id: int | None = Field(default=None, sa_column=Column(BigId, nullable=True))
    escalation_id: int | None = Field(default=None, sa_column=Column(BigId, nullable=True))
    settled_at: datetime | None = _time()
    trace: str | None = _text(nullable=True)


class Quarantine(SQLModel, table=True):
    """A mail that waits for a person. `cause` is a code, `owner` an address of the vendor."""

    __tablename__ = "quarantine"
    __table_args__ = (Index("ix_quarantine_state", "state", "mail_id"), Index("ix_quarantine_ticket", "ticket_id"))
    mail_id: int = Field(sa_column=Column(BigId, primary_key=True, autoincrement=False))
    cause: str
    detail: str = _text()
    since: datetime = _time(nullable=False)
    due: datetime | None = _time()
    owner: str = _text()
    ticket_id: int | None = Field(default=None, sa_column=Column(BigId, nullable=True))
    state: str = Field(default="waiting")  # waiting released rejected
    decided_by: str | None = _text(nullable=True)
    decided_at: datetime | None = _time()


class Ticket(SQLModel, table=True):
    """A case. `resolution_left` holds the minutes left while the resolution clock stands still."""

    __tablename__ = "ticket"
    __table_args__ = (
        Index("ix_ticket_requester", "requester"),
        Index("ix_ticket_organization", "organization"),
        Index("ix_ticket_state", "state", "id"),
        NO_REUSE,
    )
    id: int | None = _id()
    subject: str = _text()
    state: str = Field(default="new", sa_column=Column(String(16), nullable=False))
    triage: bool = Field(default=False)
    type: str = Field(default="question")
    subtype: str | None = Field(default=None)
    priority: str = Field(default="medium")
    impact: str | None = Field(default=None)
    urgency: str | None = Field(default=None)
    organization: str | None = Field(default=None)
    requester: str = _text()
    language: str | None = Field(default=None)
    assignee: str | None = _text(nullable=True)
    line: int = Field(default=1)
    app: str | None = Field(default=None)
    environment: str | None = Field(default=None)
    component: str | None = Field(default=None)
    business_impact: str | None = _text(nullable=True)
    plan: str | None = Field(default=None)
    contract: str | None = Field(default=None)
    escalated: bool = Field(default=False)
    phone_call_required: bool = Field(default=False)
    outage: str | None = Field(default=None)
    merged_into: int | None = Field(default=None, sa_column=Column(BigId, nullable=True))
    follow_up_of: int | None = Field(default=None, sa_column=Column(BigId, nullable=True))
    resolution_code: str | None = Field(default=None)
    received_at: datetime = _time(nullable=False)
    first_response_due: datetime | None = _time()
    first_response_at: datetime | None = _time()
    resolution_due: datetime | None = _time()
    resolution_left: int | None = Field(default=None)
    solved_at: datetime | None = _time()
    closed_at: datetime | None = _time()


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
    id: int | None = _id()
    ticket_id: int = Field(sa_column=Column(BigId, nullable=False))
    at: datetime = _time(nullable=False)
    author: str | None = _text(nullable=True)
    visibility: str = Field(sa_column=Column(String(16), nullable=False))  # public internal
    channel: str = Field(sa_column=Column(String(16), nullable=False))  # mail phone portal cli system
    via: str | None = Field(default=None)  # bcc
    text: str = Field(default="", sa_column=Column(CleanText, nullable=False))
    mail_id: int | None = Field(default=None, sa_column=Column(BigId, nullable=True))
    attachments: list[dict[str, Any]] | None = _json()  # name, type, size, sha256; content is in the raw mail


class Escalation(SQLModel, table=True):
    """An escalation of exactly one ticket."""

    __tablename__ = "escalation"
    __table_args__ = (
        Index("ix_escalation_ticket", "ticket_id"),
        Index("ix_escalation_due", "state", "manager_due"),
        NO_REUSE,
    )
    id: int | None = _id()
    ticket_id: int = Field(sa_column=Column(BigId, nullable=False))
    channel: str
    state: str = Field(default="requested")
    level: int = Field(default=1)
    requested_by: str = _text()
    on_behalf_of: str | None = _text(nullable=True)
    reason_code: str = Field(default="other")
    reason: str | None = _text(nullable=True)
    business_impact: str | None = _text(nullable=True)
    production_impact: bool = Field(default=False)
    early: bool = Field(default=False)
    manager: str | None = _text(nullable=True)
    manager_due: datetime | None = _time()
    next_update_due: datetime | None = _time()
    cadence: str | None = Field(default=None)
    action_plan: str | None = _text(nullable=True)
    outage: str | None = Field(default=None)
    close_reason: str | None = _text(nullable=True)
    created: datetime = _time(nullable=False)


class EscalationDraft(SQLModel, table=True):
    """What a rejected escalation already said, kept so that an answer to the rejection can complete it."""

    __tablename__ = "escalation_draft"
    __table_args__ = (Index("ix_draft_rejection", "rejection"), Index("ix_draft_expires", "state", "expires"), NO_REUSE)
    id: int | None = _id()
    ticket_id: int | None = Field(default=None, sa_column=Column(BigId, nullable=True))
    sender: str = _text()
    channel: str
    fields: dict[str, str] = _json()
    rejection: str = _text()  # Message-ID of our rejecting answer
    code: str
    expires: datetime = _time(nullable=False)
    state: str = Field(default="open")  # open used expired


class Outgoing(SQLModel, table=True):
    """A mail of ours and what became of it (the transactional outbox). Rendered to bytes when it is sent."""

    __tablename__ = "outgoing"
    __table_args__ = (
        Index("ix_outgoing_message_id", "message_id"),
        Index("ix_outgoing_due", "state", "next_attempt"),
        Index("ix_outgoing_ticket", "ticket_id"),
        Index("ix_outgoing_governed", "governed_address", "created"),
        Index("ix_outgoing_mail", "mail_id"),
        NO_REUSE,
    )
    id: int | None = _id()
    mail_id: int | None = Field(default=None, sa_column=Column(BigId, nullable=True))  # the inbound mail it answers
    ticket_id: int | None = Field(default=None, sa_column=Column(BigId, nullable=True))
    escalation_id: int | None = Field(default=None, sa_column=Column(BigId, nullable=True))
    subject_ref: str | None = Field(default=None)  # license number, outage number, ... of a notice
    template: str
    audience: str  # customer vendor
    governed_address: str | None = _text(nullable=True)  # whom an automatic mail counts for; None: a person's mail
    envelope_from: str = _text()
    message_id: str = _text()
    in_reply_to: str | None = _text(nullable=True)
    headers: dict[str, str] = _json()  # in the order in which they are written
    text: str = _text()
    html: bool = Field(default=True)  # also send the HTML form of the text in the shared layout
    subject: str = _text()
    recipients: list[dict[str, Any]] = _json()  # address, state, reply
    state: str = Field(default="queued")  # queued sending sent deferred failed bounced suppressed held
    reason: str | None = _text(nullable=True)
    attempts: int = Field(default=0)
    created: datetime = _time(nullable=False)
    next_attempt: datetime | None = _time()
    lease_until: datetime | None = _time()
    fence: int = Field(default=0)
    sent_at: datetime | None = _time()


class Notice(SQLModel, table=True):
    """A milestone that has fired, once per subject, term and milestone."""

    __tablename__ = "notice"
    __table_args__ = (UniqueConstraint("kind", "subject", "term", "milestone", name="uq_notice"), NO_REUSE)
    id: int | None = _id()
    kind: str
    subject: str
    term: str
    milestone: int  # days after the end, negative before
    fired: datetime = _time(nullable=False)
    skipped: bool = Field(default=False)


class Counter(SQLModel, table=True):
    """How often something happened in a minute; `bucket` is the minute since 1970."""

    __tablename__ = "counter"
    name: str = Field(primary_key=True)
    bucket: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    count: int = Field(default=0)


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


class DirectoryCalendar(SQLModel, table=True):
    """Working hours and holidays."""

    __tablename__ = "directory_calendar"
    code: str = Field(primary_key=True)
    timezone: str
    hours: str
    holidays: list[str] = _json()


class DirectoryRegion(SQLModel, table=True):
    """A region with its manager."""

    __tablename__ = "directory_region"
    code: str = Field(primary_key=True)
    calendar: str
    manager: str | None = Field(default=None)
    deputy: str | None = Field(default=None)
    phones: list[str] = _json()


class DirectoryStaff(SQLModel, table=True):
    """A person of the vendor."""

    __tablename__ = "directory_staff"
    email: str = Field(primary_key=True)  # lower case
    name: str = Field(default="")
    roles: list[str] = _json()
    regions: list[str] = _json()
    away: list[dict[str, str]] | None = _json()


class DirectoryOrganization(SQLModel, table=True):
    """A customer or partner."""

    __tablename__ = "directory_organization"
    code: str = Field(primary_key=True)
    name: str
    domains: list[str] = _json()
    region: str | None = Field(default=None)
    language: str | None = Field(default=None)
    timezone: str | None = Field(default=None)
    csm: str | None = Field(default=None)
    account_executive: str | None = Field(default=None)
    partner_manager: str | None = Field(default=None)
    partner_of: list[str] | None = _json()


class DirectoryDomain(SQLModel, table=True):
    """The domains of organizations, one row each, for the look-up by sender."""

    __tablename__ = "directory_domain"
    domain: str = Field(primary_key=True)
    organization: str = Field(primary_key=True)


class DirectoryContact(SQLModel, table=True):
    """A person of a customer."""

    __tablename__ = "directory_contact"
    email: str = Field(primary_key=True)  # lower case
    name: str = Field(default="")
    organization: str = Field(index=True)
    has_account: bool = Field(default=False)
    roles: list[str] = _json()
    language: str | None = Field(default=None)
    bounce_state: str = Field(default="ok")  # ok soft hard; not part of the directory file


class DirectoryContract(SQLModel, table=True):
    """A support contract; both days inclusive."""

    __tablename__ = "directory_contract"
    number: str = Field(primary_key=True)
    organization: str = Field(index=True)
    plan: str
    starts: date = Field(sa_column=Column(Date, nullable=False))
    ends: date = Field(sa_column=Column(Date, nullable=False))
    extended_support: dict[str, Any] | None = _json()


class DirectoryApp(SQLModel, table=True):
    """An application of a customer and where it runs."""

    __tablename__ = "directory_app"
    code: str = Field(primary_key=True)
    name: str
    organization: str = Field(index=True)
    strategy: str
    version: int | None = Field(default=None)
    environments: list[str] = _json()
    technical_contacts: list[str] = _json()
    alert_receivers: list[str] = _json()
    members: list[str] = _json()
    delivered: date | None = Field(default=None, sa_column=Column(Date, nullable=True))


class DirectoryLicense(SQLModel, table=True):
    """A license and its present term; `expires` is inclusive. `timer_due`: when the renewal timer looks at it next,
    None: at once."""

    __tablename__ = "directory_license"
    __table_args__ = (Index("ix_license_expires", "expires"), Index("ix_license_timer", "timer_due"))
    number: str = Field(primary_key=True)
    app: str
    starts: date = Field(sa_column=Column(Date, nullable=False))
    expires: date = Field(sa_column=Column(Date, nullable=False))
    renewal_url: str | None = Field(default=None)
    state: str = Field(
        default="active"
    )  # active renewal_due in_renewal renewed expired_grace lapsed not_renewing cancelled
    snooze_until: date | None = Field(default=None, sa_column=Column(Date, nullable=True))
    notify: str | None = Field(default=None)  # chosen by CONTACT; instead of the technical contacts
    reacted: bool = Field(default=False)
    timer_due: datetime | None = _time()


class DirectoryRelease(SQLModel, table=True):
    """A major version of the product."""

    __tablename__ = "directory_release"
    major: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    ga: date | None = Field(default=None, sa_column=Column(Date, nullable=True))


class DirectorySubscription(SQLModel, table=True):
    """A standing subscription; group addresses too."""

    __tablename__ = "directory_subscription"
    address: str = Field(primary_key=True)
    topics: list[str] = _json()
    regions: list[str] = _json()
