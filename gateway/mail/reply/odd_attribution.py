"""Intros without a verb, and such that are scattered over lines of their own."""

import re
from typing import Final

from gateway.mail.reply.attribution import ADDRESS, COLONS, MAX_NAME_WORDS, MAX_WEAK_LENGTH, NUMBER, ends_in_verb, weigh

_DAY_AND_TIME = re.compile(
    r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})(?:,?[ T]\d{1,2}:\d\d(?::\d\d)?)?"
    r"(?: ?((?:GMT|UTC)(?:[+-]\d{1,2}(?::?\d\d)?)?|[+-]\d{2}:?\d\d))?[ ,]+(?=\D)"
)
# A line of a scattered intro: brackets, or an address with what mail programs write around it.
_SCRAP = re.compile(r"[<>\[\]()]{1,4}|(?:mailto:)?(?:[^<>@]{0,60}<)?[^\s<>@]{1,128}@[^\s<>@]{1,255}[>)\]]{0,2}")
MAX_SCRAPS: Final = 5
MAX_DATED_LENGTH: Final = 160


def dated_name(line: str) -> bool:
    """Is a line only a day, perhaps a time and zone, a name and perhaps its address?"""
    day = _DAY_AND_TIME.match(line) if len(line) <= MAX_DATED_LENGTH else None
    if day is None:
        return False
    name, bracket, _ = line[day.end() :].partition("<")
    words = name.strip(" ,:").split()
    if not 1 <= len(words) <= MAX_NAME_WORDS or any(map(NUMBER.search, words)) or name.strip()[-1] in ".!?":
        return False
    if bracket:
        return ADDRESS.search(line[day.end() :]) is not None and line.rstrip(COLONS + " ")[-1] == ">"
    return day[1] is not None and all(word[0].isupper() and not word.isupper() for word in words)


def scattered_end(lines: list[str], index: int) -> int | None:
    """The end of an intro that begins here and whose address and verb are scattered over the lines below."""
    found = weigh(lines[index])
    if not (found.date and found.begins) or found.verb or lines[index][-1] in ".!?":
        return None
    scraps = 0
    for at in range(index + 1, min(len(lines), index + 2 * MAX_SCRAPS + 1)):
        line = lines[at]
        if not line:
            continue
        scraps += 1
        closes = line[-1] in COLONS and ends_in_verb(line)
        if scraps > MAX_SCRAPS or not (closes or _SCRAP.fullmatch(line)):
            return None
        if closes:
            return at + 1 if scraps > 1 and len(line) < MAX_WEAK_LENGTH else None
    return None
