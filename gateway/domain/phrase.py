"""What the gateway says to people before it is in anybody's language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence, or a piece of one, by its key in `words.toml` with what goes into its places.

    Whoever makes a letter or a note says it in the reader's language. Several phrases in one place are joined by "; ".
    """

    key: str
    values: tuple[tuple[str, Value], ...] = ()

    @property
    def places(self) -> frozenset[str]:
        """The names of the places that are filled."""
        return frozenset(name for name, _ in self.values)


Value = str | int | Phrase | tuple[Phrase, ...]


def phrase(key: str, /, **values: Value) -> Phrase:
    """A phrase with its values by name."""
    return Phrase(key, tuple(values.items()))
