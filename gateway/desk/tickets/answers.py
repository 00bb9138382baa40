"""Letters about an event: automatic answers to who caused it, and messages to our own people."""

from collections.abc import Sequence
from dataclasses import replace

from gateway.desk.act import Act
from gateway.desk.directory.people import name_of, named, recipient_view, region_of, vendor_view
from gateway.desk.outgoing.enqueue import enqueue
from gateway.desk.outgoing.files import files_with
from gateway.desk.outgoing.mail import Enqueued, OutgoingMail
from gateway.desk.tickets.history import history
from gateway.desk.tickets.letter_views import ticket_view
from gateway.desk.tickets.owners import organization_of
from gateway.domain.directory.entries import Organization
from gateway.domain.phrase import Phrase, phrase
from gateway.domain.tickets.ticket import Ticket
from gateway.letters.letter import Letter
from gateway.letters.staff import TicketEventLetter
from gateway.letters.views import Recipient, Vendor
from gateway.mail.message import Mailbox

LENGTHS = {"case_by_mail": (20, 4000)}  # notes below a template, and characters of each, where others have fewer
EXCERPT = 2000  # characters of a mail that our own people are shown


def sender_views(act: Act) -> tuple[Vendor, Recipient]:
    """We, and who acts, to whom we answer."""
    actor = act.actor
    recipient = recipient_view(act.desk, act.work, actor.address, actor.name, actor.organization, actor.language)
    return vendor_view(act.desk, region_of(act.work, actor.organization)), recipient


def answer(
    act: Act,
    template: str,
    letter: Letter,
    ticket: Ticket | None = None,
    cc: Sequence[Mailbox] = (),
    escalation_id: int | None = None,
) -> Enqueued:
    """Answer who acts; the author of a mail only at the judged From address, whatever Reply-To says."""
    copies = tuple(one for one in cc if one.address.lower() != act.actor.address.lower())
    outgoing_mail = answer_mail(act, template, letter, ticket)
    return enqueue(act.desk, act.work, replace(outgoing_mail, cc=copies, escalation_id=escalation_id))


def answer_mail(act: Act, template: str, letter: Letter, ticket: Ticket | None = None) -> OutgoingMail:
    """The same before it is queued."""
    actor, mail = act.actor, act.mail
    return OutgoingMail(
        template=template,
        letter=letter,
        audience="vendor" if actor.is_staff else "customer",
        to=(actor.mailbox,),
        now=act.now,
        kind="ack",
        ticket=ticket,
        mail_id=act.mail_id,
        in_reply_to=mail.message_id,
        references=mail.references,
        withheld=mail.unanswered,
        proven=actor.proven,
        cause=act.cause,
        vouched=mail.vouched,
        quoted_text=act.event.text,
        quoted_author=actor.address,
        below=history(act, ticket, letter.recipient, *LENGTHS.get(template, ())) if ticket and actor.is_staff else "",
    )


def tell(
    act: Act,
    template: str,
    people: Sequence[Mailbox],
    ticket: Ticket,
    *details: Phrase | str | None,
    organization: Organization | None = None,
) -> None:
    """Tell our own people something about a ticket: one mail to all of them.

    `details`: what else they should know. `organization`: whose ticket it is; left out, the ticket says so, else it is
    that of who acts.
    """
    if not people:
        return
    organization = organization or organization_of(act.work, ticket) or act.actor.organization
    recipient = recipient_view(act.desk, act.work, people[0].address, people[0].name)
    letter = TicketEventLetter(
        vendor=vendor_view(act.desk, region_of(act.work, organization)),
        recipient=recipient,
        ticket=ticket_view(act.work, ticket),
        organization=organization.name if organization else None,
        sender=named(act.work, act.actor.address),
        sender_name=name_of(act.work, act.actor.address),
        text=act.event.text[:EXCERPT],
        detail=_detail(act, details, recipient.language),
    )
    internal(act, template, letter, people, ticket)


def _detail(act: Act, details: Sequence[Phrase | str | None], language: str) -> str:
    """The details in words; above them that the sender is not proven, where that is so (docs/domain.md, "Proof")."""
    doubt = None if act.actor.proven else phrase("note.not_proven", sender=act.actor.address)
    return "\n\n".join(
        act.desk.templates.say(one, language) if isinstance(one, Phrase) else one for one in (doubt, *details) if one
    )


def internal(
    act: Act,
    template: str,
    letter: Letter,
    people: Sequence[Mailbox],
    ticket: Ticket | None,
    escalation_id: int | None = None,
) -> Enqueued | None:
    """Queue a message to our own people; None where there is nobody."""
    if not people:
        return None
    outgoing_mail = OutgoingMail(
        template=template,
        letter=letter,
        audience="vendor",
        to=tuple(people),
        now=act.now,
        kind="internal",
        ticket=ticket,
        escalation_id=escalation_id,
        mail_id=act.mail_id,
        files=files_with(template, act.event.files),
        cause=act.cause,
        quoted_text=act.event.text,
        quoted_author=act.actor.address,
        below=history(act, ticket, letter.recipient) if ticket else "",
    )
    return enqueue(act.desk, act.work, outgoing_mail)
