"""Case notes from mails, and who takes part in a ticket."""

from collections.abc import Collection

from gateway.desk.addressed import role_of
from gateway.desk.desk import Desk
from gateway.desk.situation import Situation
from gateway.domain.ticket import NoteDraft, Ticket, Visibility
from gateway.mail.decoration import small_pictures
from gateway.mail.message import Message
from gateway.store.store import Work

MAX_PARTICIPANTS = 50  # addresses of one mail that become participants


def write_note(
    desk: Desk, work: Work, s: Situation, ticket_id: int, visibility: Visibility = "public", text: str | None = None
) -> int:
    """The words of a mail as a note on a ticket; its id."""
    return work.tickets.add_note(
        NoteDraft(
            ticket_id=ticket_id,
            at=s.now,
            author=s.sender.address or None,
            visibility=visibility,
            channel="mail",
            text=s.message.body.reply if text is None else text,
            via="bcc" if s.to.hidden else None,
            mail_id=s.mail_id,
            attachments=attachments_of(s.message, desk.rules.data.blocked_endings, _known_pictures(work, s)),
        )
    )


def remark(work: Work, s: Situation, ticket_id: int, text: str) -> None:
    """An internal note of the gateway itself."""
    work.tickets.add_note(NoteDraft(ticket_id, s.now, None, "internal", "system", text, mail_id=s.mail_id))


def attachments_of(
    message: Message, blocked: frozenset[str], known: Collection[str] = ()
) -> tuple[dict[str, str | int | bool], ...]:
    """The files of a mail as a note keeps them; a blocked one is named so that nobody opens it by mistake.

    Logos and the pictures `known` from earlier mails (SHA-256) are marked: they are not shown with the note.
    """
    return tuple(
        {
            "name": f"{one.name}.blocked" if one.name.rpartition(".")[2].lower() in blocked else one.name,
            "type": one.type,
            "size": one.size,
            "sha256": one.sha256,
            **({"logo": True} if one.decoration or one.sha256 in known else {}),
        }
        for one in message.attachments
    )


def _known_pictures(work: Work, s: Situation) -> set[str]:
    """SHA-256 of the small pictures in the text that an earlier mail of the same organization had, too."""
    pictures = {one.sha256 for one in small_pictures(s.message.attachments)}
    if not pictures or s.sender.organization is None:
        return set()
    return work.pictures.seen_before(s.sender.organization.code, pictures, s.mail_id)


def take_part(desk: Desk, work: Work, s: Situation, ticket: Ticket) -> None:
    """The sender and those in To and Cc become participants: our customer's people as cc, others as external."""
    people = [(s.sender.address, "requester" if s.sender.address.lower() == ticket.requester else "cc")]
    people += [
        (mailbox.address, _kind(work, mailbox.address, ticket))
        for mailbox in (*s.message.to, *s.message.cc)[:MAX_PARTICIPANTS]
        if mailbox.address
        and not role_of(mailbox.address, desk.config.addresses)
        and not work.directory.staff(mailbox.address)
    ]
    work.tickets.add_participants(ticket.id, dict(reversed(people)).items())


def _kind(work: Work, address: str, ticket: Ticket) -> str:
    contact = work.directory.contact(address)
    codes = [contact.organization] if contact else work.directory.organizations_of_domain(address.rpartition("@")[2])
    return "cc" if ticket.organization and codes == [ticket.organization] else "external"


def cross_notes(work: Work, s: Situation, ticket: Ticket | None) -> None:
    """Say on every ticket which others the mail named; a foreign one learns who asked, not what was written."""
    own = {one.id: one for one in (*s.thread.several, *s.thread.mentioned)}
    for one in own.values():
        others = ", ".join(other.number for other in own.values() if other.id != one.id)
        if others and (ticket is None or one.id != ticket.id or len(s.thread.several) > 1):
            remark(work, s, one.id, f"A mail from {s.sender.address} names this ticket together with {others}.")
    for one in s.thread.foreign:
        if ticket is None or one.id != ticket.id:
            company = s.sender.organization.code if s.sender.organization else "no known organization"
            remark(
                work, s, one.id, f"Security: {s.sender.address} ({company}) named this ticket and has no part in it."
            )


def request_note(desk: Desk, work: Work, s: Situation, ticket: Ticket) -> int:
    """The request as a note; the copy of a mail that is a note already adds none (DOMAIN S-34c)."""
    if s.earlier and s.earlier.note_id and s.earlier.ticket_id == ticket.id:
        return s.earlier.note_id
    take_part(desk, work, s, ticket)
    cross_notes(work, s, ticket)
    return write_note(desk, work, s, ticket.id)
