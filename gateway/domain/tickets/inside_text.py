"""Words of ours that a customer never reads, found again in an answer whatever a mail program made of them. Linear.

Texts are compared by runs of words, so that other line breaks, indents and marks make no difference.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Self

RUN: Final = 4  # words that are compared at once
SHORTEST: Final = 20  # characters that make a line recognizable
STRETCH: Final = 8  # words in a row that two people do not write by accident
FEWEST: Final = 3  # lines of ours in a row that are a quotation and no accident
MAX_CHARS: Final = 200_000  # of all the texts that an answer is compared with
_WORD = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]|[^\W_]+")

Runs = frozenset[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class InsideText:
    """Runs of words: `ours` stand in internal mails, `shown` are known outside or somebody else's words in them."""

    ours: Runs
    shown: Runs

    @classmethod
    def of(cls, internal: Iterable[str], public: Iterable[str]) -> Self:
        """`internal`: texts of internal mails, which quote others with `>`; `public`: what the customer knows."""
        own: list[str] = []
        quoted: list[str] = []
        for line in _bounded(internal):
            (quoted if line.lstrip().startswith(">") else own).append(line)
        return cls(_runs_of(own), _runs_of([*_bounded(public), *quoted]))

    def is_ours(self, line: str) -> bool:
        """Are all its words ours, and not known outside?"""
        runs = _runs(_words(line))
        return bool(runs) and runs <= self.ours and not runs <= self.shown

    def without_quotations(self, text: str) -> str:
        """The text without the blocks that are lines of our mails in a row, with what these quote themselves."""
        lines = text.splitlines()
        kept = [True] * len(lines)
        for block in self._blocks(lines):
            if sum(self.is_ours(lines[one]) for one in block) >= FEWEST:
                for one in range(block[0], block[-1] + 1):
                    kept[one] = False
        if all(kept):
            return text
        return _without_rules([line for line, keep in zip(lines, kept, strict=True) if keep])

    def _blocks(self, lines: list[str]) -> Iterator[list[int]]:
        block: list[int] = []
        for position, line in enumerate(lines):
            runs = _runs(_words(line))
            if runs and not (runs <= self.ours or runs <= self.shown):
                if block:
                    yield block
                block = []
            elif runs and (block or self.is_ours(line)):
                block.append(position)
        if block:
            yield block

    def leaking(self, text: str) -> str | None:
        """The first line of the text that is ours and long enough to be no accident."""
        return next((line for line in text.splitlines() if is_long(line) and self.is_ours(line)), None)

    def stretch(self, text: str) -> str | None:
        """The first words of the text that are ours in a row, not known outside, and too many for an accident."""
        words, together = _words(text), 0
        for end in range(RUN, len(words) + 1):
            run = tuple(words[end - RUN : end])
            together = together + 1 if run in self.ours and run not in self.shown else 0
            if together + RUN > STRETCH:
                return " ".join(words[end - STRETCH : end])
        return None


def is_long(line: str) -> bool:
    """Is a line recognizable?"""
    words = _words(line)
    return sum(map(len, words)) + len(words) > SHORTEST or len(words) >= SHORTEST // 2


def found_in(lines: Iterable[str], text: str) -> str | None:
    """The first recognizable line whose words stand in the text."""
    there = _runs_of([" ".join(text.split())])
    return next((line for line in lines if is_long(line) and _runs(_words(line)) <= there), None)


def _bounded(texts: Iterable[str]) -> Iterator[str]:
    left = MAX_CHARS
    for text in texts:
        yield from text[:left].splitlines()
        left -= len(text)
        if left <= 0:
            return


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _runs(words: list[str]) -> Runs:
    """Its runs of words; of fewer words the whole."""
    if len(words) < RUN:
        return frozenset([tuple(words)]) if words else frozenset()
    return frozenset(zip(*(words[start:] for start in range(RUN)), strict=False))


def _runs_of(lines: list[str]) -> Runs:
    """The runs of a text across its line breaks, and every short line as a whole."""
    whole = [word for line in lines for word in _words(line)]
    short = (tuple(words) for line in lines if 0 < len(words := _words(line)) < RUN)
    long_ends = (tuple(whole[at : at + RUN]) for at in range(max(len(whole) - RUN + 1, 0)))
    return frozenset((*long_ends, *short))


def _without_rules(lines: list[str]) -> str:
    """What is left without the drawn lines at its ends."""
    while lines and not _words(lines[-1]):
        lines.pop()
    first = next((at for at, line in enumerate(lines) if _words(line)), len(lines))
    return "\n".join(lines[first:])
