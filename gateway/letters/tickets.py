"""Answers about tickets to who writes to us."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import ClassVar, Self

from gateway.domain.tickets.service_level import AREAS
from gateway.letters.letter import Audience, Letter
from gateway.letters.samples import (
    CONTRACT_ENDED,
    CREATED,
    CUSTOMER,
    NAMED_MANAGER,
    OLD_VERSION,
    OPEN_TICKETS,
    OUTAGE,
    REOPEN_UNTIL,
    RESPONSE_DUE,
    TICKET,
    VENDOR,
)
from gateway.letters.views import (
    LastWords,
    ListedTicket,
    OpenTicketView,
    OutageView,
    Recipient,
    TicketView,
    VersionWarning,
)


@dataclass(frozen=True, slots=True)
class NewTicketLetter(Letter):
    """Acknowledgement of a new ticket. `escalation_hint`: both addresses were written to without a ticket, say how to
    escalate later; `follow_up_of`: number of the closed ticket it continues; `contact`: whom to ask about the contract;
    `not_found`: the number that a stranger named and that is no ticket of theirs, who gets no other mail about it;
    `probable`: the author of a mail that one of our people passed on, an address or empty;
    `facts`: further promises of the plan by their names in service_levels.toml, empty where it makes none;
    `version_warning`: the version of the app has no support any more; `impact_missing`: it is called critical, and
    nothing says what it does to production or the business; `outage`: an open one concerns it."""

    AUDIENCE: ClassVar[Audience] = "customer"
    TEMPLATES: ClassVar[tuple[str, ...]] = (
        "ack_new_ticket",
        "ack_new_ticket_no_sla",
        "ack_new_ticket_no_contract",
        "ack_unknown_sender",
        "ack_critical_call_us",
        "followup_created",
        "reply_buildpack_change",
    )
    ticket: TicketView
    plan: str | None
    contract_ended: date | None
    contact: str | None
    escalation_hint: bool
    follow_up_of: str | None
    not_found: str | None = None
    probable: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    version_warning: VersionWarning | None = None
    impact_missing: bool = False
    outage: OutageView | None = None

    @classmethod
    def sample(cls, template: str, recipient: Recipient) -> Self:
        """Invented contents."""
        without_sla = template in ("ack_new_ticket_no_sla", "ack_new_ticket_no_contract", "ack_unknown_sender")
        ticket = replace(TICKET, number="T-001007")
        if without_sla:
            ticket = replace(ticket, response_due=None, resolution_due=None, priority="medium")
        if template == "ack_critical_call_us":
            ticket = replace(ticket, priority="critical", subject="Production down")
        return cls(
            vendor=VENDOR,
            recipient=recipient,
            ticket=ticket,
            plan=None if without_sla else "Standard",
            contract_ended=CONTRACT_ENDED if template == "ack_new_ticket_no_contract" else None,
            contact=NAMED_MANAGER,
            escalation_hint=True,
            follow_up_of="T-001003" if template == "followup_created" else None,
            not_found="T-999999" if template == "ack_unknown_sender" else None,
            probable=CUSTOMER if template == "ack_new_ticket_of_ours" else "",
            facts={} if without_sla else dict.fromkeys(AREAS, "8 hours"),
            impact_missing=template == "ack_critical_call_us",
            version_warning=OLD_VERSION if template == "ack_new_ticket" else None,
            outage=OUTAGE if template == "ack_critical_call_us" else None,
        )


@dataclass(frozen=True, slots=True)
class OwnTicketLetter(NewTicketLetter):
    """To one of our own people, whose mail became a ticket: whose case is it?"""

    AUDIENCE: ClassVar[Audience] = "vendor"
    TEMPLATES: ClassVar[tuple[str, ...]] = ("ack_new_ticket_of_ours",)


@dataclass(frozen=True, slots=True)
class MergedLetter(Letter):
    """Two tickets are one now. `merged`: number of the one that is no more; `ticket` goes on."""

    AUDIENCE: ClassVar[Audience] = "customer"
    TEMPLATES: ClassVar[tuple[str, ...]] = ("ticket_merged",)
    ticket: TicketView
    merged: str

    @classmethod
    def sample(cls, template: str, recipient: Recipient) -> Self:
        """Invented contents."""
        return cls(VENDOR, recipient, TICKET, "T-001006")


@dataclass(frozen=True, slots=True)
class SplitLetter(Letter):
    """One ticket has become two. `ticket` is the new one; `first` the one that goes on, with its subject."""

    AUDIENCE: ClassVar[Audience] = "customer"
    TEMPLATES: ClassVar[tuple[str, ...]] = ("ticket_split",)
    ticket: TicketView
    first: TicketView

    @classmethod
    def sample(cls, template: str, recipient: Recipient) -> Self:
        """Invented contents."""
        return cls(VENDOR, recipient, replace(TICKET, number="T-001008", subject="The printer is slow, too"), TICKET)


@dataclass(frozen=True, slots=True)
class ForwardedLetter(Letter):
    """A ticket is looked at by more of our people; who they are is ours."""

    AUDIENCE: ClassVar[Audience] = "customer"
    TEMPLATES: ClassVar[tuple[str, ...]] = ("ticket_forwarded",)
    ticket: TicketView

    @classmethod
    def sample(cls, template: str, recipient: Recipient) -> Self:
        """Invented contents."""
        return cls(VENDOR, recipient, replace(TICKET, state="on_hold"))


@dataclass(frozen=True, slots=True)
class ReplyLetter(Letter):
    """Acknowledgement of a reply."""

    AUDIENCE: ClassVar[Audience] = "customer"
    TEMPLATES: ClassVar[tuple[str, ...]] = ("ack_reply_received",)
    ticket: TicketView
    reopened: bool

    @classmethod
    def sample(cls, template: str, recipient: Recipient) -> Self:
        """Invented contents."""
        return cls(VENDOR, recipient, TICKET, reopened=True)


@dataclass(frozen=True, slots=True)
class EndLetter(Letter):
    """A ticket is solved or closed. `resolution`: what our people wrote last, empty where they wrote nothing;
    `reopen_until`: the last moment at which a reply opens a solved ticket again; `survey`: ask what they think."""

    AUDIENCE: ClassVar[Audience] = "customer"
    TEMPLATES: ClassVar[tuple[str, ...]] = ("ticket_solved", "ticket_auto_solved", "ticket_closed")
    ticket: TicketView
    resolution: str
    reopen_until: datetime | None
    survey: bool = False

    @classmethod
    def sample(cls, template: str, recipient: Recipient) -> Self:
        """Invented contents."""
        solved = template != "ticket_closed"
        ticket = replace(TICKET, state="solved" if solved else "closed")
        done = "We have given the node more memory and restarted it. Orders are quick again."
        said = QUESTION if template == "ticket_auto_solved" else done
        return cls(VENDOR, recipient, ticket, said, REOPEN_UNTIL if solved else None, survey=not solved)


QUESTION = "Please restart the node and tell us whether orders are quick again."


@dataclass(frozen=True, slots=True)
class ReminderLetter(Letter):
    """It is the customer's turn. `question`: what our people wrote last, empty where they wrote nothing; `solved_at`:
    when the ticket is solved without an answer, `days_left` business days from now; None and 0 for never."""

    AUDIENCE: ClassVar[Audience] = "customer"
    TEMPLATES: ClassVar[tuple[str, ...]] = ("pending_reminder",)
    ticket: TicketView
    question: str
    days_left: int
    solved_at: datetime | None

    @classmethod
    def sample(cls, template: str, recipient: Recipient) -> Self:
        """Invented contents."""
        return cls(VENDOR, recipient, replace(TICKET, state="pending"), QUESTION, 5, REOPEN_UNTIL)


@dataclass(frozen=True, slots=True)
class NumberLetter(Letter):
    """A number that exists for nobody or not for this sender: the words are the same.

    In the rejection of an escalation: `open_tickets` the sender's own, most probable first; `offered` the one of them
    that is probably meant, with `missing`, what the escalation still has to say (see RejectionLetter).
    """

    AUDIENCE: ClassVar[Audience] = "customer"
    TEMPLATES: ClassVar[tuple[str, ...]] = ("ticket_not_found", "escalation_rejected_unknown_ticket")
    number_as_typed: str
    open_tickets: tuple[OpenTicketView, ...] = ()
    offered: OpenTicketView | None = None
    missing: tuple[str, ...] = ()

    @classmethod
    def sample(cls, template: str, recipient: Recipient) -> Self:
        """Invented contents."""
        if template == "ticket_not_found":
            return cls(VENDOR, recipient, "T-999999")
        return cls(VENDOR, recipient, "T-999999", OPEN_TICKETS[1:], OPEN_TICKETS[0])


@dataclass(frozen=True, slots=True)
class StatusLetter(Letter):
    """How a ticket stands. `clock_runs`: the resolution is due at the ticket's time, which stands still otherwise;
    `works_on_it`: the engineer's name, None for nobody or somebody of a further line; `last`: what all may read;
    `may_list`: LIST would be answered, too; `outage`: an open one concerns it."""

    AUDIENCE: ClassVar[Audience] = "customer"
    TEMPLATES: ClassVar[tuple[str, ...]] = ("ticket_status",)
    ticket: TicketView
    clock_runs: bool
    works_on_it: str | None
    last: LastWords | None
    may_list: bool
    outage: OutageView | None = None

    @classmethod
    def sample(cls, template: str, recipient: Recipient) -> Self:
        """Invented contents."""
        last = LastWords("Eli Stone", True, RESPONSE_DUE, "We see the slow queries and are looking into them.")
        return cls(VENDOR, recipient, TICKET, True, "Eli Stone", last, may_list=True, outage=OUTAGE)


@dataclass(frozen=True, slots=True)
class ListLetter(Letter):
    """The open tickets of a contact, most urgent first. `left_out`: how many more there are."""

    AUDIENCE: ClassVar[Audience] = "customer"
    TEMPLATES: ClassVar[tuple[str, ...]] = ("ticket_list",)
    tickets: tuple[ListedTicket, ...]
    left_out: int

    @classmethod
    def sample(cls, template: str, recipient: Recipient) -> Self:
        """Invented contents."""
        first, second = OPEN_TICKETS
        urgent = ListedTicket(first.number, first.subject, first.app, "high", "open", RESPONSE_DUE, CREATED)
        other = ListedTicket(second.number, second.subject, second.app, "low", "pending", None, CREATED)
        return cls(VENDOR, recipient, (urgent, other), 3)


@dataclass(frozen=True, slots=True)
class ScoreLetter(Letter):
    """Thanks for what they think of a ticket that is over: `score`, from 1 to 5."""

    AUDIENCE: ClassVar[Audience] = "customer"
    TEMPLATES: ClassVar[tuple[str, ...]] = ("survey_thanks",)
    ticket: TicketView
    score: int

    @classmethod
    def sample(cls, template: str, recipient: Recipient) -> Self:
        """Invented contents."""
        return cls(VENDOR, recipient, replace(TICKET, state="closed"), 4)
