"""Header fields: found, unfolded, decoded. Tolerant of everything, linear in the input."""

import binascii
import re
from dataclasses import dataclass
from functools import lru_cache

from gateway.mail.header.thread import shortened
from gateway.mail.limits import Defects, Limits
from gateway.mail.message import Headers, Values, values_by_name
from gateway.mail.text.charset import codec_of, decode

RawField = tuple[str, str]  # name as written, value unfolded and free of controls, RFC 2047 words not yet decoded

_END = re.compile(rb"\n\r?\n")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_NOT_DECODED = re.compile("[\udc80-\udcff]")
_CHARSET = re.compile(r"charset\s*+=\s*+[\"']?([\w.:-]{1,60})", re.IGNORECASE)
_FREE_TEXT = frozenset({"subject", "comments", "thread-topic", "x-mailer", "keywords", "content-description"})
_THREAD = frozenset({"references", "in-reply-to"})  # the last of their ids are the nearest
# Fields that vouch for a sender count only above the first broken line: a relay that ends the header there
# has not looked at what stands below it.
_VOUCHING = frozenset({"authentication-results", "arc-authentication-results", "received-spf", "return-path"})


@dataclass(frozen=True, slots=True)
class HeaderBlock:
    """One header as found: its fields, raw and decoded, and where the body starts."""

    raw: Values  # before RFC 2047 is decoded
    decoded: Headers
    body: int

    def all(self, name: str) -> tuple[str, ...]:
        """Raw values of a field, `name` in lower case, in order."""
        return self.raw.get(name, ())

    def get(self, name: str) -> str:
        """First raw value of a field, "" when there is none; `name` in lower case."""
        return self.raw[name][0] if name in self.raw else ""


def read_header(content: bytes, start: int, end: int, limits: Limits, defects: Defects) -> HeaderBlock:
    """Read the header that begins at `start`.

    A line that is neither field nor continuation belongs to the field above when more fields follow, and
    begins the body when none do.
    """
    if content.startswith((b"\n", b"\r\n"), start) and start < end:
        return HeaderBlock({}, Headers(), content.index(b"\n", start) + 1)
    found = _END.search(content, start, end)
    stop, body = (found.start() + 1, found.end()) if found else (end, end)
    text = _text_of(content[start : min(stop, start + limits.header_bytes + 1)], limits, defects)
    lines = _lines_of(text, limits, defects)
    reader = _Lines(lines, defects)
    fields = reader.read()
    if reader.broken_at is not None and stop - start <= limits.header_bytes:
        body = start + sum(len(line.encode("utf-8", "surrogateescape")) + 1 for line in lines[: reader.broken_at])
    return _block(_plain_fields(fields, limits, defects), body)


def _text_of(block: bytes, limits: Limits, defects: Defects) -> str:
    if len(block) > limits.header_bytes:
        defects.add(f"header longer than {limits.header_bytes} bytes, the rest was not read")
        block = block[: block.rfind(b"\n") + 1]
    return block.decode("utf-8", "surrogateescape")


def _lines_of(text: str, limits: Limits, defects: Defects) -> list[str]:
    lines = text.split("\n", limits.header_lines)
    if len(lines) > limits.header_lines:
        defects.add(f"header of more than {limits.header_lines} lines, the rest was not read")
        lines.pop()
    return lines


def _joined(pieces: list[str]) -> str:
    """A value unfolded: its lines with one blank between them."""
    return " ".join(filter(None, map(str.strip, pieces)))


def _plain_fields(fields: list[RawField], limits: Limits, defects: Defects) -> list[RawField]:
    """The fields with every character decoded, none of them a control, and no value too long."""
    most = limits.structured_header_bytes
    every = "".join([value for _, value in fields])
    if len(every) <= most and every.isascii() and every.isprintable():  # as most headers
        return fields
    odd = [not (value.isascii() and value.isprintable() and len(value) <= most) for _, value in fields]
    if True not in odd:
        return fields
    hint = None
    if any(_NOT_DECODED.search(value) for _, value in fields):
        hint = _charset_of(fields) or defects.charset_elsewhere()
    return [
        _bounded(field, (limits, hint), defects) if is_odd else field for field, is_odd in zip(fields, odd, strict=True)
    ]


def _charset_of(fields: list[RawField]) -> str | None:
    """The charset that the text is declared to have: 8-bit header fields most likely have it too."""
    value = next((value for name, value in fields if name.lower() == "content-type"), "")
    found = _CHARSET.search(value)
    return found[1] if found else None


def _block(fields: list[RawField], body: int) -> HeaderBlock:
    if "=?" not in "\n".join([value for _, value in fields]):
        decoded = Headers(tuple(fields))
        return HeaderBlock(decoded.by_name, decoded, body)
    decoded = Headers(tuple((name, decode_words(value) if "=?" in value else value) for name, value in fields))
    return HeaderBlock(values_by_name(fields), decoded, body)


