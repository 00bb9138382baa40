"""Tell quoted lines from own lines with one pass over the lines, linear in their number.

Policy. An intro line, a block of header lines or an "Original Message" line ends what the writer wrote, unless ">"
marks follow: then only the marked lines are quoted. A quote above the only answer (bottom posting) is dropped. Answers
between quotes are kept together with the quoted lines above them, from the first of them to the last answer.
A quote without an intro and of one or two lines above an answer is a citation made on purpose and stays.
"""

import re
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from gateway.mail.header_block import HeaderBlock, flattened_block, header_block, labelled
from gateway.mail.intro import (
    COLONS,
    Intro,
    framed_intro,
    intro_before_text,
    intro_ending_at,
    intro_without_colon,
    is_bracket_rest,
)
from gateway.mail.lines import end_written, is_rule, next_written, unquote
from gateway.mail.signature import signature_start
from gateway.mail.words.forward import FORWARD_STEMS, ORIGINAL_PHRASES, REPLY_ABOVE

MAX_CALL_LENGTH: Final = 80  # of "Begin forwarded message:"
MAX_FRAME_LENGTH: Final = 160  # of "-----Original Message-----"
WRAPPED_QUOTE: Final = 60  # a quoted line at least so long may have lost its rest to the next line
CITATION_LINES: Final = 2

_FORWARD = re.compile("|".join(map(re.escape, FORWARD_STEMS)))
_ORIGINAL = re.compile("|".join(map(re.escape, ORIGINAL_PHRASES)))
_REPLY_ABOVE = re.compile("|".join(map(re.escape, REPLY_ABOVE)))
_FRAMES: Final = "-_=*~<>#—–─"
_LABEL_SPAN: Final = 36
_ENDS: Final = COLONS + "*_"


class Piece(IntEnum):
    """What a line belongs to."""

    OWN = 0
    QUOTED = 1
    SIGNATURE = 2


@dataclass(frozen=True, slots=True)
class Cut:
    """Where the rest of the text is no longer the writer's. `forward`: a forwarded message begins there."""

    start: int
    rest: int  # the first line after the separator, where a header block may stand
    forward: bool
    block: HeaderBlock | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """One piece for each line, and the cut if there is one."""

    pieces: bytearray
    cut: Cut | None


def lay_out(lines: list[str], *, forwarded_subject: bool = False, marked: int | None = None) -> Layout:
    """Say for each bare line whether it is the writer's own, quoted or signature.

    `forwarded_subject`: the subject bears a forward mark, so a header block begins a forwarded message. `marked`: the
    line where the HTML of the message says that a quote begins.
    """
    pieces = bytearray(len(lines))
    scan = _Scan(lines, pieces, forwarded_subject, marked)
    cut = scan.run()
    end = len(lines)
    if cut is not None:
        end = cut.start
        while end > 0 and (not lines[end - 1] or (is_rule(lines[end - 1]) and not pieces[end - 1])):
            end -= 1
        pieces[end:] = bytes([Piece.QUOTED]) * (len(lines) - end)
    _settle(lines, pieces, end, scan.introduced)
    return Layout(pieces, cut)


