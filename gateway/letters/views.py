"""Who writes, who reads, and what may be said of a ticket to them."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Vendor:
    """Who we are, as shown to people."""

    name: str
    support_address: str
    escalation_address: str
    training_address: str
    portal_url: str
    status_url: str
    ideas_url: str
    docs_url: str
    license_portal_url: str
    sla_url: str
    account_url: str
    partners_url: str
    repositories_url: str
    expert_services_url: str
    external_support_url: str
    phones: tuple[str, ...]  # of the customer's region


@dataclass(frozen=True, slots=True)
class Recipient:
    """To whom we write. `timezone` is an IANA name, `language` ISO 639-1."""

    name: str
    email: str
    timezone: str
    language: str


@dataclass(frozen=True, slots=True)
class OpenTicketView:
    """One line of a list of somebody's own tickets. `subject` is cut to what a line holds.

    `not_before`: until then it can be escalated only with an impact on production or the business.
    """

    number: str
    subject: str
    app: str | None
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class VersionWarning:
    """The version of the reader's app has no support `since` then. `supported`: versions that have it, newest first;
    `offers`: months of extended support that would still cover it."""

    version: int
    since: date
    supported: tuple[int, ...]
    offers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OutageView:
    """What may be said of an outage. `text`: what was last said, at `updated`; `next_update`: when more is promised."""

    number: str
    title: str
    state: str
    text: str
    opened: datetime
    updated: datetime
    next_update: datetime | None


@dataclass(frozen=True, slots=True)
class ListedTicket:
    """One line of the list of somebody's tickets. `subject` is cut to what a line holds."""

    number: str
    subject: str
    app: str | None
    priority: str
    state: str
    response_due: datetime | None
    created: datetime


@dataclass(frozen=True, slots=True)
class LastWords:
    """What was last written on a ticket for all to read. `by` is a name; `ours`: one of our people's."""

    by: str
    ours: bool
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class TicketView:
    """What may be said of a ticket to the person we write to."""

    number: str
    subject: str
    type: str
    priority: str
    state: str
    app: str | None
    environment: str | None
    response_due: datetime | None
    resolution_due: datetime | None
    assignee: str | None
    created: datetime
    group: str | None = None
