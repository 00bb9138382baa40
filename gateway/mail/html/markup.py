"""HTML as a stream of tokens, and what single elements say about themselves. Linear in the input."""

import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import TypeVar

T = TypeVar("T")
Understand = Callable[[str, str], T]  # of a tag's name ("/" in front: end tag) and its attributes as written

_TAG_NAME = r"/?[a-zA-Z][a-zA-Z0-9_-]*+(?>(?::[a-zA-Z0-9_-]++)?)"
# A tag as written between "<" and ">", with every quote closed that a value opens.
_TAG = re.compile(
    rf"""({_TAG_NAME})(/?|[\s/](?>(?:[^"'=]++|=\s*+(?:"[^"]*+"|'[^']*+'|(?!["']))|["'])*))""",
)
_TAG_BEGINS = re.compile(r"[/a-zA-Z]")
_NAME = re.compile(rf"({_TAG_NAME})(?=[\s/>])")
# The first look, at two characters, passes over nearly all other tags.
_UNSEEN = re.compile(
    r"<(?=[!?]|[sStTxXiInN][cCtTiIeEmMfFoO])"
    r"(?:!--|!|\?|(script|style|title|textarea|xmp|iframe|noembed|noframes)(?=[\s/>])[^<>]*+>)",
    re.IGNORECASE,
)
_RAW_END = {
    tag: re.compile(rf"</{tag}(?=[\s/>])[^>]*+>?", re.IGNORECASE)
    for tag in "script style title textarea xmp iframe noembed noframes".split()
}
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]++)(?:\s*+=\s*+("[^"]*+"?|'[^']*+'?|[^\s>]*+))?""")
_HIDDEN = re.compile(
    r"display:none|visibility:hidden|mso-hide:all|(?:font-size|max-height|opacity):0(?:px|pt|em|%)?(?:[;!]|\Z)"
)
_HIDING_WORDS = ("hidden", "display", "visibility", "mso-hide", "max-height", "opacity")
_SIZE_ZERO = re.compile(r"font-size\s*+:\s*+0(?![.\d])")
_NO_MARGIN = re.compile(r"margin(?:-bottom)?\s*+:\s*+0")
_MAX_LINK = 200  # longer targets are trackers, not reading matter
_SCHEMES = ("http://", "https://", "ftp://", "ftps://")


def tokens(html: str, understand: Understand[T]) -> Iterator[tuple[str, T]]:
    """Tags with the text before each; comments, declarations and the content of scripts and styles are left out.

    A document repeats most of its tags: `understand` is asked once for all that are written alike, and last for one
    without a name behind the last text. What a browser would take for a tag but people write as text
    (`<john@x.example>`, `a < b`) is text.
    """
    seen = _visible(html)
    known: dict[str, T] = {}
    text, *pieces = seen.split("<")
    for index, piece in enumerate(pieces):
        written, close, behind = piece.partition(">")
        understood = known.get(written) if close else None
        if understood is None:
            tag = _TAG.fullmatch(written) if close else None
            if tag is not None:
                understood = known[written] = understand(tag[1].lower(), tag[2])
            elif _TAG_BEGINS.match(piece):
                yield from _careful("<".join((text, *pieces[index:])), understand)
                return
            else:
                text += "<" + piece
                continue
        yield text, understood
        text = behind
    yield text, understand("", "")


def _visible(html: str) -> str:
    """The markup without comments, declarations and raw text; what has no end reaches to the end of the input."""
    out: list[str] = []
    position = 0
    while found := _UNSEEN.search(html, position):
        out.append(html[position : found.start()])
        position = _behind(html, found)
    return "".join((*out, html[position:])) if out else html


def _behind(html: str, found: re.Match[str]) -> int:
    if found[1]:
        end = _RAW_END[found[1].lower()].search(html, found.end())
        return end.end() if end else len(html)
    at = found.start()
    if found[0] == "<!--" and not html.startswith(("<!-->", "<!--->"), at):
        close = html.find("-->", found.end())
        return close + 3 if close >= 0 else len(html)
    close = html.find(">", found.end())
    return close + 1 if close >= 0 else len(html)


