"""Letters about a mail just read: automatic answers to its sender, and messages to our own people."""

from collections.abc import Sequence

from gateway.desk.desk import Desk
from gateway.desk.people import recipient_view, region_of, vendor_view
from gateway.desk.post import Order, Posted, post
from gateway.desk.show import ticket_view
from gateway.desk.situation import Situation
from gateway.domain.directory import Organization
from gateway.domain.letters import Letter, Recipient, TicketEventLetter, Vendor
from gateway.domain.ticket import Ticket
from gateway.mail.message import Mailbox
from gateway.store.store import Work

EXCERPT = 2000  # characters of a mail that our own people are shown


def withheld(desk: Desk, s: Situation) -> str | None:
    """Why the sender gets no automatic answer: RFC 3834 for machines, and nobody without proof (DOMAIN 3.9)."""
    if s.nature.automatic:
        return f"the mail looks automatic ({', '.join(s.nature.evidence) or s.nature.kind})"
    if s.sender.proof != "pass" and not desk.config.authentication.answer_unproven:
        return "the sender is not proven"
    return None


def sender_views(desk: Desk, work: Work, s: Situation) -> tuple[Vendor, Recipient]:
    """We, and the sender to whom we answer."""
    organization = s.sender.organization
    recipient = recipient_view(desk, work, s.sender.address, s.sender.name, organization, s.message.body.language)
    return vendor_view(desk, region_of(work, organization)), recipient


def answer(
    desk: Desk,
    work: Work,
    s: Situation,
    template: str,
    letter: Letter,
    ticket: Ticket | None = None,
    cc: Sequence[Mailbox] = (),
    escalation_id: int | None = None,
) -> Posted:
    """Answer the sender of a mail, and only the judged From address, whatever Reply-To says."""
    return post(
        desk,
        work,
        Order(
            template=template,
            letter=letter,
            audience="vendor" if s.sender.is_staff else "customer",
            to=(s.sender.mailbox,),
            cc=tuple(one for one in cc if one.address.lower() != s.sender.address.lower()),
            now=s.now,
            kind="ack",
            ticket=ticket,
            escalation_id=escalation_id,
            mail_id=s.mail_id,
            in_reply_to=s.message_id,
            references=s.references,
            withheld=withheld(desk, s),
            said=s.message.body.reply,
            said_by=s.sender.address,
        ),
    )


def tell(
    desk: Desk,
    work: Work,
    s: Situation,
    template: str,
    people: Sequence[Mailbox],
    ticket: Ticket,
    detail: str = "",
    organization: Organization | None = None,
) -> None:
    """Tell our own people something about a ticket: one mail to all of them."""
    if not people:
        return
    organization = organization or s.sender.organization
    letter = TicketEventLetter(
        vendor=vendor_view(desk, region_of(work, organization)),
        recipient=recipient_view(desk, work, people[0].address, people[0].name),
        ticket=ticket_view(ticket),
        organization=organization.name if organization else None,
        sender=s.sender.address,
        text=s.message.body.reply[:EXCERPT],
        detail=detail,
    )
    internal(desk, work, s, template, letter, people, ticket)


def internal(
    desk: Desk,
    work: Work,
    s: Situation,
    template: str,
    letter: Letter,
    people: Sequence[Mailbox],
    ticket: Ticket | None,
    escalation_id: int | None = None,
    about: str | None = None,
) -> None:
    """Queue a message to our own people."""
    if not people:
        return
    order = Order(
        template=template,
        letter=letter,
        audience="vendor",
        to=tuple(people),
        now=s.now,
        kind="internal",
        ticket=ticket,
        escalation_id=escalation_id,
        mail_id=s.mail_id,
        about=about,
        proven=s.sender.proof == "pass" or desk.config.authentication.answer_unproven,
        said=s.message.body.reply,
        said_by=s.sender.address,
    )
    post(desk, work, order)
