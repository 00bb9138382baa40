"""CPU time of each fast path beside the plain path that gives the same, in microseconds for one text.

    python bench/fast_paths.py

A fast path that gains nothing here goes. That each equals its plain path is tested where its module is tested.
"""

import sys
import timeit
from collections.abc import Callable
from dataclasses import dataclass

from reading import DETAILS, PROSE

from gateway.domain.fault_words import WORD as FAULT_WORD
from gateway.domain.fault_words import words_in
from gateway.domain.tickets.ticket import SIX_DIGITS, has_six_digits
from gateway.mail.reply.language import WORD, words_of
from gateway.mail.reply.markers import KEY_LENGTH, NOT_LETTERS, line_key
from gateway.mail.text.charset import UNSTORABLE, clean
from gateway.rules.decisions.condition import folded_words, free_text
from gateway.templating.engine import UNPRINTABLE, without_unprintable

LETTER = f"Hello,\n\n{PROSE}\n{DETAILS}\nKind regards\n"
LINE = PROSE.partition("\n")[0]


@dataclass(frozen=True, slots=True)
class Row:
    """One fast path and what it stands for."""

    name: str
    fast: Callable[[str], object]
    plain: Callable[[str], object]
    text: str


ROWS = (
    Row("words of a rule's free text", free_text, folded_words, LETTER),
    Row("words that tell of a fault", words_in, lambda text: FAULT_WORD.findall(text.casefold()), LETTER),
    Row("six digits of a ticket number", has_six_digits, lambda text: SIX_DIGITS.search(text) is not None, LETTER),
    Row("what a template writes", without_unprintable, lambda text: UNPRINTABLE.sub("", text), LETTER),
    Row("words that tell the language", words_of, lambda text: set(WORD.findall(text)), LETTER.lower()[:220]),
    Row("text without control characters", clean, lambda text: UNSTORABLE.sub("", text), LETTER),
    Row("letters of a line", line_key, lambda text: NOT_LETTERS.sub("", text)[:KEY_LENGTH].casefold(), LINE),
)


def microseconds(function: Callable[[str], object], text: str, runs: int = 2000) -> float:
    """The least of five measurements, for one text."""
    return min(timeit.repeat(lambda: function(text), number=runs, repeat=5)) / runs * 1e6


def main() -> None:
    """Measure and print."""
    print(f"{'CPU microseconds for one text':34} {'fast':>8} {'plain':>8}   Python {sys.version.split()[0]}")
    for row in ROWS:
        print(f"{row.name:34} {microseconds(row.fast, row.text):8.2f} {microseconds(row.plain, row.text):8.2f}")


if __name__ == "__main__":
    main()
