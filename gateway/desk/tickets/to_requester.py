"""A mail that comes by itself to whoever asked for a ticket."""

from collections.abc import Callable

from gateway.desk.act import Act
from gateway.desk.directory.people import recipient_view, region_of, vendor_view
from gateway.desk.outgoing.enqueue import enqueue
from gateway.desk.outgoing.mail import Enqueued, OutgoingMail
from gateway.desk.tickets.owners import organization_of
from gateway.domain.phrase import phrase
from gateway.domain.tickets.ticket import Ticket
from gateway.letters.letter import Letter
from gateway.letters.views import Recipient, Vendor
from gateway.mail.message import Mailbox


def tell_customer(
    act: Act, template: str, ticket: Ticket, write: Callable[[Vendor, Recipient], Letter], address: str = ""
) -> Enqueued | None:
    """Send a letter about a ticket to its requester, or to somebody else of theirs at `address`.

    Nobody is written to where one of our own people asked. `write` makes the letter for that reader.
    """
    reader = address or ticket.requester
    directory, organization = act.work.directory, organization_of(act.work, ticket)
    if not reader or directory.staff(reader):
        return None
    contact = directory.contact(reader)
    name = contact.name if contact else ""
    vendor = vendor_view(act.desk, region_of(act.work, organization))
    recipient = recipient_view(act.desk, act.work, reader, name, organization, ticket.language)
    outgoing_mail = OutgoingMail(
        template=template,
        letter=write(vendor, recipient),
        audience="customer",
        to=(Mailbox(name, reader),),
        now=act.now,
        kind="notice",
        ticket=ticket,
        mail_id=act.mail_id,
        in_reply_to=act.work.mails.last_of_customer(ticket.id),
        cause=act.cause,
        withheld=None if act.cause.proven else phrase("limit.not_proven"),
    )
    return enqueue(act.desk, act.work, outgoing_mail)
