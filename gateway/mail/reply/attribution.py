"""Lines that introduce a quote: "On Monday, 2 March 2026 at 10:00, Ann <ann@customer.example> wrote:".

Clients wrap them over several lines and put date, name, address and verb in any order, so the rule is evidence, not a
pattern a language: a verb of writing, a date, an address, a beginning that such lines have.
"""

import re
from dataclasses import dataclass
from typing import Final

from gateway.mail.reply.lines import BLANKS, Looks
from gateway.mail.words.attribution import QUOTING, STARTERS, THINGS, VERB_PIECES, VERBS

MAX_ATTRIBUTION_LINES: Final = 6
MAX_ATTRIBUTION_LENGTH: Final = 500  # characters, wrapped lines together
MAX_WEAK_LENGTH: Final = 80  # of an intro that counts only above quote marks
MAX_NAME_WORDS: Final = 5  # of an author who stands in the line above

COLONS: Final = ":：﹕"
_FRAME: Final = BLANKS + "-_=*~<"
_DATE_AT_END: Final = 12  # characters within which a date and time at the end of a line stands
_EDGES: Final = BLANKS + "-_=*~|"
_DATE = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|\d[:.h]\d\d(?!\d)|\d{1,2}[./-]\d{1,2}[./-]\d\d|\d\s?時|\d\s?시|\d년")
_TIMED = re.compile(r"\d[./-]\d{1,2}[./-]\d\d\d{0,2}\D{1,8}\d{1,2}[:.]\d\d")  # day and time
_IN_MESSAGE: Final = " wrote in message "  # "... news:", without a colon at the end
_MAILBOX = re.compile(r"[^<>@]{0,60}<[^<>\s]{3,200}>")
NUMBER = re.compile(r"[@＠\d]")
_DAY_FIRST = re.compile(r"\d{1,4}[./ -]|\d{4}[年년]|[0-9]{1,2}[.]? \w")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’(][^\W\d_]+\)?)*")
_NAMED_THEN_TIMED = re.compile(r"<[^<>\s]{3,200}>[, ][^<>@]{0,40}\d[:.]\d\d[^\w<>@]{0,2}$")
_BARE_THEN_WORDS = re.compile(r"@[\w.-]{1,80} [^\W\d]{2}[^\d<>@]*$")
_TAIL: Final = 120  # characters at the end of an intro
ADDRESS = re.compile(r"[@＠](?<=[\w.+%'=-].)[\w-]{1,64}\.")


@dataclass(frozen=True, slots=True)
class Attribution:
    """Where an intro stands. `firm`: it is one even when what follows carries no ">" marks."""

    start: int
    end: int  # first line after
    firm: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    verb: bool
    date: bool
    address: bool
    goes_on: bool  # behind an address without brackets, in words
    begins: bool  # with a word or a date as intro lines do
    closes: bool  # the verb stands at the end
    first_person: bool


def weigh(text: str) -> Evidence:
    """What speaks for an intro in a text."""
    words = [word.casefold() for word in _WORD.findall(text)]
    verb = not VERBS.isdisjoint(words) or (not text.isascii() and any(piece in text for piece in VERB_PIECES))
    quoting = bool(words) and words[0] in QUOTING
    first = words[0] if words else ""
    return Evidence(
        verb=verb or quoting,
        date=_DATE.search(text) is not None,
        address=ADDRESS.search(text) is not None,
        goes_on=_BARE_THEN_WORDS.search(text[-_TAIL:]) is not None,
        begins=text[:1].isdigit()
        or first in STARTERS
        or quoting
        or not text[:1].isascii()
        or _NAMED_THEN_TIMED.search(text[-MAX_ATTRIBUTION_LENGTH:]) is not None,
        closes=quoting or not VERBS.isdisjoint(words[-3:]) or not text.isascii() or _IN_MESSAGE in text,
        first_person=" I " in text or text.startswith("I "),
    )


def _is_attribution(found: Evidence) -> bool:
    if found.verb:
        return found.date or found.address
    return found.date and found.address


def _is_firm(found: Evidence) -> bool:
    if found.first_person and not found.address:
        return False
    if found.date and found.verb:
        return found.begins or found.closes or found.address
    return found.address and (found.closes if found.verb else found.begins and not found.goes_on)


