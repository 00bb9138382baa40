"""The bytes of a queued mail, made when it is sent: its words, and the files out of the mail that brought them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from typing import Final

from gateway.desk.delivery.stored import Messages, kept_files, messages_of
from gateway.desk.desk import Desk
from gateway.desk.tickets.agent_reply import ANSWER
from gateway.domain.outgoing.entry import OutboxEntry, SentFile
from gateway.domain.tickets.ticket import Note
from gateway.mail.compose import compose
from gateway.mail.composing.files import SentPart
from gateway.mail.html.excerpt import Excerpt, excerpt
from gateway.mail.message import Attachment
from gateway.templating import chart

WITH_PICTURE: Final = frozenset({"weekly_report"})


@dataclass(frozen=True, slots=True)
class _Going:
    """A file that goes along, as it came."""

    file: SentFile
    kept: Attachment

    @property
    def our_id(self) -> str:
        """The Content-ID of a picture in our mail: that of the writer may be anything."""
        return f"{self.file.sha256[:32]}@files"


@dataclass(frozen=True, slots=True)
class _Picture:
    """A picture below the words, and what it shows."""

    svg: str
    shows: str

    @property
    def _id(self) -> str:
        return f"{sha256(self.svg.encode()).hexdigest()[:32]}@pictures"

    @property
    def html(self) -> str:
        """Safe HTML; the caption says what the picture cannot, the numbers stand in the words."""
        shows = escape(self.shows)
        size = f'width="{chart.WIDTH}" style="width:100%;max-width:{chart.WIDTH}px;height:auto;border:0"'
        return f'<img src="cid:{self._id}" alt="{shows}" {size}><br>{shows}'

    @property
    def part(self) -> SentPart:
        """The file, drawn from the same SVG at every attempt."""
        return SentPart("report.png", "image/png", chart.png(self.svg), self._id)


def composer_of(desk: Desk, entry: OutboxEntry) -> Callable[[Mapping[str, str]], bytes]:
    """What makes the message with a header, the same at every attempt: text and files are prepared once for all copies.

    Raises ComposeError, NotFound; what it returns raises ComposeError.
    """
    note = _answer_note(desk, entry)
    messages = messages_of(desk.store, desk.reading, _sources(entry, note))
    files = [one for one in entry.files if one.withheld is None]
    going = [_Going(*found) for found in kept_files(files, messages)]
    words = _excerpt(messages, note, going)
    language = entry.headers.get("Content-Language", desk.config.gateway.language)
    picture = _picture(desk, entry)
    html = _html(desk, entry, language, picture) if entry.html else None
    if note and words:
        before, found, after = entry.text.partition(note.text.strip())
        if html is not None and found:
            html = desk.templates.html_around(before, words.html, after, language)
        else:
            words = None
    parts = [*_parts(going, words), *((picture.part,) if picture else ())]
    return lambda headers: compose(headers, entry.text, html, entry.created, parts)


def _picture(desk: Desk, entry: OutboxEntry) -> _Picture | None:
    """The picture of a report."""
    if entry.template not in WITH_PICTURE or not entry.html:
        return None
    with desk.store.read() as work:
        drawn = work.outgoing_pictures.of(entry.id)
    return _Picture(*drawn) if drawn else None


def _html(desk: Desk, entry: OutboxEntry, language: str, picture: _Picture | None) -> str:
    """The words of a mail in the shared layout, and below them its picture."""
    if picture is None:
        return desk.templates.html(entry.text, language)
    return desk.templates.html_around(entry.text, picture.html, "", language)


def _answer_note(desk: Desk, entry: OutboxEntry) -> Note | None:
    """The note of which an answer of one of our people carries the words."""
    if entry.template != ANSWER or entry.note_id is None:
        return None
    with desk.store.read() as work:
        return work.tickets.note(entry.note_id)


def _sources(entry: OutboxEntry, note: Note | None) -> list[int]:
    """The ids of the stored mails that are needed."""
    ids = [one.mail_id for one in entry.files if one.withheld is None]
    return ids + ([note.mail_id] if note and note.mail_id is not None else [])


def _excerpt(messages: Messages, note: Note | None, going: Sequence[_Going]) -> Excerpt | None:
    """The answer as it was formatted, where that says exactly its words."""
    message = messages.get(note.mail_id) if note and note.mail_id is not None else None
    if note is None or message is None or not message.html:
        return None
    pictures = {
        one.kept.content_id: one.our_id
        for one in going
        if one.kept.content_id and one.kept.inline and one.kept.type.startswith("image/")
    }
    return excerpt(message.html, note.text, pictures)


def _parts(going: Sequence[_Going], words: Excerpt | None) -> list[SentPart]:
    """Pictures in place by their Content-ID; those that stand in a part that was cut are left out."""
    parts: list[SentPart] = []
    for one in going:
        in_text = words is not None and one.kept.inline and one.kept.content_id is not None
        shown = words is not None and one.kept.content_id in words.pictures
        if shown or not in_text:
            content_id = one.our_id if shown else None
            parts.append(SentPart(one.file.name, one.file.type, one.kept.content, content_id))
    return parts
