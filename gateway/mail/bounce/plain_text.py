"""Failed addresses in the running text of a report, whatever system wrote it.

One engine for all dialects. Every address of the text is rated by the form in which it stands (listed below an opening
sentence, behind a label, in a reply of the other server, in a sentence), the sides of the mail that came back tell who
cannot be meant, and the best form that is left gives the recipients.
"""

import re
from dataclasses import dataclass, field
from typing import Final

from gateway.mail.bounce.codes import enhanced_in, reply_in
from gateway.mail.bounce.phrases import CONTACT_WORDS, CONTACTS, OPENINGS, RECIPIENT_LABELS, SENDER_LABELS
from gateway.mail.bounce.reasons import reason_in
from gateway.mail.bounce.spots import Spot, spots_in
from gateway.mail.text.phrase_lists import says_any

ADDRESSES: Final = 1000
DIAGNOSTIC_CHARS: Final = 1000
NAMES: Final = 20  # lines below an opening that may hold local names

_NAME_CHARS: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-.")

LISTED, ANSWERED, ALONE, MENTIONED = 1, 2, 3, 4
"""Forms of an address, the surest first."""

# Of a session: "550 5.1.1 <ann@acorn.example>... User unknown", and the same without a code.
_TRANSCRIPT: Final = re.compile(r"\s*(?:<<<\s*)?(?:5\d\d[ -]\s*)?(?:5\.\d{1,3}\.\d{1,3}\s+)?")
_EXPANDED: Final = re.compile(
    r"\((?:expanded|generated|ultimately generated) from:? {0,3}([^()\s]{3,320})\s{0,3}\)", re.IGNORECASE
)
_SENTENCE: Final = re.compile("[:;!?。、，；！？]")
_BULLETS: Final = " \t>*-|.•·+=#\"'([{:,;\u3000\u00a0"
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
    start: int
    end: int
    others: list[int] = field(default_factory=list)  # further lines that name it


def find_failed(lines: list[str], sides: Sides) -> list[Found]:
    """The failed addresses of a report text in its order, at most ADDRESSES; empty when it names none."""
    candidates = _candidates(lines)
    chosen = _choose(candidates, sides)
    starts = sorted({candidate.line for candidate in chosen})
    following = {start: starts[i + 1] if i + 1 < len(starts) else len(lines) for i, start in enumerate(starts)}
    return [Found(_origin(lines, c), _diagnostic(lines, c, following[c.line]), c.form) for c in chosen]


def _origin(lines: list[str], candidate: _Candidate) -> str:
    """The address that was written to, where a report says that the failed one was made of it."""
    near = f"{lines[candidate.line][candidate.end :]} {''.join(lines[candidate.line + 1 : candidate.line + 2])}"
    found = _EXPANDED.search(near)
    spots = spots_in(found[1]) if found else []
    return spots[0].address if spots else candidate.address


def _candidates(lines: list[str]) -> list[_Candidate]:
    found: dict[str, _Candidate] = {}
    listing = False
    for number, line in enumerate(lines):
        spots = spots_in(line) if "@" in line else []
        previous: Spot | None = None
        form = 0
        for spot in spots:
            chained = previous is not None and form and not line[previous.end : spot.start].strip(" ,;\t")
            form = form if chained else _form(lines, number, spot, listing)
            previous = spot
            if form:
                _note(found, spot, form, number)
        listing = listing or (not spots and _opens(line))
    return list(found.values())


def _opens(line: str) -> bool:
    lowered = line.lower()
    return bool(lowered.strip()) and OPENINGS.said_in(lowered)


def _note(found: dict[str, _Candidate], spot: Spot, form: int, number: int) -> None:
    """Keep an address with its best form, and the lines of its other forms."""
    known = found.get(spot.address.lower())
    if known is None:
        if len(found) < ADDRESSES:
            found[spot.address.lower()] = _Candidate(spot.address, form, number, spot.start, spot.end)
    elif form < known.form:
        known.others.append(known.line)
        known.form, known.line, known.start, known.end = form, number, spot.start, spot.end
    else:
        known.others.append(number)