class _Scan:
    """The pass over the lines: marks quoted lines and intros, finds the cut."""

    def __init__(self, lines: list[str], pieces: bytearray, forwarded_subject: bool, marked: int | None) -> None:
        self.lines, self.pieces = lines, pieces
        self.forwarded_subject = forwarded_subject
        self.marked = marked
        self.introduced: set[int] = set()  # lines of intros
        self.first_own = len(lines)  # first line of the writer's own
        self.floor = 0

    def run(self) -> Cut | None:
        lines, pieces = self.lines, self.pieces
        index, count = 0, len(lines)
        while index < count:
            line = lines[index]
            if not line:
                index += 1
                continue
            first = line[0]
            if first == ">" and not is_bracket_rest(lines, index):
                pieces[index] = Piece.QUOTED
                index += 1
                self.floor = index
                continue
            if index == self.marked and self._written_before(index) and (cut := self._marked(index)) is not None:
                return cut
            last = line[-1]
            if not (":" in line or first in _FRAMES or "@" in line or ">" in line or "：" in line or last in _ENDS):
                if index < self.first_own:
                    self._pass(index, line)
                index += 1
                continue
            found = self._mark(index, line, first, last)
            if isinstance(found, Cut):
                return found
            if found > index:
                index = self.floor = found
                continue
            index = self._pass(index, line)
        return None

    def _pass(self, index: int, line: str) -> int:
        """Take a line as the writer's own; the next line."""
        if index < self.first_own and not is_rule(line):
            self.first_own = index
        return index + 1

    def _marked(self, index: int) -> Cut | None:
        """A quote that the HTML announces: a cut, unless ">" marks show how far it goes."""
        lines = self.lines
        stop = min(len(lines), index + 8)
        if any(lines[line][:1] == ">" for line in range(index, stop)):
            return None
        return Cut(index, index, forward=False)

    def _mark(self, index: int, line: str, first: str, last: str) -> Cut | int:
        """The cut at this line, the line to go on with after a mark that is no cut, or `index` where nothing is."""
        if last in COLONS or (last in "*_" and line.rstrip("*_ ")[-1:] in COLONS and len(line) < MAX_FRAME_LENGTH):
            intro = intro_ending_at(self.lines, index, self.floor)
            if intro is not None and (found := self._intro(intro)) != index:
                return found
        if (first in _FRAMES and len(line) <= MAX_FRAME_LENGTH) or last in COLONS:
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
        if self.first_own >= start:
            self.first_own = len(self.lines)

    def _written_before(self, index: int) -> bool:
        return self.first_own < index

    def _separator(self, index: int, line: str, first: str, last: str) -> Cut | int:
        inner = line.strip("-_=*~<>#—–─ \t\xa0:：.").lower()
        if not inner or len(inner) > MAX_FRAME_LENGTH:
            return index
        framed = first in _FRAMES and last in _FRAMES
        if (framed or (last in COLONS and self._calls(index, inner))) and _FORWARD.search(inner):
            cut = self._forward(index, framed)
            if cut is not None:
                return cut
        if framed and len(inner) < 60 and _ORIGINAL.search(inner):
            return self._cut_or_pass(index, index + 1, None)
        if framed and framed_intro(line):
            return self._intro(Intro(index, index + 1, firm=True))
        if first in _FRAMES and _REPLY_ABOVE.search(inner):
            return self._cut_or_pass(index, index + 1, None)
        return index

    def _calls(self, index: int, inner: str) -> bool:
        """Can a line announce the header block below it ("Begin forwarded message:")?"""
        below = next_written(self.lines, index + 1) if len(inner) < MAX_CALL_LENGTH else len(self.lines)
        return below < len(self.lines) and labelled(unquote(self.lines[below])) is not None

    def _forward(self, index: int, framed: bool) -> Cut | None:
        """A forward needs the header block of the message below, or a frame."""
        below = next_written(self.lines, index + 1)
        if below >= len(self.lines):
            return None
        near = [unquote(line) for line in self.lines[below : below + 100]]
        block = header_block(near, 0) if near[0] else None
        if block is None and not framed:
            return None
        return Cut(index, below, forward=True, block=block)

    def _block(self, index: int, line: str) -> Cut | int:
        if labelled(line) is None:
            return index
        block = header_block(self.lines, index)
        if block is not None:
            return self._cut_or_pass(index, block.end, block)
        return self._cut_or_pass(index, index + 1, None) if flattened_block(line) else index

    def _cut_or_pass(self, start: int, end: int, block: HeaderBlock | None) -> Cut | int:
        """A cut where something was written before it or the whole is a forward; else the block is only passed."""
        if self.forwarded_subject and (block is not None or not self._written_before(start)):
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


