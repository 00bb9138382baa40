"""A fault told without its name: "cannot print", "lädt nicht", "ne s'affiche plus". Pure, linear."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from gateway.domain.sentences import MAX_TEXT, ascii_words, folded

GAP_WORDS: Final = 5  # between the words of a phrase that stand around "…"
MAX_CLAUSE: Final = 300  # characters of a clause that are looked at
_CLAUSE = re.compile(r"[^.!?;:,\n]{1,2000}[.!?;:,\n]?")
WORD = re.compile(r"[^\W_]+")
_GAP: Final = rf"(?:[ ][^ ]{{1,30}}){{0,{GAP_WORDS}}}[ ]"


@dataclass(frozen=True, slots=True, eq=False)  # known to the caches below by what it is: its phrases are many
class FaultWords:
    """Phrases in all languages together, case-folded: see rules/policies/languages.toml.

    `unable`: what tells that something does not do its work; "…" in them stands for up to five words. `last`: the same
    at the end of a clause alone. `harmless`: what makes a clause no fault. `why`: first words of a question about one.
    """

    unable: tuple[str, ...] = ()
    last: tuple[str, ...] = ()
    harmless: tuple[str, ...] = ()
    why: tuple[str, ...] = ()

    def told_in(self, text: str) -> bool:
        """Does one of the clauses tell of a fault? Questions do only where they ask why."""
        text = text[:MAX_TEXT]
        if _needed_words(self).isdisjoint(words_in(text)):
            return False  # most mails: what follows costs more than a look at their words
        return any(map(self._tells, _CLAUSE.findall(text)))

    def _tells(self, clause: str) -> bool:
        said = folded(clause[:MAX_CLAUSE])
        tells, harmless, why = _patterns(self)
        bare = said.rstrip(".!?;:, ")
        if said.endswith("?") and not why.match(bare):
            return False
        return tells.search(bare) is not None and not harmless.search(bare)


def words_in(text: str) -> list[str]:
    """The words of a text, case-folded."""
    return ascii_words(text) if text.isascii() else WORD.findall(text.casefold())


NO_FAULTS: Final = FaultWords()


@lru_cache(maxsize=8)
def _needed_words(words: FaultWords) -> frozenset[str]:
    """The longest word of every phrase that tells of a fault: a text without any of them has no such phrase."""
    found = (WORD.findall(folded(phrase)) for phrase in (*words.unable, *words.last))
    return frozenset(max(one, key=len) for one in found if one)


@lru_cache(maxsize=8)
def _patterns(words: FaultWords) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    tells = rf"(?<!\w)(?:{_any_of(words.unable)}(?!\w)|{_any_of(words.last)}\Z)"
    harmless, why = (re.compile(rf"(?<!\w){_any_of(one)}(?!\w)") for one in (words.harmless, words.why))
    return re.compile(tells), harmless, why


def _any_of(phrases: tuple[str, ...]) -> str:
    return f"(?:{'|'.join(map(_phrase, phrases))})" if phrases else "(?!)"


def _phrase(phrase: str) -> str:
    return _GAP.join(re.escape(folded(part)) for part in phrase.split("…"))