def _form(lines: list[str], number: int, spot: Spot, listing: bool) -> int:
    """How an address stands in its line; 0 when it is certainly no recipient."""
    line = lines[number]
    before, after = line[: spot.start].lower(), line[spot.end :]
    label = before.strip(_BULLETS)
    if _names_sender(before, after, label):
        return 0
    if _TRANSCRIPT.fullmatch(before) and spot.bracketed and after.startswith("..."):
        return LISTED
    if not label or spot.prefixed or _is_display_name(line, spot, label):
        return _leading_form(lines, number, spot, listing)
    if _labeled(before, label):
        return LISTED
    if "rcpt to" in before:
        return ANSWERED
    if says_any(before[-60:], CONTACT_WORDS):
        return MENTIONED
    text = f"{before} {after}"
    if reply_in(text) or enhanced_in(text) or reason_in(text) or _opens(line):
        return ANSWERED
    return ALONE if _is_to_label(before) else MENTIONED


def _names_sender(before: str, after: str, label: str) -> bool:
    """Is it the address of who wrote, of a message, or in a web address?"""
    bare = before.rstrip()
    if after.rstrip().endswith("wrote:") or "://" in before[-200:].rpartition(" ")[2]:
        return True
    if bare.endswith((":", "[smtp:", "(smtp:")) and _is_label(label, SENDER_LABELS):
        return True
    return says_any(before[-60:], _INNER_SENDER) or bare.rstrip(" <\"'").endswith(" from")


def _leading_form(lines: list[str], number: int, spot: Spot, listing: bool) -> int:
    """An address with which its line begins."""
    after = lines[number][spot.end :].strip()
    if number and lines[number - 1].rstrip().lower().endswith((" from", "(from")):
        return MENTIONED
    if _asks_for_contact(lines, number) and (_is_contact(spot.address) or not after.startswith(":")):
        return MENTIONED
    near = after + " " + (lines[number + 1] if number + 1 < len(lines) else "")
    telling = reply_in(near) or enhanced_in(near) or reason_in(near)
    in_sentence = after[:1].islower() and not after.startswith("on ") and not telling
    if (listing and not in_sentence) or (spot.bracketed and after.startswith(":")):
        return LISTED
    return ANSWERED if telling else ALONE


def _is_display_name(line: str, spot: Spot, label: str) -> bool:
    """A line that is just a name and its address in brackets."""
    after = line[spot.end :].strip(" \t,;:")
    short = len(label) <= 60 and not _SENTENCE.search(label) and label.count(" ") <= 4
    return spot.bracketed and not after and short and not says_any(label, CONTACT_WORDS) and not _opens(label)


def _labeled(before: str, label: str) -> bool:
    stripped = before.rstrip(" <\"'[(\t")
    if not stripped.endswith((":", "=", "：")):
        return False
    words = label.rstrip(" :=：<\"'[(smtp")
    return len(words) <= 60 and not words.startswith("to") and says_any(words, RECIPIENT_LABELS)


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
    """Does the sentence that ends in the line above ask to write to somebody?"""
    above = lines[number - 1].rstrip().lower()[-60:] if number else ""
    return not above.endswith((":", ".")) and says_any(above, CONTACT_WORDS)


def _choose(candidates: list[_Candidate], sides: Sides) -> list[_Candidate]:
    """The candidates of the best form that names somebody who is not on our side."""
    foreign = [
        c for c in candidates if c.address.lower() not in sides.own or (c.form == LISTED and _is_original(c, sides))
    ]
    for form in (LISTED, ANSWERED, ALONE):
        group = [c for c in foreign if c.form == form and not (form > LISTED and _is_contact(c.address))]
        if group:
            return _narrow(group, sides) if form > LISTED else group
    own = [c for c in candidates if c.form == LISTED]
    if own:
        return own
    mentioned = [c for c in foreign if not _is_contact(c.address)]
    named = [c for c in mentioned if c.address.lower() in sides.originals]
    return named or (mentioned if len(mentioned) == 1 else [])


def _is_original(candidate: _Candidate, sides: Sides) -> bool:
    return candidate.address.lower() in sides.originals


def _narrow(group: list[_Candidate], sides: Sides) -> list[_Candidate]:
    return [c for c in group if c.address.lower() in sides.originals] or group


def _diagnostic(lines: list[str], candidate: _Candidate, stop: int) -> str:
    """The text that tells about a candidate: the rest of its line, the lines below it, other lines that name it."""
    line = lines[candidate.line]
    before = line[: candidate.start]
    coded = before if reply_in(before) or enhanced_in(before) else ""
    own = _squeeze(
        [coded, line[candidate.end :].strip(" \t:>,;"), *lines[candidate.line + 1 : min(stop, candidate.line + 12)]]
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
        if not lowered.endswith(":") or not OPENINGS.said_in(lowered):
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
