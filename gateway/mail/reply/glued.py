"""An intro that stands behind the writer's last words in one line, as some programs join them."""

import re
from typing import Final

from gateway.mail.reply.attribution import COLONS, MAX_ATTRIBUTION_LENGTH, is_whole_intro
from gateway.mail.reply.lines import BLANKS
from gateway.mail.words.attribution import STARTERS

MAX_STARTS: Final = 12  # words of one line at which an intro may begin
MAX_LINE: Final = 4 * MAX_ATTRIBUTION_LENGTH
MAX_PLACES: Final = 20  # lines of one text that are looked at
_ENDS: Final = frozenset(COLONS)
_START = re.compile(r"(?:(?<=[.!?…)。！？])|(?<=--)) +([^\W\d_]+)")


def unglued(raw: list[str]) -> list[str]:
    """The lines, with an intro above a quote on a line of its own."""
    places = [at for at, line in enumerate(raw[1:]) if line[:1] == ">" and raw[at].rstrip(BLANKS)[-1:] in _ENDS]
    parted = {at: found for at in places[:MAX_PLACES] if (found := _parted(raw[at].rstrip(BLANKS))) is not None}
    if not parted:
        return raw
    return [piece for at, line in enumerate(raw) for piece in parted.get(at, (line,))]


def _parted(line: str) -> tuple[str, str] | None:
    """What stands before an intro, and the intro."""
    if line[:1] == ">" or len(line) > MAX_LINE or is_whole_intro(line.strip(BLANKS)):
        return None
    starts = [
        found.start(1) for found in _START.finditer(line) if found[1][0].isupper() and found[1].casefold() in STARTERS
    ]
    for start in starts[-MAX_STARTS:]:
        if is_whole_intro(line[start:]):
            before = line[:start].rstrip(" -")
            return (before, line[start:]) if before else None
    return None
