"""Invitations in words: what a text/calendar part says to a reader (RFC 5545, RFC 5546).

Only the first event (or task) is looked at, without what stands inside it, and only so many lines of it. Time zones are
never given to the library: it would compute their rules, and remember them for the next mail.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from icalendar import Component, Event, Todo, vCalAddress, vDDDTypes, vRecur

from gateway.mail.text.charset import clean

_METHODS = {
    "REQUEST": "Invitation", "PUBLISH": "Event", "CANCEL": "Cancelled", "REPLY": "Answer to an invitation",
    "COUNTER": "Other time proposed", "DECLINECOUNTER": "Proposed time declined", "ADD": "Event added",
    "REFRESH": "Question for the latest version",
}  # fmt: skip
_ANSWERS = {
    "ACCEPTED": "accepted", "DECLINED": "declined", "TENTATIVE": "tentatively accepted", "DELEGATED": "delegated",
    "NEEDS-ACTION": "not answered",
}  # fmt: skip
_WANTED = frozenset("SUMMARY DTSTART DTEND LOCATION ORGANIZER STATUS SEQUENCE RRULE DESCRIPTION COMMENT".split())
_KINDS: Final = ("VEVENT", "VTODO")
_MAX_LINES: Final = 5_000  # of the calendar object
_MAX_LINE: Final = 6_000  # characters of one unfolded line
_MAX_ATTENDEES: Final = 20
_MAX_TEXT: Final = 4_000
_MAX_SEQUENCE: Final = 9  # digits


@dataclass(frozen=True, slots=True)
class _Event:
    """The first event of a calendar object. `found` is None where the library could not read it."""

    method: str
    kind: str
    found: Component | None

    def text(self, name: str) -> str:
        """A property of text with its escapes resolved, "" when there is none."""
        return str(self.found[name])[:_MAX_TEXT].strip() if self.found is not None and name in self.found else ""

    def line(self, name: str) -> str:
        """The same on one line."""
        return " ".join(self.text(name).split())


def invitation_text(calendar: str) -> str:
    """What the calendar object says, in a few lines; "" when it holds no event."""
    event = _read(calendar)
    if event is None:
        return ""
    if event.found is None:
        return f"{_title(event)}: could not be read"
    lines = [f"{_title(event)}: {event.line('SUMMARY') or 'no title'}"]
    lines.extend(
        f"{label}: {words}"
        for label, words in (
            ("When", _when(event.found)),
            ("Repeats", _rule(event.found)),
            ("Where", event.line("LOCATION")),
            ("Organizer", _person(event.found, "ORGANIZER")),
            ("Comment", event.line("COMMENT")),
        )
        if words
    )
    if event.method == "REPLY":
        lines.extend(_answers(event.found))
    return clean("\n".join(lines))


def invitation_description(calendar: str) -> str:
    """The long text of the event, "" when there is none."""
    event = _read(calendar)
    return clean(event.text("DESCRIPTION")) if event is not None else ""


def _read(calendar: str) -> _Event | None:
    method, kind, lines = "", "", list[str]()
    for name, line in _bounded(calendar):
        if name == "METHOD":
            method = method or line.partition(":")[2].strip().upper()
        elif name == "BEGIN":
            kind = line.partition(":")[2].strip().upper()
        else:
            lines.append(line)
    return _Event(method, kind, _component(kind, lines)) if kind else None


def _component(kind: str, lines: list[str]) -> Component | None:
    text = "\r\n".join((f"BEGIN:{kind}", *lines, f"END:{kind}", ""))
    try:
        return Event.from_ical(text) if kind == "VEVENT" else Todo.from_ical(text)
    except (ValueError, LookupError, TypeError, OverflowError, ArithmeticError):  # whatever its readers of values raise
        return None


def _bounded(calendar: str) -> Iterator[tuple[str, str]]:
    """The line of METHOD, that which begins the first event, and the event's own lines that matter, by their names."""
    inside: list[str] = []
    seen: set[str] = set()
    attendees = 0
    for line in _unfolded(calendar):
        head, _, value = line.partition(":")
        name, kind = head.partition(";")[0].strip().upper(), value.strip().upper()
        if name == "BEGIN" and (inside or (kind in _KINDS and name not in seen)):
            inside.append(kind)
            if len(inside) == 1:
                seen.add(name)
                yield name, line
        elif name == "END" and inside:
            inside = inside[: inside.index(kind)] if kind in inside else inside
        elif name == "METHOD" or (len(inside) == 1 and name in _WANTED - seen):
            seen.add(name)
            yield name, line
        elif len(inside) == 1 and name == "ATTENDEE" and attendees < _MAX_ATTENDEES:
            attendees += 1
            yield name, line


