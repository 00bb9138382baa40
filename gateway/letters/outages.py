"""Outages: to those who asked to hear of them, and to those whose tickets they concern."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import ClassVar, Self

from gateway.letters.escalations import SAMPLE, EscalationView
from gateway.letters.letter import Audience, Letter
from gateway.letters.samples import NAMED_MANAGER, OUTAGE, TICKET, VENDOR
from gateway.letters.views import OutageView, Recipient, TicketView

_RESOLVED = replace(OUTAGE, state="resolved", text="All nodes are back.", next_update=None)


@dataclass(frozen=True, slots=True)
class OutageLetter(Letter):
    """To who asked to hear of it."""

    AUDIENCE: ClassVar[Audience] = "customer"
    TEMPLATES: ClassVar[tuple[str, ...]] = ("outage_opened", "outage_updated", "outage_resolved")
    outage: OutageView

    @classmethod
    def sample(cls, template: str, recipient: Recipient) -> Self:
        """Invented contents."""
        return cls(VENDOR, recipient, _RESOLVED if template == "outage_resolved" else OUTAGE)


@dataclass(frozen=True, slots=True)
class OutageTicketLetter(Letter):
    """To who asked for a ticket that an outage concerned. `goes_on`: an escalation of
    it on which a manager decides now, `ended`: one that is over with the outage."""

    AUDIENCE: ClassVar[Audience] = "customer"
    TEMPLATES: ClassVar[tuple[str, ...]] = ("outage_resolved_ticket",)
    ticket: TicketView
    outage: OutageView
    goes_on: str | None
    ended: str | None

    @classmethod
    def sample(cls, template: str, recipient: Recipient) -> Self:
        """Invented contents."""
        return cls(VENDOR, recipient, TICKET, _RESOLVED, None, "E-00001")


@dataclass(frozen=True, slots=True)
class OutageEscalationLetter(Letter):
    """To who escalates during an outage. `closed`: the escalation is over; else it waits for the end of the outage,
    until `at_latest` where that is known. `csm_added`: whom we put in copy; `subscribed`: they hear of it anyway."""

    AUDIENCE: ClassVar[Audience] = "customer"
    TEMPLATES: ClassVar[tuple[str, ...]] = ("escalation_outage_ack",)
    ticket: TicketView
    escalation: EscalationView
    outage: OutageView
    closed: bool
    at_latest: datetime | None
    csm_added: str | None
    subscribed: bool

    @classmethod
    def sample(cls, template: str, recipient: Recipient) -> Self:
        """Invented contents."""
        escalation, latest = replace(SAMPLE, state="deprioritized"), datetime(2026, 3, 4, 8, 0, tzinfo=UTC)
        return cls(VENDOR, recipient, TICKET, escalation, OUTAGE, False, latest, NAMED_MANAGER, False)


@dataclass(frozen=True, slots=True)
class SubscriptionLetter(Letter):
    """To who said SUBSCRIBE or UNSUBSCRIBE. `outage`: the one it is about, None: every one that concerns them."""

    AUDIENCE: ClassVar[Audience] = "customer"
    TEMPLATES: ClassVar[tuple[str, ...]] = ("subscribed", "unsubscribed")
    outage: OutageView | None

    @classmethod
    def sample(cls, template: str, recipient: Recipient) -> Self:
        """Invented contents."""
        return cls(VENDOR, recipient, OUTAGE if template == "subscribed" else None)
