"""What is known of a mail that came in. Values."""

from dataclasses import dataclass
from datetime import datetime

from gateway.mail.envelope import InboundMail

STATES = ("waiting", "settled", "failed")


@dataclass(frozen=True, slots=True)
class Spooled:
    """Where a mail is in the spool: its number and the epoch that gave it. `packed`: its bytes as they are stored."""

    number: int
    epoch: str
    sha256: str
    packed: bytes


@dataclass(frozen=True, slots=True)
class WaitingMail:
    """A mail that is kept but not yet settled. One that is still in the spool has no id, 0, before it is claimed."""

    id: int
    mail: InboundMail
    source: str
    attempts: int
    spooled: Spooled | None = None


@dataclass(frozen=True, slots=True)
class WaitingHead:
    """A waiting mail without its bytes, which are `size` long. `number`: its id, or its number in the spool.

    `reading_key`: what a reading of it is found by.
    """

    number: int
    spooled: bool
    size: int
    reading_key: str


@dataclass(frozen=True, slots=True)
class EarlierDelivery:
    """A delivery with the same Message-ID that came before. `roles`: of our addresses it came to; `proof`: of its
    sender.
    """

    mail_id: int
    text_sha256: str
    roles: tuple[str, ...]
    ticket_id: int | None
    note_id: int | None
    decision: str | None
    proof: str | None
    sender: str | None
    received_at: datetime


@dataclass(frozen=True, slots=True)
class MailDecision:
    """The one decision about a mail, with who wrote it and why.

    `roles`: of our addresses it came to. `sender_checks`: how the proof was found, a line for each check.
    `sender_disguise`: what is conspicuous about From, for people. `missing`: what an escalation lacked.
    """

    message_id: str
    decision: str
    settled_at: datetime
    text_sha256: str | None = None
    roles: tuple[str, ...] = ()
    subject: str | None = None
    nature: str | None = None
    sender_address: str | None = None
    sender_organization: str | None = None
    sender_staff: bool = False
    sender_proof: str | None = None
    sender_evidence: str | None = None
    sender_checks: tuple[str, ...] = ()
    sender_disguise: tuple[str, ...] = ()
    rule: str | None = None
    why: str | None = None
    missing: tuple[str, ...] = ()
    ticket_id: int | None = None
    note_id: int | None = None
    escalation_id: int | None = None


@dataclass(frozen=True, slots=True)
class MailRecord:
    """A mail as it stands: how it came and, once settled, what was decided. `trace`: why it could not be processed.

    `state` is waiting, settled or failed; the other fields as in `MailDecision`. Times are UTC.
    """

    id: int
    sha256: str
    source: str
    received_at: datetime
    state: str
    attempts: int
    envelope_from: str | None
    envelope_to: tuple[str, ...]
    peer: str | None
    helo: str | None
    message_id: str | None
    text_sha256: str | None
    roles: tuple[str, ...]
    subject: str | None
    nature: str | None
    sender_address: str | None
    sender_organization: str | None
    sender_staff: bool
    sender_proof: str | None
    sender_evidence: str | None
    sender_checks: tuple[str, ...]
    sender_disguise: tuple[str, ...]
    decision: str | None
    rule: str | None
    why: str | None
    missing: tuple[str, ...]
    ticket_id: int | None
    note_id: int | None
    escalation_id: int | None
    settled_at: datetime | None
    trace: str | None
