"""Conditions of a rule, checked against the type of the fact they name."""

from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields
from types import UnionType
from typing import Literal, TypeVar, get_args, get_origin, get_type_hints

from gateway.domain.facts import Code, Facts
from gateway.domain.free_text import Phrases

Value = str | bool
FactsT = TypeVar("FactsT", bound=Facts)
Test = Callable[[object], bool]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What conditions on one kind of facts may say."""

    possible: dict[str, tuple[Value, ...] | None]  # None: free text, or a code
    several: frozenset[str]  # facts that hold several values at once
    defaults: dict[str, object]
    codes: frozenset[str] = frozenset()  # facts that are compared as a whole, whatever they may be


def vocabulary(kind: type[FactsT]) -> Vocabulary:
    """The closed vocabulary that a facts class defines by its types."""
    hints = get_type_hints(kind)
    defaults = {f.name: f.default if f.default is not MISSING else None for f in fields(kind)}
    several = frozenset(name for name, hint in hints.items() if get_origin(hint) is frozenset)
    codes = frozenset(name for name, hint in hints.items() if hint is Code)
    return Vocabulary({name: _possible(hint) for name, hint in hints.items()}, several, defaults, codes)


def _possible(hint: object) -> tuple[Value, ...] | None:
    if get_origin(hint) is frozenset:
        return _possible(get_args(hint)[0])
    if hint is bool:
        return (True, False)
    if get_origin(hint) is Literal or isinstance(hint, UnionType):
        return get_args(hint)
    return None


def code(value: object) -> str:
    """A code as it is compared."""
    return str(value).casefold() or "none"


def test_for(name: str, wanted: list[Value], several: bool, free: bool) -> Test:
    """The check of one condition; `wanted` is any-of. Facts of free text arrive as `FreeText`."""
    if free:
        return Phrases(map(str, wanted)).said_in
    values = frozenset(wanted)
    if several:
        or_none = "none" in values
        return lambda fact: isinstance(fact, frozenset) and (not values.isdisjoint(fact) or (or_none and not fact))
    return values.__contains__
