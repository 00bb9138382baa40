"""A priority that only the customer's words give a ticket, until one of our people has looked."""

from typing import Final

from gateway.domain.phrase import Phrase, phrase
from gateway.domain.tickets.ticket import Ticket

_UNSTATED: Final = "unstated"


def claimed_priority(ticket: Ticket) -> Phrase | None:
    """What our people are told of it; None where somebody of us set or confirmed the priority, or nobody need."""
    if not ticket.priority_claimed:
        return None
    levels = {name: phrase(f"level.{word or _UNSTATED}") for name, word in _words(ticket).items()}
    return phrase("note.priority_claimed", code=ticket.priority, **levels)


def _words(ticket: Ticket) -> dict[str, str | None]:
    return {"priority": ticket.priority, "impact": ticket.impact, "urgency": ticket.urgency}
