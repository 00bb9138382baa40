"""A message as signatures see it: raw fields, and the canonical forms of RFC 6376 section 3.4.

Everything here is linear in its input, whatever runs of blanks or empty lines stand in it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from gateway.mail.limits import Limits

Form = Literal["simple", "relaxed"]

_LIMITS: Final = Limits()
_LONE_LINE_FEED: Final = re.compile(rb"(?<!\r)\n")
_FOLD: Final = re.compile(rb"\r\n(?=[ \t])")
_BLANKS: Final = re.compile(rb"[ \t]+")
_NAME: Final = re.compile(rb"([!-9;-~]{1,200}+)[ \t]*+:")  # RFC 5322 section 2.2, and blanks that old mail has there
_FIELD_END: Final = re.compile(rb"\r\n(?![ \t])")
# The value of the tag b=, which a signature does not cover (RFC 6376 section 3.5); bh= and others stay.
_SIGNATURE_TAG: Final = re.compile(rb"((?:\A|;)[ \t\r\n]*+b[ \t\r\n]*+=)[^;]*+")


@dataclass(frozen=True, slots=True)
class RawField:
    """One field with its folding, without the last CRLF; `name` in lower case."""

    name: str
    raw: bytes

    @property
    def value(self) -> str:
        """The value on one line, undecoded; bytes that are not UTF-8 become U+FFFD."""
        pieces = self.raw.partition(b":")[2].split(b"\r\n")
        return b" ".join([piece for one in pieces if (piece := one.strip())]).decode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class RawMessage:
    """Fields in the order of the message, and the body with CRLF line ends.

    `sound` is False where readers could disagree about what a field is: a line that is no field, NUL or a bare CR
    in the header, a header beyond the limits. Fields below the first such line are left out.
    """

    fields: tuple[RawField, ...]
    body: bytes
    sound: bool

    def all(self, name: str) -> tuple[RawField, ...]:
        """Every field of a name in lower case, top of the message first."""
        return tuple(one for one in self.fields if one.name == name)


def split_message(content: bytes) -> RawMessage:
    """The raw fields and the body of a message. Line feeds alone count as line ends."""
    pieces, start = _pieces(content)
    fields = tuple(_fields(pieces or ()))
    sound = pieces is not None and len(fields) == len(pieces) and content.count(b"\n", 0, start) <= _LIMITS.header_lines
    return RawMessage(fields, _with_crlf(content[start:]), sound)


def topmost_fields(content: bytes) -> Iterator[RawField]:
    """The raw fields from the top downwards, as far as `RawMessage.sound` would be true.

    One after another: who looks for the first field of a name reads no further.
    """
    stop, _ = _end(content)
    return _fields(_from_top(content, stop)) if stop > 0 else iter(())


def _from_top(content: bytes, stop: int) -> Iterator[bytes]:
    start, feed = 0, content.find(b"\n", 0, stop)
    while feed >= 0:
        if not content.startswith((b" ", b"\t"), feed + 1, stop):  # else the field goes on in the next line
            raw = _with_crlf(content[start:feed].removesuffix(b"\r"))
            if not start and _is_mailbox_line(raw):
                raw = raw.partition(b"\r\n")[2]
            if start or raw:
                yield raw
            start = feed + 1
        feed = content.find(b"\n", feed + 1, stop)
    if start < stop:
        yield _with_crlf(content[start:stop])


def _pieces(content: bytes) -> tuple[list[bytes] | None, int]:
    """What should be fields, None where the header is too long; and where the body starts."""
    stop, start = _end(content)
    if stop < 0:
        return None, len(content)
    block = _with_crlf(content[:stop]).removesuffix(b"\r\n")
    if _is_mailbox_line(block):
        block = block.partition(b"\r\n")[2]
    return (_FIELD_END.split(block) if block else []), start


def _is_mailbox_line(block: bytes) -> bool:
    """Begins it with the line that mailbox files put in front?"""
    return block.startswith((b"From ", b">From ")) and not _NAME.match(block)


def _with_crlf(data: bytes) -> bytes:
    return data if data.count(b"\n") == data.count(b"\r\n") else _LONE_LINE_FEED.sub(b"\r\n", data)


def _end(content: bytes) -> tuple[int, int]:
    """Where the fields stop and the body starts; -1 for a header that is too long."""
    most = _LIMITS.header_bytes + 2
    for empty in (b"\r\n", b"\n"):
        if content.startswith(empty):
            return 0, len(empty)
    usual = content.find(b"\n\r\n", 0, most)
    other = content.find(b"\n\n", 0, most if usual < 0 else usual + 1)
    if other >= 0:
        return other + 1, other + 2
    if usual >= 0:
        return usual + 1, usual + 3
    return (len(content), len(content)) if len(content) <= most else (-1, -1)


def _fields(pieces: Iterable[bytes]) -> Iterator[RawField]:
    for raw in pieces:
        match = _NAME.match(raw)
        if match is None or b"\0" in raw or raw.count(b"\r") != raw.count(b"\r\n"):
            return
        yield RawField(match[1].lower().decode("ascii"), raw)


def canonical_field(raw: bytes, form: Form) -> bytes:
    """One field with CRLF at its end (RFC 6376 sections 3.4.1 and 3.4.2)."""
    return relaxed_field(raw) if form == "relaxed" else raw + b"\r\n"


def relaxed_field(raw: bytes) -> bytes:
    """Name in lower case, unfolded, every run of blanks one blank (RFC 6376 section 3.4.2)."""
    name, _, value = raw.partition(b":")
    value = _BLANKS.sub(b" ", _FOLD.sub(b"", value)).strip(b" ")
    return name.strip(b" \t").lower() + b":" + value + b"\r\n"


def canonical_body(body: bytes, form: Form) -> bytes:
    """The body without empty lines at its end (RFC 6376 sections 3.4.3 and 3.4.4)."""
    return relaxed_body(body) if form == "relaxed" else _without_empty_lines(body) or b"\r\n"


def relaxed_body(body: bytes) -> bytes:
    """Every run of blanks one blank, none at the end of a line (RFC 6376 section 3.4.4)."""
    if b"  " in body or b"\t" in body:
        body = _BLANKS.sub(b" ", body)
    return _without_empty_lines(body.replace(b" \r\n", b"\r\n").removesuffix(b" "))


def _without_empty_lines(body: bytes) -> bytes:
    if not body.endswith(b"\r\n"):
        return body + b"\r\n" if body else b""
    text = body.rstrip(b"\r\n")
    ends = len(text) + max(body[len(text) :].rfind(b"\r\r"), body[len(text) :].rfind(b"\n\n")) + 1
    return body[:ends] + b"\r\n" if ends else b""


def without_signature(raw: bytes) -> bytes:
    """A signature field with the value of its tag b= removed (RFC 6376 section 3.5)."""
    name, colon, value = raw.partition(b":")
    return name + colon + _SIGNATURE_TAG.sub(rb"\1", value)
