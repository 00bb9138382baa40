"""What a customer's answer says of an escalation that we call resolved. Pure."""

from dataclasses import dataclass
from typing import Final, Literal

from gateway.domain.free_text import Phrases, free_text

Meaning = Literal["confirms", "denies", "unclear"]
MOST_WORDS: Final = 60  # of a text that confirms; a longer one says more than that
_ASKS: Final = ("?", "？", "¿", "؟")


@dataclass(frozen=True, slots=True)
class Answers:
    """rules/policies/escalation_life.toml: phrases that say it is solved, that it is not, and words of doubt."""

    confirms: Phrases
    denies: Phrases
    doubts: Phrases

    def meaning(self, text: str) -> Meaning:
        """To close one too early harms, to go on with one does not: a denial wins, and a doubt decides nothing."""
        said = free_text(text)
        if self.denies.said_in(said):
            return "denies"
        is_plain = len(said.joined.split()) <= MOST_WORDS and not any(mark in text for mark in _ASKS)
        if is_plain and self.confirms.said_in(said) and not self.doubts.said_in(said):
            return "confirms"
        return "unclear"
