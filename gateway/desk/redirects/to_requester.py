"""Letters to who opened a ticket, whoever acts."""

from collections.abc import Sequence

from gateway.desk.act import Act
from gateway.desk.directory.people import recipient_view, region_of, vendor_view
from gateway.desk.outgoing.enqueue import enqueue
from gateway.desk.outgoing.mail import OutgoingMail
from gateway.desk.tickets.owners import organization_of
from gateway.domain.tickets.ticket import Ticket
from gateway.letters.letter import Letter
from gateway.letters.views import Recipient, Vendor
from gateway.mail.message import Mailbox


def requester_views(act: Act, ticket: Ticket) -> tuple[Vendor, Recipient]:
    """We, and the requester."""
    organization = organization_of(act.work, ticket)
    mailbox = _requester(act, ticket)
    recipient = recipient_view(act.desk, act.work, mailbox.address, mailbox.name, organization, ticket.language)
    return vendor_view(act.desk, region_of(act.work, organization)), recipient


def _requester(act: Act, ticket: Ticket) -> Mailbox:
    contact = act.work.directory.contact(ticket.requester)
    return Mailbox(contact.name if contact else "", ticket.requester)


def tell_requester(act: Act, template: str, letter: Letter, ticket: Ticket, cc: Sequence[Mailbox] = ()) -> None:
    """Queue a letter to the requester, as an answer to their last mail."""
    outgoing_mail = OutgoingMail(
        template=template,
        letter=letter,
        audience="customer",
        to=(_requester(act, ticket),),
        cc=tuple(one for one in cc if one.address.lower() != ticket.requester),
        now=act.now,
        kind="notice",
        ticket=ticket,
        mail_id=act.mail_id,
        in_reply_to=act.work.mails.last_of_customer(ticket.id),
        cause=act.cause,
    )
    enqueue(act.desk, act.work, outgoing_mail)
