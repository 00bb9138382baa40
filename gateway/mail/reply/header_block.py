"""Blocks of header lines above a quoted or forwarded message ("From: … Sent: … To: … Subject: …")."""

import re
from dataclasses import dataclass
from typing import Final

from gateway.mail.reply.lines import BLANKS
from gateway.mail.words.headers import LABELS, LONGEST_LABEL, HeaderKind

MAX_BLOCK_LINES: Final = 80
MAX_WRAPPED_LINES: Final = 12  # of one field, e.g. a long list of recipients
MAX_FLATTENED: Final = 1_000  # characters of a block in one line
MAX_FLATTENED_FIELDS: Final = 12
MAX_SAME_KIND: Final = 2  # e.g. "Sent" and "Date"

_MARKUP: Final = BLANKS + "*_|>•\\"
_AROUND_VALUE: Final = BLANKS + "*_|\\"
_SPAN: Final = LONGEST_LABEL + 6
_FIRST: Final = frozenset({"from", "date", "subject", "reply_to", "to"})
_AMBIGUOUS_FIRST: Final = frozenset(
    {"a", "la", "re", "do", "da", "de", "an", "za", "pre", "per", "time", "when", "data"}
)
_MAIN: Final = frozenset({"from", "date", "to", "subject"})
_CAPITALIZED = re.compile(r"[A-ZÀ-ÞА-Я][^\WA-ZÀ-ÞА-Я]*$")  # the last word, however it is glued to a value
_TIME = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|\d[:.]\d\d(?!\d)|\d[./-]\d{1,2}[./-]\d\d")


@dataclass(frozen=True, slots=True)
class HeaderBlock:
    """The fields of a block and its place."""

    start: int
    end: int  # first line after
    fields: tuple[tuple[HeaderKind, str], ...]
    labels: frozenset[str]

    def value(self, kind: HeaderKind) -> str | None:
        """The first value of a kind that is not empty."""
        return next((value for key, value in self.fields if key == kind and value), None)


def labelled(line: str) -> tuple[str, str] | None:
    """Label (lower case) and value of a header line, None where it is none."""
    colon = line.find(":", 1, _SPAN)
    if not line.isascii():
        wide = line.find("：", 1, _SPAN)
        colon = wide if colon < 0 or 0 < wide < colon else colon
    if colon < 0:
        return None
    label = line[:colon].strip(_MARKUP).lower()
    return (label, line[colon + 1 :].strip(_AROUND_VALUE)) if label in LABELS else None


def header_block(lines: list[str], start: int) -> HeaderBlock | None:
    """The block that begins with line `start`, None where there is none. `lines` are bare."""
    first = labelled(lines[start])
    if first is None or LABELS[first[0]] not in _FIRST:
        return None
    fields: list[tuple[HeaderKind, str]] = []
    labels: set[str] = set()
    index, limit = start, min(len(lines), start + MAX_BLOCK_LINES)
    end = start
    while index < limit:
        found = labelled(lines[index])
        if found is not None:
            kind = LABELS[found[0]]
            if sum(key == kind for key, _ in fields) >= MAX_SAME_KIND:
                break
            fields.append((kind, found[1]))
            labels.add(found[0])
            end = index = index + 1
            continue
        ahead = _continues(lines, index, limit, fields, stacked=not first[1])
        if ahead == index:
            break
        wrapped = " ".join(line for line in lines[index:ahead] if line)
        if wrapped:
            kind, value = fields[-1]
            fields[-1] = (kind, f"{value} {wrapped}".strip(_AROUND_VALUE))
            end = ahead
        index = ahead
    block = HeaderBlock(start, end, tuple(fields), frozenset(labels))
    return block if _is_block(block, first[0]) else None


def _continues(lines: list[str], index: int, limit: int, fields: list[tuple[HeaderKind, str]], *, stacked: bool) -> int:
    """Where the next field of the block stands, or the end of a value on its own line; `index` if the block is over.

    `stacked` blocks write each value in the line below its label.
    """
    seen = {kind for kind, _ in fields}
    blanks = 0
    for ahead in range(index, min(limit, index + MAX_WRAPPED_LINES)):
        line = lines[ahead]
        if not line:
            blanks += 1
            if blanks > 2 or seen >= _MAIN:
                break
            continue
        found = labelled(line)
        if found is not None:
            return ahead if blanks == 0 or LABELS[found[0]] not in seen else index
        if blanks and fields[-1][1]:
            break
    return index + 1 if stacked and lines[index] and not fields[-1][1] else index


def _is_block(block: HeaderBlock, first: str) -> bool:
    kinds = {kind for kind, _ in block.fields}
    main = kinds & _MAIN
    if len(main) < 2 or (first in _AMBIGUOUS_FIRST and len(main) < 3):
        return False
    addressed = any("@" in (block.value(kind) or "") for kind in ("from", "to", "reply_to"))
    dated = _TIME.search(block.value("date") or "") is not None
    if "from" in kinds:
        return addressed or dated or {"to", "subject"} <= main
    return addressed and dated


def memo_end(lines: list[str], dated: int) -> int:
    """The end of a block whose labels have no colons ("To", "cc", "Subject"), below a line with its date.

    It is `dated`, the line of the date, where there is none.
    """
    if _TIME.search(lines[dated]) is None:
        return dated
    first = next((at for at in range(dated + 1, min(len(lines), dated + 6)) if lines[at]), dated)
    if LABELS.get(lines[first].lower()) != "to":
        return dated
    for at in range(first + 1, min(len(lines), first + MAX_WRAPPED_LINES)):
        if LABELS.get(lines[at].lower()) == "subject":
            return at + 1
    return dated


def flattened_block(line: str, index: int) -> HeaderBlock | None:
    """The block that stands in one line ("From: Ann Sent: Monday To: Bob Subject: Re: hello"), at line `index`."""
    line = line[:MAX_FLATTENED]
    fields: list[tuple[HeaderKind, str]] = []
    labels: set[str] = set()
    rest = 0
    at = line.find(":")
    while at >= 0 and len(labels) < MAX_FLATTENED_FIELDS:
        label = _label_before(line, rest, at)
        if label is None:
            if not fields:
                return None
        else:
            if fields:
                kind, _ = fields[-1]
                fields[-1] = (kind, line[rest : at - len(label)].strip(_AROUND_VALUE))
            elif line[rest : at - len(label)].strip(_MARKUP):
                return None
            fields.append((LABELS[label], ""))
            labels.add(label)
            rest = at + 1
            if LABELS[label] == "subject":
                break
        at = line.find(":", at + 1)
    if not fields:
        return None
    fields[-1] = (fields[-1][0], line[rest:].strip(_AROUND_VALUE))
    block = HeaderBlock(index, index + 1, tuple(fields), frozenset(labels))
    kinds = {kind for kind, _ in fields}
    return block if fields[0][0] == "from" and len(kinds & _MAIN) >= 3 else None


def _label_before(line: str, start: int, colon: int) -> str | None:
    """The longest label that ends before a colon, of at most three words."""
    tail = line[max(start, colon - LONGEST_LABEL) : colon].rstrip(_MARKUP)
    glued = _CAPITALIZED.search(tail)
    if glued is not None and glued.group().lower() in LABELS:
        return glued.group().lower()
    tail = tail.lower()
    words = re.split(r"[\s>\"*]", tail)
    for count in (3, 2, 1):
        label = tail[len(tail) - len(" ".join(words[-count:])) :]
        if label in LABELS and len(words) >= count:
            return label
    return None
