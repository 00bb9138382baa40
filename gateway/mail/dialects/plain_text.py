"""Failed addresses in the running text of a report, whatever system wrote it.

One engine for all dialects. Every address of the text is rated by the form in which it stands (listed below an opening
sentence, behind a label, in a reply of the other server, in a sentence), the sides of the mail that came back tell who
cannot be meant, and the best form that is left gives the recipients.
"""

from dataclasses import dataclass, field
from typing import Final

from gateway.mail.dialects.codes import enhanced_in, reply_in
from gateway.mail.dialects.phrases import (
    CONTACT_WORDS,
    CONTACTS,
    OPENINGS,
    RECIPIENT_LABELS,
    SENDER_LABELS,
    SEPARATORS,
)
from gateway.mail.dialects.reasons import reason_in
from gateway.mail.dialects.returned import looks_returned
from gateway.mail.dialects.spots import Spot, spots_in

REPORT_CHARS: Final = 131_072
REPORT_LINES: Final = 2000
ADDRESSES: Final = 1000
LINE_CHARS: Final = 2000
DIAGNOSTIC_CHARS: Final = 1000
NAMES: Final = 20  # lines below an opening that may hold local names

_NAME_CHARS: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-.")

LISTED, ANSWERED, ALONE, MENTIONED = 1, 2, 3, 4
"""Forms of an address, the surest first."""

_BULLETS: Final = " \t>*-|.•·+=#\"'([{:,;\u3000\u00a0"
_NO_SEPARATOR: Final = ("address", "recipient", "not ", "n't", "because", "transcript", "attempt")
_INNER_SENDER: Final = ("mail from", "envelope-from", "from:", "message-id", "sender:", "reply-to", "from <")


@dataclass(frozen=True, slots=True)
class Sides:
    """Who cannot be the failed recipient, and who probably is. Lower case."""

    own: frozenset[str]  # addresses of the sender of the lost mail, and of the reporter
    originals: frozenset[str]  # recipients that the returned mail names
    home: frozenset[str] = frozenset()  # domains of the sender


@dataclass(frozen=True, slots=True)
class Found:
    """A failed address with the text that belongs to it."""

    address: str
    diagnostic: str
    form: int


@dataclass(slots=True)
class _Candidate:
    address: str
    form: int
    line: int
    end: int
    others: list[int] = field(default_factory=list)  # further lines that name it


def split_report(text: str) -> tuple[list[str], str]:
    """The lines of the report itself, and the text behind them that is the returned mail."""
    lines = [line[:LINE_CHARS] for line in text[:REPORT_CHARS].splitlines()[:REPORT_LINES]]
    for index, line in enumerate(lines):
        if _is_separator(line) and any(content.strip() for content in lines[:index]):
            return lines[:index], "\n".join(lines[index + 1 :])
        if looks_returned(lines, index):
            return lines[:index], "\n".join(lines[index:])
    return lines, ""


def _is_separator(line: str) -> bool:
    bare = line.strip()
    if not bare or len(bare) > 120 or "@" in bare:
        return False
    lowered = bare.lower()
    if not any(phrase in lowered for phrase in SEPARATORS) or any(word in lowered for word in _NO_SEPARATOR):
        return False
    return (
        bare[0] in "-=*_|#~"
        or bare[-1] in ":-"
        or (len(bare) < 60 and lowered.rstrip(".").endswith(("follows", "below", "following")))
    )


def find_failed(lines: list[str], sides: Sides) -> list[Found]:
    """The failed addresses of a report text in its order, at most ADDRESSES; empty when it names none."""
    candidates = _candidates(lines)
    chosen = _choose(candidates, sides)
    starts = sorted({candidate.line for candidate in chosen})
    following = {start: starts[i + 1] if i + 1 < len(starts) else len(lines) for i, start in enumerate(starts)}
    return [Found(c.address, _diagnostic(lines, c, following[c.line]), c.form) for c in chosen]


def _candidates(lines: list[str]) -> list[_Candidate]:
    found: dict[str, _Candidate] = {}
    listing = False
    for number, line in enumerate(lines):
        lowered = line.lower()
        listing = listing or (bool(line.strip()) and any(phrase in lowered for phrase in OPENINGS))
        if "@" not in line:
            continue
        for spot in spots_in(line):
            form = _form(lines, number, spot, listing)
            key = spot.address.lower()
            known = found.get(key)
            if form == 0:
                continue
            if known is None and len(found) < ADDRESSES:
                found[key] = _Candidate(spot.address, form, number, spot.end)
            elif known and form < known.form:
                known.others.append(known.line)
                known.form, known.line, known.end = form, number, spot.end
            elif known:
                known.others.append(number)
    return list(found.values())


