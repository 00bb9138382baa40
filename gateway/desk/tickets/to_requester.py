"""Letters that come by themselves to whoever asked for a ticket, whoever acts."""

from collections.abc import Sequence

from gateway.desk.act import Act
from gateway.desk.directory.people import customer_mailbox, recipient_view, region_of, vendor_view
from gateway.desk.outgoing.enqueue import enqueue
from gateway.desk.outgoing.mail import Enqueued, OutgoingMail
from gateway.desk.tickets.owners import organization_of
from gateway.domain.phrase import phrase
from gateway.domain.tickets.ticket import Ticket
from gateway.letters.letter import Letter
from gateway.letters.views import Recipient, Vendor
from gateway.mail.message import Mailbox


def requester_views(act: Act, ticket: Ticket, address: str = "") -> tuple[Vendor, Recipient]:
    """We, and the requester, or somebody else of theirs at `address`."""
    organization, reader = organization_of(act.work, ticket), customer_mailbox(act.work, address or ticket.requester)
    recipient = recipient_view(act.desk, act.work, reader.address, reader.name, organization, ticket.language)
    return vendor_view(act.desk, region_of(act.work, organization)), recipient


def tell_requester(
    act: Act, template: str, letter: Letter, ticket: Ticket, cc: Sequence[Mailbox] = ()
) -> Enqueued | None:
    """Queue a letter to its recipient as an answer to the customer's last mail.

    None where one of our own people asked: nobody is written to then.
    """
    reader = customer_mailbox(act.work, letter.recipient.email)
    if not reader.address or act.work.directory.staff(reader.address):
        return None
    outgoing_mail = OutgoingMail(
        template=template,
        letter=letter,
        audience="customer",
        to=(reader,),
        cc=tuple(one for one in cc if one.address.lower() != reader.address.lower()),
        now=act.now,
        kind="notice",
        ticket=ticket,
        mail_id=act.mail_id,
        in_reply_to=act.work.mails.last_of_customer(ticket.id),
        cause=act.cause,
        withheld=None if act.cause.proven else phrase("limit.not_proven"),
    )
    return enqueue(act.desk, act.work, outgoing_mail)
