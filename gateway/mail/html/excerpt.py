"""The HTML of what somebody wrote now: safe, and with exactly the words of their reply, or nothing.

Cutting follows the text, not the markup: what was found to be the reply is sought among the words of the HTML, and
all that stands before and behind goes. So no quotation, signature, command or hidden word can come along.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from typing import Final

from gateway.mail.html.sanitizing import is_too_deep
from gateway.mail.text.link_hosts import disguised_host

MAX_HTML: Final = 500_000  # characters; longer HTML is not looked at
_TAGS: Final = frozenset(
    "p br div span b strong i em u s del ins sub sup a ul ol li table thead tbody tfoot tr td th caption pre code kbd "
    "samp blockquote h1 h2 h3 h4 h5 h6 hr img".split()
)
_VOID: Final = frozenset({"br", "hr", "img"})
_ATTRIBUTES: Final = {
    "a": {"href"},
    "img": {"src", "width", "height"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
_OPENING: Final = "([{<\"'“‘„«¿¡"
_ADDRESS_BEHIND: Final = re.compile(r"<(?:https?|ftp|mailto):[^<>\s]{1,2000}>")  # plain text shows a link's target so
_MARKS_OF_PICTURES: Final = re.compile(r"\[[^\[\]\n]{1,200}\]")
_NUMBER: Final = re.compile(r"^[ \t>]*\d{1,3}[.)][ \t]", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """HTML for the inside of a body. `pictures`: the Content-IDs of the pictures that stand in it."""

    html: str
    pictures: frozenset[str] = frozenset()


def excerpt(html: str, reply: str, pictures: Mapping[str, str]) -> Excerpt | None:
    """The part of `html` that says `reply`; None where its words do not stand there in one piece.

    Bold, links, lists, tables and code stay; scripts, styles, hidden text and remote pictures go. `pictures`: the
    Content-IDs of the pictures that go along, and what each is called in our mail; others are left out.
    """
    if len(html) > MAX_HTML or is_too_deep(html):
        return None
    reader = _Reader()
    reader.feed(_clean(html))
    reader.close()
    words = "".join(char for token in reader.tokens for char in token.text if char.isalnum())
    for form in _forms(reply):
        start = words.find(form) if form else -1
        if start >= 0:
            return _Writer(start, start + len(form), pictures).write(reader.tokens)
    return None


def _clean(html: str) -> str:
    import nh3

    return nh3.clean(
        html,
        tags=set(_TAGS),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        clean_content_tags={"script", "style", "title"},
        url_schemes={"http", "https", "mailto", "tel", "cid"},
        link_rel=None,
        strip_comments=True,
    )


def _forms(reply: str) -> Iterator[str]:
    """The letters and digits of the reply, with and without what only plain text shows."""
    plain = _ADDRESS_BEHIND.sub("", reply)
    without = _MARKS_OF_PICTURES.sub("", plain)
    for one in dict.fromkeys((reply, plain, without, _NUMBER.sub("", plain), _NUMBER.sub("", without))):
        yield "".join(filter(str.isalnum, one))


@dataclass(frozen=True, slots=True)
class _Token:
    """A piece of clean HTML: text, or a tag with its attributes ("/" in front: an end tag)."""

    text: str = ""
    tag: str = ""
    attributes: tuple[tuple[str, str], ...] = ()


class _Reader(HTMLParser):
    """Clean HTML as tokens."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tokens: list[_Token] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tokens.append(_Token(tag=tag, attributes=tuple((name, value or "") for name, value in attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID:
            self.tokens.append(_Token(tag=f"/{tag}"))

    def handle_data(self, data: str) -> None:
        self.tokens.append(_Token(text=data))


@dataclass(slots=True)
class _Open:
    """An element under way: where its start tag stands in the output, and how much was said before it."""

    tag: str
    place: int
    said: int


@dataclass(slots=True)
class _Writer:
    """Writes the tokens between two letters, counted from the first of all; elements without anything in them go."""

    start: int
    end: int
    names: Mapping[str, str]
    out: list[str] = field(default_factory=list)
    opened: list[_Open] = field(default_factory=list)
    shown: set[str] = field(default_factory=set)
    position: int = 0
    said: int = 0

    def write(self, tokens: list[_Token]) -> Excerpt:
        """Everything between."""
        for token in tokens:
            if token.text:
                self._text(token.text)
            elif token.tag in _VOID:
                self._void(token)
            elif token.tag.startswith("/"):
                self._close(token.tag[1:])
            else:
                self.opened.append(_Open(token.tag, len(self.out), self.said))
                self.out.append(_start_tag(token.tag, token.attributes))
        while self.opened:
            self._close(self.opened[-1].tag)
        return Excerpt("".join(self.out).strip(), frozenset(self.shown))

    def _text(self, text: str) -> None:
        first = last = None
        before = self.position
        for place, char in enumerate(text):
            if char.isalnum():
                if self.start <= self.position < self.end:
                    first, last = place if first is None else first, place
                self.position += 1
        if first is None or last is None:
            inside = self.start < self.position < self.end
            self.out.append(escape(text, quote=False) if inside else "")
            return
        self.said += 1
        begin = 0 if before > self.start else _opening(text, first)
        end = len(text) if self.position < self.end else _behind(text, last)
        self.out.append(escape(text[begin:end], quote=False))

    def _void(self, token: _Token) -> None:
        if token.tag == "img":
            self._picture(dict(token.attributes))
        elif self.start < self.position < self.end:
            self.out.append(f"<{token.tag}>")

    def _picture(self, attributes: Mapping[str, str]) -> None:
        source = attributes.get("src", "")
        identity = source[4:] if source[:4].lower() == "cid:" else ""
        name = self.names.get(identity)
        if name is None or not self.start <= self.position <= self.end:
            return
        sizes = [(key, attributes[key]) for key in ("width", "height") if attributes.get(key, "").isdecimal()]
        self.out.append(_start_tag("img", (("src", f"cid:{name}"), ("alt", ""), *sizes)))
        self.shown.add(identity)
        self.said += 1

    def _close(self, tag: str) -> None:
        """The end of the innermost element; clean HTML closes what it opens, in order."""
        if not self.opened or self.opened[-1].tag != tag:
            return
        element = self.opened.pop()
        if self.said == element.said and not _is_inside(self, tag):
            del self.out[element.place :]
        else:
            self.out.append(f"</{tag}>")


def _is_inside(writer: _Writer, tag: str) -> bool:
    """An empty cell keeps its column, an empty line its place, between words of the reply."""
    return tag in ("td", "th", "p", "div") and writer.start < writer.position < writer.end


def _start_tag(tag: str, attributes: tuple[tuple[str, str], ...]) -> str:
    """A link to a host under a disguise leads nowhere and says where it would have led."""
    if tag == "a" and (host := disguised_host(dict(attributes).get("href", ""))):
        return f"<a>[{escape(host)}] "
    written = "".join(f' {name}="{escape(value)}"' for name, value in attributes)
    return f"<{tag}{written}>"


def _opening(text: str, first: int) -> int:
    while first > 0 and text[first - 1] in _OPENING:
        first -= 1
    return first


def _behind(text: str, last: int) -> int:
    """Where the marks behind the last letter end: on the same line, before the next blank or letter."""
    end = last + 1
    while end < len(text) and not text[end].isspace() and not text[end].isalnum():
        end += 1
    return end