def _can_begin(line: str) -> bool:
    """Can an intro begin with this line? A wrapped rest begins with an address, a small letter or a verb."""
    first = line[0]
    if first.isdigit() or first in "\"'“„«(*_-'‘‚":
        return True
    if not first.isalpha():
        return False
    word = line.split(None, 1)[0].strip(",.:;()*").casefold()
    if word in VERBS and word not in STARTERS:
        return False
    return not first.islower() or word in STARTERS or "@" in word


def _window(lines: list[str], last: int, floor: int) -> int:
    """The first line that can belong to an intro whose last line is `last`."""
    first, length = last, len(lines[last])
    lowest = max(floor, last - MAX_ATTRIBUTION_LINES + 1)
    while first > lowest:
        line = lines[first - 1]
        length += len(line)
        if not line or length > MAX_ATTRIBUTION_LENGTH or (line[0] == ">" and not is_bracket_rest(lines, first - 1)):
            break
        first -= 1
    return first


def _promising(text: str, last: str) -> bool:
    """Can an intro be in these lines at all? Cheap tests first."""
    if NUMBER.search(text) is None:
        if not last.isascii() and len(last) < MAX_WEAK_LENGTH and any(piece in last for piece in VERB_PIECES):
            return True
        return not VERBS.isdisjoint(last.casefold().strip(_FRAME + COLONS).split()[-6:])
    if _DATE.search(text) is not None and (ADDRESS.search(text) is not None or _DATE.search(last[-_DATE_AT_END:])):
        return True
    if not text.isascii() and any(piece in text for piece in VERB_PIECES):
        return True
    words = {word.casefold() for word in _WORD.findall(text)}
    return not VERBS.isdisjoint(words) or not QUOTING.isdisjoint(words)


def attribution_ending_at(lines: list[str], last: int, floor: int, looks: Looks) -> Attribution | None:
    """The intro whose last line is `last`, reaching back no further than `floor`.

    `lines` are bare; the line is expected to end with a colon.
    """
    if len(lines[last]) > MAX_ATTRIBUTION_LENGTH:
        return None
    if (found := _whole_attribution(lines[last])) is not None:
        start = last if found.address else _author_above(lines, last, floor)
        return Attribution(start, last + 1, start < last or _is_firm(found))
    if looks.spent:
        return None
    first = _window(lines, last, floor)
    if not _promising(" ".join(lines[first : last + 1]), lines[last]) or not looks.another():
        return None
    for start in range(last, first - 1, -1):
        line = lines[start]
        if not _can_begin(line):
            continue
        found = weigh(" ".join(lines[start : last + 1]).strip(_FRAME))
        if _is_attribution(found):
            return _with_date_above(lines, Attribution(start, last + 1, _is_firm(found)), found, floor)
        if start == last and found.verb and len(line) < MAX_WEAK_LENGTH and not _names_thing(line):
            return _extended(lines, Attribution(start, last + 1, False), floor) or Attribution(start, last + 1, False)
    line = lines[last]
    dated = _can_begin(line) and _DATE.search(line[-_DATE_AT_END:])
    weak = len(line) < MAX_WEAK_LENGTH and (dated or (ends_in_verb(line) and not _names_thing(line)))
    return Attribution(last, last + 1, False) if weak else None


def _whole_attribution(line: str) -> Evidence | None:
    """The evidence for an intro with its date that stands in one line, the commonest by far; None for all else."""
    if NUMBER.search(line) is None or not _can_begin(line):
        return None
    found = weigh(line.strip(_FRAME))
    return found if found.date and _is_attribution(found) else None


def _author_above(lines: list[str], index: int, floor: int) -> int:
    """The line above an intro where it begins with its author ("Ann <ann@customer.example>"), else the intro's own."""
    above = index - 1
    if above < floor or not lines[above] or lines[above][-1] in ".!?:" or not _MAILBOX.match(lines[above]):
        return index
    name = lines[above].partition("<")[0].split()
    return index if len(name) > MAX_NAME_WORDS or any(word[0].islower() for word in name) else above


def _with_date_above(lines: list[str], attribution: Attribution, found: Evidence, floor: int) -> Attribution:
    return attribution if found.date else _extended(lines, attribution, floor) or attribution


