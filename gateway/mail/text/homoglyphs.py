"""Letters that look like others, after the idea of skeletons in Unicode Technical Standard 39 section 4.

Two texts with one skeleton are hard to tell apart on a screen. Linear in the text.
"""

import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

_LATIN: Final = {
    "0": "o", "1": "l", "|": "l", "i": "l", "ı": "l", "ɩ": "l", "ɪ": "l", "ɑ": "a", "ɡ": "g", "ł": "l", "ø": "o",
    "đ": "d", "ħ": "h", "ŧ": "t", "ƅ": "b", "ʏ": "y", "ɴ": "n", "ʀ": "r", "ᴏ": "o", "ᴄ": "c", "ᴠ": "v", "ᴡ": "w",
    "ꜱ": "s", "ᴢ": "z", "ᴜ": "u", "ᴍ": "m", "ᴋ": "k", "ǀ": "l",
}  # fmt: skip
_CYRILLIC: Final = {
    "а": "a", "в": "b", "г": "r", "е": "e", "һ": "h", "н": "h", "і": "l", "ј": "j", "к": "k", "ӏ": "l", "м": "m",
    "о": "o", "п": "n", "р": "p", "ԛ": "q", "с": "c", "ѕ": "s", "т": "t", "у": "y", "ү": "y", "ѵ": "v", "ԝ": "w",
    "х": "x", "ԁ": "d", "ь": "b", "ґ": "r", "қ": "k", "ң": "h", "ҫ": "c", "ҳ": "x",
}  # fmt: skip
_GREEK: Final = {
    "α": "a", "β": "b", "ϲ": "c", "ε": "e", "η": "n", "ι": "l", "κ": "k", "ν": "v", "ο": "o", "ρ": "p", "σ": "o",
    "τ": "t", "υ": "u", "χ": "x", "ω": "w", "γ": "y", "ϳ": "j",
}  # fmt: skip
_ARMENIAN: Final = {"ո": "n", "ս": "u", "օ": "o", "հ": "h", "զ": "q", "ց": "g", "յ": "j", "ք": "p", "ա": "w"}
_ONE_LETTER: Final = str.maketrans(_LATIN | _CYRILLIC | _GREEK | _ARMENIAN)
_PAIRS: Final = (("rn", "m"), ("vv", "w"), ("cl", "d"))

# Alphabets that share shapes: one word has letters of one of them, not of two.
_CONFUSABLE: Final = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "COPTIC", "CHEROKEE", "LISU"})

# What follows the name of a domain of somebody's own in an address below a foreign one: `acorn.example.evil.example`.
_LABELS_BEHIND: Final = 2


@lru_cache(maxsize=1024)
def skeleton(text: str) -> str:
    """The text with every letter replaced by the plainest one that looks like it."""
    if not text.isascii():
        folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
        text = "".join(letter for letter in folded if not unicodedata.combining(letter))
    text = text.lower().translate(_ONE_LETTER)
    for pair, letter in _PAIRS:
        text = text.replace(pair, letter)
    return text


def shown_domain(domain: str) -> str:
    """A domain as programs show it: A-labels in the letters of their language (RFC 5891), others as they are."""
    domain = domain.lower()
    return ".".join(map(_shown_label, domain.split("."))) if "xn--" in domain else domain


def _shown_label(label: str) -> str:
    if not label.startswith("xn--") or not label.isascii() or len(label) > 63:
        return label
    try:
        shown = label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return label
    return shown if shown.isprintable() else label


def imitated(domain: str, known: Mapping[str, str]) -> str | None:
    """The known domain that a foreign one looks like, or pretends to be by beginning with its name.

    `known` has domains by their skeletons. A domain that is known, or is below a known one, imitates nobody.
    """
    shown = shown_domain(domain)
    labels, looks = shown.split("."), skeleton(shown).split(".")
    if len(labels) != len(looks):
        return None
    for start in range(len(labels) - 1):
        found = known.get(".".join(looks[start:]))
        if found:
            return None if found == ".".join(labels[start:]) else found
    for end in range(len(labels) - _LABELS_BEHIND, 1, -1):
        found = known.get(".".join(looks[:end]))
        if found:
            return found
    return None


def mixes_alphabets(word: str) -> bool:
    """Has one word letters of two alphabets that share shapes?"""
    return not word.isascii() and len({alphabet(letter) for letter in word if letter.isalpha()} - {None}) > 1


def alphabet(letter: str) -> str | None:
    """The alphabet of a letter among those that share shapes, None for any other character."""
    script = "LATIN" if letter.isascii() else unicodedata.name(letter, "").partition(" ")[0]
    return script if letter.isalpha() and script in _CONFUSABLE else None
