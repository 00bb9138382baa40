"""Where a forwarded message begins: marks in a frame, calls above a header block, both in one line, both in a quote."""

import re
from typing import Final

from gateway.mail.reply.attribution import COLONS
from gateway.mail.reply.cut import Cut
from gateway.mail.reply.header_block import flattened_block, header_block, labelled
from gateway.mail.reply.lines import Looks, next_written, unquote
from gateway.mail.words.forward import FORWARD_STEMS

MAX_CALL_LENGTH: Final = 80  # of "Begin forwarded message:"
MAX_FRAME_LENGTH: Final = 160  # of "-----Original Message-----"
FORWARD_SPAN: Final = 100  # lines below "Forwarded message" read for its header block
FORWARD = re.compile("|".join(map(re.escape, FORWARD_STEMS)))
_FLATTENED = re.compile(r"[-_=*]{2,40}\s{0,4}([^-_=*]{3,80})[-_=*]{2,40}")
FRAMES: Final = "-_=*~<>#—–─━‐‑‒―−"
_AROUND_WORDS: Final = FRAMES + " \t\xa0:：."


def quoted_forward(lines: list[str], index: int, inner: str, looks: Looks) -> Cut | None:
    """A forward that stands in a quote as a whole, marker and message."""
    if len(inner) > MAX_FRAME_LENGTH or not (inner[-1] in COLONS or (inner[0] in FRAMES and inner[-1] in FRAMES)):
        return None
    return forward_at(lines, index, False, looks) if FORWARD.search(lowered(inner)) else None


def calls(lines: list[str], index: int, inner: str) -> bool:
    """Can a line announce the header block below it ("Begin forwarded message:")?"""
    below = next_written(lines, index + 1) if len(inner) < MAX_CALL_LENGTH else len(lines)
    return below < len(lines) and labelled(unquote(lines[below])) is not None


def flattened_forward(index: int, line: str) -> Cut | None:
    """A forward whose marker and header block stand in one line."""
    found = _FLATTENED.match(line)
    if found is None or not FORWARD.search(lowered(found.group(1))):
        return None
    block = flattened_block(line[found.end() :], index)
    return Cut(index, index, forward=True, block=block) if block else None


def forward_at(lines: list[str], index: int, framed: bool, looks: Looks) -> Cut | None:
    """A forward needs the header block of the message below, or a frame."""
    if not looks.another():
        return None
    near = [unquote(line) for line in lines[index + 1 : index + 1 + FORWARD_SPAN]]
    first = next_written(near, 0)
    if first == len(near):
        return None
    below = index + 1 + first
    block = header_block(near, first)
    if block is None and not framed:
        return None
    return Cut(index, below, forward=True, block=block)


def lowered(line: str) -> str:
    """The words of a separator: without its frame, in small letters (the Turkish dotted capital too)."""
    return line.strip(_AROUND_WORDS).lower().replace("i\u0307", "i")
