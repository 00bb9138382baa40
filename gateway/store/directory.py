"""Look-ups in the customer directory: one indexed row each, nothing that reads all customers."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, bindparam, or_, select, update

from gateway.domain.directory import Absence, App, Contact, Contract, License, Organization, Region, Staff
from gateway.mail.look_alikes import shown_domain, skeleton
from gateway.store.directory_cache import VERSION_KEY, CachedLookups, DirectoryCache
from gateway.store.directory_tables import (
    DirectoryApp,
    DirectoryCalendar,
    DirectoryContact,
    DirectoryContract,
    DirectoryDomain,
    DirectoryLicense,
    DirectoryOrganization,
    DirectoryRegion,
    DirectoryStaff,
)
from gateway.store.rows import table_of, value
from gateway.store.statement import Row, Statement
from gateway.store.tables import Meta

Found = TypeVar("Found")

_staff = table_of(DirectoryStaff)
_organization = table_of(DirectoryOrganization)
_domain = table_of(DirectoryDomain)
_contact = table_of(DirectoryContact)
_contract = table_of(DirectoryContract)
_app = table_of(DirectoryApp)
_license = table_of(DirectoryLicense)
_region = table_of(DirectoryRegion)
_calendar = table_of(DirectoryCalendar)
_meta = table_of(Meta)

_STAFF = Statement(lambda _: select(_staff).where(_staff.c.email == bindparam("key")))
_CONTACT = Statement(lambda _: select(_contact).where(_contact.c.email == bindparam("key")))
_ORGANIZATION = Statement(lambda _: select(_organization).where(_organization.c.code == bindparam("key")))
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

    def _one(self, table: Any, condition: Any) -> Any:
        return self._connection.execute(select(table).where(condition)).first()

    def remembered(self, question: Hashable, find: Callable[[], Found]) -> Found:
        """What follows from the directory, the configuration and the question alone; not to be changed."""
        return self._cached.get("remembered", question, find)

    def staff(self, address: str) -> Staff | None:
        """A person of the vendor by address."""
        return self._cached.get("staff", address.lower(), lambda: self._staff(address))

    def _staff(self, address: str) -> Staff | None:
        row = _STAFF.first(self._connection, key=address.lower())
        return _staff_value(row) if row else None

    def all_staff(self) -> list[Staff]:
        """Everybody of the vendor; a team, not a crowd."""
        return self._cached.get("all_staff", "", self._all_staff)

    def _all_staff(self) -> list[Staff]:
        rows = self._connection.execute(select(_staff).order_by(_staff.c.email))
        return [_staff_value(dict(row._mapping)) for row in rows]

    def contact(self, address: str) -> Contact | None:
        """A person of a customer by address."""
        return self._cached.get("contact", address.lower(), lambda: self._contact(address))

    def _contact(self, address: str) -> Contact | None:
        row = _CONTACT.first(self._connection, key=address.lower())
        return value(Contact, row) if row else None

    def contacts_with_role(self, organization: str, role: str) -> list[Contact]:
        """The contacts of an organization that have a role."""
        statement = select(_contact).where(_contact.c.organization == organization).order_by(_contact.c.email)
        return [value(Contact, row) for row in self._connection.execute(statement) if role in (row.roles or ())]

    def set_bounce_state(self, address: str, state: str) -> None:
        """ok, soft or hard."""
        self._cached.forget()
        self._connection.execute(update(_contact).where(_contact.c.email == address.lower()).values(bounce_state=state))
        self._connection.execute(update(_meta).where(_meta.c.key == VERSION_KEY).values(value=_meta.c.value + "+"))

    def organizations_of_domain(self, domain: str) -> list[str]:
        """Codes of the organizations that use a domain."""
        return self._cached.get("domain", domain.lower(), lambda: self._organizations_of_domain(domain))

    def _organizations_of_domain(self, domain: str) -> list[str]:
        return [row["organization"] for row in _DOMAIN.all(self._connection, key=domain.lower())]

    def domains_by_skeleton(self) -> Mapping[str, str]:
        """Every customer's domain by what it looks like (`gateway.mail.look_alikes`); read once for each import."""
        return self._cached.get("skeletons", "", self._domains_by_skeleton)

    def _domains_by_skeleton(self) -> Mapping[str, str]:
        rows = self._connection.execute(select(_domain.c.domain).distinct())
        return {skeleton(shown_domain(row.domain)): shown_domain(row.domain) for row in rows}

    def organization(self, code: str) -> Organization | None:
        """An organization by code."""
        return self._cached.get("organization", code, lambda: self._organization(code))

    def _organization(self, code: str) -> Organization | None:
        row = _ORGANIZATION.first(self._connection, key=code)
        return value(Organization, row) if row else None

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

    def contracts(self, organization: str) -> list[Contract]:
        """All contracts of an organization, the one that ends last first."""
        return self._cached.get("contracts", organization, lambda: self._contracts(organization))

    def _contracts(self, organization: str) -> list[Contract]:
        statement = select(_contract).where(_contract.c.organization == organization).order_by(_contract.c.ends.desc())
        return [value(Contract, row) for row in self._connection.execute(statement)]

    def apps(self, organization: str) -> list[App]:
        """The applications of an organization."""
        return self._cached.get("apps", organization, lambda: self._apps(organization))

    def _apps(self, organization: str) -> list[App]:
        statement = select(_app).where(_app.c.organization == organization).order_by(_app.c.code)
        return [value(App, row) for row in self._connection.execute(statement)]

    def app(self, code: str) -> App | None:
        """An application by code."""
        row = self._one(_app, _app.c.code == code)
        return value(App, row) if row else None

    def license(self, number: str) -> License | None:
        """A license by number."""
        # a reply address comes back in one case only
        row = self._one(_license, _license.c.number.in_({number, number.upper(), number.lower()}))
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

    def change_license(self, number: str, **columns: Any) -> None:
        """Change columns of a license; the renewal timer looks at it at once unless `timer_due` says when."""
        changed = {"timer_due": None, **columns}
        self._connection.execute(update(_license).where(_license.c.number == number).values(**changed))


def _staff_value(row: Row) -> Staff:
    away = tuple(Absence(date.fromisoformat(one["from"]), date.fromisoformat(one["to"])) for one in row["away"] or ())
    return Staff(row["email"], row["name"], tuple(row["roles"] or ()), tuple(row["regions"] or ()), away)
