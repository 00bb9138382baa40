"""HTML to readable text, and HTML made safe to show.

The rendering works on a token stream with a stack of open elements, not on a tree: tree builders take seconds on
deeply nested markup, this is linear in the input whatever it holds.
"""

import re
from dataclasses import dataclass
from html import escape, unescape

from gateway.mail.charset import clean
from gateway.mail.layout import Frame, shaped, tidy, trimmed
from gateway.mail.markup import attributes, image_text, is_hidden, is_tight, may_hide, same_target, target, tokens

_VOID = frozenset("area base br col embed hr img input link meta param source track wbr basefont bgsound frame".split())
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
# Tags that need no look at what is open, where nothing is hidden: most of the tags of most mails.
_EASY = _INLINE | {f"/{tag}" for tag in _INLINE} | {"br", "div", "/div"}
_OPEN_ENDED = frozenset({"p", "a"})
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
_NESTING = 200  # elements within each other that the sanitizer is given


@dataclass(slots=True)
class _Open:
    """An element that is open."""

    tag: str
    frame: bool = False
    hides: bool = False
    spaced: bool = False
    link: tuple[str, int] | None = None  # target, and pieces of the line when it began


_DIV = _Open("div")


class _Renderer:
    """Turns the token stream into lines."""

    def __init__(self, watchful: bool) -> None:
        self.frames = [Frame("")]
        self.stack: list[_Open] = []
        self.count: dict[str, int] = {}
        self.hidden = 0
        self.preformatted = 0
        self.watchful = watchful  # elements of this document may be hidden

    def read(self, html: str) -> str:
        """The text of a whole document."""
        for text, tag, attributes_text in tokens(html):
            if text and not self.hidden:
                self._text(text)
            if self.watchful or tag not in _EASY:
                self._tag(tag, attributes_text)
            elif tag == "br":
                self.frames[-1].break_line()
            elif tag == "/div":
                self._end_div()
            elif tag == "div":
                self._start_div(attributes_text)
        while self.stack:
            self._pop()
        self.frames[0].end_line()
        return "\n".join(tidy(self.frames[0].lines))

    def _tag(self, tag: str, attributes_text: str) -> None:
        if tag[:1] == "/":
            self._end(tag[1:])
        elif tag:
            self._start(tag, attributes_text)

    def _start_div(self, attributes_text: str) -> None:
        """The commonest element, which only breaks the line, without the ways round of the others."""
        if (self.stack and self.stack[-1].tag == "p") or "yahoo_quoted" in attributes_text:
            self._start("div", attributes_text)
            return
        frame = self.frames[-1]
        if frame.pieces or frame.filled:
            frame.end_line()
        self.stack.append(_DIV)
        self.count["div"] = self.count.get("div", 0) + 1

    def _end_div(self) -> None:
        if not self.stack or self.stack[-1] is not _DIV:
            self._end("div")
            return
        frame = self.frames[-1]
        if frame.pieces or frame.filled:
            frame.end_line()
        self.stack.pop()
        self.count["div"] -= 1

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

    def _start(self, tag: str, text: str) -> None:
        if tag in _VOID:
            self._void(tag, text)
            return
        if self.stack and (tag in _IMPLIED or self.stack[-1].tag in _OPEN_ENDED):
            self._close_implied(tag)
        hides = tag in _NEVER_SHOWN and not text.endswith("/")
        if self.watchful and not hides and text and may_hide(text):
            hides = is_hidden(attributes(text))
        if tag in _INLINE and not hides and not self.hidden:
            return
        entry = _Open(tag, hides=hides)
        self.hidden += hides
        if not self.hidden:
            self._open(entry, text)
        self.stack.append(entry)
        self.count[tag] = self.count.get(tag, 0) + 1

    def _end(self, tag: str) -> None:
        """Closes what was left open inside; means nothing when nothing of the name is open."""
        if tag == "br":
            self._void("br", "")
        if self.count.get(tag):
            while self._pop() != tag:
                pass

    def _void(self, tag: str, text: str) -> None:
        if self.hidden:
            return
        frame = self.frames[-1]
        if tag == "br":
            frame.break_line()
        elif tag == "hr":
            self._close_implied(tag)
            frame = self.frames[-1]
            frame.end_line()
            frame.add([_RULE])
        elif tag == "img" and "alt" in text.lower() and (alt := image_text(attributes(text))):
            frame.pieces.append(alt)

    def _open(self, entry: _Open, text: str) -> None:
        tag = entry.tag
        frame = self.frames[-1]
        if tag == "a":
            href = attributes(text).get("href", "") if "href" in text.lower() else ""
            entry.link = (target(href), len(frame.pieces))
            return
        if tag not in _BLOCK:
            return
        if frame.pieces or frame.filled:
            frame.end_line()
        if tag in _SPACED:
            self.preformatted += tag == "pre"
            entry.spaced = self._is_spaced(tag, text, frame)
            frame.blank = frame.blank or entry.spaced
        quote = "yahoo_quoted" in text
        if (tag in _FRAMED or quote) and len(self.frames) < _DEPTH:
            entry.frame = True
            number = _first_number(text) if tag == "ol" else 0
            self.frames.append(Frame("blockquote" if quote else tag, number=number))

    def _is_spaced(self, tag: str, text: str, frame: Frame) -> bool:
        if tag == "p":
            return not (text and is_tight(text))
        return not (frame.tag == "li" and tag in ("ul", "ol"))

    def _pop(self) -> str:
        """Close the innermost open element and tell its name."""
        entry = self.stack.pop()
        self.count[entry.tag] -= 1
        if entry.hides:
            self.hidden -= 1
        elif not self.hidden:
            if entry.link is not None:
                self._end_link(*entry.link)
            elif entry.tag in _BLOCK:
                self._end_block(entry)
        return entry.tag

    def _end_link(self, link: str, since: int) -> None:
        frame = self.frames[-1]
        shown = "".join(frame.pieces[since : since + _MAX_PIECES]).strip() if link else ""
        if shown and not same_target(shown, link):
            frame.pieces.append(f" <{link}>")

    def _end_block(self, entry: _Open) -> None:
        self.preformatted -= entry.tag == "pre"
        frame = self.frames[-1]
        if frame.pieces or frame.filled:
            frame.end_line()
        if entry.frame:
            inner = self.frames.pop()
            lines = trimmed(inner.lines)
            outer = self.frames[-1]
            if inner.tag in ("td", "th") and outer.tag == "tr":
                outer.cells.append(lines)
            elif shape := shaped(inner, lines, outer):
                outer.add(shape)
        self.frames[-1].blank = self.frames[-1].blank or entry.spaced

    def _close_implied(self, tag: str) -> None:
        if self.stack and (
            (tag in _CLOSES_P and self.stack[-1].tag == "p") or (tag == "a" and self.stack[-1].tag == "a")
        ):
            self._pop()
        if tag in _IMPLIED and self.stack:
            place = self._implied_place(*_IMPLIED[tag])
            while place is not None and len(self.stack) > place:
                self._pop()

    def _implied_place(self, ends: frozenset[str], stops: frozenset[str]) -> int | None:
        """Where on the stack the element begins that ends here; looks only a bounded way down."""
        place: int | None = None
        for index in range(len(self.stack) - 1, max(-1, len(self.stack) - 50), -1):
            tag = self.stack[index].tag
            if tag in stops:
                break
            if tag in ends:
                place = index
        return place


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
    return clean(_Renderer(may_hide(html)).read(html))


