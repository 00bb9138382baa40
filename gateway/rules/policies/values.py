"""The kinds of values in files of policies."""

from collections.abc import Mapping
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field

from gateway.domain.free_text import Phrases

Entry = TypeVar("Entry")


def _not_blank(value: str) -> str:
    if not value.strip():
        raise ValueError("must not be empty.")
    return value


def _as_tuple(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


Word = Annotated[str, AfterValidator(_not_blank)]
Many = Annotated[tuple[Entry, ...], BeforeValidator(_as_tuple)]  # a list of TOML that nobody can change
Words = Many[Word]
Count = Annotated[int, Field(ge=0)]


def phrases_of(lists: Mapping[str, tuple[str, ...]]) -> Phrases:
    """The phrases of all languages, each of which has a list under its name."""
    return Phrases(one for words in lists.values() for one in words)