def _careful(html: str, understand: Understand[T]) -> Iterator[tuple[str, T]]:
    """The same for markup with ">" or "<" within attributes, and with text that looks like tags."""
    position = 0
    scan = _Scan(html)
    text: list[str] = []
    while (at := html.find("<", position)) >= 0:
        text.append(html[position:at])
        name = _NAME.match(html, at + 1)
        if name is None or (close := scan.tag_end(name.end())) < 0:
            text.append("<")
            position = at + 1
            continue
        yield "".join(text), understand(name[1].lower(), html[name.end() : close])
        text = []
        position = close + 1
    yield "".join((*text, html[position:])), understand("", "")


class _Scan:
    """Finds ends; remembers that something does not occur any more, so that no search is repeated in vain."""

    def __init__(self, html: str) -> None:
        self.html = html
        self._no_quote = {'"': False, "'": False}
        self._no_close = False

    def tag_end(self, position: int) -> int:
        """Where the tag closes; a ">" within a quoted attribute value does not close it. -1: nowhere."""
        if self._no_close:
            return -1
        close = self.html.find(">", position)
        if close < 0:
            self._no_close = True
            return -1
        while (quote := self._open_quote(position, close)) and not self._no_quote[quote]:
            behind = self.html.find(quote, close)
            if behind < 0:
                self._no_quote[quote] = True
                break
            further = self.html.find(">", behind)
            if further < 0 or further - position > 20_000:
                break
            position, close = behind + 1, further
        return close

    def _open_quote(self, start: int, end: int) -> str | None:
        """The quote that a value in this stretch opens and does not close."""
        segment = self.html[start:end]
        if '"' not in segment and "'" not in segment:
            return None
        at = 0
        while (at := segment.find("=", at)) >= 0:
            rest = segment[at + 1 : at + 20].lstrip()
            quote = rest[:1]
            begin = segment.find(quote, at) if quote in ('"', "'") else -1
            if begin < 0 or not quote:
                at += 1
                continue
            finish = segment.find(quote, begin + 1)
            if finish < 0:
                return quote
            at = finish + 1
        return None


def attributes(text: str) -> dict[str, str]:
    """Attributes of a start tag, names in lower case, entities resolved; the first of equal names counts."""
    found: dict[str, str] = {}
    for name, value in _ATTRIBUTE.findall(text):
        bare = value[1:].removesuffix(value[0]) if value[:1] in ('"', "'") else value
        found.setdefault(name.lower(), unescape(bare) if "&" in bare else bare)
    return found


def is_hidden(text: str) -> bool:
    """Would a browser not show the element with these attributes?"""
    lower = text.lower()
    if not any(map(lower.__contains__, _HIDING_WORDS)) and not _SIZE_ZERO.search(lower):
        return False
    named = attributes(text)
    return "hidden" in named or bool(_HIDDEN.search("".join(named.get("style", "").lower().split())))


def is_tight(text: str) -> bool:
    """A paragraph without margins, as Outlook writes every line: no empty line around it."""
    lower = text.lower()
    return "mso" in lower or ("margin" in lower and bool(_NO_MARGIN.search(lower)))


def target(href: str) -> str:
    """What is worth showing of a link's target: web and mail addresses of a readable length."""
    href = "".join(href.split())
    lower = href.lower()
    if lower.startswith("mailto:"):
        return href[7:].partition("?")[0][:_MAX_LINK]
    return href if lower.startswith(_SCHEMES) and len(href) <= _MAX_LINK else ""


def same_target(shown: str, link: str) -> bool:
    """Does the text of a link already say where it goes?"""
    return " " not in shown and _bare(shown) == _bare(link)


def _bare(address: str) -> str:
    text = address.strip().strip("<>").lower()
    for prefix in ("mailto:", "https://", "http://", "www."):
        text = text.removeprefix(prefix)
    return text.rstrip("/")


def image_text(text: str) -> str:
    """What an image with these attributes says to a reader: an emoji as such, a description in brackets, nothing for
    decoration."""
    named = attributes(text) if "alt" in text.lower() else {}
    alt = " ".join(named.get("alt", "").split())
    if not alt or is_hidden(text) or named.get("width") in ("0", "1") or named.get("height") in ("0", "1"):
        return ""
    if len(alt) <= 8 and not any(c.isascii() for c in alt):
        return alt
    return f"[{alt}]" if len(alt) <= _MAX_LINK and "." not in alt else ""