def _unfolded(calendar: str) -> Iterator[str]:
    """Content lines with their continuations (RFC 5545 section 3.1), each up to its limit."""
    pieces: list[str] = []
    for line in calendar.replace("\r", "").split("\n", _MAX_LINES)[:_MAX_LINES]:
        if line[:1] in (" ", "\t") and pieces:
            pieces.append(line[1:])
        else:
            yield "".join(pieces)[:_MAX_LINE]
            pieces = [line]
    yield "".join(pieces)[:_MAX_LINE]


def _title(event: _Event) -> str:
    if event.method == "CANCEL" or event.line("STATUS").upper() == "CANCELLED":
        return "Cancelled"
    sequence = event.line("SEQUENCE")
    if event.method == "REQUEST" and sequence.isdecimal() and int(sequence[:_MAX_SEQUENCE]) > 0:
        return "Updated invitation"
    return _METHODS.get(event.method, "Event" if event.kind == "VEVENT" else "Task")


def _when(found: Component) -> str:
    start, end = _moment(found, "DTSTART"), _moment(found, "DTEND")
    if start is None:
        return ""
    zone = "UTC" if isinstance(start, datetime) and start.tzname() == "UTC" else _zone(found)
    shown, until = _shown(start), _shown(end) if end is not None else ""
    if until[:10] == shown[:10] and until != shown:
        until = until[11:]
    return f"{shown}{f' to {until}' if until and until != shown else ''}{f' ({zone})' if zone else ''}"


def _zone(found: Component) -> str:
    start = found.get("DTSTART")
    return str(start.params.get("TZID", ""))[:100] if isinstance(start, vDDDTypes) else ""


def _moment(found: Component, name: str) -> date | None:
    value = found.get(name)
    moment = value.dt if isinstance(value, vDDDTypes) else None
    return moment if isinstance(moment, date) else None


def _shown(moment: date) -> str:
    return moment.strftime("%Y-%m-%d %H:%M" if isinstance(moment, datetime) else "%Y-%m-%d")


def _rule(found: Component) -> str:
    rule = found.get("RRULE")
    if not isinstance(rule, vRecur):
        return ""
    written: bytes = rule.to_ical()  # type: ignore[no-untyped-call]  # the library leaves this one method without types
    return written.decode("utf-8", "replace")[:_MAX_TEXT]


def _person(found: Component, name: str) -> str:
    who = found.get(name)
    return _named(who) if isinstance(who, vCalAddress) else ""


def _named(who: vCalAddress) -> str:
    """An address with its name."""
    address = str(who).strip()
    address = address[7:] if address.lower().startswith("mailto:") else address
    name = str(who.params.get("CN", ""))[:100]
    return f"{name} <{address}>" if name and name != address and address else name or address


def _answers(found: Component) -> Iterator[str]:
    attendees = found.get("ATTENDEE", [])
    for who in attendees if isinstance(attendees, list) else [attendees]:
        if isinstance(who, vCalAddress):
            state = str(who.params.get("PARTSTAT", "")).upper()
            yield f"{_named(who)}: {_ANSWERS.get(state, state.lower() or 'no answer')}"
