"""What the readers of a report share: its parts, its own words, what came back, and whose address cannot be meant."""

from dataclasses import dataclass
from typing import Final

from gateway.mail.bounce.phrases import DELAYS, FINAL_WORDS, NOT_FINAL
from gateway.mail.bounce.plain_text import Sides
from gateway.mail.bounce.report_parts import ReportParts, report_parts
from gateway.mail.bounce.report_text import split_report
from gateway.mail.bounce.returned import Returned, read_returned
from gateway.mail.bounce.spots import spots_in
from gateway.mail.message import Message
from gateway.mail.text.phrase_lists import says_any

CONTEXT_CHARS: Final = 4000  # of the report text, where one recipient has no text of its own


@dataclass(frozen=True, slots=True)
class Reading:
    """What the readers share: the parts, the report's own words, and what came back."""

    message: Message
    parts: ReportParts
    lines: tuple[str, ...]
    returned: Returned
    sides: Sides
    delayed: bool

    @property
    def words(self) -> str:
        """The beginning of the report text."""
        return "\n".join(self.lines)[:CONTEXT_CHARS]


def read_parts(message: Message) -> tuple[ReportParts, Returned, frozenset[str]]:
    """Parts, returned mail and our own addresses of a report; for readers of other kinds of report."""
    reading = read_report(message)
    return reading.parts, reading.returned, reading.sides.own


def read_report(message: Message) -> Reading:
    """Part a report and look through it."""
    parts = report_parts(message)
    lines: list[str] = []
    behind: list[str] = []
    for text in parts.texts or _inner_report(parts):
        report, rest = split_report(text)
        lines += report
        if rest:
            behind.append(rest)
            break
    inner = inner_returned(parts)
    returned = read_returned((inner,) if inner else (*parts.returned, *behind, *parts.status, *parts.receipt))
    text = "\n".join([message.subject, *lines])[:CONTEXT_CHARS].lower()
    delayed = says_any(text, DELAYS) and not says_any(_without(text, NOT_FINAL), FINAL_WORDS)
    return Reading(message, parts, tuple(lines), returned, _sides(message, returned), delayed)


def _without(text: str, phrases: tuple[str, ...]) -> str:
    for phrase in phrases:
        text = text.replace(phrase, "")
    return text


def inner_fields(parts: ReportParts) -> str:
    """The status fields of a report that another one returns as its mail; "" where there are none."""
    inner = _wrapped(parts)
    start = inner.lower().find("final-recipient:")
    return inner[max(0, inner.rfind("\n\n", 0, start)) :] if start >= 0 else ""


def inner_returned(parts: ReportParts) -> str:
    """The header of the mail that a report within a report returns."""
    fields = inner_fields(parts)
    at = max(fields.lower().rfind(kind) for kind in ("message/rfc822", "text/rfc822-headers"))
    return fields[at:].partition("\n\n")[2] if at >= 0 else ""


def _wrapped(parts: ReportParts) -> str:
    return parts.returned[0].replace("\r\n", "\n") if parts.returned and not parts.status else ""


def _inner_report(parts: ReportParts) -> tuple[str, ...]:
    """A report that a relay wrapped as an attached message: its text without the header of the wrapped message."""
    inner = _wrapped(parts)
    return (inner.partition("\n\n")[2],) if "final-recipient:" in inner.lower() else ()


def _sides(message: Message, returned: Returned) -> Sides:
    ours = {mailbox.address.lower() for mailbox in (*message.to, *message.cc)}
    for name in ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "Sender", "Errors-To"):
        for value in message.headers.all(name)[:5]:
            ours.update(spot.address.lower() for spot in spots_in(value[:1000]))
    ours.update(address.lower() for address in returned.senders)
    home = frozenset(address.rpartition("@")[2] for address in ours if "@" in address)
    reporters = {mailbox.address.lower() for mailbox in message.from_}
    recipients = frozenset(address.lower() for address in returned.recipients)
    return Sides(frozenset(ours | reporters) - {""}, recipients, home)
