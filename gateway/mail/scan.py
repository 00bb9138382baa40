"""The pass over the lines of a text that finds quoted lines, intros, separators and header blocks; linear."""

import re
from bisect import insort
from typing import Final

from gateway.mail.cut import Cut, Piece
from gateway.mail.header_block import HeaderBlock, flattened_block, header_block, labelled, memo_end
from gateway.mail.intro import (
    COLONS,
    Intro,
    between_arrows,
    closes_without_colon,
    framed_intro,
    intro_before_text,
    intro_ending_at,
    intro_without_colon,
    is_bracket_rest,
)
from gateway.mail.lines import Looks, end_written, is_rule, next_written, unquote
from gateway.mail.words.forward import FORWARD_STEMS, ORIGINAL_PHRASES, REPLY_ABOVE

MAX_CALL_LENGTH: Final = 80  # of "Begin forwarded message:"
MAX_FRAME_LENGTH: Final = 160  # of "-----Original Message-----"
MARKED_SPAN: Final = 8  # lines below a mark in HTML within which ">" marks may begin
FRAME_LINES: Final = 4  # that a framed intro is wrapped over
FORWARD_SPAN: Final = 100  # lines below "Forwarded message" read for its header block

_FORWARD = re.compile("|".join(map(re.escape, FORWARD_STEMS)))
_ORIGINAL = re.compile("|".join(map(re.escape, ORIGINAL_PHRASES)))
_REPLY_ABOVE = re.compile("|".join(map(re.escape, REPLY_ABOVE)))
_FLATTENED = re.compile(r"[-_=*]{2,40}\s{0,4}([^-_=*]{3,80})[-_=*]{2,40}")
_FRAMES: Final = "-_=*~<>#—–─━‐‑‒―−"
_AROUND_WORDS: Final = _FRAMES + " \t\xa0:：."
_BULLETS: Final = ("- ", "* ")
_SHORTEST: Final = min(map(len, REPLY_ABOVE))  # of a separator without a frame at its end
_LABEL_SPAN: Final = 36
_LEAD = re.compile(r".{1,60} -{3,4}\d{1,4}[./-]\d{1,2}[./-]\d{1,4} \d")  # "Ann Berg ---02.03.2026 10:00:00---Hello"
_COLON: Final = tuple(COLONS)
_ENDS: Final = COLONS + "*_"
_QUOTED: Final = int(Piece.QUOTED)  # looking up members costs more than the rest of the work on a quoted line


