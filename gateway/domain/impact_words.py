"""An impact told in sentences, without a label: how long, how many people, what cannot be done. Pure, linear."""

import re
from dataclasses import dataclass
from functools import lru_cache

from gateway.domain.sentences import any_of, folded, sentences

MAX_TOLD = 2000  # characters kept


@dataclass(frozen=True, slots=True)
class ImpactWords:
    """Phrases in all languages together, case-folded: see rules/policies/languages.toml.

    `denial`: first words of an answer that says no.
    """

    since: tuple[str, ...] = ()
    many: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    stopped: tuple[str, ...] = ()
    denial: frozenset[str] = frozenset()

    def told_in(self, text: str) -> str:
        """The sentences that tell of an impact, one below the other; empty where none does."""
        tells = _pattern(self)
        if tells is None:
            return ""
        told = [sentence for sentence in sentences(text) if tells.search(folded(sentence))]
        return "\n".join(told)[:MAX_TOLD]

    def denies(self, text: str) -> bool:
        """Does an answer begin with a word that says no?"""
        first = next(iter(text.casefold().split(maxsplit=1)), "")
        return first.strip(".,;:!–—-") in self.denial


NO_WORDS = ImpactWords()


@lru_cache(maxsize=8)
def _pattern(words: ImpactWords) -> re.Pattern[str] | None:
    """A number or a word for many, at most two words, and who they are; or any of the other phrases."""
    phrases = any_of((*words.since, *words.stopped))
    crowd = rf"(?:\d[\d.,']{{0,8}}|{any_of(words.many)})(?:[ ][^\W\d_]{{1,20}}){{0,2}}[ ]{any_of(words.people)}"
    return re.compile(rf"(?<!\w)(?:{phrases}|{crowd})(?!\w)") if words.since and words.people else None
