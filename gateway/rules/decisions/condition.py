"""Conditions of a rule, checked against the type of the fact they name."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import MISSING, dataclass, fields
from types import UnionType
from typing import Literal, TypeVar, get_args, get_origin, get_type_hints

from gateway.domain.facts import Facts
from gateway.domain.sentences import ascii_words

Value = str | bool
FactsT = TypeVar("FactsT", bound=Facts)
_BETWEEN_WORDS = re.compile(r"[\W_]+")
Test = Callable[[object], bool]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What conditions on one kind of facts may say."""

    possible: dict[str, tuple[Value, ...] | None]  # None: free text
    several: frozenset[str]  # facts that hold several values at once
    defaults: dict[str, object]


def vocabulary(kind: type[FactsT]) -> Vocabulary:
    """The closed vocabulary that a facts class defines by its types."""
    hints = get_type_hints(kind)
    defaults = {f.name: f.default if f.default is not MISSING else None for f in fields(kind)}
    several = frozenset(name for name, hint in hints.items() if get_origin(hint) is frozenset)
    return Vocabulary({name: _possible(hint) for name, hint in hints.items()}, several, defaults)


def _possible(hint: object) -> tuple[Value, ...] | None:
    if get_origin(hint) is frozenset:
        return _possible(get_args(hint)[0])
    if hint is bool:
        return (True, False)
    if get_origin(hint) is Literal or isinstance(hint, UnionType):
        return get_args(hint)
    return None


@dataclass(frozen=True, slots=True)
class FreeText:
    """Text as case-folded words: `joined` with one blank around each, so that a phrase is found by plain search."""

    joined: str
    words: frozenset[str]


def free_text(text: str) -> FreeText:
    """A text as conditions see it."""
    words = ascii_words(text) if text.isascii() else folded_words(text)
    return FreeText(f" {' '.join(words)} ", frozenset(words))


def folded_words(text: str) -> list[str]:
    """The words of any text, compatible forms of a character as one, case-folded."""
    return _BETWEEN_WORDS.sub(" ", unicodedata.normalize("NFKC", text).casefold()).split()


class _Phrases:
    """Phrases by their first words, most of which no text has."""

    def __init__(self, phrases: Iterable[str]) -> None:
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


def test_for(name: str, wanted: list[Value], several: bool, free: bool) -> Test:
    """The check of one condition; `wanted` is any-of. Facts of free text arrive as `FreeText`."""
    if free:
        return _Phrases(map(str, wanted)).said_in
    values = frozenset(wanted)
    if several:
        or_none = "none" in values
        return lambda fact: isinstance(fact, frozenset) and (not values.isdisjoint(fact) or (or_none and not fact))
    return values.__contains__
