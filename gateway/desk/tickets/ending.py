"""The customer hears that their ticket is solved or closed: what was done, and until when it can be opened again."""

from datetime import datetime, timedelta
from typing import Final

from gateway.desk.act import Act
from gateway.desk.directory.people import recipient_view, region_of, vendor_view
from gateway.desk.outgoing.enqueue import enqueue
from gateway.desk.outgoing.mail import OutgoingMail
from gateway.desk.tickets.letter_views import ticket_view
from gateway.desk.tickets.owners import organization_of
from gateway.domain.tickets.ticket import Ticket
from gateway.letters.tickets import EndLetter
from gateway.mail.message import Mailbox

ENDS: Final = {"solved": "ticket_solved", "closed": "ticket_closed"}
NEWEST_NOTES: Final = 20  # among which what was done is looked for
EXCERPT: Final = 1500  # characters


def reopen_until(act: Act, ticket: Ticket) -> datetime | None:
    """The last moment at which a reply opens a solved ticket again, UTC; None for any other."""
    if ticket.state != "solved" or ticket.solved_at is None:
        return None
    return ticket.solved_at + timedelta(days=act.desk.rules.data.lifecycle.reopen_days)


def tell_of_end(act: Act, ticket: Ticket) -> None:
    """To the requester alone; nothing where the ticket goes on, or where one of our own people asked."""
    directory, requester = act.work.directory, ticket.requester
    if ticket.state not in ENDS or not requester or directory.staff(requester):
        return
    organization, contact = organization_of(act.work, ticket), directory.contact(requester)
    name = contact.name if contact else ""
    letter = EndLetter(
        vendor=vendor_view(act.desk, region_of(act.work, organization)),
        recipient=recipient_view(act.desk, act.work, requester, name, organization, ticket.language),
        ticket=ticket_view(act.work, ticket),
        resolution=_last_answer(act, ticket),
        reopen_until=reopen_until(act, ticket),
    )
    outgoing_mail = OutgoingMail(
        template=ENDS[ticket.state],
        letter=letter,
        audience="customer",
        to=(Mailbox(name, requester),),
        now=act.now,
        kind="notice",
        ticket=ticket,
        mail_id=act.mail_id,
        in_reply_to=act.work.mails.last_of_customer(ticket.id),
        cause=act.cause,
    )
    enqueue(act.desk, act.work, outgoing_mail)


def _last_answer(act: Act, ticket: Ticket) -> str:
    """What one of our people last wrote to the customer: what was done, in their own words."""
    for note in act.work.tickets.newest_notes(ticket.id, NEWEST_NOTES):
        if note.visibility == "public" and note.author and act.work.directory.staff(note.author):
            return note.text[:EXCERPT]
    return ""
