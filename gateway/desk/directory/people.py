"""Who has to be told, and how we write to them."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from functools import lru_cache

from gateway.config import Config
from gateway.desk.desk import Desk
from gateway.domain.directory.calendar import BusinessCalendar
from gateway.domain.directory.entries import Group, Organization, Region, Staff
from gateway.domain.tickets.ticket import FIRST_LINE
from gateway.letters.views import Recipient, Vendor
from gateway.mail.message import Mailbox
from gateway.store.store import UnitOfWork

MAX_SPOKEN_NAME = 80  # characters


def region_of(work: UnitOfWork, organization: Organization | None) -> Region | None:
    """The region of an organization."""
    return work.directory.region(organization.region) if organization and organization.region else None


@lru_cache(maxsize=256)
def _calendar(timezone: str, hours: str, holidays: tuple[str, ...]) -> BusinessCalendar:
    return BusinessCalendar.of(timezone, hours, holidays)


def calendar_of(desk: Desk, work: UnitOfWork, region: Region | None) -> BusinessCalendar:
    """The working hours of a region; always open where nobody wrote any."""
    found = work.directory.calendar(region.calendar) if region else None
    return _calendar(*found) if found else _calendar(desk.config.gateway.timezone, "24x7", ())


def timezone_of(desk: Desk, work: UnitOfWork, organization: Organization | None) -> str:
    """The organization's zone, else that of its region's calendar, else ours."""
    if organization and organization.timezone:
        return organization.timezone
    region = region_of(work, organization)
    found = work.directory.calendar(region.calendar) if region else None
    return found[0] if found else desk.config.gateway.timezone


def vendor_view(desk: Desk, region: Region | None) -> Vendor:
    """What templates may say about us."""
    phones = region.phones if region else ()
    found = desk.vendors.get(phones)
    if found is None:
        found = desk.vendors[phones] = _vendor(desk.config, phones)
    return found


def _vendor(config: Config, phones: tuple[str, ...]) -> Vendor:
    links = config.links
    return Vendor(
        name=config.gateway.name,
        support_address=config.addresses.support[0],
        escalation_address=config.addresses.escalation[0],
        training_address=config.addresses.training[0] if config.addresses.training else "",
        portal_url=links.portal,
        status_url=links.status,
        ideas_url=links.ideas,
        docs_url=links.docs,
        license_portal_url=links.licenses,
        sla_url=links.sla,
        account_url=links.account,
        partners_url=links.partners,
        repositories_url=links.repositories,
        expert_services_url=links.expert_services,
        external_support_url=links.external_support,
        phones=phones,
    )


def spoken_name(name: str) -> str:
    """A display name as one addresses a person: "Meyer, Jane" is Jane Meyer; an address or a link is no name."""
    if "@" in name or "/" in name or len(name) > MAX_SPOKEN_NAME:
        return ""
    family, comma, given = name.partition(",")
    if not comma or "," in given or not family.strip() or not given.strip():
        return name
    return f"{given.strip()} {family.strip()}"


def recipient_view(
    desk: Desk,
    work: UnitOfWork,
    address: str,
    name: str = "",
    organization: Organization | None = None,
    language: str | None = None,
) -> Recipient:
    """How we write to somebody: in their language, else the one they wrote in, their organization's, ours.

    Our own people read our language whatever they write in, and the times of their region.
    """
    person = work.directory.staff(address)
    if person:
        zone = staff_timezone(desk, work, person)
        return Recipient(spoken_name(name or person.name), address, zone, desk.config.gateway.language)
    contact = work.directory.contact(address)
    organization = organization or (work.directory.organization(contact.organization) if contact else None)
    chosen = (contact.language if contact else None) or language or (organization.language if organization else None)
    shown = spoken_name(name or (contact.name if contact else ""))
    return Recipient(shown, address, timezone_of(desk, work, organization), chosen or desk.config.gateway.language)


def staff_timezone(desk: Desk, work: UnitOfWork, person: Staff) -> str:
    """The zone of the first of a person's regions that is known, ours where they have none."""
    for code in person.regions:
        region = work.directory.region(code)
        found = work.directory.calendar(region.calendar) if region else None
        if found:
            return found[0]
    return desk.config.gateway.timezone


