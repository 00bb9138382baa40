"""Mail of ours that did not arrive, told to our own people."""

from dataclasses import dataclass
from typing import ClassVar, Literal, Self

from gateway.letters.letter import Audience, Letter
from gateway.letters.samples import CUSTOMER, TICKET, VENDOR
from gateway.letters.views import Recipient, TicketView


@dataclass(frozen=True, slots=True)
class BounceLetter(Letter):
    """To our own people: a mail of ours did not arrive. `subject` is that of our mail.

    `fault`: the address is dead, the reason is ours, or it may pass.
    """

    AUDIENCE: ClassVar[Audience] = "vendor"
    TEMPLATES: ClassVar[tuple[str, ...]] = ("bounce_alert",)
    ticket: TicketView | None
    address: str
    status: str | None
    diagnostic: str | None
    subject: str
    fault: Literal["address", "ours", "passing"] = "address"

    @classmethod
    def sample(cls, template: str, recipient: Recipient) -> Self:
        """Invented contents."""
        diagnostic = "smtp; 550 5.1.1 <user@acorn.example>: no such user"
        return cls(VENDOR, recipient, TICKET, CUSTOMER, "5.1.1", diagnostic, "[T-001001] Order entry")
