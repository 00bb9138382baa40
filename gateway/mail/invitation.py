"""Invitations in words: what a text/calendar part says to a reader (RFC 5545, RFC 5546)."""

import re
from dataclasses import dataclass, field
from datetime import datetime

from gateway.mail.charset import clean

_METHODS = {
    "REQUEST": "Invitation", "PUBLISH": "Event", "CANCEL": "Cancelled", "REPLY": "Answer to an invitation",
    "COUNTER": "Other time proposed", "DECLINECOUNTER": "Proposed time declined", "ADD": "Event added",
    "REFRESH": "Question for the latest version",
}  # fmt: skip
_ANSWERS = {
    "ACCEPTED": "accepted", "DECLINED": "declined", "TENTATIVE": "tentatively accepted", "DELEGATED": "delegated",
    "NEEDS-ACTION": "not answered",
}  # fmt: skip
_WANTED = frozenset(
    "SUMMARY DTSTART DTEND DURATION LOCATION ORGANIZER STATUS SEQUENCE RRULE DESCRIPTION COMMENT".split()
)
_MAX_LINES = 5_000
_MAX_TEXT = 4_000
_ESCAPE = re.compile(r"\\([nN,;\\])")


@dataclass(slots=True)
class _Event:
    """The first event (or task) of a calendar object."""

    method: str = ""
    kind: str = ""
    fields: dict[str, tuple[str, str]] = field(default_factory=dict)  # parameters as written, value
    attendees: list[tuple[str, str]] = field(default_factory=list)


def invitation_text(calendar: str) -> str:
    """What the calendar object says, in a few lines; "" when it holds no event."""
    event = _read(calendar)
    if not event.kind:
        return ""
    lines = [f"{_title(event)}: {_value(event, 'SUMMARY') or 'no title'}"]
    lines.extend(
        f"{label}: {words}"
        for label, words in (
            ("When", _when(event)),
            ("Repeats", _value(event, "RRULE")),
            ("Where", _value(event, "LOCATION")),
            ("Organizer", _person(*event.fields.get("ORGANIZER", ("", "")))),
            ("Comment", _value(event, "COMMENT")),
        )
        if words
    )
    if event.method == "REPLY":
        lines.extend(_answer(*attendee) for attendee in event.attendees[:20])
    return clean("\n".join(lines))


def invitation_description(calendar: str) -> str:
    """The long text of the event, "" when there is none."""
    event = _read(calendar)
    return clean(_value(event, "DESCRIPTION"))[:_MAX_TEXT] if event.kind else ""


def _read(calendar: str) -> _Event:
    event = _Event()
    inside = ""
    for line in _unfolded(calendar):
        head, _, value = _split(line)
        name, _, parameters = head.partition(";")
        name = name.upper()
        if name == "BEGIN" and value.upper() in ("VEVENT", "VTODO") and not event.kind:
            inside = event.kind = value.upper()
        elif name == "BEGIN" and inside:
            inside = "nested" if inside == event.kind else inside
        elif name == "END":
            inside = event.kind if inside == "nested" else "" if value.upper() == inside else inside
        elif name == "METHOD" and not event.method:
            event.method = value.strip().upper()
        elif inside == event.kind and inside:
            _take(event, name, (parameters, value))
    return event


def _take(event: _Event, name: str, content: tuple[str, str]) -> None:
    if name in _WANTED:
        event.fields.setdefault(name, content)
    elif name == "ATTENDEE" and len(event.attendees) < 100:
        event.attendees.append(content)


def _unfolded(calendar: str) -> list[str]:
    """Content lines with their continuations (RFC 5545 section 3.1)."""
    lines: list[list[str]] = []
    for line in calendar.replace("\r", "").split("\n", _MAX_LINES)[:_MAX_LINES]:
        if line[:1] in (" ", "\t") and lines:
            lines[-1].append(line[1:])
        else:
            lines.append([line])
    return ["".join(pieces) for pieces in lines]


def _split(line: str) -> tuple[str, str, str]:
    """Name with parameters, and value: divided at the first colon outside quotes."""
    colon = line.find(":")
    while colon >= 0 and line.count('"', 0, colon) % 2 and colon < 2_000:
        colon = line.find(":", colon + 1)
    return (line[:colon], ":", line[colon + 1 :]) if colon >= 0 else (line, "", "")


def _title(event: _Event) -> str:
    status = _value(event, "STATUS").upper()
    if event.method == "CANCEL" or status == "CANCELLED":
        return "Cancelled"
    sequence = _value(event, "SEQUENCE")
    if event.method == "REQUEST" and sequence.isascii() and sequence.isdigit() and int(sequence[:9]) > 0:
        return "Updated invitation"
    return _METHODS.get(event.method, "Event" if event.kind == "VEVENT" else "Task")


def _value(event: _Event, name: str) -> str:
    value = event.fields.get(name, ("", ""))[1][:_MAX_TEXT]
    plain = _ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)
    return plain.strip() if name == "DESCRIPTION" else " ".join(plain.split())


def _when(event: _Event) -> str:
    start = _moment(*event.fields.get("DTSTART", ("", "")))
    end = _moment(*event.fields.get("DTEND", ("", "")))
    if not start:
        return ""
    zone = _parameter(event.fields["DTSTART"][0], "TZID")
    zone = "UTC" if event.fields["DTSTART"][1].strip().upper().endswith("Z") else zone
    same_day = end[:10] == start[:10]
    until = f" to {end[11:] if same_day and end[11:] else end}" if end and end != start else ""
    return f"{start}{until}{f' ({zone})' if zone else ''}"


def _moment(_parameters: str, value: str) -> str:
    text = value.strip().upper().removesuffix("Z")
    for form, shown in (("%Y%m%dT%H%M%S", "%Y-%m-%d %H:%M"), ("%Y%m%dT%H%M", "%Y-%m-%d %H:%M"), ("%Y%m%d", "%Y-%m-%d")):
        try:
            return datetime.strptime(text[:20], form).strftime(shown)
        except ValueError:
            continue
    return ""


def _parameter(parameters: str, name: str) -> str:
    for parameter in parameters.split(";"):
        key, _, value = parameter.partition("=")
        if key.strip().upper() == name:
            return value.strip().strip('"')[:100]
    return ""


def _person(parameters: str, value: str) -> str:
    address = value.strip()
    address = address[7:] if address.lower().startswith("mailto:") else address
    name = _parameter(parameters, "CN")
    return f"{name} <{address}>" if name and name != address and address else name or address


def _answer(parameters: str, value: str) -> str:
    state = _parameter(parameters, "PARTSTAT").upper()
    return f"{_person(parameters, value)}: {_ANSWERS.get(state, state.lower() or 'no answer')}"
