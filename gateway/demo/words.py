"""What people read for codes, out of `words.toml`."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final

UNKNOWN_TONE: Final = "quiet"
SHORT: Final = 200  # characters
Table = dict[str, dict[str, str | dict[str, str]]]


@dataclass(frozen=True, slots=True)
class KeptBack:
    """Something that did not go on: what it is, why it stayed, and its words where they say more."""

    what: str
    why: str
    text: str = ""

    @property
    def is_short(self) -> bool:
        """Are its words few enough to be shown at once?"""
        return 0 < len(self.text) <= SHORT

    def document(self) -> dict[str, object]:
        """JSON values."""
        return {"what": self.what, "why": self.why, "text": self.text}


@lru_cache(maxsize=1)
def _tables() -> Table:
    return tomllib.loads(files("gateway.demo").joinpath("words.toml").read_text(encoding="utf-8"))


def word(table: str, code: str) -> str:
    """The word for a code; the code itself, with blanks, where there is none."""
    found = _tables()[table].get(code)
    return found if isinstance(found, str) else code.replace("_", " ")


def decision(code: str) -> str:
    """What a mail became."""
    return _entry("decision", code).get("says", code)


def tone(code: str) -> str:
    """How a decision is colored: done, refused, aside or quiet."""
    return _entry("decision", code).get("tone", UNKNOWN_TONE)


def kept(kind: str, text: str = "", reason: str | None = None) -> KeptBack:
    """Something that was kept back; `reason` goes on where the words for this kind end."""
    words = _entry("kept", kind)
    why = f"{words['why']} {reason}." if reason else words["why"]
    return KeptBack(words["what"], why, text)


def _entry(table: str, code: str) -> dict[str, str]:
    found = _tables()[table].get(code, {})
    return found if isinstance(found, dict) else {}