def _extended(lines: list[str], attribution: Attribution, floor: int) -> Attribution | None:
    """The intro with the wrapped lines above it that hold its date, if there are such."""
    for start in range(attribution.start - 1, max(floor, attribution.end - MAX_ATTRIBUTION_LINES) - 1, -1):
        line = lines[start]
        if not line or line[0] == ">" or line[-1] in ".!?":
            return None
        joined = " ".join(lines[start : attribution.end])
        if len(joined) > MAX_ATTRIBUTION_LENGTH:
            return None
        if not _can_begin(line):
            continue
        found = weigh(joined.strip(_FRAME))
        if found.date and found.verb and (found.begins or found.address):
            return Attribution(start, attribution.end, True)
    return None


def framed_attribution(line: str) -> bool:
    """Is this an intro in a frame of dashes ("---- On Mon, 2 Mar 2026, Ann wrote ----")?"""
    if len(line) > MAX_ATTRIBUTION_LENGTH:
        return False
    found = weigh(line.strip(_EDGES))
    return found.verb and (found.date or found.address or (found.closes and len(line) < MAX_WEAK_LENGTH))


def between_arrows(line: str) -> bool:
    """Is this ">>> Ann <ann@customer.example> 3/2/2026 10:00 AM >>>", as GroupWise introduces a quote?"""
    if not line.startswith(">>> ") or not line.endswith(" >>>"):
        return False
    return (
        _TIMED.search(line[:MAX_ATTRIBUTION_LENGTH]) is not None
        or ADDRESS.search(line[:MAX_ATTRIBUTION_LENGTH]) is not None
    )


def attribution_without_colon(line: str) -> bool:
    """Is this "2026/3/2 Ann <ann@customer.example>", an intro only where a quote follows?"""
    if len(line) > MAX_ATTRIBUTION_LENGTH or not _DAY_FIRST.match(line):
        return False
    found = weigh(line)
    return found.date and found.address


def _names_thing(line: str) -> bool:
    """Is "Your manual says:" said of a thing, so that no mail of somebody follows?"""
    words = line.split()
    return len(words) > 2 and words[0].casefold() in THINGS


def ends_in_verb(line: str) -> bool:
    """Is the last word one of writing?"""
    words = _WORD.findall(line[-_TAIL:])
    return bool(words) and words[-1].casefold() in VERBS


def is_whole_intro(text: str) -> bool:
    """Is a text an intro with all that belongs to it: beginning, date, and the verb at its end?"""
    if len(text) > MAX_ATTRIBUTION_LENGTH:
        return False
    found = weigh(text)
    closed = ends_in_verb(text) or (found.verb and found.address)
    return closed and found.date and found.begins and not found.first_person


def whole_without_colon(text: str) -> bool:
    """Is this all of an intro but for its colon: a beginning, date, address in brackets and verb at the end?"""
    if len(text) > MAX_ATTRIBUTION_LENGTH or "<" not in text or not ends_in_verb(text):
        return False
    found = weigh(text)
    return found.date and found.address and found.begins and not found.first_person


def closes_without_colon(text: str) -> bool:
    """Does an intro that lacks its colon end here: behind the verb, or a name or an article behind it?"""
    words = _WORD.findall(text[-MAX_ATTRIBUTION_LENGTH:])
    if not words:
        return False
    if words[-1].casefold() in VERBS or _IN_MESSAGE in text:
        return True
    return _TIMED.search(text) is not None and not VERBS.isdisjoint(word.casefold() for word in words[-4:])


def attribution_before_text(line: str) -> bool:
    """Does this long line begin with an intro and go on with the quoted text (line breaks were lost)?"""
    at = line.find("@", 0, MAX_ATTRIBUTION_LENGTH)
    colon = line.find(": ", at, MAX_ATTRIBUTION_LENGTH) if at > 0 else -1
    if colon < 0:
        return False
    found = weigh(line[:colon])
    return found.verb and found.date and found.address and found.begins and found.closes


def is_bracket_rest(lines: list[str], index: int) -> bool:
    """Is a line that begins with ">" only the end of an address wrapped before its bracket (">:", "> wrote:")?"""
    line = lines[index]
    if index == 0 or line[-1] not in COLONS or len(line) > 40:
        return False
    for above in reversed(lines[max(0, index - 2) : index]):
        if not above or above[0] == ">" or len(above) > MAX_ATTRIBUTION_LENGTH:
            return False
        if "<" in above or ">" in above:
            return above.rfind("<") > above.rfind(">")
    return False
