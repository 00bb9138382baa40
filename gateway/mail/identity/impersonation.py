"""Signs that a From field pretends to be somebody else's: told to people and to rules, a proof of nothing.

Ordinary names in ASCII are through after a few comparisons.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from gateway.mail.message import Mailbox
from gateway.mail.text.homoglyphs import alphabet, imitated, mixes_alphabets, shown_domain, skeleton

MAX_MAILBOXES: Final = 10  # of one message; who needs more is conspicuous anyway
MAX_NAME: Final = 1_000  # characters of a display name that are looked at
MAX_SIGNS: Final = 10
MAX_SHOWN: Final = 100  # characters of a name or address in a sentence

Impersonation = Literal["our_address", "our_name", "other_address", "look_alike", "mixed_scripts", "hidden_characters"]

# Zero width, direction of text, fillers and tags: what changes what people see without being seen.
_HIDDEN: Final = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_DIRECTION_MARKS: Final = "\u061c\u200e\u200f"  # belong into text that runs from right to left
_JOINERS: Final = "\u200c\u200d"  # belong between letters of Persian or Indic and into emoji
_FLAG: Final = "\U0001f3f4"  # its tags name a region (UTS 51, appendix C)
_PUNCTUATION: Final = "<>()[]{}\"',;:."
_WORD_END: Final = re.compile(r"[\s._@-]+")


# A sign in a list: two names, and what stands between and before them.
_FORMS: Final[Mapping[Impersonation, tuple[str, str, str, str]]] = {
    "our_address": ("the name says ", "word", ", which is ours: ", "ours"),
    "our_name": ("", "address", " calls itself ", "name"),
    "other_address": ("the name says ", "word", ", the address is at ", "domain"),
    "look_alike": ("", "domain", " looks like ", "known"),
    "mixed_scripts": ("letters of two alphabets in ", "word", "", ""),
    "hidden_characters": ("", "characters", " in ", "text"),
}


@dataclass(frozen=True, slots=True)
class Sign:
    """One conspicuous thing: its kind and the one or two names that show it, without any hidden character."""

    kind: Impersonation
    first: str
    second: str = ""

    @property
    def detail(self) -> str:
        """A piece of a sentence about it."""
        before, _, between, _ = _FORMS[self.kind]
        return f"{before}{self.first}{between}{self.second}"

    @property
    def line(self) -> str:
        """As it is stored and listed."""
        return f"{self.kind}: {self.detail}"

    @property
    def values(self) -> dict[str, str]:
        """What it shows, by the names that a phrase about it has places for."""
        _, first, _, second = _FORMS[self.kind]
        return {first: self.first, second: self.second} if second else {first: self.first}

    @classmethod
    def read(cls, line: str) -> "Sign | None":
        """The sign of a stored line, None for a line of another kind."""
        named, _, detail = line.partition(": ")
        for kind, (before, _, between, _) in _FORMS.items():
            if kind == named and detail.startswith(before):
                rest = detail.removeprefix(before)
                first, _, second = rest.partition(between) if between else (rest, "", "")
                return cls(kind, first, second)
        return None


@dataclass(frozen=True, slots=True)
class Ours:
    """What only we may be called: our domains by their skeletons, skeletons of our display names."""

    domains: Mapping[str, str]
    names: frozenset[str]

    @classmethod
    def of(cls, domains: Iterable[str], names: Iterable[str]) -> "Ours":
        """From domains in lower case and names as they are shown."""
        by_skeleton = MappingProxyType({skeleton(one): one for one in map(shown_domain, domains)})
        return cls(by_skeleton, frozenset(skeleton(one) for one in names))


NOBODY: Final = Ours(MappingProxyType({}), frozenset())


def impersonations(authors: Sequence[Mailbox], ours: Ours = NOBODY) -> tuple[Sign, ...]:
    """What is conspicuous in the mailboxes of From, each kind of sign once for each mailbox."""
    found: list[Sign] = []
    for author in authors[:MAX_MAILBOXES]:
        if author.name or not author.address.isascii() or "xn--" in author.address:
            found.extend(_signs(author, ours))
    return tuple(dict.fromkeys(found))[:MAX_SIGNS]


def homoglyph(address: str, known: Mapping[str, str]) -> Sign | None:
    """Does the domain of a stranger's address look like a known one? `known`: domains by their skeletons."""
    domain = address.rpartition("@")[2]
    found = imitated(domain, known) if domain else None
    return Sign("look_alike", _visible(shown_domain(domain)), found) if found else None


