"""The pass over the lines of a text that finds quoted lines, intros, separators and header blocks; linear."""

import re
from typing import Final

from gateway.mail.reply.attribution import (
    COLONS,
    Attribution,
    attribution_before_text,
    attribution_ending_at,
    attribution_without_colon,
    between_arrows,
    closes_without_colon,
    ends_in_verb,
    framed_attribution,
    is_bracket_rest,
    whole_without_colon,
)
from gateway.mail.reply.candidates import bears_name, candidates, own_from
from gateway.mail.reply.cut import Cut, Piece
from gateway.mail.reply.forward_marks import (
    FORWARD,
    FRAMES,
    MAX_FRAME_LENGTH,
    calls,
    flattened_forward,
    forward_at,
    lowered,
    quoted_forward,
)
from gateway.mail.reply.header_block import HeaderBlock, flattened_block, header_block, labelled, memo_end
from gateway.mail.reply.lines import Looks, end_written, next_written, unquote
from gateway.mail.reply.odd_attribution import dated_name, scattered_end
from gateway.mail.words.forward import ORIGINAL_PHRASES, REPLY_ABOVE

MARKED_SPAN: Final = 8  # lines below a mark in HTML within which ">" marks may begin
FRAME_LINES: Final = 4  # that a framed intro is wrapped over
WRAPPED_LINES: Final = 3  # of an intro without its colon

_ORIGINAL = re.compile("|".join(map(re.escape, ORIGINAL_PHRASES)))
_REPLY_ABOVE = re.compile("|".join(map(re.escape, REPLY_ABOVE)))
_BULLETS: Final = ("- ", "* ")
_SHORTEST: Final = min(map(len, REPLY_ABOVE))  # of a separator without a frame at its end
_LABEL_SPAN: Final = 36
_LEAD = re.compile(r".{1,60} -{3,4}\d{1,4}[./-]\d{1,2}[./-]\d{1,4} \d")  # "Ann Berg ---02.03.2026 10:00:00---Hello"
_DAY = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_COLON: Final = tuple(COLONS)
_QUOTED: Final = int(Piece.QUOTED)  # looking up members costs more than the rest of the work on a quoted line


