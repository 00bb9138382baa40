"""Who takes care of what we do not, what is outside our support, and what a ticket lacks."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import ClassVar, Self

from gateway.letters.letter import Audience, Letter
from gateway.letters.samples import NAMED_CUSTOMER, NAMED_MANAGER, REOPEN_UNTIL, TICKET, VENDOR
from gateway.letters.views import Recipient, TicketView

_EARLIEST, _LATEST = date(2026, 3, 5), date(2026, 3, 9)


@dataclass(frozen=True, slots=True)
class TrainingLetter(Letter):
    """Courses and certificates: the training team answers between two days, both inclusive.

    A reply goes to the training team; where there is a `ticket`, it opens that again, until `reopen_until`.
    """

    AUDIENCE: ClassVar[Audience] = "customer"
    TEMPLATES: ClassVar[tuple[str, ...]] = ("redirect_training", "redirect_certificate", "ack_training")
    earliest: date
    latest: date
    ticket: TicketView | None = None
    reopen_until: datetime | None = None

    @classmethod
    def sample(cls, template: str, recipient: Recipient) -> Self:
        """Invented contents."""
        if template == "redirect_training":
            return cls(VENDOR, recipient, _EARLIEST, _LATEST, replace(TICKET, state="solved"), REOPEN_UNTIL)
        return cls(VENDOR, recipient, _EARLIEST, _LATEST)


@dataclass(frozen=True, slots=True)
class TrainingRequestLetter(Letter):
    """To the training team: a mail that `sender` wrote, to be answered between two days, both inclusive."""

    AUDIENCE: ClassVar[Audience] = "vendor"
    TEMPLATES: ClassVar[tuple[str, ...]] = ("training_request",)
    subject: str
    sender: str
    sender_address: str
    text: str
    earliest: date
    latest: date
    detail: str

    @classmethod
    def sample(cls, template: str, recipient: Recipient) -> Self:
        """Invented contents."""
        text = "My certificate has not arrived. I finished the course two weeks ago."
        address = "user@acorn.example"
        return cls(VENDOR, recipient, "Certificate", NAMED_CUSTOMER, address, text, _EARLIEST, _LATEST, "")


@dataclass(frozen=True, slots=True)
class RedirectLetter(Letter):
    """Somebody else takes care of it. `people`: who, with their addresses, none where nobody is known; `component`
    and `deployment`: codes of what it is about and where it runs; `reopen_until`: until when a reply opens the ticket
    again."""

    AUDIENCE: ClassVar[Audience] = "customer"
    TEMPLATES: ClassVar[tuple[str, ...]] = (
        "redirect_feature_request",
        "redirect_commercial_csm",
        "redirect_license_expansion_ae",
        "redirect_partner",
        "redirect_external_supporter",
        "redirect_expert_services",
        "reply_account_team",
    )
    ticket: TicketView
    people: tuple[str, ...]
    component: str | None
    deployment: str | None
    reopen_until: datetime | None

    @classmethod
    def sample(cls, template: str, recipient: Recipient) -> Self:
        """Invented contents."""
        people = {"redirect_partner": ("Elm Consulting",), "redirect_feature_request": ()}.get(template)
        shown = replace(TICKET, state="solved", subject="What we would like to have")
        return cls(VENDOR, recipient, shown, people or (NAMED_MANAGER,), "runtime", "private_platform", REOPEN_UNTIL)


@dataclass(frozen=True, slots=True)
class ScopeLetter(Letter):
    """What support does not do, after one of our people has agreed. `component` and `deployment` are codes."""

    AUDIENCE: ClassVar[Audience] = "customer"
    TEMPLATES: ClassVar[tuple[str, ...]] = ("scope_out", "scope_self_arranged")
    ticket: TicketView
    component: str | None
    deployment: str | None
    reopen_until: datetime | None

    @classmethod
    def sample(cls, template: str, recipient: Recipient) -> Self:
        """Invented contents."""
        component = "application" if template == "scope_out" else "database"
        return cls(VENDOR, recipient, replace(TICKET, state="solved"), component, "private_standalone", REOPEN_UNTIL)


@dataclass(frozen=True, slots=True)
class ScopeDraftLetter(Letter):
    """To our own people: a ticket is probably outside our support, and `draft` is what its requester can be told.

    `sender` wrote `text`; `component` and `deployment` are codes; `supported_by` who supports it there.
    """

    AUDIENCE: ClassVar[Audience] = "vendor"
    TEMPLATES: ClassVar[tuple[str, ...]] = ("scope_draft",)
    ticket: TicketView
    sender: str
    component: str
    deployment: str
    supported_by: str
    analysis: str
    draft: str
    text: str

    @classmethod
    def sample(cls, template: str, recipient: Recipient) -> Self:
        """Invented contents."""
        draft = "Hello Uma Meyer,\n\nthank you for your mail. Backups of the database are yours to arrange."
        text = "The database backup of last night failed."
        where = ("database", "private_standalone", "self", "none")
        return cls(VENDOR, recipient, TICKET, NAMED_CUSTOMER, *where, draft, text)


@dataclass(frozen=True, slots=True)
class MissingItem:
    """One thing that is asked for, and why."""

    label: str
    why: str


@dataclass(frozen=True, slots=True)
class MissingInfoLetter(Letter):
    """Asks once for what a ticket lacks. `file_missing`: the mail speaks of a file that did not come with it;
    `analysis`: "none" where we cannot look ourselves."""

    AUDIENCE: ClassVar[Audience] = "customer"
    TEMPLATES: ClassVar[tuple[str, ...]] = ("request_missing_info",)
    ticket: TicketView
    missing: tuple[MissingItem, ...]
    component: str | None
    deployment: str | None
    analysis: str | None
    file_missing: bool

    @classmethod
    def sample(cls, template: str, recipient: Recipient) -> Self:
        """Invented contents."""
        items = (
            MissingItem("Application logs", "they show what happened just before"),
            MissingItem("Your own analysis", "what you have checked already need not be checked again"),
        )
        return cls(VENDOR, recipient, TICKET, items, "runtime", "private_standalone", "evidence", file_missing=True)
