"""Tell quoted lines from own lines, and the signature from both.

Policy. An intro line, a block of header lines or an "Original Message" line ends what the writer wrote, unless ">"
marks follow: then only the marked lines are quoted. A quote above the only answer (bottom posting) is dropped. Answers
between quotes are kept together with the quoted lines above them, from the first of them to the last answer.
A quote without an intro below the writer's own words is their quotation and stays, and so does one of one or two lines
above an answer.
"""

from dataclasses import dataclass
from typing import Final

from gateway.mail.reply.attribution import COLONS, attribution_ending_at
from gateway.mail.reply.cut import Cut, Piece
from gateway.mail.reply.header_block import header_block, labelled
from gateway.mail.reply.lines import Looks, end_written, is_rule, next_written, unquote
from gateway.mail.reply.scan import Scan
from gateway.mail.reply.signature import banner_end, signature_start

WRAPPED_QUOTE: Final = 60  # a quoted line at least so long may have lost its rest to the next line
CITATION_LINES: Final = 2
LEAD_LINES: Final = 8  # of a quote within which an introduction of its own stands
# looking up members costs more than the rest of the work on a short text
_QUOTED: Final = bytes([Piece.QUOTED])
_SIGNATURE: Final = bytes([Piece.SIGNATURE])


@dataclass(frozen=True, slots=True)
class Layout:
    """One piece for each line, and the cut if there is one."""

    pieces: bytearray
    cut: Cut | None


@dataclass(frozen=True, slots=True)
class Marks:
    """What the HTML of a message says: the line where a quote begins, lines where a signature may begin."""

    quote: int | None = None
    signatures: frozenset[int] = frozenset()


def lay_out(lines: list[str], marks: Marks = Marks(), *, forwarded_subject: bool = False) -> Layout:
    """Say for each bare line whether it is the writer's own, quoted or signature.

    `forwarded_subject`: the subject bears a forward mark, so a header block begins a forwarded message.
    """
    pieces = bytearray(len(lines))
    scan = Scan(lines, pieces, forwarded_subject, marks.quote)
    cut = scan.run()
    end = len(lines)
    if cut is not None:
        end = cut.start
        while end > 0 and (not lines[end - 1] or (is_rule(lines[end - 1]) and not pieces[end - 1])):
            end -= 1
        pieces[end:] = _QUOTED * (len(lines) - end)
    announced = scan.introduced if marks.quote is None else scan.introduced | {marks.quote}
    _settle(lines, pieces, end, announced, marks.signatures)
    return Layout(pieces, cut)


@dataclass(slots=True)
class _Run:
    """Neighbouring lines of one kind."""

    start: int
    end: int
    quoted: bool
    signature: int = 0  # first line of the signature, `end` where there is none
    answer: bool = False  # own text that is more than a signature


def _settle(lines: list[str], pieces: bytearray, end: int, introduced: set[int], signed: frozenset[int]) -> None:
    """Decide about the runs above the cut: signatures, citations, answers between quotes."""
    runs = _runs(lines, pieces, end)
    if runs and not runs[0].quoted and (below := banner_end(lines, runs[0].start, runs[0].end)) > runs[0].start:
        pieces[runs[0].start : below] = _SIGNATURE * (below - runs[0].start)
        runs[0].start = next_written(lines, below)
    for run in runs:
        if not run.quoted:
            run.signature = signature_start(lines, run.start, run.end)
            if signed:
                run.signature = max((at for at in signed if run.start < at < run.signature), default=run.signature)
            run.answer = any(line and not is_rule(line) for line in lines[run.start : run.signature])
    kept = _kept(lines, runs, introduced)
    for run in runs:
        if not run.quoted:
            pieces[run.signature : run.end] = _SIGNATURE * (run.end - run.signature)
        elif run.start in kept:
            pieces[run.start : run.end] = bytes(run.end - run.start)