def each_once(people: Iterable[Mailbox], but: Collection[str] = ()) -> tuple[Mailbox, ...]:
    """People in their order, nobody twice, without those whose addresses (lower case) are in `but`."""
    return tuple({one.address.lower(): one for one in people if one.address.lower() not in but}.values())


def first_line(desk: Desk, work: UnitOfWork, region: Region | None, now: datetime) -> tuple[Mailbox, ...]:
    """The engineers of a region who are there; else all engineers, else the duty address."""
    question = ("first line", region.code if region else None, now.date())
    return work.directory.remembered(question, lambda: _first_line(desk, work, region, now))


def _first_line(desk: Desk, work: UnitOfWork, region: Region | None, now: datetime) -> tuple[Mailbox, ...]:
    engineers = [one for one in work.directory.all_staff() if desk.rules.data.access.is_in("first_line", one.roles)]
    return _of_region([one for one in engineers if not is_away(one, now)], region) or duty(desk, work)


def _of_region(people: Sequence[Staff], region: Region | None) -> tuple[Mailbox, ...]:
    """Those of a region; all of them where nobody is of it."""
    theirs = [one for one in people if region and region.code in one.regions]
    return tuple(Mailbox(one.name, one.email) for one in theirs or people)


def line_people(desk: Desk, work: UnitOfWork, region: Region | None, line: int, now: datetime) -> tuple[Mailbox, ...]:
    """The people of the second or third line of a region who are there; else all of that line, the leads, the duty."""
    if line == FIRST_LINE:
        return first_line(desk, work, region, now)
    for group in (f"line_{line}", "support_leads"):
        of_line = [one for one in work.directory.all_staff() if desk.rules.data.access.is_in(group, one.roles)]
        if of_line:
            return _of_region([one for one in of_line if not is_away(one, now)] or of_line, region)
    return duty(desk, work)


def group_people(work: UnitOfWork, group: Group, now: datetime) -> tuple[Mailbox, ...]:
    """The mailbox of a group, else those of its members who are there."""
    if group.address:
        return (Mailbox(group.name, group.address),)
    members = (work.directory.staff(address) for address in group.members)
    return tuple(Mailbox(one.name, one.email) for one in members if one and not is_away(one, now))


def duty(desk: Desk, work: UnitOfWork) -> tuple[Mailbox, ...]:
    """Who takes what has no owner: the duty address, else the first of the managers, else nobody."""
    if desk.config.gateway.duty:
        return (Mailbox("", desk.config.gateway.duty),)
    managers = [one for one in work.directory.all_staff() if desk.rules.data.access.is_in("managers", one.roles)]
    return tuple(Mailbox(one.name, one.email) for one in managers[:1])


def manager_of(work: UnitOfWork, region: Region | None, now: datetime) -> Mailbox | None:
    """The region's manager, the deputy while they are away."""
    for address in (region.manager, region.deputy) if region else ():
        person = work.directory.staff(address) if address else None
        if address and not (person and is_away(person, now)):
            return Mailbox(person.name if person else "", address)
    return Mailbox("", region.manager) if region and region.manager else None


def account_team(work: UnitOfWork, organization: Organization | None) -> tuple[Mailbox, ...]:
    """Customer success manager, account executive and partner manager of an organization."""
    return tuple(staff_mailbox(work, address) for address in (organization.account_team if organization else ()))


def staff_mailbox(work: UnitOfWork, address: str) -> Mailbox:
    """One of our people with their name."""
    person = work.directory.staff(address)
    return Mailbox(person.name if person else "", address)


def customer_mailbox(work: UnitOfWork, address: str) -> Mailbox:
    """A customer's address with the name that the directory has for it."""
    contact = work.directory.contact(address)
    return Mailbox(contact.name if contact else "", address)


def name_of(work: UnitOfWork, address: str) -> str:
    """What a person of the directory is called; the address of anybody else."""
    person = work.directory.staff(address) or work.directory.contact(address)
    return spoken_name(person.name) or address if person else address


def named(work: UnitOfWork, address: str) -> str:
    """A person with the address at which they are reached: "Cora Winter (cora@vendor.example)"."""
    name = name_of(work, address)
    return address if name == address else f"{name} ({address})"


def is_away(person: Staff, now: datetime) -> bool:
    """Does the directory say that somebody is away on this day?"""
    return any(absence.starts <= now.date() <= absence.ends for absence in person.away)
