"""The last notes of a case, as they stand below every mail to our own people."""

from gateway.desk.act import Act
from gateway.desk.directory.people import name_of
from gateway.domain.phrase import phrase
from gateway.domain.tickets.ticket import Note, Ticket
from gateway.letters.views import Recipient

MOST = 5  # notes below a mail
CHARS = 1500  # of each of them


def history(act: Act, ticket: Ticket, reader: Recipient, most: int = MOST, chars: int = CHARS) -> str:
    """The newest notes first, without what the mail itself tells of; "" where there are none. Never for a customer."""
    if most <= MOST and act.work.tickets.is_noted_by(ticket.id, act.mail_id):
        return ""
    notes = [one for one in act.work.tickets.newest_notes(ticket.id, most + 1) if most > MOST or _is_other(act, one)]
    if not notes:
        return ""
    title = act.desk.templates.say(phrase("history.title"), reader.language)
    return "\n\n".join((title, *(_entry(act, one, reader, chars) for one in notes[:most])))


def _is_other(act: Act, note: Note) -> bool:
    return note.mail_id is None or note.mail_id != act.mail_id


def _entry(act: Act, note: Note, reader: Recipient, chars: int) -> str:
    templates = act.desk.templates
    said = templates.words(templates.spoken(reader.language))
    seen = phrase("history.internal") if note.visibility == "internal" else phrase("history.public")
    author = name_of(act.work, note.author) if note.author else phrase("history.gateway")
    doubted = author if note.proven else phrase("history.unproven", author=author)
    at = said.moment(note.at, reader.timezone)
    head = said.say(phrase("history.note", author=doubted, at=at, seen=seen))
    files = [said.say(phrase("history.file", name=one.name, size=one.size)) for one in note.attachments if not one.logo]
    text = note.text[:chars].rstrip() + (" …" if len(note.text) > chars else "")
    return "\n".join((head, *(f"> {line}".rstrip() for line in (*text.splitlines(), *files))))
