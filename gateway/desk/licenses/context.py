"""A license with everything around it, and the letters about it."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from gateway.desk.desk import Desk
from gateway.desk.directory.people import duty, recipient_view, region_of, staff_mailbox, timezone_of, vendor_view
from gateway.desk.outgoing.enqueue import enqueue
from gateway.desk.outgoing.mail import OutgoingMail
from gateway.domain.directory.entries import App, License, Organization
from gateway.domain.licenses.renewal import People, Recipients
from gateway.domain.phrase import Phrase
from gateway.letters.licenses import LicenseLetter, LicenseNewsLetter, LicenseView
from gateway.letters.views import Recipient, Vendor
from gateway.mail.message import Mailbox
from gateway.store.store import UnitOfWork


@dataclass(frozen=True, slots=True)
class LicenseContext:
    """A license, whose it is, and which day it is there. `vendor_renews`: its renewal is our own business."""

    license: License
    app: App
    organization: Organization | None
    zone: ZoneInfo
    today: date
    people: People
    vendor_renews: bool

    @property
    def term(self) -> str:
        """The present term, as the notices of it are filed."""
        return self.license.expires.isoformat()


def license_context(desk: Desk, work: UnitOfWork, license: License, now: datetime) -> LicenseContext | None:
    """A license with everything around it; None when its application is not in the directory."""
    app = work.directory.app(license.app)
    if app is None:
        return None
    organization = work.directory.organization(app.organization)
    zone = ZoneInfo(timezone_of(desk, work, organization))
    return LicenseContext(
        license=license,
        app=app,
        organization=organization,
        zone=zone,
        today=now.astimezone(zone).date(),
        people=_people(work, license, app, organization),
        vendor_renews=app.strategy in desk.rules.data.renewal.vendor_renews,
    )


def _people(work: UnitOfWork, license: License, app: App, organization: Organization | None) -> People:
    chosen = [license.notify] if license.notify else []
    contacts = _reachable(work, chosen) or _reachable(work, app.technical_contacts)
    admins = [one.email for one in work.directory.contacts_with_role(app.organization, "company_admin")]
    return People(
        contacts=contacts,
        admins=_reachable(work, admins),
        csm=organization.csm if organization else None,
        account_executive=organization.account_executive if organization else None,
    )


def _reachable(work: UnitOfWork, addresses: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    """Those whose mail does not come back for good."""
    found = ((address.lower(), work.directory.contact(address)) for address in addresses)
    return tuple(dict.fromkeys(address for address, contact in found if not contact or contact.bounce_state != "hard"))


@dataclass(frozen=True, slots=True)
class Occasion:
    """Why we write: the template and its stage, and, when somebody wrote to us, who, what and in which mail.

    `text`: their words, or ours about them.
    """

    template: str
    stage: str
    now: datetime
    sender: str | None = None
    text: str | Phrase = ""
    mail_id: int | None = None


def post_to_customer(
    desk: Desk, work: UnitOfWork, context: LicenseContext, occasion: Occasion, recipients: Recipients
) -> tuple[int, ...]:
    """One mail to all of them together, or one for each language they read, Cc on the first. Their ids."""
    groups: dict[str, list[Recipient]] = {}
    for address in recipients.to:
        recipient = recipient_view(desk, work, address, organization=context.organization)
        groups.setdefault(recipient.language, []).append(recipient)
    cc = tuple(_mailbox(work, address) for address in recipients.cc)
    ids = []
    for group in groups.values():
        to = tuple(Mailbox(one.name, one.email) for one in group)
        letter = letter_to(desk, work, context, occasion, _together(group))
        outgoing_mail = OutgoingMail(occasion.template, letter, "customer", to, occasion.now, kind="notice", cc=cc)
        ids.append(enqueue(desk, work, replace(outgoing_mail, reference=context.license.number)).id)
        cc = ()
    return tuple(ids)


def post_to_our_own(
    desk: Desk, work: UnitOfWork, context: LicenseContext, occasion: Occasion, addresses: tuple[str, ...]
) -> tuple[int, ...]:
    """One mail to people of ours, to whoever is on duty where nobody is named. Its id, none when nobody is there."""
    to = tuple(staff_mailbox(work, address) for address in addresses) or duty(desk, work)
    if not to:
        return ()
    letter = letter_to(desk, work, context, occasion, recipient_view(desk, work, to[0].address, to[0].name))
    outgoing_mail = OutgoingMail(occasion.template, letter, "vendor", to, occasion.now, kind="internal")
    return (enqueue(desk, work, replace(outgoing_mail, reference=context.license.number, mail_id=occasion.mail_id)).id,)


def letter_to(
    desk: Desk, work: UnitOfWork, context: LicenseContext, occasion: Occasion, recipient: Recipient
) -> LicenseLetter:
    """The letter itself."""
    kind = LicenseNewsLetter if occasion.template in LicenseNewsLetter.TEMPLATES else LicenseLetter
    return kind(
        vendor=vendor_of(desk, work, context),
        recipient=recipient,
        license=license_view(desk, context),
        stage=occasion.stage,
        sender=occasion.sender,
        text=desk.templates.say(text, recipient.language) if isinstance(text := occasion.text, Phrase) else text,
    )


def vendor_of(desk: Desk, work: UnitOfWork, context: LicenseContext) -> Vendor:
    """What the letters to this customer may say about us."""
    return vendor_view(desk, region_of(work, context.organization))


def license_view(desk: Desk, context: LicenseContext) -> LicenseView:
    """What letters may say of the license."""
    license = context.license
    return LicenseView(
        number=license.number,
        app=context.app.name,
        organization=context.organization.name if context.organization else context.app.organization,
        expires=license.expires,
        days_left=(license.expires - context.today).days,
        grace_until=desk.rules.data.renewal.grace_until(license),
        renewal_url=license.renewal_url,
    )


def _together(group: list[Recipient]) -> Recipient:
    names = ", ".join(one.name for one in group if one.name)
    return replace(group[0], name=names)


def _mailbox(work: UnitOfWork, address: str) -> Mailbox:
    contact = work.directory.contact(address)
    return Mailbox(contact.name, contact.email) if contact else staff_mailbox(work, address)
