"""Who wrote a mail, as far as the directory knows them."""

from dataclasses import dataclass

from gateway.desk.desk import Desk
from gateway.desk.situation.addresses import our_domains
from gateway.domain.directory.entries import Contact, Organization, Staff
from gateway.domain.facts import SenderKind
from gateway.mail.compose import ComposeError, ascii_domain
from gateway.mail.message import Mailbox
from gateway.mail.text.homoglyphs import shown_domain
from gateway.ports import Proof, Verification
from gateway.store.store import UnitOfWork


@dataclass(frozen=True, slots=True)
class Sender:
    """The one judged author of a mail, as the directory knows them. `address` is empty without an identity.

    `signatures`: digests of those that prove one of our people where nothing else does; `stale`: why they prove
    nothing, for people (see `freshness`).
    """

    address: str
    name: str
    kind: SenderKind
    proof: Proof
    evidence: str
    organization: Organization | None = None
    contact: Contact | None = None
    staff: Staff | None = None
    known_domain: bool = False
    signatures: tuple[str, ...] = ()
    stale: str = ""

    @property
    def is_staff(self) -> bool:
        """One of our own people, by directory; whether it is really them is `proof`."""
        return self.staff is not None

    @property
    def mailbox(self) -> Mailbox:
        """For a To field."""
        return Mailbox(self.name, self.address)


def identify(desk: Desk, work: UnitOfWork, verified: Verification, name: str) -> Sender:
    """Look an address up: our people, contacts, then the organization that alone uses the domain."""
    address, proof, evidence = verified.address, verified.proof, verified.evidence
    if not address:
        return Sender("", name, "stranger", proof, evidence)
    staff = work.directory.staff(address)
    if staff:
        kind: SenderKind = "account_team" if desk.rules.data.access.is_in("account_team", staff.roles) else "staff"
        return Sender(address, staff.name or name, kind, proof, evidence, staff=staff, known_domain=True)
    domain = address.rpartition("@")[2].lower()
    contact = work.directory.contact(address)
    codes = (contact.organization,) if contact else _organizations(work, domain)
    organization = work.directory.organization(codes[0]) if len(codes) == 1 else None
    kind = "contact" if contact else "colleague" if organization else "stranger"
    known = bool(codes) or domain in our_domains(desk.config)
    shown = name or (contact.name if contact else "")
    return Sender(address, shown, kind, proof, evidence, organization, contact, known_domain=known)


def _organizations(work: UnitOfWork, domain: str) -> tuple[str, ...]:
    """By the domain as it is written, else by its other form: letters of a language or A-labels (RFC 5890)."""
    found = work.directory.organizations_of_domain(domain)
    if found or (domain.isascii() and "xn--" not in domain):
        return found
    try:
        other = shown_domain(domain) if domain.isascii() else ascii_domain(f"@{domain}").removeprefix("@")
    except ComposeError:
        return ()
    return work.directory.organizations_of_domain(other)
