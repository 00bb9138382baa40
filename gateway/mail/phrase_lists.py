"""Lists of set phrases, and the question whether a text says one of them."""

from collections.abc import Iterable


def listed(text: str) -> tuple[str, ...]:
    """The phrases of a text that separates them with semicolons."""
    return tuple(" ".join(phrase.split()) for phrase in text.split(";") if phrase.strip())


def says_any(text: str, phrases: Iterable[str]) -> bool:
    """Is one of the phrases in the text? Both in lower case; asked for every mail, so without a loop of ours."""
    return any(map(text.__contains__, phrases))
