"""Lists of set phrases, and the question whether a text says one of them."""

from collections import Counter
from collections.abc import Iterable
from itertools import chain
from typing import Final

_PIECE: Final = 4  # letters: shorter pieces are in nearly every text, longer ones are shared by few phrases


def listed(text: str) -> tuple[str, ...]:
    """The phrases of a text that separates them with semicolons."""
    return tuple(" ".join(phrase.split()) for phrase in text.split(";") if phrase.strip())


def says_any(text: str, phrases: Iterable[str]) -> bool:
    """Is one of the phrases in the text? Both in lower case; asked for every mail, so without a loop of ours."""
    return any(map(text.__contains__, phrases))


class Phrases:
    """A long list of phrases that every mail is asked for.

    A phrase in US-ASCII is looked for only where a piece of it is in the text that it shares with many others, so a
    few searches rule out all; the other phrases only in a text that is not US-ASCII.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        narrow = {phrase: _pieces(phrase) for phrase in phrases if phrase.isascii()}
        self._wide = tuple(phrase for phrase in phrases if not phrase.isascii())
        shared = Counter(chain.from_iterable(narrow.values()))
        groups: dict[str, list[str]] = {}
        for phrase, pieces in narrow.items():
            groups.setdefault(max(sorted(pieces), key=shared.__getitem__), []).append(phrase)
        self._groups = {piece: tuple(of_piece) for piece, of_piece in groups.items()}
        self._common = tuple(self._groups)

    def said_in(self, text: str) -> bool:
        """Is one of the phrases in the text? Both in lower case."""
        for piece in filter(text.__contains__, self._common):
            if says_any(text, self._groups[piece]):
                return True
        return not text.isascii() and says_any(text, self._wide)


def _pieces(phrase: str) -> set[str]:
    """Every piece of a phrase within its words, or the phrase where all words are short."""
    pieces = {phrase[at : at + _PIECE] for at in range(len(phrase) - _PIECE + 1)}
    return {piece for piece in pieces if " " not in piece} or {phrase}
