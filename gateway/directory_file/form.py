"""The form of `directory.toml`: its tables and keys. What is stored of an entry is what its model dumps.

See docs/domain.md, "What is seen from outside".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal, get_args

from pydantic import ConfigDict, Field, model_serializer, model_validator

from gateway.directory_file.values import (
    Code,
    Domain,
    Holiday,
    Hours,
    Language,
    Mailbox,
    Many,
    Name,
    Number,
    Text,
    Url,
    Zone,
)
from gateway.toml import KeyFault, StrictTable

StaffRole = Literal[
    "engineer",
    "support_lead",
    "second_line",
    "third_line",
    "regional_manager",
    "head_of_support",
    "executive_sponsor",
    "csm",
    "account_executive",
    "partner_manager",
    "training",
    "cloud_ops",
    "security",
    "operator",
    "viewer",
]
ContactRole = Literal[
    "company_admin",
    "business_contact",
    "service_desk",
    "license_contact",
    "payer",
    "technical_contact",
    "alert_receiver",
    "app_member",
]
CloudStrategy = Literal["vendor_cloud", "dedicated"]
Strategy = Literal[
    CloudStrategy,
    "private_connected",
    "private_standalone",
    "private_platform",
    "partner_btp",
    "kubernetes",
    "traditional",
]
CLOUD_STRATEGIES: tuple[str, ...] = get_args(CloudStrategy)


class Entry(StrictTable):
    """One entry of a table. Its keys can be set one by one, for what can be read of an entry with faults."""

    model_config = ConfigDict(frozen=False, validate_assignment=True)


class Calendar(Entry):
    """When people are there."""

    code: Code
    timezone: Zone
    hours: Hours
    holidays: Many[Holiday] = Field(default_factory=list)


class Region(Entry):
    """Who is responsible where."""

    code: Code
    calendar: Code
    manager: Mailbox | None = None
    deputy: Mailbox | None = None
    phones: Many[Name] = Field(default_factory=list)


class Absence(StrictTable):
    """Days on which somebody is away, both inclusive; stored as ISO dates."""

    first: date = Field(alias="from")
    last: date = Field(alias="to")

    @model_validator(mode="after")
    def _in_order(self) -> "Absence":
        if self.last < self.first:
            raise KeyFault("to", "is before from.")
        return self

    @model_serializer
    def _stored(self) -> dict[str, str]:
        return {"from": self.first.isoformat(), "to": self.last.isoformat()}


class Staff(Entry):
    """One of our own people."""

    email: Mailbox
    name: Text = ""
    roles: Many[StaffRole] = Field(default_factory=list)
    regions: Many[Code] = Field(default_factory=list)
    away: Many[Absence] | None = None


class Group(Entry):
    """Those of our people to whom tickets are given together. `address`: a mailbox that is told instead of each."""

    code: Code
    name: Name
    members: Many[Mailbox] = Field(default_factory=list)
    address: Mailbox | None = None


class Organization(Entry):
    """A customer."""

    code: Code
    name: Name
    domains: Many[Domain] = Field(default_factory=list)
    region: Code | None = None
    language: Language | None = None
    timezone: Zone | None = None
    csm: Mailbox | None = None
    account_executive: Mailbox | None = None
    partner_manager: Mailbox | None = None
    partner_of: Many[Code] | None = None


class Contact(Entry):
    """One of a customer's people."""

    email: Mailbox
    name: Text = ""
    organization: Code
    has_account: bool = False
    roles: Many[ContactRole] = Field(default_factory=list)
    language: Language | None = None


class ExtendedSupport(StrictTable):
    """Months of support for a major version beyond its end."""

    major: Number
    months: Number


class Contract(Entry):
    """What a customer bought."""

    number: Code
    organization: Code
    plan: Code
    starts: date
    ends: date
    extended_support: ExtendedSupport | None = None
    apps: Many[Code] | None = None


class App(Entry):
    """A customer's application."""

    code: Code
    name: Name
    organization: Code
    strategy: Strategy
    version: Number | None = None
    environments: Many[Name] = Field(default_factory=list)
    technical_contacts: Many[Mailbox] = Field(default_factory=list)
    alert_receivers: Many[Mailbox] = Field(default_factory=list)
    members: Many[Mailbox] = Field(default_factory=list)
    delivered: date | None = None


class License(Entry):
    """The term of an application."""

    number: Code
    app: Code
    starts: date
    expires: date
    renewal_url: Url | None = None


class Release(Entry):
    """A major version."""

    major: Number
    ga: date | None = None


class Subscription(Entry):
    """A standing subscription; group addresses too."""

    address: Mailbox
    topics: Many[Code] = Field(default_factory=list)
    regions: Many[Code] = Field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Form:
    """One table of the file. `key` is the field that names an entry; it is unique."""

    key: str
    entry: type[Entry]

    @property
    def fields(self) -> tuple[str, ...]:
        """The keys, as they are stored."""
        return tuple(self.entry.model_fields)

    @property
    def lists(self) -> tuple[str, ...]:
        """The keys that are an empty list where they are not written."""
        return tuple(name for name, field in self.entry.model_fields.items() if field.default_factory is list)


# in the order in which they are written out; a table names only tables above it (not so: partner_of, contract.apps)
TABLES: Mapping[str, Form] = MappingProxyType(
    {
        "calendar": Form("code", Calendar),
        "region": Form("code", Region),
        "staff": Form("email", Staff),
        "group": Form("code", Group),
        "organization": Form("code", Organization),
        "contact": Form("email", Contact),
        "contract": Form("number", Contract),
        "app": Form("code", App),
        "license": Form("number", License),
        "release": Form("major", Release),
        "subscription": Form("address", Subscription),
    }
)
