"""What happened, scene by scene, and what later mails need to know of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from html import escape
from pathlib import Path

from gateway.demo.kept_back import NOT_SENT, kept_back, left_out, note_of
from gateway.demo.story import Scene
from gateway.demo.words import KeptBack
from gateway.desk.desk import Desk
from gateway.desk.documents.outgoing import outgoing_document
from gateway.desk.inbound.receive import document
from gateway.desk.tickets.agent_reply import ANSWER
from gateway.domain.outgoing.entry import OutboxEntry
from gateway.domain.tickets.ticket import Note, ticket_number
from gateway.errors import GatewayError
from gateway.mail.message import Message
from gateway.mail.parse import parse
from gateway.store.inbox.records import MailRecord
from gateway.store.store import UnitOfWork

Document = dict[str, object]


@dataclass(frozen=True, slots=True)
class Entry:
    """One scene: what arrived (None for a timer), what it became, what went out, what stayed; JSON values.

    `answers`: the scene whose mail it answers. `about`: the ticket or license, "" for none. `shown_as`: the word for
    what it became. `left_out`: what its note does not repeat.
    """

    name: str
    title: str
    arrived: Document | None
    became: Document
    outgoing: Sequence[Document]
    kept_back: tuple[KeptBack, ...] = ()
    answers: str | None = None
    about: str = ""
    shown_as: str = ""
    left_out: tuple[str, ...] = ()

    def document(self) -> Document:
        """The entry as one JSON object."""
        return {
            "scene": self.name,
            "title": self.title,
            "arrived": self.arrived,
            "became": self.became,
            "outgoing": list(self.outgoing),
            "kept_back": [one.document() for one in self.kept_back],
        }


@dataclass
class Chronicle:
    """Grows with every scene; `tell` hears of each."""

    desk: Desk
    tell: Callable[[Entry], None]
    entries: list[Entry] = field(default_factory=list)

    @property
    def next_number(self) -> int:
        """Under which the next scene is told."""
        return len(self.entries) + 1

    def add(self, scene: Scene, mail_id: int, path: Path | None) -> None:
        """A mail that was settled. `path`: its file, None for a mail that is not ours."""
        with self.desk.store.read() as work:
            record, content = work.mails.show(mail_id), work.mails.load(mail_id).mail.content
            notes = work.tickets.notes(record.ticket_id) if record.ticket_id is not None else []
            posted, became = work.outbox.of_mail(mail_id), document(work, mail_id)
            about = _about(work, record)
        message, note = parse(content), note_of(record, notes)
        self._enter(
            Entry(
                name=scene.name,
                title=scene.title,
                arrived=_arrived(message, content, path),
                became=_became(became, note),
                outgoing=_shown(posted),
                kept_back=kept_back(message, record, notes, posted),
                answers=scene.answers[0] if scene.answers else None,
                about=about,
                shown_as=_shown_as(record, posted),
                left_out=left_out(message, note),
            )
        )

    def add_timer(self, name: str, title: str, about: str, why: str, outgoing_ids: Sequence[int]) -> None:
        """What the timers did; `about`: the license or ticket."""
        with self.desk.store.read() as work:
            posted = [work.outbox.show(one) for one in outgoing_ids]
        became: Document = {"decision": "timer", "why": why}
        self._enter(Entry(name, title, None, became, _shown(posted), about=about, shown_as="timer"))

    def _enter(self, entry: Entry) -> None:
        self.entries.append(entry)
        self.tell(entry)

    def values(self, scene: Scene, now: datetime) -> dict[str, str]:
        """What fills the places of a scene's mail."""
        domain = scene.sender.rpartition("@")[2] or "mail.halden.example"
        known = {"date": format_datetime(now), "message_id": f"<{scene.name}.{now:%Y%m%d%H%M%S}@{domain}>"}
        for entry in self.entries:
            known[f"{entry.name}_ticket"] = str(entry.became.get("ticket") or "")
        return known | (self._answered(*scene.answers, now) if scene.answers else {})

    def _answered(self, scene: str, template: str, now: datetime) -> dict[str, str]:
        mail = self._sent(scene, template)
        headers = mail["headers"]
        assert isinstance(headers, Mapping)  # so the JSON of `receive` says
        sender = str(headers["From"])
        return {
            "answered_id": str(headers["Message-ID"]),
            "answered_references": str(headers.get("References", "")),
            "answered_subject": str(headers["Subject"]),
            "answered_from": sender,
            "answered_from_html": escape(sender),
            "answered_sent": f"{now:%d %B %Y %H:%M}",
            "answered_first_line": str(mail["text"]).splitlines()[0],
            "answered_text": str(mail["text"]).rstrip(),
            "reply_to": str(headers.get("Reply-To", sender)),
            "return_path": str(mail["envelope_from"]),
        }

    def _sent(self, scene: str, template: str) -> Document:
        for entry in self.entries:
            for mail in entry.outgoing:
                if entry.name == scene and mail["template"] == template:
                    return mail
        raise GatewayError(f"the scene {scene} did not send {template}, which a later mail answers")


def _about(work: UnitOfWork, record: MailRecord) -> str:
    """The ticket of a mail, also of one that was put aside because of what it says about it."""
    aside = record.decision == "quarantine" and record.ticket_id is None
    ticket = work.quarantines.get(record.id).ticket_id if aside else record.ticket_id
    return ticket_number(ticket) if ticket is not None else ""


def _shown_as(record: MailRecord, posted: Sequence[OutboxEntry]) -> str:
    states = {one.state for one in posted if one.template == ANSWER}
    if states and record.decision == "note":
        return "held" if "held" in states else "answer"
    return record.decision or ""


def _became(settled: Document, note: Note | None) -> Document:
    became = {key: value for key, value in settled.items() if key != "outgoing"}
    return {**became, "note_text": note.text if note else None}


def _shown(posted: Sequence[OutboxEntry]) -> list[Document]:
    """Mails of ours; `not_sent` says why one stays here."""
    return [
        {**outgoing_document(one), "not_sent": (one.reason or one.state) if one.state in NOT_SENT else None}
        for one in posted
    ]


def _arrived(message: Message, content: bytes, path: Path | None) -> Document:
    return {
        "file": str(path) if path else None,
        "from": ", ".join(message.headers.all("From")),
        "to": ", ".join(message.headers.all("To")),
        "cc": ", ".join(message.headers.all("Cc")),
        "subject": message.subject,
        "bytes": len(content),
    }
