"""Case notes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from gateway.desk.act import Act
from gateway.desk.tickets.participants import take_part
from gateway.domain.event import Words
from gateway.domain.phrase import Phrase, phrase
from gateway.domain.tickets.requests import Contribution, Mentions
from gateway.domain.tickets.ticket import Note, NoteDraft, NoteFile, Ticket, Visibility
from gateway.mail.html.decoration import small_pictures
from gateway.mail.message import Attachment

BLOCKED = ".blocked"  # behind the name of a file that nobody should open by mistake


@dataclass(frozen=True, slots=True)
class Contributed:
    """The note that somebody's words became, and who reads answers because of them that did not before."""

    note_id: int
    readers: tuple[str, ...] = ()


def contribute(act: Act, ticket: Ticket, contribution: Contribution) -> Contributed:
    """Keep what somebody adds to a case as a note; they and whom they wrote to take part.

    Words of our own people that are no answer to the customer stay inside, also in a case of their own: it may become
    a customer's.
    """
    inside = act.work.directory.staff(contribution.words.author or "") is not None
    visibility: Visibility = "internal" if inside else "public"
    note_id = write_note(act, ticket.id, contribution.words, visibility, contribution.copy_of)
    joined = take_part(act, ticket, contribution)
    for said in joined.left_out:
        remark(act, ticket.id, said)
    cross_notes(act, contribution.mentions, ticket)
    return Contributed(note_id, joined.readers)


def write_note(
    act: Act, ticket_id: int, words: Words, visibility: Visibility = "public", copied: Note | None = None
) -> int:
    """Somebody's words as a note on a ticket, or a copy of a note with its files; its id."""
    return act.work.tickets.add_note(
        NoteDraft(
            ticket_id=ticket_id,
            at=act.now,
            author=words.author,
            visibility=visibility,
            channel=act.event.channel,
            text=words.text,
            via=words.via,
            mail_id=copied.mail_id if copied else act.mail_id,
            attachments=copied.attachments
            if copied
            else attachments_of(
                words.attachments, act.desk.rules.data.blocked_endings, _known_pictures(act, words.attachments)
            ),
            proven=copied.proven if copied else act.actor.proven,
        )
    )


def remark(act: Act, ticket_id: int, said: Phrase) -> None:
    """An internal note of the gateway itself, in our language."""
    text = act.desk.templates.say(said, act.desk.config.gateway.language)
    act.work.tickets.add_note(NoteDraft(ticket_id, act.now, None, "internal", "system", text, mail_id=act.mail_id))


def warn(act: Act, ticket_id: int, said: Phrase) -> None:
    """A remark on a ticket that whoever causes it has no part in.

    Who is not known writes few of them, and all of them together one an hour on a ticket: else anybody could fill it.
    """
    if act.cause.purse != "known":
        counters, most = act.work.counters, act.desk.config.limits.remarks_per_sender_hour
        of_sender, on_ticket = f"remarks because of {act.cause.address}", f"remarks on {ticket_id}"
        if counters.in_last_hour(of_sender, act.now) >= most or counters.in_last_hour(on_ticket, act.now):
            return
        counters.add(of_sender, act.now)
        counters.add(on_ticket, act.now)
    remark(act, ticket_id, said)


def attachments_of(
    files: Sequence[Attachment], blocked: frozenset[str], known: Collection[str] = ()
) -> tuple[NoteFile, ...]:
    """Files as a note keeps them; a blocked one is named so that nobody opens it by mistake.

    Logos and the pictures `known` from earlier mails (SHA-256) are marked: they are not shown with the note.
    """
    return tuple(
        NoteFile(
            name=f"{one.name}{BLOCKED}" if one.name.rpartition(".")[2].lower() in blocked else one.name,
            type=one.type,
            size=one.size,
            sha256=one.sha256,
            logo=one.decoration or one.sha256 in known,
        )
        for one in files
    )


def _known_pictures(act: Act, files: Sequence[Attachment]) -> set[str]:
    """SHA-256 of the small pictures in the text that an earlier mail of the same organization had, too."""
    pictures = {one.sha256 for one in small_pictures(files)}
    organization = act.actor.organization
    if not pictures or organization is None or act.mail_id is None:
        return set()
    return act.work.pictures.seen_before(organization.code, pictures, act.mail_id)


def cross_notes(act: Act, mentions: Mentions, ticket: Ticket | None) -> None:
    """Say on every ticket which others were named; a foreign one learns who asked, not what was written."""
    author, organization = act.actor.address, act.actor.organization
    own = {one.id: one for one in (*mentions.several, *mentions.mentioned)}
    for one in own.values():
        others = ", ".join(other.number for other in own.values() if other.id != one.id)
        if others and (ticket is None or one.id != ticket.id or len(mentions.several) > 1):
            remark(act, one.id, phrase("note.named_together", sender=author, others=others))
    for one in mentions.foreign:
        if ticket is None or one.id != ticket.id:
            company = organization.name if organization else phrase("note.no_organization")
            warn(act, one.id, phrase("note.named_by_stranger", sender=author, organization=company))