class Scan:
    """One pass over bare lines: marks quoted lines and intros, finds the cut."""

    def __init__(self, lines: list[str], pieces: bytearray, forwarded_subject: bool, marked: int | None) -> None:
        self.lines, self.pieces = lines, pieces
        self.forwarded_subject = forwarded_subject
        self.marked = marked
        self.introduced: set[int] = set()  # lines of intros
        self.first_own = self._own_from(0)  # first line of the writer's own, as far as is known
        self.floor = 0  # the line after the last mark
        self.looks = Looks()
        self.opening = True  # no written line of this run of quoted lines has been seen

    def run(self) -> Cut | None:
        """Mark the quoted lines; the cut, if there is one."""
        lines, pieces = self.lines, self.pieces
        resume = 0
        for index in self._candidates():
            if index < resume:
                continue
            line = lines[index]
            if line[0] == ">" and (line[-1] not in COLONS or not is_bracket_rest(lines, index)):
                pieces[index] = _QUOTED
                if index == self.floor and not self.opening:  # the common case in long quotes
                    self.floor += 1
                    continue
                found = self._opening(index, line)
            elif index == self.marked:
                found = self._marked(index)
            else:
                found = self._mark(index, line, line[0], line[-1])
            if isinstance(found, Cut):
                return found
            if found > index:
                resume = self.floor = found
                if index <= self.first_own < found:
                    self.first_own = self._own_from(found)
        return None

    def _candidates(self) -> list[int]:
        """The lines that can mean something to the scan; most of a text is prose and none of them."""
        found = [
            index
            for index, line in enumerate(self.lines)
            if line
            and (":" in line or line[0] in _FRAMES or "@" in line or ">" in line or line[-1] in _ENDS or "：" in line)
        ]
        if self.marked is not None and self.marked not in found:
            insort(found, self.marked)
        return found

    def _own_from(self, index: int) -> int:
        """The first line from `index` on that the writer may have written."""
        lines = self.lines
        for at in range(index, len(lines)):
            line = lines[at]
            if line and line[0] != ">" and not is_rule(line):
                return at
        return len(lines)

    def _opening(self, index: int, line: str) -> Cut | int:
        """The first words of a run of lines with ">" marks may begin a forward, the line above may be an intro."""
        self.opening = True
        if between_arrows(line) and self._written_before(index):
            return Cut(index, index + 1, forward=False)
        if inner := unquote(line):
            self.opening = False
            self._intro_above(index)
            if (found := self._quoted_forward(index, inner)) is not None:
                return found
        return index + 1

    def _marked(self, index: int) -> Cut | int:
        """A quote that the HTML announces: a cut, unless ">" marks show how far it goes."""
        lines = self.lines
        line = lines[index]
        found = self._mark(index, line, line[0], line[-1])
        if found != index or not self._written_before(index):
            return found
        for at in range(index, min(len(lines), index + MARKED_SPAN)):
            if lines[at][:1] == ">":
                self._take(index, at)
                return at
        return Cut(index, index, forward=False)

    def _mark(self, index: int, line: str, first: str, last: str) -> Cut | int:
        """The cut at this line, the line to go on with after a mark that is no cut, or `index` where nothing is."""
        if last in COLONS or (last in "*_" and line.rstrip("*_ ").endswith(_COLON) and len(line) < MAX_FRAME_LENGTH):
            intro = intro_ending_at(self.lines, index, self.floor, self.looks)
            if intro is not None and (found := self._intro(intro)) != index:
                return found
        if last in COLONS or (first in _FRAMES and not (line.startswith(_BULLETS) and last not in _FRAMES)):
            found = self._separator(index, line, first, last)
            if found != index:
                return found
        if line.find(":", 0, _LABEL_SPAN) > 0 or (not line.isascii() and line.find("：", 0, _LABEL_SPAN) > 0):
            found = self._block(index, line)
            if found != index:
                return found
        if "@" in line:
            return self._intro_with_address(index, line, last)
        if line.find(">", 1, 6) > 0:
            return self._named_quote(index, line)
        return index

    def _intro(self, intro: Intro) -> Cut | int:
        follows = next_written(self.lines, intro.end)
        if follows < len(self.lines) and self._quoted_below(follows):
            self._take(intro.start, intro.end)
            return intro.end
        if intro.firm and self._written_before(intro.start):
            return Cut(intro.start, intro.end, forward=False)
        return intro.end - 1

    def _quoted_below(self, index: int) -> bool:
        """Do quote marks follow an intro? Other marks than ">" count only here, in runs of the same."""
        lines = self.lines
        first = lines[index][0]
        if first == ">":
            return True
        if first not in "|:}":
            return self._named_quote(index, lines[index]) > index
        stop = index
        while stop < len(lines) and lines[stop][:1] == first:
            self.pieces[stop] = Piece.QUOTED
            stop += 1
        return True

    def _take(self, start: int, end: int) -> None:
        self.pieces[start:end] = bytes([Piece.QUOTED]) * (end - start)
        self.introduced.update(range(start, end))
        if start <= self.first_own < end:
            self.first_own = self._own_from(end)

    def _written_before(self, index: int) -> bool:
        return self.first_own < index

    def _separator(self, index: int, line: str, first: str, last: str) -> Cut | int:
        framed = first in _FRAMES and last in _FRAMES and len(line) <= MAX_FRAME_LENGTH
        if not framed and last not in COLONS and (len(line) < _SHORTEST):
            return index
        inner = _lowered(line[: MAX_FRAME_LENGTH + 1])
        if not inner:
            return index
        if (framed or (last in COLONS and self._calls(index, inner))) and _FORWARD.search(inner):
            cut = self._forward(index, framed)
            if cut is not None:
                return cut
        if first in _FRAMES and not framed and (cut := self._flattened_forward(index, line)) is not None:
            return cut
        if framed and len(inner) < 60 and _ORIGINAL.search(inner):
            return self._cut_or_pass(index, index + 1, None)
        if framed and framed_intro(line):
            return self._intro(Intro(index, index + 1, firm=True))
        if first in _FRAMES and _REPLY_ABOVE.search(inner):
            return self._cut_or_pass(index, index + 1, None)
        return self._wrapped_frame(index) if line.startswith(("--- ", "---- ", "----- ")) else index

    def _wrapped_frame(self, index: int) -> Cut | int:
        """A framed intro whose frame ends a line or two below."""
        if not self.looks.another():
            return index
        for end in range(index + 2, min(len(self.lines), index + FRAME_LINES) + 1):
            last = self.lines[end - 1]
            if not last:
                break
            if last.endswith("---"):
                joined = " ".join(self.lines[index:end])
                return self._intro(Intro(index, end, firm=True)) if framed_intro(joined) else index
        return index

    def _intro_above(self, index: int) -> None:
        """An intro that lacks its colon counts where a quote follows it."""
        last = index - 1
        while last >= self.floor and last > index - 3 and not self.lines[last]:
            last -= 1
        if last >= self.floor and last > index - 3 and self.lines[last] and self.lines[last][-1] not in COLONS:
            intro = intro_ending_at(self.lines, last, self.floor, self.looks)
            if intro is None or not intro.firm:
                return
            if closes_without_colon(" ".join(self.lines[intro.start : intro.end])):
                self._take(intro.start, intro.end)

    def _quoted_forward(self, index: int, inner: str) -> Cut | None:
        """A forward that stands in a quote as a whole, marker and message."""
        if len(inner) > MAX_FRAME_LENGTH or not (inner[-1] in COLONS or (inner[0] in _FRAMES and inner[-1] in _FRAMES)):
            return None
        return self._forward(index, framed=False) if _FORWARD.search(_lowered(inner)) else None

    def _calls(self, index: int, inner: str) -> bool:
        """Can a line announce the header block below it ("Begin forwarded message:")?"""
        below = next_written(self.lines, index + 1) if len(inner) < MAX_CALL_LENGTH else len(self.lines)
        return below < len(self.lines) and labelled(unquote(self.lines[below])) is not None

    def _flattened_forward(self, index: int, line: str) -> Cut | None:
        """A forward whose marker and header block stand in one line."""
        found = _FLATTENED.match(line)
        if found is None or not _FORWARD.search(_lowered(found.group(1))):
            return None
        block = flattened_block(line[found.end() :], index)
        return Cut(index, index, forward=True, block=block) if block else None

    def _forward(self, index: int, framed: bool) -> Cut | None:
        """A forward needs the header block of the message below, or a frame."""
        if not self.looks.another():
            return None
        near = [unquote(line) for line in self.lines[index + 1 : index + 1 + FORWARD_SPAN]]
        first = next_written(near, 0)
        if first == len(near):
            return None
        below = index + 1 + first
        block = header_block(near, first)
        if block is None and not framed:
            return None
        return Cut(index, below, forward=True, block=block)

    def _block(self, index: int, line: str) -> Cut | int:
        if labelled(line) is None:
            return self._memo(index) if line[0].isdigit() else index
        if not self.looks.another():
            return index
        block = header_block(self.lines, index)
        if block is not None and block.value("date") is None and self._announced(index):
            return block.end
        if block is not None:
            return self._cut_or_pass(self._lead(index), block.end, block)
        flattened = flattened_block(line, index)
        return self._cut_or_pass(index, index + 1, flattened) if flattened else index

    def _announced(self, index: int) -> bool:
        """Does the writer say with a colon that fields of a mail follow ("Our settings:")?"""
        above = end_written(self.lines, self.floor, index) - 1
        return above >= self.floor and self.lines[above][-1] in COLONS and not self.pieces[above]

    def _lead(self, index: int) -> int:
        """Where a block begins above which Notes repeats its author, its date and its first words."""
        above = end_written(self.lines, self.floor, index) - 1
        return above if above >= self.floor and _LEAD.match(self.lines[above]) else index

    def _memo(self, index: int) -> Cut | int:
        """Name, date, and labels without colons on lines of their own, as memos have them."""
        start = index - 1 if index and self.lines[index - 1] and not self.pieces[index - 1] else index
        found = memo_end(self.lines, index)
        return self._cut_or_pass(start, found, None) if found > index else index

    def _cut_or_pass(self, start: int, end: int, block: HeaderBlock | None) -> Cut | int:
        """A cut where something was written before it or the whole is a forward; else the block is only passed."""
        if self.forwarded_subject:
            below = start if block is not None else next_written(self.lines, end)
            inner = block or (header_block(self.lines, below) if below < len(self.lines) else None)
            if inner is not None:
                return Cut(start, below, forward=True, block=inner)
        if self._written_before(start):
            return Cut(start, end, forward=False, block=block)
        return end

    def _intro_with_address(self, index: int, line: str, last: str) -> Cut | int:
        if last in ">)]" and line[0].isdigit() and intro_without_colon(line):
            follows = next_written(self.lines, index + 1)
            if follows < len(self.lines) and self.lines[follows][0] == ">":
                self._take(index, index + 1)
                return index + 1
        if len(line) > 60 and intro_before_text(line) and self._written_before(index):
            return Cut(index, index, forward=False)
        return index

    def _named_quote(self, index: int, line: str) -> int:
        """ "AB> text": quoted where the next or the last line bears the same name."""
        name = line[: line.find(">", 1, 6) + 1]
        if not name[:-1].isalpha() or not name[0].isupper():
            return index
        lines = self.lines
        near = [at for at in (index - 2, index - 1, index + 1, index + 2) if 0 <= at < len(lines)]
        if any(lines[at].startswith(name) for at in near):
            self.pieces[index] = Piece.QUOTED
            return index + 1
        return index


def _lowered(line: str) -> str:
    """The words of a separator: without its frame, in small letters (the Turkish dotted capital too)."""
    return line.strip(_AROUND_WORDS).lower().replace("i\u0307", "i")
