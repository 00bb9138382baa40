"""The tables of the customer directory; `directory_file.py` fills them, `directory.py` reads them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Date, Index, Integer
from sqlmodel import Field, SQLModel

from gateway.store.sql.columns import document, instant


class DirectoryCalendar(SQLModel, table=True):
    """Working hours and holidays."""

    __tablename__ = "directory_calendar"
    code: str = Field(primary_key=True)
    timezone: str
    hours: str
    holidays: list[str] = document()


class DirectoryRegion(SQLModel, table=True):
    """A region with its manager."""

    __tablename__ = "directory_region"
    code: str = Field(primary_key=True)
    calendar: str
    manager: str | None = Field(default=None)
    deputy: str | None = Field(default=None)
    phones: list[str] = document()


class DirectoryStaff(SQLModel, table=True):
    """A person of the vendor."""

    __tablename__ = "directory_staff"
    email: str = Field(primary_key=True)  # lower case
    name: str = Field(default="")
    roles: list[str] = document()
    regions: list[str] = document()
    away: list[dict[str, str]] | None = document()


class DirectoryGroup(SQLModel, table=True):
    """People of the vendor to whom tickets are given together."""

    __tablename__ = "directory_group"
    code: str = Field(primary_key=True)
    name: str
    members: list[str] = document()  # lower case
    address: str | None = Field(default=None)


class DirectoryOrganization(SQLModel, table=True):
    """A customer or partner."""

    __tablename__ = "directory_organization"
    code: str = Field(primary_key=True)
    name: str
    domains: list[str] = document()
    region: str | None = Field(default=None)
    language: str | None = Field(default=None)
    timezone: str | None = Field(default=None)
    csm: str | None = Field(default=None)
    account_executive: str | None = Field(default=None)
    partner_manager: str | None = Field(default=None)
    partner_of: list[str] | None = document()


class DirectoryDomain(SQLModel, table=True):
    """The domains of organizations, one row each, for the look-up by sender."""

    __tablename__ = "directory_domain"
    domain: str = Field(primary_key=True)
    organization: str = Field(primary_key=True)


class DirectoryContact(SQLModel, table=True):
    """A person of a customer."""

    __tablename__ = "directory_contact"
    email: str = Field(primary_key=True)  # lower case
    name: str = Field(default="")
    organization: str = Field(index=True)
    has_account: bool = Field(default=False)
    roles: list[str] = document()
    language: str | None = Field(default=None)
    bounce_state: str = Field(default="ok")  # ok soft hard; not part of the directory file


class DirectoryContract(SQLModel, table=True):
    """A support contract; both days inclusive."""

    __tablename__ = "directory_contract"
    number: str = Field(primary_key=True)
    organization: str = Field(index=True)
    plan: str
    starts: date = Field(sa_column=Column(Date, nullable=False))
    ends: date = Field(sa_column=Column(Date, nullable=False))
    extended_support: dict[str, Any] | None = document()
    apps: list[str] | None = document()  # codes; None: all of the organization


class DirectoryApp(SQLModel, table=True):
    """An application of a customer and where it runs."""

    __tablename__ = "directory_app"
    code: str = Field(primary_key=True)
    name: str
    organization: str = Field(index=True)
    strategy: str
    version: int | None = Field(default=None)
    environments: list[str] = document()
    technical_contacts: list[str] = document()
    alert_receivers: list[str] = document()
    members: list[str] = document()
    delivered: date | None = Field(default=None, sa_column=Column(Date, nullable=True))


class DirectoryLicense(SQLModel, table=True):
    """A license and its present term; `expires` is inclusive. `timer_due`: when the renewal timer looks at it next,
    None: at once."""

    __tablename__ = "directory_license"
    __table_args__ = (Index("ix_license_expires", "expires"), Index("ix_license_timer", "timer_due"))
    number: str = Field(primary_key=True)
    app: str
    starts: date = Field(sa_column=Column(Date, nullable=False))
    expires: date = Field(sa_column=Column(Date, nullable=False))
    renewal_url: str | None = Field(default=None)
    state: str = Field(
        default="active"
    )  # active renewal_due in_renewal renewed expired_grace lapsed not_renewing cancelled
    snooze_until: date | None = Field(default=None, sa_column=Column(Date, nullable=True))
    notify: str | None = Field(default=None)  # chosen by CONTACT; instead of the technical contacts
    reacted: bool = Field(default=False)
    timer_due: datetime | None = instant()


class DirectoryRelease(SQLModel, table=True):
    """A major version of the product."""

    __tablename__ = "directory_release"
    major: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    ga: date | None = Field(default=None, sa_column=Column(Date, nullable=True))


class DirectorySubscription(SQLModel, table=True):
    """A standing subscription; group addresses too."""

    __tablename__ = "directory_subscription"
    address: str = Field(primary_key=True)
    topics: list[str] = document()
    regions: list[str] = document()
