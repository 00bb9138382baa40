"""What happened, scene by scene, and what later mails need to know of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from html import escape
from pathlib import Path

from gateway.demo.story import Scene
from gateway.desk.desk import Desk
from gateway.desk.documents import outgoing_document
from gateway.desk.receive import document
from gateway.domain.ticket import ticket_id
from gateway.errors import GatewayError
from gateway.mail.message import Message
from gateway.mail.parse import parse
from gateway.store.store import Work

Document = dict[str, object]


@dataclass(frozen=True, slots=True)
class Entry:
    """One scene: what arrived (None for a timer), what it became, what went out; JSON values."""

    name: str
    title: str
    arrived: Document | None
    became: Document
    outgoing: Sequence[Document]

    def document(self) -> Document:
        """The entry as one JSON object."""
        return {
            "scene": self.name,
            "title": self.title,
            "arrived": self.arrived,
            "became": self.became,
            "outgoing": list(self.outgoing),
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

    def add(self, name: str, title: str, mail_id: int, path: Path | None) -> None:
        """A mail that was settled. `path`: its file, None for a mail that is not ours."""
        with self.desk.store.read() as work:
            became = document(work, mail_id)
            became["note_text"] = _note_text(work, became)
            content = work.mails.load(mail_id).mail.content
        outgoing = became.pop("outgoing")
        assert isinstance(outgoing, list)  # as CONTRACT.md says
        self._enter(Entry(name, title, _arrived(parse(content), content, path), became, outgoing))

    def add_timer(self, name: str, title: str, why: str, outgoing_ids: Sequence[int]) -> None:
        """What the timers did."""
        with self.desk.store.read() as work:
            outgoing = [outgoing_document(work.outbox.show(one)) for one in outgoing_ids]
        self._enter(Entry(name, title, None, {"decision": "timer", "why": why}, outgoing))

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
        assert isinstance(headers, Mapping)  # as CONTRACT.md says
        sender = str(headers["From"])
        return {
            "answered_id": str(headers["Message-ID"]),
            "answered_references": str(headers.get("References", "")),
            "answered_subject": str(headers["Subject"]),
            "answered_from": sender,
            "answered_from_html": escape(sender),
            "answered_sent": f"{now:%d %B %Y %H:%M}",
            "answered_first_line": str(mail["text"]).splitlines()[0],
            "reply_to": str(headers.get("Reply-To", sender)),
            "return_path": str(mail["envelope_from"]),
        }

    def _sent(self, scene: str, template: str) -> Document:
        for entry in self.entries:
            for mail in entry.outgoing:
                if entry.name == scene and mail["template"] == template:
                    return mail
        raise GatewayError(f"the scene {scene} did not send {template}, which a later mail answers")


def _note_text(work: Work, became: Document) -> str | None:
    if became["note"] is None or became["ticket"] is None:
        return None
    number = ticket_id(str(became["ticket"]))
    notes = work.tickets.notes(number) if number else []
    return next((str(note["text"]) for note in notes if note["id"] == became["note"]), None)


def _arrived(message: Message, content: bytes, path: Path | None) -> Document:
    return {
        "file": str(path) if path else None,
        "from": ", ".join(message.headers.all("From")),
        "to": ", ".join(message.headers.all("To")),
        "cc": ", ".join(message.headers.all("Cc")),
        "subject": message.subject,
        "bytes": len(content),
    }
