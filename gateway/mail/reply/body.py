"""Tell apart what the sender wrote now, what stood there before, and the signature."""

from dataclasses import replace
from typing import Final

from gateway.mail.message import Body, Forwarded
from gateway.mail.reply.cut import Cut, Piece
from gateway.mail.reply.forward import is_forward_subject, own_below, read_forwarded, subject_mark
from gateway.mail.reply.glued import unglued
from gateway.mail.reply.language import detect_language
from gateway.mail.reply.lines import BLANKS, bare_lines, split_lines
from gateway.mail.reply.markers import marked_lines
from gateway.mail.reply.quotes import Marks, lay_out
from gateway.mail.reply.signature import signature_start
from gateway.mail.words.forward import AMBIGUOUS_MARKS
from gateway.mail.words.headers import FINNISH_LABELS

_PIECES: Final = tuple(map(int, Piece))  # to look up members costs more than to join a text
_NOTHING: Final = BLANKS + "\n-_=*~>|.,:;<"


def split_body(text: str, html: str | None = None, subject: str = "", attached: Forwarded | None = None) -> Body:
    """Split readable text into reply, quoted text and signature; find a forwarded message; tell the language.

    `text` is plain text, already rendered from HTML when there was only HTML (block quotes as "> " lines);
    `html` is the raw decoded HTML body if there was one; `attached` is a forwarded message that came as an
    attached message/rfc822.

    Never raises. Every line that is not blank is in exactly one of the three parts, and `reply` is never empty when
    `text` is not: where nothing would remain, all of the text is the reply.
    """
    raw = unglued(split_lines(text))
    lines = bare_lines(raw)
    marks = Marks(*marked_lines(lines, html)) if html else Marks()
    layout = lay_out(lines, marks, forwarded_subject=is_forward_subject(subject))
    forwarded = attached
    if layout.cut is not None and attached is None and _forwards(layout.cut, subject):
        own = _own_below(raw, lines, layout.cut)
        end = signature_start(lines, own[0], own[-1] + 1) if own else 0
        for index in own:
            layout.pieces[index] = Piece.OWN if index < end else Piece.SIGNATURE
        forwarded = read_forwarded(raw, layout.cut, own, end)
    reply, quoted, signature = [_joined(raw, layout.pieces, piece) for piece in _PIECES]
    if not reply.strip(_NOTHING):
        reply, quoted, signature = text.strip("\r\n"), "", ""
    if attached is not None and not attached.message:
        forwarded = replace(attached, message=reply)
    return Body(text, reply, quoted, signature, forwarded, detect_language(reply))


def _own_below(raw: list[str], lines: list[str], cut: Cut) -> list[int]:
    """The lines that the forwarder wrote below the message, each with the blank one above it."""
    found = list(own_below(raw, cut))
    return sorted({*found, *(index - 1 for index in found if not lines[index - 1])})


def _forwards(cut: Cut, subject: str) -> bool:
    """Does a forwarded message begin at the cut, and not an answered one under a mark that may mean either?"""
    if cut.forward and cut.block is not None and cut.rest == cut.start and subject_mark(subject) in AMBIGUOUS_MARKS:
        return FINNISH_LABELS.isdisjoint(cut.block.labels)
    return cut.forward


def _joined(raw: list[str], pieces: bytearray, piece: int) -> str:
    return "\n".join([line for line, of in zip(raw, pieces, strict=True) if of == piece]).strip("\r\n")
