"""A mail of ours in the outbox: for whom, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from gateway.domain.outgoing.states import State

RecipientState = Literal["queued", "sending", "sent", "deferred", "failed", "bounced"]

_WAITING = frozenset({"queued", "deferred", "sending"})


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody a mail of ours goes to. `reply`: the last answer of the next host, None before there is one."""

    address: str
    state: RecipientState = "queued"
    reply: str | None = None

    @property
    def is_waiting(self) -> bool:
        """Has this recipient no final answer yet?"""
        return self.state in _WAITING


Withheld = Literal["blocked", "too_large", "scan"]


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that goes along: its bytes stay in the mail that brought it. `size` in bytes.

    `withheld`: why it does not go along, None where it does.
    """

    mail_id: int
    sha256: str
    name: str
    type: str
    size: int
    withheld: Withheld | None = None


@dataclass(frozen=True, slots=True)
class OutboxEntry:
    """A mail in the outbox. Times are UTC.

    `mail_id`: the inbound mail it answers. `note_id`: the note whose words it carries. `subject_ref`: what else it is
    about, a license number or "mail:17". `governed_address`: whom an automatic answer counts for, None for all other
    mail. `headers` stand in the order in which they are written. `html`: also send the text in the shared layout.
    `fence`: how often it was claimed. `files`: what came with the words and goes along.
    """

    id: int
    template: str
    audience: Literal["customer", "vendor"]
    envelope_from: str
    message_id: str
    headers: Mapping[str, str]
    subject: str
    text: str
    recipients: tuple[Recipient, ...]
    created: datetime
    next_attempt: datetime | None
    state: State = "queued"
    reason: str | None = None
    html: bool = True
    attempts: int = 0
    mail_id: int | None = None
    note_id: int | None = None
    ticket_id: int | None = None
    escalation_id: int | None = None
    subject_ref: str | None = None
    governed_address: str | None = None
    in_reply_to: str | None = None
    lease_until: datetime | None = None
    fence: int = 0
    sent_at: datetime | None = None
    files: tuple[SentFile, ...] = ()

    def readers(self, place: int | None = None) -> tuple[str, ...]:
        """Addresses of all recipients, or of the one whose place its bounce address names."""
        chosen = self.recipients if place is None else self.recipients[place : place + 1]
        return tuple(one.address.lower() for one in chosen)
