"""Escalations: what may be said of one, and why there is none."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import ClassVar, Self

from gateway.letters.letter import Audience, Letter
from gateway.letters.samples import (
    CONTRACT_ENDED,
    CUSTOMER,
    NAMED_CUSTOMER,
    NAMED_MANAGER,
    OPEN_TICKETS,
    RESPONSE_DUE,
    TICKET,
    VENDOR,
)
from gateway.letters.views import OpenTicketView, Recipient, TicketView


@dataclass(frozen=True, slots=True)
class EscalationView:
    """What may be said of an escalation."""

    number: str
    state: str
    level: int
    channel: str
    reason: str | None
    business_impact: str | None
    requested_by: str
    on_behalf_of: str | None
    manager: str | None
    manager_due: datetime | None
    early: bool
    production_impact: bool


SAMPLE = EscalationView(
    number="E-00001",
    state="requested",
    level=1,
    channel="email",
    reason="No answer since yesterday.",
    business_impact="Order entry of 40 people is stopped.\nTrucks wait at the gate.",
    requested_by=NAMED_CUSTOMER,
    on_behalf_of=None,
    manager="Otto Klein",
    manager_due=datetime(2026, 3, 3, 13, 0, tzinfo=UTC),
    early=False,
    production_impact=True,
)


@dataclass(frozen=True, slots=True)
class EscalationLetter(Letter):
    """About an escalation that exists. `csm_added`: address we put in Cc; `merged_from`: the number that the customer
    wrote, when that ticket was merged into this one."""

    AUDIENCE: ClassVar[Audience] = "customer"
    TEMPLATES: ClassVar[tuple[str, ...]] = (
        "escalation_ack",
        "escalation_already_running",
        "escalation_opened_on_your_behalf",
        "escalation_opened_by_us",
    )
    ticket: TicketView
    escalation: EscalationView
    organization: str | None
    csm_added: str | None
    merged_from: str | None
    sender: str  # who wrote the mail that this letter is about, and what
    text: str

    @classmethod
    def sample(cls, template: str, recipient: Recipient) -> Self:
        """Invented contents."""
        by_csm = template == "escalation_opened_on_your_behalf"
        escalation = replace(
            SAMPLE,
            early=template == "escalation_new_manager",
            requested_by=NAMED_MANAGER if by_csm else NAMED_CUSTOMER,
            on_behalf_of=NAMED_CUSTOMER if by_csm else None,
        )
        merged_from = "T-001005" if template == "escalation_ack" else None
        again = (NAMED_CUSTOMER, "It is still not solved.")
        return cls(VENDOR, recipient, TICKET, escalation, "Acorn", NAMED_MANAGER, merged_from, *again)


@dataclass(frozen=True, slots=True)
class EscalationNewsLetter(EscalationLetter):
    """To our own people about an escalation that exists."""

    AUDIENCE: ClassVar[Audience] = "vendor"
    TEMPLATES: ClassVar[tuple[str, ...]] = (
        "escalation_new_manager",
        "escalation_new_account_team",
        "escalation_updated_internal",
    )


@dataclass(frozen=True, slots=True)
class RejectionLetter(Letter):
    """An escalation that was not opened. `missing` are field names (ticket, reason, business_impact, problem_summary,
    csm_cc); `numbers` the sender's own tickets in the mail; `eligible_at` the moment from which it is possible.
    `open_tickets`: other open tickets of a listed contact, most probable first; `offered`: the one that is probably
    meant where none was named."""

    AUDIENCE: ClassVar[Audience] = "customer"
    TEMPLATES: ClassVar[tuple[str, ...]] = (
        "escalation_rejected_no_ticket",
        "escalation_rejected_ambiguous",
        "escalation_rejected_incomplete",
        "escalation_rejected_no_contract",
        "escalation_rejected_closed",
        "escalation_not_yet",
    )
    ticket: TicketView | None
    missing: tuple[str, ...]
    numbers: tuple[str, ...]
    eligible_at: datetime | None
    contract_ended: date | None
    contact: str | None
    follow_up_number: str | None
    open_tickets: tuple[OpenTicketView, ...]
    offered: OpenTicketView | None

    @classmethod
    def sample(cls, template: str, recipient: Recipient) -> Self:
        """Invented contents."""
        without_ticket = template in (
            "escalation_rejected_no_ticket",
            "escalation_rejected_ambiguous",
            "csm_escalation_needs_ticket",
        )
        incomplete = template in ("escalation_rejected_incomplete", "escalation_rejected_no_ticket")
        return cls(
            vendor=VENDOR,
            recipient=recipient,
            ticket=None if without_ticket else replace(TICKET, number="T-001003") if "closed" in template else TICKET,
            missing=("reason", "business_impact") if incomplete else (),
            numbers=("T-001001", "T-001006"),
            eligible_at=RESPONSE_DUE,
            contract_ended=CONTRACT_ENDED,
            contact=NAMED_MANAGER,
            follow_up_number="T-001009",
            open_tickets=OPEN_TICKETS if without_ticket else OPEN_TICKETS[1:],
            offered=None,
        )


@dataclass(frozen=True, slots=True)
class SecondRejectionLetter(Letter):
    """To the customer success manager: a customer was refused an escalation twice in a day. `text` is what they wrote
    now; `ticket` the one that it is about, None where they named none of theirs."""

    AUDIENCE: ClassVar[Audience] = "vendor"
    TEMPLATES: ClassVar[tuple[str, ...]] = ("escalation_rejected_again",)
    ticket: TicketView | None
    organization: str
    sender: str
    sender_address: str
    text: str

    @classmethod
    def sample(cls, template: str, recipient: Recipient) -> Self:
        """Invented contents."""
        text = "Nobody reacts! Forty of our people cannot enter orders since Monday."
        return cls(VENDOR, recipient, TICKET, "Acorn", "Uma Meyer", CUSTOMER, text)


@dataclass(frozen=True, slots=True)
class OwnRejectionLetter(RejectionLetter):
    """To one of our own people, whose escalation was not opened."""

    AUDIENCE: ClassVar[Audience] = "vendor"
    TEMPLATES: ClassVar[tuple[str, ...]] = ("csm_escalation_needs_ticket",)
