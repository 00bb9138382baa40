"""A known issue: a fault of the product that several tickets are about. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from typing import Final, Literal

KnownIssueState = Literal["open", "fixed"]
STATES: Final[tuple[KnownIssueState, ...]] = ("open", "fixed")
LONGEST_KEY: Final = 40  # characters
MOST_NEAR: Final = 3  # keys that a refusal offers
_KEY: Final = re.compile(rf"[A-Za-z0-9][A-Za-z0-9._-]{{0,{LONGEST_KEY - 1}}}")


@dataclass(frozen=True, slots=True)
class KnownIssue:
    """A known issue as it stands; customers read its key, title, `text` and `planned`. Times are UTC.

    `planned`: the version that is to have the fix, None while nobody knows. `text`: the last news. `updates`: how often
    there was news; requesters are told from the first on. `telling_since`: there are still some to tell of the last.
    """

    key: str
    title: str
    opened_at: datetime
    updated_at: datetime
    state: KnownIssueState = "open"
    planned: str | None = None
    text: str = ""
    updates: int = 0
    telling_since: datetime | None = None

    @property
    def named(self) -> str:
        """The key with the title."""
        return f"{self.key} ({self.title})" if self.title else self.key


def key_of(word: str) -> str | None:
    """A key as it is kept, in capitals; None where the word cannot be one."""
    return word.upper() if _KEY.fullmatch(word) else None


def nearest(key: str, known: Iterable[str]) -> tuple[str, ...]:
    """The keys that were probably meant, the most probable first."""
    return tuple(get_close_matches(key, list(known), n=MOST_NEAR, cutoff=0.6))
