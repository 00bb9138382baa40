"""News of a known issue, to those whose tickets are about it."""

from dataclasses import dataclass
from typing import ClassVar, Self

from gateway.letters.letter import Audience, Letter
from gateway.letters.samples import TICKET, VENDOR
from gateway.letters.views import Recipient, TicketView


@dataclass(frozen=True, slots=True)
class KnownIssueLetter(Letter):
    """What is known by now. `planned`: the version that is to have the fix, empty while nobody knows; `text`: our
    people's words; `others`: numbers of further tickets of the reader about the same."""

    AUDIENCE: ClassVar[Audience] = "customer"
    TEMPLATES: ClassVar[tuple[str, ...]] = ("known_issue_update",)
    ticket: TicketView
    key: str
    title: str
    fixed: bool
    planned: str
    text: str
    others: tuple[str, ...] = ()

    @classmethod
    def sample(cls, template: str, recipient: Recipient) -> Self:
        """Invented contents."""
        text = "The cause is found: two orders lock the same row. The fix is being tested."
        title = "Order entry waits for a lock"
        return cls(VENDOR, recipient, TICKET, "ORD-412", title, False, "10.6", text, ("T-001004",))
