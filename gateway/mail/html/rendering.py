"""HTML to readable text.

The rendering works on a token stream with a stack of open elements, not on a tree: tree builders take seconds on
deeply nested markup, this is linear in the input whatever it holds.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from html import unescape

from gateway.mail.html.layout import Frame, shaped, tidy, trimmed
from gateway.mail.html.markup import attributes, image_text, is_hidden, is_tight, same_target, target, tokens
from gateway.mail.text.charset import clean

VOID = frozenset("area base br col embed hr img input link meta param source track wbr basefont bgsound frame".split())
_NEVER_SHOWN = frozenset("template svg math".split())
_BLOCK = frozenset(
    "address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hgroup legend li main menu nav ol optgroup option p pre section summary table "
    "td th tr ul caption".split()
)
_SPACED = frozenset("p h1 h2 h3 h4 h5 h6 ul ol dl pre blockquote table figure".split())
# Markup within a line: it changes nothing about the text unless it hides it.
_INLINE = frozenset(
    "b i u s em strong span font small big sub sup tt code kbd samp var abbr cite q del ins mark o:p st1:place label "
    "bdo bdi strike nobr html body head tbody thead tfoot time data".split()
)
_FRAMED = frozenset("blockquote li table tr td th ol ul".split())
_CLOSES_P = (_BLOCK | {"hr"}) - frozenset("option optgroup tr td th tbody thead tfoot caption".split())
# An element that may lack its end tag ends where one of the first set begins, unless one of the second set is between.
_IMPLIED = {
    "li": (frozenset({"li"}), frozenset({"ul", "ol", "table"})),
    "dt": (frozenset({"dt", "dd"}), frozenset({"dl", "table"})),
    "dd": (frozenset({"dt", "dd"}), frozenset({"dl", "table"})),
    "tr": (frozenset({"tr", "td", "th"}), frozenset({"table"})),
    "td": (frozenset({"td", "th"}), frozenset({"tr", "table"})),
    "th": (frozenset({"td", "th"}), frozenset({"tr", "table"})),
    "option": (frozenset({"option"}), frozenset({"select"})),
}
_NO_TEXT = frozenset({"table", "tr", "ul", "ol"})
_ZERO_WIDTH = re.compile("[\u200b\u2060\ufeff]+")
_RULE = "_" * 32
_DEPTH = 32  # quotes, lists and tables within each other; deeper ones are read as plain blocks
_MAX_PIECES = 100  # of a link's text that is compared with its target


Step = Callable[[], None]


@dataclass(frozen=True, slots=True)
class _Block:
    """What a start tag of a block says."""

    tag: str
    frame: str  # the element that shapes its lines, "" for none
    spaced: bool  # an empty line stands before and behind
    number: int  # of the first item of an ordered list


class _Renderer:
    """Turns the token stream into lines. Every tag that the document uses becomes a step, the first time it is met."""

    def __init__(self) -> None:
        self.frames = [Frame("")]
        self.stack: list[tuple[str, Step]] = []  # open elements: the name, and what is due at the end
        self.count: dict[str, int] = {}
        self.hidden = 0
        self.preformatted = 0

    def read(self, html: str) -> str:
        """The text of a whole document."""
        for text, step in tokens(html, self._step):
            # Most text between tags is one line end, which means nothing at the beginning of a line.
            if text and not self.hidden and (text != "\n" or self.preformatted or self.frames[-1].pieces):
                self._text(text)
            step()
        while self.stack:
            self._pop()
        self.frames[0].end_line()
        return "\n".join(tidy(self.frames[0].lines))

    def _step(self, tag: str, text: str) -> Step:
        """What a tag with these attributes does, wherever it stands."""
        if tag[:1] == "/":
            return self._break if tag == "/br" else partial(self._end, tag[1:])
        if tag in VOID:
            return self._void(tag, text)
        if (tag in _NEVER_SHOWN and not text.endswith("/")) or (text and is_hidden(text)):
            return partial(self._start_hidden, tag)
        if tag in _INLINE or not tag:
            return partial(self._start_inline, tag)
        if tag == "a":
            return partial(self._start_link, target(attributes(text).get("href", "")))
        return partial(self._start_block, self._block(tag, text)) if tag in _BLOCK else partial(self._start, tag)

    def _block(self, tag: str, text: str) -> _Block:
        frame = "blockquote" if "yahoo_quoted" in text else tag if tag in _FRAMED else ""
        spaced = tag in _SPACED and not (tag == "p" and text != "" and is_tight(text))
        return _Block(tag, frame, spaced, _first_number(text) if tag == "ol" else 0)

    def _void(self, tag: str, text: str) -> Step:
        if tag == "br":
            return self._break
        if tag == "hr":
            return self._rule
        alt = image_text(text) if tag == "img" else ""
        return partial(self._image, alt) if alt else _nothing

    def _text(self, raw: str) -> None:
        text = unescape(raw) if "&" in raw else raw
        frame = self.frames[-1]
        if self.preformatted:
            self._preformatted(frame, text)
            return
        words = text.split() if text.isascii() else _ZERO_WIDTH.sub("", text).split()
        pieces = frame.pieces
        apart = not pieces or pieces[-1][-1] == " "  # nothing to keep apart from
        if words:
            before = " " if not apart and text[0].isspace() else ""
            after = " " if text[-1].isspace() else ""
            pieces.append(f"{before}{' '.join(words)}{after}")
        elif frame.tag not in _NO_TEXT:
            if not apart:
                pieces.append(" ")
            frame.filled = frame.filled or "\u00a0" in text

    def _preformatted(self, frame: Frame, text: str) -> None:
        first, *rest = text.replace("\r\n", "\n").replace("\u00a0", " ").split("\n")
        if first:
            frame.pieces.append(first)
        for line in rest:
            frame.add(["".join(frame.pieces).rstrip()])
            frame.pieces[:] = [line] if line else []
        frame.verbatim = bool(frame.pieces)

    def _push(self, tag: str, at_end: Step) -> None:
        self.stack.append((tag, at_end))
        self.count[tag] = self.count.get(tag, 0) + 1

    def _pop(self) -> str:
        """Close the innermost open element and tell its name."""
        tag, at_end = self.stack.pop()
        self.count[tag] -= 1
        at_end()
        return tag

    def _end(self, tag: str) -> None:
        """Closes what was left open inside; means nothing when nothing of the name is open."""
        if self.count.get(tag):
            while self._pop() != tag:
                pass

    def _start(self, tag: str) -> None:
        self._close_implied(tag)
        self._push(tag, _nothing)

    def _start_inline(self, tag: str) -> None:
        if self.hidden:  # else it means nothing; here its end must not be taken for that of the hidden element
            self._push(tag, _nothing)

    def _start_hidden(self, tag: str) -> None:
        self._close_implied(tag)
        self.hidden += 1
        self._push(tag, self._show)

    def _show(self) -> None:
        self.hidden -= 1

    def _start_link(self, link: str) -> None:
        self._close_implied("a")
        since = len(self.frames[-1].pieces)
        self._push("a", partial(self._end_link, link, since) if link and not self.hidden else _nothing)

    def _end_link(self, link: str, since: int) -> None:
        frame = self.frames[-1]
        shown = "".join(frame.pieces[since : since + _MAX_PIECES]).strip()
        if shown and not same_target(shown, link):
            frame.pieces.append(f" <{link}>")

    def _break(self) -> None:
        if not self.hidden:
            self.frames[-1].break_line()

    def _rule(self) -> None:
        if not self.hidden:
            self._close_implied("hr")
            self.frames[-1].end_line()
            self.frames[-1].add([_RULE])

    def _image(self, alt: str) -> None:
        if not self.hidden:
            self.frames[-1].pieces.append(alt)

    def _start_block(self, block: _Block) -> None:
        self._close_implied(block.tag)
        if self.hidden:
            self._push(block.tag, _nothing)
            return
        frame = self.frames[-1]
        if frame.pieces or frame.filled:
            frame.end_line()
        if not (block.spaced or block.frame):
            self._push(block.tag, self._end_line)
            return
        self.preformatted += block.tag == "pre"
        spaced = block.spaced and not (frame.tag == "li" and block.tag in ("ul", "ol"))
        frame.blank = frame.blank or spaced
        framed = block.frame != "" and len(self.frames) < _DEPTH
        if framed:
            self.frames.append(Frame(block.frame, number=block.number))
        self._push(block.tag, partial(self._end_block, block.tag, framed, spaced))

    def _end_line(self) -> None:
        frame = self.frames[-1]
        if frame.pieces or frame.filled:
            frame.end_line()

    def _end_block(self, tag: str, framed: bool, spaced: bool) -> None:
        self.preformatted -= tag == "pre"
        self._end_line()
        if framed:
            inner = self.frames.pop()
            lines = trimmed(inner.lines)
            outer = self.frames[-1]
            if inner.tag in ("td", "th") and outer.tag == "tr":
                outer.cells.append(lines)
            elif shape := shaped(inner, lines, outer):
                outer.add(shape)
        self.frames[-1].blank = self.frames[-1].blank or spaced

    def _close_implied(self, tag: str) -> None:
        """Ends the elements that end where this one begins, for want of end tags."""
        if not self.stack:
            return
        top = self.stack[-1][0]
        if (top == "p" and tag in _CLOSES_P) or (top == "a" and tag == "a"):
            self._pop()
        if tag in _IMPLIED:
            ends, stops = _IMPLIED[tag]
            place = self._implied_place(ends, stops) if top not in stops else None
            while place is not None and len(self.stack) > place:
                self._pop()

    def _implied_place(self, ends: frozenset[str], stops: frozenset[str]) -> int | None:
        """Where on the stack the element begins that ends here; looks only a bounded way down."""
        place: int | None = None
        for index in range(len(self.stack) - 1, max(-1, len(self.stack) - 50), -1):
            tag = self.stack[index][0]
            if tag in stops:
                break
            if tag in ends:
                place = index
        return place


def _nothing() -> None:
    """The step of a tag that changes nothing."""


def _first_number(text: str) -> int:
    """The number an ordered list starts with."""
    start = attributes(text).get("start", "1")[:6] if "start" in text else "1"
    return int(start) if start.isascii() and start.isdigit() else 1


def html_to_text(html: str) -> str:
    """Readable text of an HTML body: what a person would see, lists, tables and links kept legible.

    Block quotes (and Yahoo's quote container) become lines with "> "; a rule becomes a line of underscores, so the
    header block of Outlook's quotes stays recognizable. Scripts, styles, comments and hidden elements are left out.
    Never raises; linear time.
    """
    return clean(_Renderer().read(html))
