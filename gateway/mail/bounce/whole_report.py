"""Is a text nothing but the report of a failure, whoever sent it? A person's mail about one has words of its own."""

import re
import unicodedata
from typing import Final

from gateway.mail.bounce.phrases import OPENING_PHRASES, OPENINGS
from gateway.mail.bounce.reasons import reason_in
from gateway.mail.bounce.spots import spots_in

CHARS: Final = 2_000  # of a report so short
LINES: Final = 60
WORDS_PER_ADDRESS: Final = 14  # of a text that is nothing but "could not be delivered to ..."
MOST_SENTENCES: Final = 4
_CODE: Final = re.compile(r"(?:<<<\s*)?[45]\d\d(?:[ -]|$)")
_HEADS: Final = ("error", "fehler", "erreur", "errore", "erro:", "fout", "fel:", "ошибка", "エラー", "错误", "오류")
_FOLDED: Final = tuple({folded for phrase in OPENING_PHRASES if (folded := phrase.lower()).isascii()})


def is_all_report(text: str) -> bool:
    """A transcript with a code and a recipient under words of failure, or a sentence or two about an address."""
    head = text[: CHARS + 1]
    if "@" not in head or "?" in head:
        return False
    lines = [line.strip() for line in head.splitlines()[:LINES] if line.strip(" \t*-=_#")]
    return bool(lines) and (_is_transcript(lines) or (len(text) <= CHARS and _is_only_refusal(lines)))


def _is_transcript(lines: list[str]) -> bool:
    coded = any(_CODE.match(line) and reason_in(line) for line in lines)
    named = any(line.lower().startswith("rcpt to:") or _is_address(line) for line in lines)
    return coded and named and (lines[0].lower().startswith(_HEADS) or _opens(lines[0].lower()))


def _is_only_refusal(lines: list[str]) -> bool:
    """Every sentence says that something could not be delivered; what else stands there is the address."""
    text = " ".join(lines).lower()
    named = spots_in(text)
    if not named or len({spot.address for spot in named}) > 1 or len(named) > MOST_SENTENCES:
        return False
    if len(text.split()) > WORDS_PER_ADDRESS * len(named):
        return False
    pieces, at = [], 0
    for spot in named:
        pieces.append(text[at : spot.start])
        at = spot.end
    return all(map(_opens, pieces)) and not any(c.isalpha() for c in text[at:])


def _is_address(line: str) -> bool:
    spots = spots_in(line)
    return len(spots) == 1 and not line[: spots[0].start].strip(" <") and not line[spots[0].end :].strip(" >.,;")


def _opens(text: str) -> bool:
    folded = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return OPENINGS.said_in(text) or any(phrase in folded for phrase in _FOLDED)
