"""Phrases of rule data looked for in the sentences of a text. Pure, linear."""

import re
from collections.abc import Iterable, Iterator

MAX_TEXT = 20_000  # characters looked at
_PARAGRAPH = re.compile(r"\n[ \t]*\n")
_SENTENCE = re.compile(r"(?<=[.!?…])[ \t]+")
_ASCII_WORDS = bytes(ord(chr(code).lower()) if chr(code).isalnum() else 32 for code in range(128)) + bytes(128)


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text; a line end within a paragraph is only where a mail program wrapped it."""
    for paragraph in _PARAGRAPH.split(text[:MAX_TEXT]):
        for sentence in _SENTENCE.split(" ".join(paragraph.split())):
            if sentence:
                yield sentence


def folded(text: str) -> str:
    """Without regard to case, white space and the form of apostrophes."""
    return " ".join(text.casefold().replace("\u2019", "'").split())


def ascii_words(text: str) -> list[str]:
    """The words of ASCII text in lower case: a table of bytes is several times as fast (bench/fast_paths.py)."""
    return text.encode("ascii").translate(_ASCII_WORDS).decode("ascii").split()


def any_of(phrases: Iterable[str]) -> str:
    """A pattern for any of the phrases in folded text, the longest first; of none a pattern that never matches."""
    ordered = sorted(set(map(folded, phrases)), key=len, reverse=True)
    return f"(?:{'|'.join(map(re.escape, ordered))})" if ordered else "(?!)"