class _Lines:
    """The line scanner of one header block."""

    def __init__(self, lines: list[str], defects: Defects) -> None:
        self.lines = lines
        self.defects = defects
        self.broken_at: int | None = None  # line where the body begins for want of an empty line
        self._pieces: list[tuple[str, list[str]]] = []
        self._mended = False

    def read(self) -> list[RawField]:
        for number, line in enumerate(self.lines):
            if line[:1] in (" ", "\t"):
                self._continue(line)
            elif not self._field(line) and line not in ("", "\r") and not self._odd_line(number, line):
                break
        return [(name, _joined(pieces)) for name, pieces in self._pieces]

    def _continue(self, line: str) -> None:
        if self._pieces:
            self._pieces[-1][1].append(line)

    def _field(self, line: str) -> bool:
        name, colon, value = line.partition(":")
        if not colon or not name:
            return False
        if name[-1] in " \t":
            name = name.rstrip(" \t")
            self.defects.add(f"blank before the colon of {name[:40]}" if _is_name(name) else "broken header line")
        if not _is_name(name):
            return False
        if not (self._mended and name.lower() in _VOUCHING):
            self._pieces.append((name, [value]))
        return True

    def _odd_line(self, number: int, line: str) -> bool:
        """True when the header goes on behind a line that is no field."""
        if number == 0 and line.startswith(("From ", ">From ")):
            return True
        rest = self.lines[number + 1 :] if not self._mended else []
        if self._mended or any(_is_name(later.partition(":")[0].rstrip(" \t")) and ":" in later for later in rest):
            self.defects.add("broken header line")
            self._mended = True
            self._continue(" " + line)
            return True
        self.defects.add("no empty line between header and body")
        self.broken_at = number
        return False


def _is_name(name: str) -> bool:
    """RFC 5322 section 2.2: printable US-ASCII without blank and colon."""
    return name.isascii() and name.isprintable() and " " not in name and 0 < len(name) <= 200


def _bounded(field: RawField, bounds: tuple[Limits, str | None], defects: Defects) -> RawField:
    name, value = field
    limits, hint = bounds
    if not (value.isascii() and value.isprintable()):
        value = _plain(name, value, hint, defects)
    if len(value) > limits.structured_header_bytes and _is_structured(name):
        is_thread = name.lower() in _THREAD
        left_out = "the middle" if is_thread else "the rest"
        defects.add(f"{name[:40]} longer than {limits.structured_header_bytes} bytes, {left_out} was not read")
        value = (shortened if is_thread else _cut)(value, limits.structured_header_bytes)
    return name, value


def _is_structured(name: str) -> bool:
    lower = name.lower()
    return lower not in _FREE_TEXT and not lower.startswith("x-")


def _cut(value: str, size: int) -> str:
    """The value up to the last separator before the limit, so that no half address is read."""
    head = value[:size]
    at = max(head.rfind(","), head.rfind(";"), head.rfind(" "))
    return head[:at] if at > size // 2 else head


def _plain(name: str, value: str, hint: str | None, defects: Defects) -> str:
    """8-bit and control characters resolved."""
    if _NOT_DECODED.search(value):
        defects.add(f"8-bit characters in {name[:40]} that are not UTF-8")
        value, _ = decode(value.encode("utf-8", "surrogateescape"), hint, defects.may_guess)
    elif "\x1b" in value:
        value, _ = decode(value.encode("utf-8", "surrogateescape"), "iso-2022-jp")
    if value.isprintable():
        return value
    if "\r" in value:
        defects.add("bare carriage return in the header")
    if "\0" in value:
        defects.add("NUL in the header")
    return one_line(value)


def one_line(text: str) -> str:
    """Text without C0 and C1 controls, line separators and lone surrogates, each run of them one blank."""
    return text if text.isprintable() else _CONTROLS.sub(" ", text).strip()


@dataclass(frozen=True, slots=True)
class _Word:
    charset: str
    encoding: str
    text: str


@lru_cache(maxsize=64)  # a name is decoded with its field and again with its address
def decode_words(value: str) -> str:
    """RFC 2047 decoded: anywhere in the value, also inside a word or quotes, split characters joined.

    White space between adjacent encoded words goes (section 6.2); everything else stays as written.
    """
    out: list[str] = []
    run: list[_Word] = []
    position = 0
    while (begin := value.find("=?", position)) >= 0:
        word, after = _word_at(value, begin)
        if after < 0:
            break
        if word is None:
            out.extend((_decoded(run), value[position:after]))
            run = []
        else:
            between = value[position:begin]
            if not run or between.strip():
                out.extend((_decoded(run), between))
                run = []
            run.append(word)
        position = after
    out.extend((_decoded(run), value[position:]))
    return one_line("".join(out))


def _word_at(value: str, begin: int) -> tuple[_Word | None, int]:
    """The encoded word at `begin` and where it ends; no word: how far to go on; -1: no word can follow."""
    mark = value.find("?", begin + 2, begin + 80)
    if mark < 0 or value[mark + 2 : mark + 3] != "?" or value[mark + 1] not in "bBqQ":
        return None, begin + 2
    end = value.find("?=", mark + 3)
    if end < 0:
        return None, -1
    charset = value[begin + 2 : mark]
    if not charset or any(c in charset for c in ' ()<>@,;:"/[]='):
        return None, begin + 2
    return _Word(charset, value[mark + 1].lower(), value[mark + 3 : end]), end + 2


def _decoded(run: list[_Word]) -> str:
    """Adjacent words: bytes of the same charset are joined before decoding, so a split character is whole."""
    out: list[str] = []
    pending = b""
    charset = ""
    for number, word in enumerate(run):
        if word.charset.lower() != charset:
            out.append(_text(pending, charset))
            pending, charset = b"", word.charset.lower()
        pending += _word_bytes(run, number)
    out.append(_text(pending, charset))
    return "".join(out)


def _word_bytes(run: list[_Word], number: int) -> bytes:
    word = run[number]
    if word.encoding == "q":
        return binascii.a2b_qp(word.text.replace(" ", "_").encode("utf-8", "replace"), header=True)
    text = "".join(c for c in word.text if c.isascii() and (c.isalnum() or c in "+/"))
    missing = -len(text) % 4
    return binascii.a2b_base64(text + "=" * missing if missing != 3 else text[:-1])


def _text(data: bytes, charset: str) -> str:
    if not data:
        return ""
    text, _ = decode(data, charset if codec_of(charset) else None)
    return text
