"""A mail of ours failed for good: a person of ours is told, once per mail."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from gateway.desk.desk import Desk
from gateway.desk.handover import Failure
from gateway.desk.people import duty, first_line, recipient_view, region_of, staff_mailbox, vendor_view
from gateway.desk.post import Order, post
from gateway.desk.show import ticket_view
from gateway.domain.directory import Organization
from gateway.domain.letters import BounceLetter
from gateway.domain.ticket import Ticket
from gateway.mail.message import Mailbox
from gateway.store.store import Work

TEMPLATE = "bounce_alert"
_ACCOUNT_MATTERS = ("escalation", "license")  # mails whose loss the customer success manager has to know


def alert_failure(
    desk: Desk, work: Work, row: Mapping[str, object], failures: Sequence[Failure], now: datetime
) -> None:
    """Queue a `bounce_alert` about a mail; nothing for an alert itself, which would be a loop."""
    if row["template"] == TEMPLATE or not failures:
        return
    ticket = work.tickets.get(row["ticket_id"]) if isinstance(row["ticket_id"], int) else None
    organization = work.directory.organization(ticket.organization) if ticket and ticket.organization else None
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