class Scan:
    """One pass over bare lines: marks quoted lines and intros, finds the cut."""

    def __init__(self, lines: list[str], pieces: bytearray, forwarded_subject: bool, marked: int | None) -> None:
        self.lines, self.pieces = lines, pieces
        self.forwarded_subject = forwarded_subject
        self.marked = marked
        self.introduced: set[int] = set()  # lines of intros
        self.first_own = own_from(self.lines, 0)  # first line of the writer's own, as far as is known
        self.floor = 0  # the line after the last mark
        self.looks = Looks()
        self.opening = True  # no written line of this run of quoted lines has been seen

    def run(self) -> Cut | None:
        """Mark the quoted lines; the cut, if there is one."""
        lines, pieces = self.lines, self.pieces
        resume = 0
        for index in candidates(lines, self.marked):
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
                    self.first_own = own_from(self.lines, found)
        return None

    def _opening(self, index: int, line: str) -> Cut | int:
        """The first words of a run of lines with ">" marks may begin a forward, the line above may be an intro."""
        self.opening = True
        if between_arrows(line) and self._written_before(index):
            return Cut(index, index + 1, forward=False)
        if inner := unquote(line):
            self.opening = False
            self._attribution_above(index)
            if (found := quoted_forward(self.lines, index, inner, self.looks)) is not None:
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
            attribution = attribution_ending_at(self.lines, index, self.floor, self.looks)
            if attribution is not None and (found := self._attribution(attribution)) != index:
                return found
        if last in COLONS or (first in FRAMES and not (line.startswith(_BULLETS) and last not in FRAMES)):
            found = self._separator(index, line, first, last)
            if found != index:
                return found
        if (first.isdigit() or first.isupper()) and _DAY.search(line) and (found := self._dated(index, line)) != index:
            return found
        if line.find(":", 0, _LABEL_SPAN) > 0 or (not line.isascii() and line.find("：", 0, _LABEL_SPAN) > 0):
            found = self._block(index, line)
            if found != index:
                return found
        if "@" in line:
            return self._attribution_with_address(index, line, last)
        if line.find(">", 1, 6) > 0:
            return self._named_quote(index)
        return index

    def _attribution(self, attribution: Attribution) -> Cut | int:
        follows = next_written(self.lines, attribution.end)
        if follows < len(self.lines) and self._quoted_below(follows):
            self._take(attribution.start, attribution.end)
            return attribution.end
        if attribution.firm and self._written_before(attribution.start):
            return Cut(attribution.start, attribution.end, forward=False)
        return attribution.end - 1

    def _quoted_below(self, index: int) -> bool:
        """Do quote marks follow an intro? Other marks than ">" count only here, in runs of the same."""
        lines = self.lines
        first = lines[index][0]
        if first == ">":
            return True
        if first not in "|:}":
            return self._named_quote(index) > index
        stop = index
        while stop < len(lines) and lines[stop][:1] == first:
            self.pieces[stop] = Piece.QUOTED
            stop += 1
        return True

    def _take(self, start: int, end: int) -> None:
        self.pieces[start:end] = bytes([Piece.QUOTED]) * (end - start)
        self.introduced.update(range(start, end))
        if start <= self.first_own < end:
            self.first_own = own_from(self.lines, end)

    def _written_before(self, index: int) -> bool:
        return self.first_own < index

    def _separator(self, index: int, line: str, first: str, last: str) -> Cut | int:
        framed = first in FRAMES and last in FRAMES and len(line) <= MAX_FRAME_LENGTH
        if not framed and last not in COLONS and (len(line) < _SHORTEST):
            return index
        inner = lowered(line[: MAX_FRAME_LENGTH + 1])
        if not inner:
            return index
        if (framed or (last in COLONS and calls(self.lines, index, inner))) and FORWARD.search(inner):
            cut = forward_at(self.lines, index, framed, self.looks)
            if cut is not None:
                return cut
        if first in FRAMES and not framed and (cut := flattened_forward(index, line)) is not None:
            return cut
        if framed and len(inner) < 60 and _ORIGINAL.search(inner):
            return self._cut_or_pass(index, index + 1, None)
        if framed and framed_attribution(line):
            return self._attribution(Attribution(index, index + 1, firm=True))
        if first in FRAMES and _REPLY_ABOVE.search(inner):
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
                return self._attribution(Attribution(index, end, firm=True)) if framed_attribution(joined) else index
        return index

    def _attribution_above(self, index: int) -> None:
        """An intro that lacks its colon counts where a quote follows it."""
        last = index - 1
        while last >= self.floor and last > index - 3 and not self.lines[last]:
            last -= 1
        if last >= self.floor and last > index - 3 and self.lines[last] and self.lines[last][-1] not in COLONS:
            attribution = attribution_ending_at(self.lines, last, self.floor, self.looks)
            if attribution is None or not attribution.firm:
                return
            if closes_without_colon(" ".join(self.lines[attribution.start : attribution.end])):
                self._take(attribution.start, attribution.end)

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

    def _dated(self, index: int, line: str) -> Cut | int:
        """An intro that begins with its date and has no verb, or has it on a line far below."""
        if not self.looks.another():
            return index
        if line[0].isdigit() and dated_name(line):
            return self._attribution(Attribution(index, index + 1, index == 0 or not self.lines[index - 1]))
        end = scattered_end(self.lines, index)
        return self._attribution(Attribution(index, end, True)) if end is not None else index

    def _attribution_with_address(self, index: int, line: str, last: str) -> Cut | int:
        if last in ">)]" and line[0].isdigit() and attribution_without_colon(line):
            follows = next_written(self.lines, index + 1)
            if follows < len(self.lines) and self.lines[follows][0] == ">":
                self._take(index, index + 1)
                return index + 1
        if last.isalpha() and ends_in_verb(line) and self.looks.another():
            for start in range(index, max(self.floor - 1, index - WRAPPED_LINES), -1):
                if whole_without_colon(" ".join(self.lines[start : index + 1])):
                    return self._attribution(Attribution(start, index + 1, True))
        if len(line) > 60 and attribution_before_text(line) and self._written_before(index):
            return Cut(index, index, forward=False)
        return index

    def _named_quote(self, index: int) -> int:
        if bears_name(self.lines, index):
            self.pieces[index] = Piece.QUOTED
            return index + 1
        return index
