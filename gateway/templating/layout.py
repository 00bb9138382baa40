"""The HTML side of a mail: its text, read line by line, in one plain layout. Every loop is linear in the text."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Literal

import css_inline

from gateway.errors import ConfigurationError
from gateway.mail.text.link_hosts import disguised_host

BODY, LANGUAGE = "{{ body }}", "{{ language }}"
MAX_KEY = 30  # characters before the colon of a "Key: value" line
MAX_LINK = 2000  # a longer address stays text
_OPENING, _CLOSING = "<([{\"'", ">)]}\"'.,;:!?"
_IN_ADDRESS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_+@")
# one of each element a mail can have, to learn from the inliner how the style sheet dresses it
_MARK, _HREF = "\u2402", "#href"
_EXAMPLES = (
    f'{_MARK}<p>x <strong>x</strong> <a href="{_HREF}">x</a></p><ul><li>x</li></ul><blockquote>x</blockquote>{_MARK}'
)
_TAG = re.compile(r"<(p|strong|a|ul|li|blockquote)\b[^<>]*>")
Kind = Literal["text", "list", "quote"]


@dataclass(frozen=True, slots=True)
class Layout:
    """What stands around the body, and the opening tag of each element with its style."""

    before: str
    after: str
    tags: Mapping[str, str]

    def html(self, text: str, language: str) -> str:
        """The text as an HTML document: paragraphs, lists ("- "), quotes ("> ") and links; all of it escaped."""
        return self._document(self._blocks(text), language)

    def around(self, before: str, body: str, after: str, language: str) -> str:
        """The same for text before and after a body that is safe HTML already."""
        return self._document([*self._blocks(before), f"<div>{body}</div>", *self._blocks(after)], language)

    def _document(self, blocks: list[str], language: str) -> str:
        return self.before.replace(LANGUAGE, escape(language)) + "\n".join(blocks) + self.after

    def _blocks(self, text: str) -> list[str]:
        return [self._block(kind, list(lines)) for kind, lines in groupby(text.split("\n"), _kind) if kind is not None]

    def _block(self, kind: Kind, lines: list[str]) -> str:
        if kind == "list":
            items = "\n".join(f"{self.tags['li']}{self._inline(line[2:])}</li>" for line in lines)
            return f"{self.tags['ul']}\n{items}\n</ul>"
        if kind == "quote":
            quoted = "<br>\n".join(self._inline(line[1:].removeprefix(" ")) for line in lines)
            return f"{self.tags['blockquote']}{quoted}</blockquote>"
        return f"{self.tags['p']}{self._paragraph(lines)}</p>"

    def _paragraph(self, lines: list[str]) -> str:
        """Lines as they stand; where every one is "Key: value", the keys stand out."""
        keyed = all(map(_has_key, lines))
        return "<br>\n".join(self._keyed(line) if keyed else self._inline(line) for line in lines)

    def _keyed(self, line: str) -> str:
        key, _, value = line.partition(":")
        return f"{self.tags['strong']}{escape(key)}:</strong>{self._inline(value)}"

    def _inline(self, line: str) -> str:
        rest = line.lstrip(" ")
        indent = "\u00a0" * (len(line) - len(rest) - 1) + " " * (line[:1] == " ")  # HTML drops all but one blank
        if "@" not in rest and "://" not in rest:
            return indent + escape(rest)
        return indent + " ".join(self._word(word) for word in rest.split(" "))

    def _word(self, word: str) -> str:
        before, link, after = _link_in(word)
        if not link:
            return escape(word)
        if host := disguised_host(link):  # shown with its true name, and not to be clicked
            return f"{escape(word)} [{escape(host)}]"
        target = link if "://" in link else f"mailto:{link}"
        return f"{escape(before)}{self.tags['a'].replace(_HREF, escape(target))}{escape(link)}</a>{escape(after)}"


def load_layout(file: Path) -> Layout:
    """Read a layout and move its style sheet into the elements. Raises ConfigurationError where that fails."""
    try:
        source = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(str(file), "-", f"cannot be read as UTF-8: {error}.") from error
    if source.count(BODY) != 1:
        raise ConfigurationError(str(file), BODY, "must stand in the layout once, where the text of the mail goes.")
    try:
        inliner = css_inline.CSSInliner(keep_style_tags=False, load_remote_stylesheets=False)
        before, examples, after = inliner.inline(source.replace(BODY, _EXAMPLES)).split(_MARK)
    except (ValueError, css_inline.InlineError) as error:
        raise ConfigurationError(str(file), "-", f"cannot be read as HTML with CSS: {error}.") from error
    return Layout(before, after, {match[1]: match[0] for match in _TAG.finditer(examples)})


def _kind(line: str) -> Kind | None:
    if line.startswith(">"):
        return "quote"
    if line.startswith("- "):
        return "list"
    return "text" if line.strip() else None


def _has_key(line: str) -> bool:
    key, colon, value = line.partition(":")
    return bool(colon) and len(key) <= MAX_KEY and key[:1].isupper() and value[:1] in ("", " ")


def _link_in(word: str) -> tuple[str, str, str]:
    """What stands before, in and behind a link within one word. Only http, https and mail addresses become links."""
    if "@" not in word and "://" not in word:
        return word, "", ""
    core = word.lstrip(_OPENING)
    before, core = word[: len(word) - len(core)], core.rstrip(_CLOSING)
    after = word[len(before) + len(core) :]
    if "(" in core and after.startswith(")"):
        core, after = core + ")", after[1:]
    if len(core) <= MAX_LINK and (core.lower().startswith(("https://", "http://")) or _is_address(core)):
        return before, core, after
    return word, "", ""


def _is_address(word: str) -> bool:
    local, _, domain = word.partition("@")
    return bool(local) and "@" not in domain and "." in domain.strip(".") and _IN_ADDRESS.issuperset(word)
