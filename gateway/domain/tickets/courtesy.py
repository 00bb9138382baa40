"""Does a text say thanks and nothing else? Pure."""

from collections.abc import Collection
from dataclasses import dataclass

MAX_WORDS = 60  # a longer text says more
_EDGES = ".,;:!?()[]\"'’‘“”„*_<>-–—…/&+|#~^=🙂😊👍🙏"


@dataclass(frozen=True, slots=True)
class Courtesy:
    """rules/policies/courtesy.toml, case-folded: words of thanks, and words that may stand beside them."""

    thanks: frozenset[str]
    beside: frozenset[str]

    def is_all(self, text: str, names: Collection[str]) -> bool:
        """Is there a word of thanks, and nothing beside it but such words and `names` (case-folded)?"""
        words = [word for one in text.casefold().split(maxsplit=MAX_WORDS) if (word := one.strip(_EDGES))]
        if len(words) > MAX_WORDS or self.thanks.isdisjoint(words):
            return False
        return all(word in self.thanks or word in self.beside or word in names for word in words)

    def only_greets(self, line: str, names: Collection[str]) -> bool:
        """Is a line made of nothing but such words and names, as a greeting or a closing formula is?"""
        words = [word for one in line.casefold().split(maxsplit=MAX_WORDS) if (word := one.strip(_EDGES))]
        return all(word in self.thanks or word in self.beside or word in names for word in words)


def words_of(names: Collection[str]) -> frozenset[str]:
    """The single words of names and addresses, case-folded."""
    split = (one.casefold().replace("@", " ").replace(".", " ").split() for one in names)
    return frozenset(word.strip(_EDGES) for words in split for word in words)
