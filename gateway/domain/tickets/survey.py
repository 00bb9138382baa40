"""What a customer thinks of a ticket that is over, in one digit and perhaps words. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

BEST: Final = 5
MAX_WORDS: Final = 500  # characters; a longer text is a letter of its own and no score
_SCORE: Final = re.compile(
    r"[*_\"'( \t]{0,6}([1-5])(?:[ \t]?/[ \t]?5)?[*_\"')]{0,3}(?:[\s.,:;!\u2013\u2014-]+(.*))?", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Score:
    """From 1 to BEST, and the words behind it, which may be empty."""

    value: int
    words: str


@dataclass(frozen=True, slots=True)
class SurveyAnswer:
    """A score as it is kept, one for each ticket, never changed; `note_id`: the note with the whole text."""

    ticket_id: int
    at: datetime
    author: str
    score: int
    words: str
    note_id: int


def read_score(text: str, says_nothing: Callable[[str], bool]) -> Score | None:
    """The score with which a text begins, None where it begins otherwise or goes on for long.

    `says_nothing`: is a line only a greeting, a name or contact data?
    """
    lines = [line.strip() for line in text.splitlines() if line.strip() and not says_nothing(line)]
    found = _SCORE.fullmatch("\n".join(lines))
    words = (found[2] or "").strip() if found else ""
    return Score(int(found[1]), words) if found and len(words) <= MAX_WORDS else None
