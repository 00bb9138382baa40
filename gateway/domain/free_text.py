"""Text as lists of phrases are looked for in it: whole words, any case. Pure."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from gateway.domain.sentences import ascii_words

_BETWEEN_WORDS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class FreeText:
    """Text as case-folded words: `joined` with one blank around each, so that a phrase is found by plain search."""

    joined: str
    words: frozenset[str]


def free_text(text: str) -> FreeText:
    """A text as phrases are looked for in it."""
    words = ascii_words(text) if text.isascii() else folded_words(text)
    return FreeText(f" {' '.join(words)} ", frozenset(words))


def folded_words(text: str) -> list[str]:
    """The words of any text, compatible forms of a character as one, case-folded."""
    return _BETWEEN_WORDS.sub(" ", unicodedata.normalize("NFKC", text).casefold()).split()


class Phrases:
    """Phrases by their first words, most of which no text has."""

    def __init__(self, phrases: Iterable[str]) -> None:
        """`phrases`: as people write them."""
        self._by_first: dict[str, list[str]] = {}
        for phrase in map(free_text, phrases):
            for first in phrase.joined.split(maxsplit=1)[:1]:
                self._by_first.setdefault(first, []).append(phrase.joined)
        self._firsts = frozenset(self._by_first)

    def said_in(self, text: object) -> bool:
        """Does a `FreeText` hold one of them?"""
        if not isinstance(text, FreeText) or self._firsts.isdisjoint(text.words):
            return False
        begun = [phrase for first in self._firsts & text.words for phrase in self._by_first[first]]
        return any(map(text.joined.__contains__, begun))

    def is_one(self, text: FreeText) -> bool:
        """Is a text one of them, and nothing else?"""
        return any(text.joined == phrase for first in self._firsts & text.words for phrase in self._by_first[first])
