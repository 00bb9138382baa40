"""The people and contracts a vendor knows: what `directory.toml` says (docs/domain.md, "What is seen from outside")."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Region:
    """A region; `calendar` is a calendar code."""

    code: str
    calendar: str
    manager: str | None = None
    deputy: str | None = None
    phones: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Absence:
    """Days on which a person of the vendor is away, both inclusive."""

    starts: date
    ends: date


@dataclass(frozen=True, slots=True)
class Staff:
    """A person of the vendor."""

    email: str
    name: str
    roles: tuple[str, ...]
    regions: tuple[str, ...]
    away: tuple[Absence, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """People of the vendor to whom tickets are given together. `address`: a mailbox that is told instead of each."""

    code: str
    name: str
    members: tuple[str, ...]
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Organization:
    """A customer or partner. The account team are addresses; `partner_of` are codes of organizations it acts for."""

    code: str
    name: str
    domains: tuple[str, ...]
    region: str | None = None
    language: str | None = None
    timezone: str | None = None
    csm: str | None = None
    account_executive: str | None = None
    partner_manager: str | None = None
    partner_of: tuple[str, ...] = ()

    @property
    def account_team(self) -> tuple[str, ...]:
        """Customer success manager, account executive, partner manager: those that are named, once each."""
        named = (self.csm, self.account_executive, self.partner_manager)
        return tuple(dict.fromkeys(address for address in named if address))


@dataclass(frozen=True, slots=True)
class Contact:
    """A person of a customer."""

    email: str
    name: str
    organization: str
    has_account: bool = False
    roles: tuple[str, ...] = ()
    language: str | None = None
    bounce_state: str = "ok"


@dataclass(frozen=True, slots=True)
class Contract:
    """A support contract; both days inclusive, in the organization's zone. `apps`: the codes of those that it covers,
    none for all of them. `extended_months` of support beyond its end were bought for the version `extended_major`."""

    number: str
    organization: str
    plan: str
    starts: date
    ends: date
    apps: tuple[str, ...] = ()
    extended_major: int | None = None
    extended_months: int = 0

    def covers(self, app: str) -> bool:
        """Is an application, by its code, part of it?"""
        return not self.apps or app in self.apps

    def runs_on(self, day: date) -> bool:
        """Is a day in its term?"""
        return self.starts <= day <= self.ends


@dataclass(frozen=True, slots=True)
class App:
    """An application of a customer and where it runs."""

    code: str
    name: str
    organization: str
    strategy: str
    version: int | None = None
    environments: tuple[str, ...] = ()
    technical_contacts: tuple[str, ...] = ()
    alert_receivers: tuple[str, ...] = ()
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class License:
    """A license and its present term; `expires` is the last valid day."""

    number: str
    app: str
    starts: date
    expires: date
    renewal_url: str | None = None
    state: str = "active"
    snooze_until: date | None = None
    notify: str | None = None
    reacted: bool = False