def _form(lines: list[str], number: int, spot: Spot, listing: bool) -> int:
    """How an address stands in its line; 0 when it is certainly no recipient."""
    line = lines[number]
    before, after = line[: spot.start].lower(), line[spot.end :]
    label = before.strip(_BULLETS)
    if after.rstrip().endswith("wrote:") or "://" in before[-200:].rpartition(" ")[2]:
        return 0
    if before.rstrip().endswith(":") or before.rstrip().endswith(("[smtp:", "(smtp:")):
        sender = _is_label(label, SENDER_LABELS)
        if sender:
            return 0
    if any(mark in before[-60:] for mark in _INNER_SENDER):
        return 0
    if not label or spot.prefixed:
        return _leading_form(lines, number, spot, listing)
    if _labeled(before, label):
        return LISTED
    if "rcpt to" in before:
        return ANSWERED
    text = line[: spot.start] + " " + after
    if reply_in(text) or enhanced_in(text) or reason_in(text):
        return ANSWERED
    lowered = line.lower()
    if any(phrase in lowered for phrase in OPENINGS):
        return ANSWERED
    return ALONE if _is_to_label(before) else MENTIONED


def _leading_form(lines: list[str], number: int, spot: Spot, listing: bool) -> int:
    """An address with which its line begins."""
    after = lines[number][spot.end :].strip()
    if _is_contact(spot.address) and _asks_for_contact(lines, number):
        return MENTIONED
    if listing or (spot.bracketed and after.startswith(":")):
        return LISTED
    near = after + " " + (lines[number + 1] if number + 1 < len(lines) else "")
    return ANSWERED if reply_in(near) or enhanced_in(near) or reason_in(near) else ALONE


def _labeled(before: str, label: str) -> bool:
    stripped = before.rstrip(" <\"'[(\t")
    if not stripped.endswith((":", "=", "：")):
        return False
    words = label.rstrip(" :=：<\"'[(smtp")
    return len(words) <= 60 and not words.startswith("to") and any(word in words for word in RECIPIENT_LABELS)


def _is_label(label: str, known: tuple[str, ...]) -> bool:
    last = label.rstrip(" :=：<\"'[(").rpartition("  ")[2].strip()
    return last in known


def _is_to_label(before: str) -> bool:
    return before.strip(_BULLETS).rstrip(": ") in (
        "to",
        "an",
        "à",
        "a",
        "para",
        "aan",
        "do",
        "кому",
        "till",
        "til",
        "komu",
        "宛先",
        "收件人",
    )


def _is_contact(address: str) -> bool:
    return address.partition("@")[0].lower() in CONTACTS


def _asks_for_contact(lines: list[str], number: int) -> bool:
    near = " ".join(lines[max(0, number - 1) : number + 1]).lower()
    return any(word in near for word in CONTACT_WORDS)


def _choose(candidates: list[_Candidate], sides: Sides) -> list[_Candidate]:
    """The candidates of the best form that names somebody who is not on our side."""
    foreign = [c for c in candidates if c.address.lower() not in sides.own]
    for form in (LISTED, ANSWERED, ALONE):
        group = [c for c in foreign if c.form == form and not (form > LISTED and _is_contact(c.address))]
        if group:
            return _narrow(group, sides) if form > LISTED else group
    own = [c for c in candidates if c.form <= ANSWERED]
    if own:
        return [c for c in own if c.form == own[0].form]
    mentioned = [c for c in foreign if not _is_contact(c.address)]
    named = [c for c in mentioned if c.address.lower() in sides.originals]
    return named or (mentioned if len(mentioned) == 1 else [])


def _narrow(group: list[_Candidate], sides: Sides) -> list[_Candidate]:
    return [c for c in group if c.address.lower() in sides.originals] or group


def _diagnostic(lines: list[str], candidate: _Candidate, stop: int) -> str:
    """The text that tells about a candidate: the rest of its line, the lines below it, other lines that name it."""
    own = _squeeze(
        [
            lines[candidate.line][candidate.end :].strip(" \t:>,;"),
            *lines[candidate.line + 1 : min(stop, candidate.line + 12)],
        ]
    )
    elsewhere = _squeeze(
        [line for number in candidate.others[-5:] for line in lines[number : number + 3]]
        + [lines[candidate.line][: candidate.end]]
    )
    for text in (own, elsewhere):
        if reply_in(text) or enhanced_in(text):
            return text
    return own if reason_in(own) else f"{own} {elsewhere}".strip()


def bare_names(lines: list[str]) -> list[str]:
    """Local names that stand alone on the lines below an opening sentence, as systems list their own users."""
    names: list[str] = []
    for number, line in enumerate(lines):
        lowered = line.lower().rstrip()
        if not lowered.endswith(":") or not any(phrase in lowered for phrase in OPENINGS):
            continue
        for below in lines[number + 1 : number + 1 + NAMES]:
            name = below.strip(_BULLETS + ">")
            if name and (len(name) > 64 or not set(name) <= _NAME_CHARS):
                break
            names += [name] if name else []
        if names:
            break
    return names


def _squeeze(lines: list[str]) -> str:
    return " ".join(" ".join(lines).split())[:DIAGNOSTIC_CHARS]