def _signs(author: Mailbox, ours: Ours) -> Iterator[Sign]:
    name, domain = author.name[:MAX_NAME], shown_domain(author.address.rpartition("@")[2])
    plain = name.isascii() and author.address.isascii()
    if not plain:
        yield from _hidden((name, author.address))
        yield from _mixed((name, author.address.rpartition("@")[0]))
    if not domain.isascii():
        yield from _mixed((domain,))
    if _is_below(domain, ours.domains.values()):
        return
    if ours.names and skeleton(name) in ours.names:
        yield Sign("our_name", _visible(author.address or "(no address)"), _visible(name))
    yield from _claims(name, domain, ours)


def _claims(name: str, domain: str, ours: Ours) -> Iterator[Sign]:
    """Domains and addresses within a display name that are not the author's."""
    if not name.isascii():
        name = unicodedata.normalize("NFKC", name)
    if "." not in name and "@" not in name:
        return
    words = [word.strip(_PUNCTUATION) for word in name.split()]
    for word in words:
        claimed = word.rpartition("@")[2].lower()
        if "." not in claimed:
            continue
        if imitation := _ours(claimed, ours.domains):
            yield Sign("our_address", _visible(word), imitation)
        elif "@" in word and not _is_below(claimed, (domain,)) and not _is_below(domain, (claimed,)):
            yield Sign("other_address", _visible(word), _visible(domain))


def _ours(claimed: str, skeletons: Mapping[str, str]) -> str | None:
    """The domain of ours that a word names, whole, below it or in front of another one."""
    labels = skeleton(claimed).split(".")
    for start in range(len(labels) - 1):
        if found := skeletons.get(".".join(labels[start:])):
            return found
    return imitated(claimed, skeletons)


def _is_below(domain: str, domains: Iterable[str]) -> bool:
    return any(domain == one or domain.endswith("." + one) for one in domains if one)


def _mixed(texts: Iterable[str]) -> Iterator[Sign]:
    for text in texts:
        if text.isascii():
            continue
        for word in _WORD_END.split(unicodedata.normalize("NFKC", text)):
            if mixes_alphabets(word):
                yield Sign("mixed_scripts", _visible(word))
                return


def _hidden(texts: Iterable[str]) -> Iterator[Sign]:
    for text in texts:
        if text.isascii():
            continue
        found = dict.fromkeys(match[0] for match in _HIDDEN.finditer(text) if not _belongs(text, match.start()))
        if found:
            names = ", ".join(f"U+{ord(one):04X}" for one in list(found)[:MAX_SIGNS])
            yield Sign("hidden_characters", names, _visible(text))
            return


def _belongs(text: str, at: int) -> bool:
    """Has a hidden character a use here, in a script or an emoji?"""
    letter, before = text[at], text[at - 1 : at]
    if letter in _JOINERS:
        return bool(before) and not before.isascii() and not _HIDDEN.match(before) and alphabet(before) is None
    if letter in _DIRECTION_MARKS:
        return any(unicodedata.bidirectional(one) in ("R", "AL") and not _HIDDEN.match(one) for one in text)
    return letter >= "\U000e0000" and _FLAG in text


def _visible(text: str) -> str:
    text = text[:MAX_SHOWN]
    if text.isascii():
        return text
    return "".join(one if one.isprintable() and not _HIDDEN.match(one) else f"\\u{ord(one):04x}" for one in text)