def _runs(lines: list[str], pieces: bytearray, end: int) -> list[_Run]:
    """The runs of own and of quoted lines, blank lines with what stands above them."""
    runs: list[_Run] = []
    if pieces.find(_QUOTED, 0, end) < 0:
        first = next_written(lines, 0, end)
        return [_Run(first, end_written(lines, first, end), quoted=False)] if first < end else []
    start, last, before = 0, -1, False
    for index, (line, piece) in enumerate(zip(lines[:end], pieces, strict=False)):
        if not line:
            continue
        quoted = piece == _QUOTED[0]
        if last < 0 or quoted is not before:
            if last >= 0:
                runs.append(_Run(start, last + 1, before))
            start, before = index, quoted
        last = index
    if last >= 0:
        runs.append(_Run(start, last + 1, before))
    return _mended(lines, pieces, runs)


def _mended(lines: list[str], pieces: bytearray, runs: list[_Run]) -> list[_Run]:
    """The runs with the rests of wrapped quoted lines given back to their quote."""
    mended: list[_Run] = []
    for at, run in enumerate(runs):
        short = at > 0 and not run.quoted and run.end - run.start <= 2
        if short and mended[-1].end == run.start and _is_rest(lines, run, runs[at + 1] if at + 1 < len(runs) else None):
            pieces[run.start : run.end] = _QUOTED * (run.end - run.start)
            mended[-1].end = run.end
        elif mended and mended[-1].quoted and run.quoted:
            mended[-1].end = run.end
        else:
            mended.append(run)
    return mended


def _is_rest(lines: list[str], run: _Run, below: _Run | None) -> bool:
    """Are these lines the end of the quoted line above them?"""
    above, line = lines[run.start - 1], lines[run.start]
    if below is None:
        return len(above) >= WRAPPED_QUOTE and above[-1] not in ".?!:" and line[0].islower()
    if below.start != run.end:
        return False
    if line.strip("<>()[]").startswith(("http://", "https://", "www.")) or _is_open(above):
        return True
    return len(above) >= WRAPPED_QUOTE and (above[-1] not in ".?!:" or line[0].islower())


def _is_open(line: str) -> bool:
    """Does a line end within a bracket or a web address, so that the next one goes on with it?"""
    return line.count("(") > line.count(")") or "://" in line.rpartition(" ")[2]


def _kept(lines: list[str], runs: list[_Run], introduced: set[int]) -> set[int]:
    """The first lines of the quoted runs that stay with the reply."""
    own = _own_quotations(lines, runs, introduced)
    answered = [
        at for at in range(len(runs) - 1) if runs[at].quoted and not runs[at + 1].quoted and runs[at + 1].answer
    ]
    if own or not answered:
        return own
    if len(answered) == 1 and not _quote_goes_on(lines, runs, answered[0] + 2, introduced):
        run = runs[answered[0]]
        cited = run.start not in introduced and run.end - run.start <= CITATION_LINES
        return {run.start} if cited else set()
    return {run.start for run in runs[: answered[-1] + 1] if run.quoted}


def _own_quotations(lines: list[str], runs: list[_Run], introduced: set[int]) -> set[int]:
    """Quotes that nothing introduces below the writer's own words: log lines, a sentence somebody asks about."""
    kept: set[int] = set()
    written = False
    for run in runs:
        if not run.quoted:
            written = written or run.answer
            if run.signature < run.end:
                break
        elif not introduced.isdisjoint(range(run.start, run.end)) or _is_of_a_mail(lines, run):
            break
        elif written:
            kept.add(run.start)
    return kept


def _is_of_a_mail(lines: list[str], run: _Run) -> bool:
    """Does a quote hold an older one, or begin with the words that introduce it or with the header of a mail?"""
    if any(line.startswith((">>", "> >")) for line in lines[run.start : run.end]):
        return True
    inner = [line for index in range(run.start, run.end) if (line := unquote(lines[index]))][:LEAD_LINES]
    looks = Looks()
    for at, line in enumerate(inner):
        if line[-1] in COLONS and (found := attribution_ending_at(inner, at, 0, looks)) and found.firm:
            return True
        if labelled(line) is not None and header_block(inner, at) is not None:
            return True
    return False


def _quote_goes_on(lines: list[str], runs: list[_Run], at: int, introduced: set[int]) -> bool:
    """Is there more of the same quote below the answer than its signature?"""
    for run in runs[at:]:
        if run.quoted and run.start not in introduced:
            inner = [unquote(lines[index]) for index in range(run.start, run.end)]
            first = next_written(inner, 0)
            if first < len(inner) and signature_start(["", *inner], 0, len(inner) + 1) > first + 1:
                return True
    return False
