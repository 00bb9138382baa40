"""Words that announce answers below, in a quote: "see my answers in blue", "siehe unten". Pure, linear."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from gateway.domain.sentences import any_of, folded, sentences

MAX_WORDS: Final = 15  # of a sentence that announces
SHORT: Final = 4  # words of a text that may name the place alone: "Inline."


@dataclass(frozen=True, slots=True)
class Announcement:
    """Words in all languages together, case-folded: what to look at, and where it stands. See languages.toml."""

    look: tuple[str, ...] = ()
    place: tuple[str, ...] = ()

    def made_in(self, text: str) -> bool:
        """Does one of the sentences announce?"""
        return any(map(self._announces, sentences(text)))

    def is_all(self, text: str) -> bool:
        """Do all of them?"""
        found = list(sentences(text))
        return bool(found) and all(map(self._announces, found))

    def _announces(self, sentence: str) -> bool:
        words = len(sentence.split(maxsplit=MAX_WORDS + 1))
        if words > MAX_WORDS or not self.place:
            return False
        said = folded(sentence)
        if not _pattern(self.place).search(said):
            return False
        return words <= SHORT or _pattern(self.look).search(said) is not None


NO_ANNOUNCEMENT: Final = Announcement()


@lru_cache(maxsize=16)
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){any_of(phrases)}(?!\w)")
