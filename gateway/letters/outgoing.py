"""Limits on our own mail, told to the operator and to our own people."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Self

from gateway.letters.letter import Audience, Letter
from gateway.letters.samples import CREATED, VENDOR
from gateway.letters.views import Recipient


@dataclass(frozen=True, slots=True)
class BurstLetter(Letter):
    """To the operator: too much of one address, domain or ticket (`address`). `reason` is a sentence."""

    AUDIENCE: ClassVar[Audience] = "vendor"
    TEMPLATES: ClassVar[tuple[str, ...]] = ("burst_alert",)
    address: str
    reason: str

    @classmethod
    def sample(cls, template: str, recipient: Recipient) -> Self:
        """Invented contents."""
        reason = "desk@other.example has already had 3 automatic answers within an hour"
        return cls(VENDOR, recipient, "desk@other.example", reason)


@dataclass(frozen=True, slots=True)
class BreakerLetter(Letter):
    """To the operator: all mail of a kind (`what`) is stopped at its cap an hour, or leaves again. `held`: how many
    mails were kept back since then."""

    AUDIENCE: ClassVar[Audience] = "vendor"
    TEMPLATES: ClassVar[tuple[str, ...]] = ("breaker_opened", "breaker_closed")
    what: str
    reason: str
    cap: int
    since: datetime
    held: int

    @classmethod
    def sample(cls, template: str, recipient: Recipient) -> Self:
        """Invented contents."""
        reason = "1000 automatic answers have already been sent within an hour, to all senders together"
        held = 1 if template == "breaker_opened" else 4711
        return cls(VENDOR, recipient, "automatic answers", reason, 1000, CREATED, held)


@dataclass(frozen=True, slots=True)
class SenderLine:
    """Alerts that were too many, of one sender: `subject` of the first. `unproven`: a customer's address, no proof."""

    sender: str
    count: int
    subject: str
    unproven: bool = False


@dataclass(frozen=True, slots=True)
class AlertSummaryLetter(Letter):
    """To our own people: alerts that were too many to send each, by who caused them. `more`: senders not named."""

    AUDIENCE: ClassVar[Audience] = "vendor"
    TEMPLATES: ClassVar[tuple[str, ...]] = ("alert_summary",)
    count: int
    since: datetime
    customers: tuple[SenderLine, ...]
    others: tuple[SenderLine, ...]
    more: int

    @classmethod
    def sample(cls, template: str, recipient: Recipient) -> Self:
        """Invented contents."""
        customers = (
            SenderLine("user@acorn.example", 2, "[T-001006] New ticket: Invoices do not print"),
            SenderLine("desk@birch.example", 1, "[T-001008] New ticket: Login", unproven=True),
        )
        others = (SenderLine("spam@flood.example", 342, "[T-001007] New ticket: Hello"),)
        return cls(VENDOR, recipient, 345, CREATED, customers, others, 1)


@dataclass(frozen=True, slots=True)
class IntakeLimitLetter(Letter):
    """To the operator: mail of somebody (`whose`) is answered with 4xx for today. `reason` is a sentence."""

    AUDIENCE: ClassVar[Audience] = "vendor"
    TEMPLATES: ClassVar[tuple[str, ...]] = ("intake_limited",)
    whose: str
    reason: str
    since: datetime

    @classmethod
    def sample(cls, template: str, recipient: Recipient) -> Self:
        """Invented contents."""
        reason = "They have used up the 1024 MiB that they may send together in a day"
        return cls(VENDOR, recipient, "senders without proof or of no customer", reason, CREATED)


@dataclass(frozen=True, slots=True)
class MailboxLetter(Letter):
    """To the operator: a mailbox cannot be read. `reason`: what the server or the network says."""

    AUDIENCE: ClassVar[Audience] = "vendor"
    TEMPLATES: ClassVar[tuple[str, ...]] = ("mailbox_failing",)
    mailbox: str
    reason: str
    since: datetime

    @classmethod
    def sample(cls, template: str, recipient: Recipient) -> Self:
        """Invented contents."""
        mailbox = "support@vendor.example@imap.vendor.example:993/INBOX"
        return cls(VENDOR, recipient, mailbox, "error: [AUTHENTICATIONFAILED] Authentication failed.", CREATED)
