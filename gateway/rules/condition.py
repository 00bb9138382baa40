"""Conditions of a rule, checked against the type of the fact they name."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields
from types import UnionType
from typing import Literal, get_args, get_origin, get_type_hints

from gateway.domain.facts import Facts
from gateway.mail.phrase_lists import Phrases

Value = str | bool
_BETWEEN_WORDS = re.compile(r"[\W_]+")
_ASCII_BETWEEN_WORDS = {code: " " for code in range(128) if not chr(code).isalnum()}
Test = Callable[[object], bool]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What conditions on one kind of facts may say."""

    possible: dict[str, tuple[Value, ...] | None]  # None: free text
    several: frozenset[str]  # facts that hold several values at once
    defaults: dict[str, object]


def vocabulary(kind: type[Facts]) -> Vocabulary:
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


def words(text: str) -> str:
    """Text as case-folded words with one blank around each, so that a phrase is found by plain search."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    if folded.isascii():  # a table is ten times as fast as the pattern
        return f" {' '.join(folded.translate(_ASCII_BETWEEN_WORDS).split())} "
    return f" {_BETWEEN_WORDS.sub(' ', folded).strip()} "


def test_for(name: str, wanted: list[Value], several: bool, free: bool) -> Test:
    """The check of one condition; `wanted` is any-of. Facts of free text arrive as `words(...)`."""
    if free:
        phrases = Phrases(tuple(words(str(one)) for one in wanted))
        return lambda fact: phrases.said_in(str(fact))
    values = frozenset(wanted)
    if several:
        or_none = "none" in values
        return lambda fact: isinstance(fact, frozenset) and (not values.isdisjoint(fact) or (or_none and not fact))
    return lambda fact: fact in values
