"""The HTML side of a mail: its text, read line by line, in one plain layout. Every loop is linear in the text."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Literal

import css_inline
from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from gateway.errors import ConfigurationError

MAX_KEY = 30  # characters before the colon of a "Key: value" line
MAX_LINK = 2000  # a longer address stays text
_OPENING, _CLOSING = "<([{\"'", ">)]}\"'.,;:!?"
_IN_ADDRESS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_+@")
Kind = Literal["text", "list", "quote"]


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a line; `href` is empty where it is no link."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line. `key` is what stood before the colon in a block of "Key: value" lines, else empty."""

    key: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together: `list` without its "- ", `quote` without its "> "."""

    kind: Kind
    lines: tuple[Line, ...]


class Layout:
    """The layout, compiled, its CSS already in the style attributes of its elements."""

    __slots__ = ("_template",)

    def __init__(self, template: Template) -> None:
        """`template` prints `blocks` in `language`."""
        self._template = template

    def html(self, text: str, language: str) -> str:
        """The text as an HTML document."""
        return self._template.render(blocks=tuple(blocks_of(text)), language=language)


def load_layout(file: Path) -> Layout:
    """Read, inline and compile a layout. Raises ConfigurationError with the line of a mistake.

    The inliner reads the Jinja source as HTML: `{% %}` stands where text may stand, and holds no <, > or &.
    """
    try:
        styled = css_inline.CSSInliner(keep_style_tags=False, load_remote_stylesheets=False).inline(
            file.read_text(encoding="utf-8")
        )
    except (OSError, UnicodeDecodeError, ValueError, css_inline.InlineError) as error:
        raise ConfigurationError(str(file), "-", f"cannot be read as HTML with CSS: {error}.") from error
    inside = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    inside.globals.clear()
    try:
        layout = Layout(inside.from_string(styled))
        layout.html("Hello\n\nKey: value https://example.org/\n- one\n> two", "en")
    except TemplateError as error:
        line = f"line {error.lineno}" if isinstance(error, TemplateSyntaxError) else "-"
        raise ConfigurationError(str(file), line, f"{error.message}") from error
    return layout


def blocks_of(text: str) -> Iterator[Block]:
    """The text as blocks: an empty line or another kind of line begins a new one."""
    for kind, group in groupby(text.split("\n"), _kind):
        lines = list(group)
        if kind == "text":
            yield Block("text", _with_keys(lines))
        elif kind == "list":
            yield Block("list", tuple(Line("", _spans(line[2:])) for line in lines))
        elif kind == "quote":
            yield Block("quote", tuple(Line("", _spans(line[1:].removeprefix(" "))) for line in lines))


def _kind(line: str) -> Kind | None:
    if line.startswith(">"):
        return "quote"
    if line.startswith("- "):
        return "list"
    return "text" if line.strip() else None


def _with_keys(lines: list[str]) -> tuple[Line, ...]:
    parts = [_key_and_value(line) for line in lines]
    if not all(key for key, _ in parts):
        return tuple(Line("", _spans(line)) for line in lines)
    return tuple(Line(key, _spans(value)) for key, value in parts)


def _key_and_value(line: str) -> tuple[str, str]:
    key, colon, value = line.partition(":")
    written_as_key = colon and len(key) <= MAX_KEY and key[:1].isupper() and value[:1] in ("", " ")
    return (key, value.strip()) if written_as_key else ("", "")


def _spans(line: str) -> tuple[Span, ...]:
    rest = line.lstrip(" ")
    line = "\u00a0" * (len(line) - len(rest)) + rest  # HTML would drop an indent
    if "@" not in rest and "://" not in rest:
        return (Span(line),)
    spans: list[Span] = []
    plain: list[str] = []
    for word in line.split(" "):
        before, link, after = _link_in(word)
        if not link:
            plain.append(word)
            continue
        spans += [Span(" ".join([*plain, before])), Span(link, link if "://" in link else f"mailto:{link}")]
        plain = [after]
    return tuple(span for span in (*spans, Span(" ".join(plain))) if span.text)


def _link_in(word: str) -> tuple[str, str, str]:
    """What stands before, in and behind a link within one word; no link, no danger: only http(s) and addresses."""
    core = word.lstrip(_OPENING)
    before, core = word[: len(word) - len(core)], core.rstrip(_CLOSING)
    after = word[len(before) + len(core) :]
    if "(" in core and after.startswith(")"):
        core, after = core + ")", after[1:]
    if len(core) <= MAX_LINK and (core.lower().startswith(("https://", "http://")) or _is_address(core)):
        return before, core, after
    return "", "", ""


def _is_address(word: str) -> bool:
    local, _, domain = word.partition("@")
    return bool(local) and "@" not in domain and "." in domain.strip(".") and _IN_ADDRESS.issuperset(word)
