"""A customer is refused an escalation for the second time in a day: their success manager hears of it."""

from datetime import timedelta
from typing import Final

from gateway.desk.act import Act
from gateway.desk.directory.people import recipient_view, region_of, staff_mailbox, vendor_view
from gateway.desk.outgoing.mail import Enqueued
from gateway.desk.tickets.answers import EXCERPT, internal
from gateway.desk.tickets.letter_views import ticket_view
from gateway.domain.escalations.request import EscalationRequest
from gateway.domain.tickets.ticket import Ticket
from gateway.letters.escalations import SecondRejectionLetter

WINDOW: Final = timedelta(days=1)
TOLD_AT: Final = 2  # of the rejections in the window
MAX_ANSWERS: Final = 30  # automatic answers of the window among which rejections are counted


def tell_of_second(act: Act, request: EscalationRequest, posted: Enqueued, ticket: Ticket | None) -> None:
    """Only of a proven contact of the directory, and only where the rejection goes out. The customer sees none of it.

    See docs/domain.md, "The order of judging an escalation".
    """
    actor = act.actor
    listed = actor.proven and not actor.is_staff and act.work.directory.contact(actor.address)
    organization = actor.organization
    if posted.suppressed or not listed or organization is None or _rejections(act) != TOLD_AT:
        return
    manager = next(iter(organization.account_team), None)
    if manager is None:
        return
    to = staff_mailbox(act.work, manager)
    letter = SecondRejectionLetter(
        vendor=vendor_view(act.desk, region_of(act.work, organization)),
        recipient=recipient_view(act.desk, act.work, to.address, to.name),
        ticket=ticket_view(act.work, ticket) if ticket else None,
        organization=organization.name,
        sender=actor.name or actor.address,
        sender_address=actor.address,
        text=act.event.text[:EXCERPT],
    )
    internal(act, "escalation_rejected_again", letter, (to,), ticket)


def _rejections(act: Act) -> int:
    """How many rejections went to who acts within a day, the present one with them."""
    templates = act.work.outbox.answered_with(act.actor.address.lower(), act.now - WINDOW, MAX_ANSWERS)
    class_of = act.desk.rules.data.outgoing.class_of
    return sum(class_of(one, "acknowledgement") == "rejection" for one in templates)
