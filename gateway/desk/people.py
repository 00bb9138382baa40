"""Who somebody is, and who has to be told."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from gateway.config import Config
from gateway.desk.addressed import our_domains
from gateway.desk.desk import Desk
from gateway.domain.calendar import BusinessCalendar
from gateway.domain.directory import Contact, Contract, Organization, Region, Staff
from gateway.domain.facts import SenderKind
from gateway.domain.letters import Recipient, Vendor
from gateway.mail.compose import ComposeError, ascii_domain
from gateway.mail.look_alikes import shown_domain
from gateway.mail.message import Mailbox
from gateway.ports import Proof
from gateway.store.store import Work

ContractState = Literal["valid", "lapsed", "none"]
MAX_SPOKEN_NAME = 80  # characters


@dataclass(frozen=True, slots=True)
class Sender:
    """The one judged author of a mail, as far as the directory knows him. `address` is empty without an identity."""

    address: str
    name: str
    kind: SenderKind
    proof: Proof
    evidence: str
    organization: Organization | None = None
    contact: Contact | None = None
    staff: Staff | None = None
    known_domain: bool = False

    @property
    def is_staff(self) -> bool:
        """One of our own people, by directory; whether it is really him is `proof`."""
        return self.staff is not None

    @property
    def mailbox(self) -> Mailbox:
        """For a To field."""
        return Mailbox(self.name, self.address)


def identify(desk: Desk, work: Work, address: str | None, name: str, proof: Proof, evidence: str) -> Sender:
    """Look an address up: our people, contacts, then the organization that alone uses the domain."""
    if not address:
        return Sender("", name, "stranger", proof, evidence)
    staff = work.directory.staff(address)
    if staff:
        kind: SenderKind = "account_team" if desk.rules.data.access.is_in("account_team", staff.roles) else "staff"
        return Sender(address, staff.name or name, kind, proof, evidence, staff=staff, known_domain=True)
    domain = address.rpartition("@")[2].lower()
    contact = work.directory.contact(address)
    codes = [contact.organization] if contact else _organizations(work, domain)
    organization = work.directory.organization(codes[0]) if len(codes) == 1 else None
    kind = "contact" if contact else "colleague" if organization else "stranger"
    known = bool(codes) or domain == desk.config.gateway.domain.lower() or domain in our_domains(desk.config.addresses)
    shown = name or (contact.name if contact else "")
    return Sender(address, shown, kind, proof, evidence, organization, contact, known_domain=known)


def _organizations(work: Work, domain: str) -> list[str]:
    """By the domain as it is written, else by its other form: letters of a language or A-labels (RFC 5890)."""
    found = work.directory.organizations_of_domain(domain)
    if found or (domain.isascii() and "xn--" not in domain):
        return found
    try:
        other = shown_domain(domain) if domain.isascii() else ascii_domain(f"@{domain}").removeprefix("@")
    except ComposeError:
        return []
    return work.directory.organizations_of_domain(other)


def region_of(work: Work, organization: Organization | None) -> Region | None:
    """The region of an organization."""
    return work.directory.region(organization.region) if organization and organization.region else None


@lru_cache(maxsize=256)
def _calendar(timezone: str, hours: str, holidays: tuple[str, ...]) -> BusinessCalendar:
    return BusinessCalendar.of(timezone, hours, holidays)


def calendar_of(desk: Desk, work: Work, region: Region | None) -> BusinessCalendar:
    """The working hours of a region; always open where nobody wrote any."""
    found = work.directory.calendar(region.calendar) if region else None
    return _calendar(*found) if found else _calendar(desk.config.gateway.timezone, "24x7", ())


def timezone_of(desk: Desk, work: Work, organization: Organization | None) -> str:
    """The organization's zone, else that of its region's calendar, else ours."""
    if organization and organization.timezone:
        return organization.timezone
    region = region_of(work, organization)
    found = work.directory.calendar(region.calendar) if region else None
    return found[0] if found else desk.config.gateway.timezone


def contract_state(
    desk: Desk, work: Work, organization: Organization | None, at: datetime
) -> tuple[ContractState, Contract | None]:
    """Is there a contract that covers this day in the organization's zone? Both its days are inclusive (DOMAIN 3.9)."""
    if organization is None:
        return "none", None
    today = at.astimezone(ZoneInfo(timezone_of(desk, work, organization))).date()
    return work.directory.remembered(
        ("contract", organization.code, today), lambda: _contract_state(desk, work, organization, today)
    )


def _contract_state(
    desk: Desk, work: Work, organization: Organization, today: date
) -> tuple[ContractState, Contract | None]:
    contracts = work.directory.contracts(organization.code)
    covering = [contract for contract in contracts if contract.starts <= today <= contract.ends]
    if covering:
        best = desk.rules.data.service_levels.best(contract.plan for contract in covering)
        return "valid", next((one for one in covering if best and one.plan == best.code), covering[0])
    ended = [contract for contract in contracts if contract.ends < today]
    return ("lapsed", ended[0]) if ended else ("none", None)


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
    work: Work,
    address: str,
    name: str = "",
    organization: Organization | None = None,
    language: str | None = None,
) -> Recipient:
    """How we write to somebody: his own language, else the one he wrote in, else his organization's, else ours."""
    contact = work.directory.contact(address)
    organization = organization or (work.directory.organization(contact.organization) if contact else None)
    chosen = (contact.language if contact else None) or language or (organization.language if organization else None)
    shown = spoken_name(name or (contact.name if contact else ""))
    return Recipient(shown, address, timezone_of(desk, work, organization), chosen or desk.config.gateway.language)


def first_line(desk: Desk, work: Work, region: Region | None, now: datetime) -> list[Mailbox]:
    """The engineers of a region who are there; else all engineers, else the duty address."""
    question = ("first line", region.code if region else None, now.date())
    return work.directory.remembered(question, lambda: _first_line(desk, work, region, now))


def _first_line(desk: Desk, work: Work, region: Region | None, now: datetime) -> list[Mailbox]:
    engineers = [one for one in work.directory.all_staff() if desk.rules.data.access.is_in("first_line", one.roles)]
    there = [one for one in engineers if not _away(one, now)]
    of_region = [one for one in there if region and region.code in one.regions]
    return [Mailbox(one.name, one.email) for one in of_region or there] or duty(desk, work)


def duty(desk: Desk, work: Work) -> list[Mailbox]:
    """Who takes what has no owner: the duty address, else the managers, else our own support address's people."""
    if desk.config.gateway.duty:
        return [Mailbox("", desk.config.gateway.duty)]
    managers = [one for one in work.directory.all_staff() if desk.rules.data.access.is_in("managers", one.roles)]
    return [Mailbox(one.name, one.email) for one in managers[:1]]


def manager_of(work: Work, region: Region | None, now: datetime) -> Mailbox | None:
    """The region's manager, his deputy while he is away."""
    for address in (region.manager, region.deputy) if region else ():
        person = work.directory.staff(address) if address else None
        if address and not (person and _away(person, now)):
            return Mailbox(person.name if person else "", address)
    return Mailbox("", region.manager) if region and region.manager else None


def account_team(work: Work, organization: Organization | None) -> list[Mailbox]:
    """Customer success manager, account executive and partner manager of an organization."""
    return [staff_mailbox(work, address) for address in (organization.account_team if organization else ())]


def staff_mailbox(work: Work, address: str) -> Mailbox:
    """One of our people with his name."""
    person = work.directory.staff(address)
    return Mailbox(person.name if person else "", address)


def _away(person: Staff, now: datetime) -> bool:
    return any(absence.starts <= now.date() <= absence.ends for absence in person.away)
