"""A mail of ours failed for good: a person of ours is told, once per mail."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from gateway.desk.desk import Desk
from gateway.desk.handover import Failure
from gateway.desk.next_contact import write_to_next
from gateway.desk.people import duty, first_line, recipient_view, region_of, staff_mailbox, vendor_view
from gateway.desk.post import Order, post
from gateway.desk.show import ticket_view
from gateway.domain.directory import Organization
from gateway.domain.letters import BounceLetter
from gateway.domain.ticket import Ticket
from gateway.mail.message import Mailbox
from gateway.store.store import Work

TEMPLATE = "bounce_alert"
NO_SUCH_ADDRESS = ("5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10")  # RFC 3463, RFC 7505
_ACCOUNT_MATTERS = ("escalation", "license")  # mails whose loss the customer success manager has to know


def alert_failure(
    desk: Desk, work: Work, row: Mapping[str, object], failures: Sequence[Failure], now: datetime
) -> None:
    """Queue a `bounce_alert` about a mail; nothing for an alert itself, which would be a loop.

    An address that the next host says does not exist is one that cannot be reached.
    """
    for failure in failures:
        if failure.status in NO_SUCH_ADDRESS:
            work.directory.set_bounce_state(failure.address, "hard")
    if row["template"] == TEMPLATE or not failures:
        return
    write_to_next(desk, work, row, now)
    ticket = work.tickets.get(row["ticket_id"]) if isinstance(row["ticket_id"], int) else None
    organization = organization_of(work, row, ticket)
    people = _owners(desk, work, ticket, organization, now)
    if organization and organization.csm and str(row["template"]).startswith(_ACCOUNT_MATTERS):
        people.append(staff_mailbox(work, organization.csm))
    people = _reachable(people, failures) or _reachable(duty(desk, work), failures)
    if not people:
        return
    letter = BounceLetter(
        vendor=vendor_view(desk, region_of(work, organization)),
        recipient=recipient_view(desk, work, people[0].address, people[0].name),
        ticket=ticket_view(ticket) if ticket else None,
        address=", ".join(failure.address for failure in failures),
        status=failures[0].status,
        diagnostic="; ".join(dict.fromkeys(failure.reply for failure in failures)),
        subject=str(row["subject"]),
    )
    post(desk, work, Order(TEMPLATE, letter, "vendor", tuple(people), now, kind="internal", ticket=ticket))


def organization_of(work: Work, row: Mapping[str, object], ticket: Ticket | None) -> Organization | None:
    """Whose case a mail of ours was about: the ticket's, or that of the license a notice was about."""
    if ticket:
        return work.directory.organization(ticket.organization) if ticket.organization else None
    license = work.directory.license(str(row["subject_ref"])) if row["subject_ref"] else None
    app = work.directory.app(license.app) if license else None
    return work.directory.organization(app.organization) if app else None


def _owners(
    desk: Desk, work: Work, ticket: Ticket | None, organization: Organization | None, now: datetime
) -> list[Mailbox]:
    """Who works on the ticket; the duty address where there is none."""
    if ticket is None:
        return duty(desk, work)
    if ticket.assignee:
        return [staff_mailbox(work, ticket.assignee)]
    return first_line(desk, work, region_of(work, organization), now)


def _reachable(people: Sequence[Mailbox], failures: Sequence[Failure]) -> list[Mailbox]:
    """Each once, without those whom the mail just failed to reach."""
    gone = {failure.address.lower() for failure in failures}
    return list({one.address.lower(): one for one in people if one.address.lower() not in gone}.values())