@dataclass(slots=True)
class _Run:
    """Neighbouring lines of one kind."""

    start: int
    end: int
    quoted: bool
    signature: int = 0  # first line of the signature, `end` where there is none
    answer: bool = False  # own text that is more than a signature


def _settle(lines: list[str], pieces: bytearray, end: int, introduced: set[int]) -> None:
    """Decide about the runs above the cut: signatures, citations, answers between quotes."""
    runs = _runs(lines, pieces, end)
    for run in runs:
        if not run.quoted:
            run.signature = signature_start(lines, run.start, run.end)
            run.answer = any(lines[at] and not is_rule(lines[at]) for at in range(run.start, run.signature))
    kept = _kept(lines, runs, introduced)
    for run in runs:
        if not run.quoted:
            pieces[run.signature : run.end] = bytes([Piece.SIGNATURE]) * (run.end - run.signature)
        elif run.start in kept:
            pieces[run.start : run.end] = bytes(run.end - run.start)


def _runs(lines: list[str], pieces: bytearray, end: int) -> list[_Run]:
    """The runs of own and of quoted lines, blank lines with what stands above them."""
    runs: list[_Run] = []
    if Piece.QUOTED not in pieces[:end]:
        first = next_written(lines, 0, end)
        return [_Run(first, end_written(lines, first, end), quoted=False)] if first < end else []
    for index in range(end):
        if not lines[index]:
            continue
        quoted = pieces[index] == Piece.QUOTED
        if runs and runs[-1].quoted == quoted:
            runs[-1].end = index + 1
        else:
            runs.append(_Run(index, index + 1, quoted))
    return _mended(lines, pieces, runs)


def _mended(lines: list[str], pieces: bytearray, runs: list[_Run]) -> list[_Run]:
    """The runs with the rests of wrapped quoted lines given back to their quote."""
    mended: list[_Run] = []
    for at, run in enumerate(runs):
        between = 0 < at < len(runs) - 1 and not run.quoted and run.end - run.start <= 2
        if between and mended[-1].end == run.start and runs[at + 1].start == run.end and _is_rest(lines, run):
            pieces[run.start : run.end] = bytes([Piece.QUOTED]) * (run.end - run.start)
            mended[-1].end = run.end
        elif mended and mended[-1].quoted and run.quoted:
            mended[-1].end = run.end
        else:
            mended.append(run)
    return mended


def _is_rest(lines: list[str], run: _Run) -> bool:
    above, line = lines[run.start - 1], lines[run.start]
    if line.strip("<>()[]").startswith(("http://", "https://", "www.")):
        return True
    return len(above) >= WRAPPED_QUOTE and (above[-1] not in ".?!:" or line[0].islower())


def _kept(lines: list[str], runs: list[_Run], introduced: set[int]) -> set[int]:
    """The first lines of the quoted runs that stay with the reply."""
    answered = [
        at for at in range(len(runs) - 1) if runs[at].quoted and not runs[at + 1].quoted and runs[at + 1].answer
    ]
    if not answered:
        return set()
    if len(answered) == 1 and not _quote_goes_on(lines, runs, answered[0] + 2, introduced):
        run = runs[answered[0]]
        cited = run.start not in introduced and run.end - run.start <= CITATION_LINES
        return {run.start} if cited else set()
    return {run.start for run in runs[: answered[-1] + 1] if run.quoted}


def _quote_goes_on(lines: list[str], runs: list[_Run], at: int, introduced: set[int]) -> bool:
    """Is there more of the same quote below the answer than its signature?"""
    for run in runs[at:]:
        if run.quoted and run.start not in introduced:
            inner = [unquote(lines[index]) for index in range(run.start, run.end)]
            first = next_written(inner, 0)
            if first < len(inner) and signature_start(["", *inner], 0, len(inner) + 1) > first + 1:
                return True
    return False