def sanitize(html: str) -> str:
    """HTML that may be shown in the console: no scripts, styles sheets, forms, remote images; `cid:` images stay.

    Markup nested deeper than any mail client writes comes back as its plain text, because tree builders need
    time beyond measure for it.
    """
    if _nesting(html) > _NESTING:
        return f"<pre>{escape(html_to_text(html))}</pre>"
    import nh3

    return nh3.clean(
        html,
        clean_content_tags={"script", "style", "title"},
        url_schemes={"http", "https", "mailto", "tel", "cid"},
        attribute_filter=_attribute,
        link_rel="noopener noreferrer nofollow",
        strip_comments=True,
    )


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Images only out of the message itself (RFC 2392): a remote one tells its sender that it was looked at."""
    if name in ("src", "background", "srcset", "poster") and not value.strip().lower().startswith("cid:"):
        return None
    if name == "href" and value.strip().lower().startswith("cid:"):
        return None
    return value


def _nesting(html: str) -> int:
    """An upper bound of the depth of the tree: tags that are opened and not closed again."""
    depth = deepest = 0
    for _, tag, _ in tokens(html):
        if tag[:1] == "/":
            depth -= 1
        elif tag and tag not in _VOID:
            depth += 1
            deepest = max(deepest, depth)
    return deepest
