"""Mail that waits for a person, told to our own people."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Self

from gateway.letters.letter import Audience, Letter
from gateway.letters.samples import CREATED, SUCCESS_MANAGER, TICKET, VENDOR
from gateway.letters.views import Recipient, TicketView


@dataclass(frozen=True, slots=True)
class QuarantineLetter(Letter):
    """To our own people: a mail waits for a decision. `cause` is a sentence, `text` the first lines, "" for none."""

    AUDIENCE: ClassVar[Audience] = "vendor"
    TEMPLATES: ClassVar[tuple[str, ...]] = ("quarantine_alert",)
    ticket: TicketView | None
    mail: int
    sender: str
    subject: str
    cause: str
    text: str

    @classmethod
    def sample(cls, template: str, recipient: Recipient) -> Self:
        """Invented contents."""
        cause = "The sender does not belong to the organization of the ticket."
        text = "I look after this now.\nWhere does it stand?"
        return cls(VENDOR, recipient, TICKET, 12, "x@rival.example", "Re: Order entry", cause, text)


@dataclass(frozen=True, slots=True)
class WaitingView:
    """A mail in quarantine, and how many of its sender wait with it (`number`)."""

    mail: int
    sender: str
    subject: str
    cause: str
    owner: str
    number: int
    since: datetime
    overdue: bool


@dataclass(frozen=True, slots=True)
class DigestLetter(Letter):
    """To the operator, once a day: what waits in quarantine; `count` mails in all.

    `waiting`: one of each sender, customers first. `more`: mails of senders that are not named.
    """

    AUDIENCE: ClassVar[Audience] = "vendor"
    TEMPLATES: ClassVar[tuple[str, ...]] = ("quarantine_digest",)
    count: int
    waiting: tuple[WaitingView, ...]
    more: int

    @classmethod
    def sample(cls, template: str, recipient: Recipient) -> Self:
        """Invented contents."""
        cause = "The sender's domain says that this mail is not from there."
        waiting = WaitingView(14, SUCCESS_MANAGER, "Please close it", cause, "duty@vendor.example", 1, CREATED, True)
        flood = WaitingView(15, "spam@flood.example", "Offer", cause, "duty@vendor.example", 342, CREATED, False)
        return cls(VENDOR, recipient, 345, (waiting, flood), 2)
