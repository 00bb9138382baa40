"""A mail of ours failed for good: a person of ours is told, once per mail."""

from collections.abc import Sequence
from datetime import datetime

from gateway.desk.act import Act
from gateway.desk.desk import Desk
from gateway.desk.directory.people import duty, each_once, recipient_view, region_of, staff_mailbox, vendor_view
from gateway.desk.licenses.next_contact import write_to_next
from gateway.desk.outgoing.delivery_result import GIVE_UP, Failure
from gateway.desk.outgoing.enqueue import enqueue
from gateway.desk.outgoing.mail import OutgoingMail
from gateway.desk.tickets.letter_views import ticket_view
from gateway.desk.tickets.owners import organization_of, owners
from gateway.domain.directory.entries import Organization
from gateway.domain.event import GATEWAY, Event
from gateway.domain.outgoing.entry import OutboxEntry
from gateway.domain.outgoing.reachability import Fault, fault_of
from gateway.domain.phrase import phrase
from gateway.domain.tickets.ticket import Ticket
from gateway.letters.bounces import BounceLetter
from gateway.store.store import UnitOfWork

TEMPLATE = "bounce_alert"
_ACCOUNT_MATTERS = ("escalation", "license")  # mails whose loss the customer success manager has to know


def alert_failure(desk: Desk, work: UnitOfWork, entry: OutboxEntry, failures: Sequence[Failure], now: datetime) -> None:
    """Queue a `bounce_alert` about a mail; nothing for an alert itself, which would be a loop.

    What the failure says about the address is noted; what is our own fault is told to the duty, too.
    """
    faults = [fault_of(failure.status, failure.reply) for failure in failures]
    for failure, fault in zip(failures, faults, strict=True):
        note_reachability(work, failure.address, fault)
    if entry.template == TEMPLATE or not failures:
        return
    write_to_next(desk, work, entry, now)
    ticket = work.tickets.get(entry.ticket_id) if entry.ticket_id else None
    organization = customer_of(work, entry, ticket)
    act = Act(desk, work, Event(now, GATEWAY, "system"))
    people = owners(act, ticket) if ticket else duty(desk, work)
    if organization and organization.csm and entry.template.startswith(_ACCOUNT_MATTERS):
        people = (*people, staff_mailbox(work, organization.csm))
    if "ours" in faults:
        people = (*people, *duty(desk, work))
    gone = {failure.address.lower() for failure in failures}  # the mail just failed to reach them
    people = each_once(people, gone) or each_once(duty(desk, work), gone)
    if not people:
        return
    recipient = recipient_view(desk, work, people[0].address, people[0].name)
    letter = BounceLetter(
        vendor=vendor_view(desk, region_of(work, organization)),
        recipient=recipient,
        ticket=ticket_view(work, ticket) if ticket else None,
        address=", ".join(failure.address for failure in failures),
        status=failures[0].status,
        diagnostic="; ".join(dict.fromkeys(_told(desk, failure, recipient.language) for failure in failures)),
        subject=entry.subject,
        fault="ours" if "ours" in faults else faults[0],
    )
    enqueue(desk, work, OutgoingMail(TEMPLATE, letter, "vendor", people, now, kind="internal", ticket=ticket))


def _told(desk: Desk, failure: Failure, language: str) -> str:
    """The last answer of the other side, with what we made of it."""
    if not failure.expired:
        return failure.reply
    return desk.templates.say(phrase("delivery.given_up", days=GIVE_UP.days, reply=failure.reply), language)


def note_reachability(work: UnitOfWork, address: str, fault: Fault) -> None:
    """A dead address is passed over by notices; for any other reason the next one still goes there.

    Who cannot be reached for good stays so, whatever fails later, until they write themselves.
    """
    contact = work.directory.contact(address)
    if contact and (fault == "address" or contact.bounce_state == "ok"):
        work.directory.set_bounce_state(address, "hard" if fault == "address" else "soft")


def customer_of(work: UnitOfWork, entry: OutboxEntry, ticket: Ticket | None) -> Organization | None:
    """Whose case a mail of ours was about: the ticket's, or that of the license a notice was about."""
    if ticket:
        return organization_of(work, ticket)
    license = work.directory.license(entry.subject_ref) if entry.subject_ref else None
    app = work.directory.app(license.app) if license else None
    return work.directory.organization(app.organization) if app else None
