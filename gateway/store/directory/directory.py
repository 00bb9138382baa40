"""Look-ups in the customer directory: one indexed row each, nothing that reads all customers."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, bindparam, or_, select, update

from gateway.domain.directory.entries import (
    Absence,
    App,
    Contact,
    Contract,
    Group,
    License,
    Organization,
    Region,
    Staff,
)
from gateway.domain.directory.releases import Release
from gateway.mail.text.homoglyphs import shown_domain, skeleton
from gateway.store.directory.cache import (
    CONTACT,
    CONTACT_CHANGED,
    VERSION_KEY,
    CachedLookups,
    DirectoryCache,
    Found,
    Several,
)
from gateway.store.sql.look_ahead import LookAhead, Question
from gateway.store.sql.rows import differences, table_of, value
from gateway.store.sql.statement import ManyStatement, Row, Statement
from gateway.store.tables.directory import (
    DirectoryApp,
    DirectoryCalendar,
    DirectoryContact,
    DirectoryContract,
    DirectoryDomain,
    DirectoryGroup,
    DirectoryLicense,
    DirectoryOrganization,
    DirectoryRegion,
    DirectoryRelease,
    DirectoryStaff,
)
from gateway.store.tables.processes import Meta

_staff = table_of(DirectoryStaff)
_group = table_of(DirectoryGroup)
_organization = table_of(DirectoryOrganization)
_domain = table_of(DirectoryDomain)
_contact = table_of(DirectoryContact)
_contract = table_of(DirectoryContract)
_app = table_of(DirectoryApp)
_license = table_of(DirectoryLicense)
_region = table_of(DirectoryRegion)
_calendar = table_of(DirectoryCalendar)
_release = table_of(DirectoryRelease)
_meta = table_of(Meta)

_STAFF = Statement(lambda _: select(_staff).where(_staff.c.email == bindparam("key")))
_CONTACT = Statement(lambda _: select(_contact).where(_contact.c.email == bindparam("key")))
_STAFF_OF = ManyStatement(lambda addresses: select(_staff).where(_staff.c.email.in_(addresses)))
_CONTACTS_OF = ManyStatement(lambda addresses: select(_contact).where(_contact.c.email.in_(addresses)))
_LICENSES = ManyStatement(lambda numbers: select(_license.c.number).where(_license.c.number.in_(numbers)))
_SET_BOUNCE_STATE = Statement(
    lambda _: update(_contact).where(_contact.c.email == bindparam("key")).values(bounce_state=bindparam("state"))
)
_CONTACT_CHANGED = Statement(
    lambda _: update(_meta).where(_meta.c.key == bindparam("key")).values(value=_meta.c.value + CONTACT_CHANGED)
)
_GROUPS = Statement(lambda _: select(_group).order_by(_group.c.code))
_DOMAINS = ManyStatement(
    lambda domains: select(_domain).where(_domain.c.domain.in_(domains)).order_by(_domain.c.organization)
)


def _contract_value(row: Row) -> Contract:
    extended = row["extended_support"] or {}
    major, months = extended.get("major"), extended.get("months", 0)
    return replace(value(Contract, row), extended_major=major, extended_months=months)


_ORGANIZATIONS = Several(
    ManyStatement(lambda codes: select(_organization).where(_organization.c.code.in_(codes))),
    "code",
    partial(value, Organization),
)
_CONTRACTS = Several(
    ManyStatement(
        lambda codes: select(_contract).where(_contract.c.organization.in_(codes)).order_by(_contract.c.ends.desc())
    ),
    "organization",
    _contract_value,
)
_APPS = Several(
    ManyStatement(lambda codes: select(_app).where(_app.c.organization.in_(codes)).order_by(_app.c.code)),
    "organization",
    partial(value, App),
)
_DOMAIN = Statement(
    lambda _: (
        select(_domain.c.organization).where(_domain.c.domain == bindparam("key")).order_by(_domain.c.organization)
    )
)


class Directory:
    """The directory as the last import left it."""

    def __init__(self, connection: Connection, cache: DirectoryCache | None = None) -> None:
        self._connection = connection
        self._cached = CachedLookups(connection, cache)
        self._no_licenses: set[str] = set()

    def _one(self, table: Any, condition: Any) -> Any:
        return self._connection.execute(select(table).where(condition)).first()

    def remembered(self, question: Hashable, find: Callable[[], Found]) -> Found:
        """What follows from the directory, the configuration and the question alone."""
        return self._cached.get("remembered", question, find)

    def look_ahead_remembered(
        self, question: str, statement: Statement, read: Callable[[list[Row]], Hashable]
    ) -> LookAhead:
        """Ask ahead for what is `remembered` and comes of one statement."""
        if self._cached.unknown("remembered", [question]):
            found = read([*(yield Question(statement))])
            self._cached.get("remembered", question, lambda: found)

    def look_ahead(self) -> LookAhead:
        """Find out whether what was looked up before still holds."""
        return self._cached.look_ahead()

    def look_ahead_people(self, addresses: Iterable[str]) -> list[LookAhead]:
        """Look up people in one go, so that `staff` and `contact` need not ask for each of them, and our groups."""
        folded = [one.lower() for one in addresses]
        return [
            self._cached.look_ahead_one("staff", folded, Several(_STAFF_OF, "email", _staff_value)),
            self._cached.look_ahead_one(CONTACT, folded, Several(_CONTACTS_OF, "email", _contact_value)),
            self._look_ahead_groups(),
        ]

    def look_ahead_domains(self, addresses: Iterable[str]) -> LookAhead:
        """Look up whose the domains of people are."""
        domains = (_domain_of(one.lower()) for one in addresses)
        return self._cached.look_ahead_all("domain", domains, Several(_DOMAINS, "domain", _code_of))

    def look_ahead_customers(self, addresses: Iterable[str]) -> list[LookAhead]:
        """Look up the organizations of people who are known by now."""
        codes = list(dict.fromkeys(code for one in addresses for code in self._codes(one.lower())))
        return [
            self._cached.look_ahead_one("organization", codes, _ORGANIZATIONS),
            self._cached.look_ahead_all("contracts", codes, _CONTRACTS),
            self._cached.look_ahead_all("apps", codes, _APPS),
        ]

    def _codes(self, address: str) -> tuple[str, ...]:
        contact = self._cached.known(CONTACT, address)
        if isinstance(contact, Contact):
            return (contact.organization,)
        found = self._cached.known("domain", _domain_of(address))
        return tuple(map(str, found)) if isinstance(found, tuple) else ()

    def look_ahead_licenses(self, numbers: Iterable[str]) -> LookAhead:
        """Find out in one go which of these licenses there are not; `license` need not ask for them then."""
        wanted = list(dict.fromkeys(numbers))
        rows = yield Question(_LICENSES, list(dict.fromkeys(form for one in wanted for form in _forms(one))))
        there = {str(row["number"]) for row in rows}
        self._no_licenses = {one for one in wanted if there.isdisjoint(_forms(one))}

    def staff(self, address: str) -> Staff | None:
        """A person of the vendor by address."""
        return self._cached.get("staff", address.lower(), lambda: self._staff(address))

    def _staff(self, address: str) -> Staff | None:
        row = _STAFF.first(self._connection, key=address.lower())
        return _staff_value(row) if row else None

    def all_staff(self) -> tuple[Staff, ...]:
        """Everybody of the vendor; a team, not a crowd."""
        return self._cached.get("all_staff", "", self._all_staff)

    def _all_staff(self) -> tuple[Staff, ...]:
        rows = self._connection.execute(select(_staff).order_by(_staff.c.email))
        return tuple(_staff_value(dict(row._mapping)) for row in rows)

    def groups(self) -> tuple[Group, ...]:
        """Every group of the vendor's people."""
        return self._cached.get("groups", "", self._groups)

    def _groups(self) -> tuple[Group, ...]:
        return tuple(value(Group, row) for row in _GROUPS.all(self._connection))

    def _look_ahead_groups(self) -> LookAhead:
        if self._cached.unknown("groups", [""]):
            found = tuple(value(Group, row) for row in (yield Question(_GROUPS)))
            self._cached.get("groups", "", lambda: found)

    def group(self, code: str | None) -> Group | None:
        """A group by its code."""
        return next((one for one in self.groups() if one.code == code), None) if code else None

    def contact(self, address: str) -> Contact | None:
        """A person of a customer by address."""
        return self._cached.get(CONTACT, address.lower(), lambda: self._contact(address))

    def _contact(self, address: str) -> Contact | None:
        row = _CONTACT.first(self._connection, key=address.lower())
        return _contact_value(row) if row else None

    def contacts_with_role(self, organization: str, role: str) -> list[Contact]:
        """The contacts of an organization that have a role."""
        statement = select(_contact).where(_contact.c.organization == organization).order_by(_contact.c.email)
        return [value(Contact, row) for row in self._connection.execute(statement) if role in (row.roles or ())]

    def set_bounce_state(self, address: str, state: str) -> None:
        """ok, soft or hard."""
        folded, contact = address.lower(), self.contact(address)
        self._cached.change(CONTACT, folded, replace(contact, bounce_state=state) if contact else None)
        _SET_BOUNCE_STATE.run_later(self._connection, [{"key": folded, "state": state}])
        _CONTACT_CHANGED.run_later(self._connection, [{"key": VERSION_KEY}])

    def changed(self) -> None:
        """What is remembered holds no more, neither here nor in other transactions."""
        self._cached.forget()
        self._connection.execute(update(_meta).where(_meta.c.key == VERSION_KEY).values(value=_meta.c.value + "+"))

    def forget(self) -> None:
        """What was done since a savepoint was undone."""
        self._no_licenses = set()
        self._cached.undone()

    def organizations_of_domain(self, domain: str) -> tuple[str, ...]:
        """Codes of the organizations that use a domain."""
        return self._cached.get("domain", domain.lower(), lambda: self._organizations_of_domain(domain))

    def _organizations_of_domain(self, domain: str) -> tuple[str, ...]:
        return tuple(row["organization"] for row in _DOMAIN.all(self._connection, key=domain.lower()))

    def domains_by_skeleton(self) -> MappingProxyType[str, str]:
        """Every domain of a customer by what it looks like (`mail.text.homoglyphs`); read once for each import."""
        return self._cached.get("skeletons", "", self._domains_by_skeleton)

    def _domains_by_skeleton(self) -> MappingProxyType[str, str]:
        rows = self._connection.execute(select(_domain.c.domain).distinct())
        return MappingProxyType({skeleton(shown_domain(row.domain)): shown_domain(row.domain) for row in rows})

    def organization(self, code: str) -> Organization | None:
        """An organization by code."""
        return self._cached.get("organization", code, lambda: self._organization(code))

    def _organization(self, code: str) -> Organization | None:
        rows = _ORGANIZATIONS.statement.all(self._connection, (code,))
        return value(Organization, rows[0]) if rows else None

    def partners_of(self, code: str) -> tuple[str, ...]:
        """The names of the organizations that act for this one; those that act for others are few."""
        return tuple(name for client, name in self._cached.get("partners", "", self._partners) if client == code)

    def _partners(self) -> tuple[tuple[str, str], ...]:
        asked = select(_organization.c.name, _organization.c.partner_of).where(_organization.c.partner_of.is_not(None))
        rows = self._connection.execute(asked.order_by(_organization.c.code))
        return tuple((client, row.name) for row in rows for client in row.partner_of or ())

    def organization_codes(self) -> list[str]:
        """The codes of all organizations, for a question back to a person who mistyped one."""
        return list(self._connection.execute(select(_organization.c.code).order_by(_organization.c.code)).scalars())

    def region(self, code: str) -> Region | None:
        """A region by code."""
        return self._cached.get("region", code, lambda: self._region(code))

    def _region(self, code: str) -> Region | None:
        row = self._one(_region, _region.c.code == code)
        return value(Region, row) if row else None

    def regions(self) -> list[Region]:
        """All regions."""
        return [value(Region, row) for row in self._connection.execute(select(_region).order_by(_region.c.code))]

    def calendar(self, code: str) -> tuple[str, str, tuple[str, ...]] | None:
        """(time zone, hours, holidays) as the directory file writes them."""
        return self._cached.get("calendar", code, lambda: self._calendar(code))

    def _calendar(self, code: str) -> tuple[str, str, tuple[str, ...]] | None:
        row = self._one(_calendar, _calendar.c.code == code)
        return (row.timezone, row.hours, tuple(row.holidays or ())) if row else None

    def contracts(self, organization: str) -> tuple[Contract, ...]:
        """All contracts of an organization, the one that ends last first."""
        return self._cached.get("contracts", organization, lambda: self._contracts(organization))

    def _contracts(self, organization: str) -> tuple[Contract, ...]:
        return tuple(map(_CONTRACTS.read, _CONTRACTS.statement.all(self._connection, (organization,))))

    def apps(self, organization: str) -> tuple[App, ...]:
        """The applications of an organization."""
        return self._cached.get("apps", organization, lambda: self._apps(organization))

    def _apps(self, organization: str) -> tuple[App, ...]:
        return tuple(map(_APPS.read, _APPS.statement.all(self._connection, (organization,))))

    def releases(self) -> tuple[Release, ...]:
        """Every major version of the product; some, read once for each import."""
        return self._cached.get("releases", "", self._releases)

    def _releases(self) -> tuple[Release, ...]:
        rows = self._connection.execute(select(_release.c.major, _release.c.ga).order_by(_release.c.major))
        return tuple(Release(row.major, row.ga) for row in rows)

    def app(self, code: str) -> App | None:
        """An application by code."""
        row = self._one(_app, _app.c.code == code)
        return value(App, row) if row else None

    def license(self, number: str) -> License | None:
        """A license by number."""
        if number in self._no_licenses:
            return None
        row = self._one(_license, _license.c.number.in_(_forms(number)))
        return value(License, row) if row else None

    def licenses_expiring(self, first: date, last: date, states: Iterable[str] = ()) -> list[License]:
        """Licenses whose term ends in these days, both inclusive, the earliest first."""
        statement = select(_license).where(_license.c.expires.between(first, last))
        if states := tuple(states):
            statement = statement.where(or_(*(_license.c.state == state for state in states)))
        return [
            value(License, row)
            for row in self._connection.execute(statement.order_by(_license.c.expires, _license.c.number))
        ]

    def licenses_due(self, now: datetime, limit: int) -> list[License]:
        """Licenses that the renewal timer has to look at, locked until the transaction ends."""
        timer = _license.c.timer_due
        due = select(_license).where(or_(timer.is_(None), timer <= now)).order_by(timer, _license.c.number).limit(limit)
        return [value(License, row) for row in self._connection.execute(due.with_for_update(skip_locked=True))]

    def save_license(self, license: License, was: License, timer_due: datetime | None = None) -> None:
        """Write what differs from the license as it was; the renewal timer looks at it at `timer_due`, or at once."""
        changed = {"timer_due": timer_due, **differences(was, license)}
        self._connection.execute(update(_license).where(_license.c.number == was.number).values(**changed))


def _domain_of(address: str) -> str:
    return address.rpartition("@")[2]


def _code_of(row: Row) -> str:
    return str(row["organization"])


def _forms(number: str) -> set[str]:
    """A reply address comes back in one case only."""
    return {number, number.upper(), number.lower()}


def _contact_value(row: Row) -> Contact:
    return value(Contact, row)


def _staff_value(row: Row) -> Staff:
    away = tuple(Absence(date.fromisoformat(one["from"]), date.fromisoformat(one["to"])) for one in row["away"] or ())
    return Staff(row["email"], row["name"], tuple(row["roles"] or ()), tuple(row["regions"] or ()), away)
