"""Fields that people write into a mail: "Business impact: ...", in any language that the labels know.

One pass over the text with a bounded pattern; a value runs to the next label or to the first blank line.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

from gateway.domain.announcement import NO_ANNOUNCEMENT, Announcement
from gateway.domain.facts import OneWord
from gateway.domain.fault_words import NO_FAULTS, FaultWords
from gateway.domain.impact_words import NO_WORDS, ImpactWords

MAX_TEXT = 200_000  # characters looked at; what comes later is in the note anyway
MAX_VALUE = 4000
ONE_LINE = frozenset(["impact", "urgency", "app", "environment", "component", "type"])  # fields of one line
SHORTEST_REPEAT = 20  # characters of a line that cannot repeat our words by chance
_GOES_ON = re.compile(r"[,;.!(/]|[ \t][–—-][ \t]")
_QUOTE = re.compile(r"^[ \t]{0,3}>[> ]{0,20}", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Labels:
    """Label words by field (case-folded), what counts as saying nothing, how levels and types are written, the
    phrases that tell of an impact without a label, those that announce answers in a quote, those of faults, and the
    words that are commands of customers."""

    names: Mapping[str, tuple[str, ...]]
    empty: frozenset[str]
    values: Mapping[str, frozenset[str]]
    impact: ImpactWords = NO_WORDS
    announcement: Announcement = NO_ANNOUNCEMENT
    faults: FaultWords = NO_FAULTS
    commands: Mapping[str, OneWord] = field(default_factory=dict)

    def __hash__(self) -> int:
        return id(self)

    def canonical(self, written: str, among: tuple[str, ...]) -> str | None:
        """Which of these values a person meant ("hoch" is "high"), None when it is none of them."""
        word = " ".join(written.casefold().split()).strip(" .!,;*_")
        return next((one for one in among if word == one or word in self.values.get(one, ())), None)

    def meant_first(self, written: str, among: tuple[str, ...]) -> str | None:
        """The same for a value that goes on: "high, nobody can work" is "high", and so is "high" with a line below."""
        line = written.partition("\n")[0]
        if not line.strip():  # as in nearly every mail
            return None
        return self.canonical(line, among) or self.canonical(_GOES_ON.split(line, maxsplit=1)[0], among)

    def says_nothing(self, value: str) -> bool:
        """Is a value only a dash, "n/a" or the like?"""
        word = " ".join(value.casefold().split())
        return word.strip(" .!,;:*_-–—/?…") == "" or word in self.empty or word.strip(" .!*_") in self.empty


@dataclass(frozen=True, slots=True)
class _Patterns:
    """Labels at the start of a line and within one, and the field that each label belongs to."""

    at_start: re.Pattern[str]
    inside: re.Pattern[str]
    owner: Mapping[str, str]


@lru_cache(maxsize=8)
def _patterns(labels: Labels) -> _Patterns:
    owner = {_key(name): field for field, names in labels.names.items() for name in names}
    words = _any_of(name for names in labels.names.values() for name in names)
    start = r"[ \t\u00a0>*_•·#|–-]{0,12}(?:\(?\d{1,2}[.)][ \t]{0,3})?[*_]{0,3}"
    start_end = r"[*_ \t\u00a0]{0,5}(?:[:：=]|[ \t][–—-](?=[ \t])|[ \t]?\||\t|(?=\r?\n|\Z))[*_]{0,3}"
    inside = r"(?<=[.;!?,])[ \t]{1,3}[*_]{0,3}"
    inside_end = r"[*_ \t\u00a0]{0,5}[:：][*_]{0,3}"
    return _Patterns(
        re.compile(f"{start}({words}){start_end}", re.IGNORECASE),
        re.compile(f"{inside}({words}){inside_end}", re.IGNORECASE),
        MappingProxyType(owner),
    )


def _key(label: str) -> str:
    """A label as its owner is looked up: patterns take the Turkish letters, too, for an "i" without regard to case."""
    return " ".join(label.casefold().replace("i\u0307", "i").replace("ı", "i").split())


def _any_of(names: Iterable[str]) -> str:
    """A pattern for any of these words, the longest that fits: a tree by letters, as most lines fail at the first."""
    branches: dict[str, list[str]] = {}
    for name in names:
        branches.setdefault(name[:1], []).append(name[1:])
    ends = branches.pop("", None) is not None
    tree = "|".join(f"{_letter(first)}{_any_of(rest)}" for first, rest in branches.items())
    if not tree:
        return ""
    return f"(?:{tree}){'?' if ends else ''}"


def _letter(letter: str) -> str:
    return r"[ \t\u00a0]{1,3}" if letter == " " else re.escape(letter)


def read_fields(text: str, labels: Labels) -> dict[str, str]:
    """Field name to what stands under its label; the first label of a field that says something wins."""
    text = text[:MAX_TEXT]
    patterns = _patterns(labels)
    found = list(_labels_in(text, patterns))
    ends = [*(match.start() for match in found[1:]), len(text)]
    fields: dict[str, str] = {}
    for match, end in zip(found, ends, strict=False):
        field = patterns.owner[_key(match[1])]
        value = _value(text[match.end() : end])
        if field not in fields or labels.says_nothing(fields[field]):
            fields[field] = value
    return fields


def outside_labels(text: str, labels: Labels) -> str:
    """What stands under no label. Behind the label of a ticket there is only its number; the rest is a text, too."""
    text = text[:MAX_TEXT]
    patterns = _patterns(labels)
    found = list(_labels_in(text, patterns))
    if not found:
        return text.strip()
    ends = [*(match.start() for match in found[1:]), len(text)]
    parts = [text[: found[0].start()]]
    for match, end in zip(found, ends, strict=True):
        parts.append(_below_value(patterns.owner[_key(match[1])], text[match.end() : end]))
    return "\n\n".join(part.strip() for part in parts if part.strip())


def _below_value(field: str, raw: str) -> str:
    """What follows the value of a field."""
    if field == "ticket":
        return raw
    said = False
    lines = raw.splitlines(keepends=True)
    for position, line in enumerate(lines):
        empty = not line.strip(" \t\r\n|*_")
        if said and (empty or field in ONE_LINE):
            return "".join(lines[position:])
        said = said or not empty
    return ""


def _labels_in(text: str, patterns: _Patterns) -> Iterator[re.Match[str]]:
    """Inside a line only a colon makes a word a label; a word alone on its line is a heading."""
    start, colons = 0, ":" in text or "：" in text
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        first = patterns.at_start.match(text, start, end)
        if first:
            yield first
            start = first.end()
        if colons and (text.find(":", start, end) >= 0 or text.find("：", start, end) >= 0):
            yield from patterns.inside.finditer(text, start, end)
        start = end


def _value(raw: str) -> str:
    kept: list[str] = []
    for line in raw.splitlines():
        if line.strip(" \t|*_"):
            kept.append(line.strip(" \t|*_\u00a0"))
        elif kept:
            break
    return "\n".join(kept).strip()[:MAX_VALUE]


def unquote(text: str) -> str:
    """Text without the marks of quoting, for answers that were filled into a quoted form."""
    return _QUOTE.sub("", text[:MAX_TEXT])


def without_words_of(ours: str, text: str, labels: Labels) -> str:
    """A text without the lines that repeat a mail of ours; its bare labels stay, as people answer below them."""
    whole = " ".join(ours.split())
    lines = {core for line in ours.splitlines() if not _is_label(core := _core(line), labels)}
    return "\n".join("" if _repeats(_core(line), lines, whole) else line for line in text[:MAX_TEXT].splitlines())


def _core(line: str) -> str:
    return " ".join(line.split()).strip(" >|*_-–•·")


def _is_label(line: str, labels: Labels) -> bool:
    return line.endswith((":", "：")) and _key(line.rstrip(":：")) in _patterns(labels).owner


def _repeats(line: str, lines: set[str], whole: str) -> bool:
    if line.endswith((":", "：")) and line not in lines:
        return False
    return line in lines or (len(line) >= SHORTEST_REPEAT and line in whole)
