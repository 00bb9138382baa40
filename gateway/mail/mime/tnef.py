"""TNEF, Outlook's `winmail.dat`, opened (MS-OXTNEF): its text, its files. Damaged streams give what stands before."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from gateway.mail.mime.rtf import decompressed, rtf_to_text
from gateway.mail.text.charset import codec_of, decode

SIGNATURE = b"\x78\x9f\x3e\x22"

_BODY, _SUBJECT, _PROPERTIES = 0x800C, 0x8004, 0x9003
_RENDERED, _TITLE, _DATA, _ATTACHMENT, _CODEPAGE = 0x9002, 0x8010, 0x800F, 0x9005, 0x9007
_PR_BODY, _PR_HTML, _PR_RTF = 0x1000, 0x1013, 0x1009
_PR_LONG_NAME, _PR_NAME, _PR_MIME, _PR_CONTENT_ID, _PR_OBJECT = 0x3707, 0x3704, 0x370E, 0x3712, 0x3701
_SIZES = {0x02: 2, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 2, 0x14: 8, 0x40: 8, 0x48: 16}
_STRING8, _UNICODE, _OBJECT, _BINARY = 0x1E, 0x1F, 0x0D, 0x102
_MAX_FILES = 200


@dataclass(slots=True)
class TnefFile:
    """A file inside a TNEF stream."""

    name: str = ""
    type: str = ""
    content_id: str | None = None
    content: bytes = b""


@dataclass(slots=True)
class Tnef:
    """What a TNEF stream holds; `text` and `html` are None where it holds none."""

    text: str | None = None
    html: str | None = None
    rtf: bytes = b""
    files: list[TnefFile] = field(default_factory=list)


def open_tnef(data: bytes) -> Tnef | None:
    """Read a TNEF stream, None when it is none. Never raises; linear in the input."""
    if not data.startswith(SIGNATURE):
        return None
    found = Tnef()
    charset = "windows-1252"
    for number, value in _attributes(data):
        if number == _CODEPAGE and len(value) >= 4:
            page = f"cp{int.from_bytes(value[:4], 'little')}"
            charset = page if codec_of(page) else charset
        elif number == _RENDERED and len(found.files) < _MAX_FILES:
            found.files.append(TnefFile())
        elif number == _BODY:
            found.text = found.text or _string(value, charset)
        elif number == _PROPERTIES:
            _take_body(found, value, charset)
        elif found.files:
            _take_file(found.files[-1], number, value, charset)
    if found.text is None and found.html is None and found.rtf:
        found.text = rtf_to_text(decompressed(found.rtf)) or None
    found.files = [file for file in found.files if file.content]
    return found


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Number and value of every attribute (section 2.1.3.2); stops where the stream is damaged."""
    position = 6
    while position + 9 <= len(data):
        _, number, length = struct.unpack_from("<BII", data, position)
        position += 9
        if length > len(data) - position:
            return
        yield number & 0xFFFF, data[position : position + length]
        position += length + 2


def _take_body(found: Tnef, value: bytes, charset: str) -> None:
    for number, kind, content in _properties(value):
        if number == _PR_BODY:
            found.text = found.text or _text(kind, content, charset)
        elif number == _PR_HTML:
            found.html = found.html or _text(kind, content, charset)
        elif number == _PR_RTF:
            found.rtf = found.rtf or content


def _take_file(file: TnefFile, number: int, value: bytes, charset: str) -> None:
    if number == _TITLE:
        file.name = file.name or _string(value, charset)
    elif number == _DATA:
        file.content = value
    elif number == _ATTACHMENT:
        for one, kind, content in _properties(value):
            _take_file_property(file, one, kind, (content, charset))


def _take_file_property(file: TnefFile, number: int, kind: int, value: tuple[bytes, str]) -> None:
    content, charset = value
    if number == _PR_LONG_NAME:
        file.name = _text(kind, content, charset) or file.name
    elif number == _PR_NAME:
        file.name = file.name or _text(kind, content, charset)
    elif number == _PR_MIME:
        file.type = _text(kind, content, charset).lower()
    elif number == _PR_CONTENT_ID:
        file.content_id = _text(kind, content, charset).strip("<> ") or None
    elif number == _PR_OBJECT and not file.content:
        file.content = content[16:] if kind == _OBJECT else content  # behind the interface identifier


def _properties(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Identifier, type and first value of every MAPI property (section 2.1.3.4)."""
    if len(data) < 4:
        return
    position = 4
    try:
        while position + 4 <= len(data):
            kind, number = struct.unpack_from("<HH", data, position)
            position += 4
            if number >= 0x8000:
                position = _behind_name(data, position)
            many = bool(kind & 0x1000)
            kind &= 0x0FFF
            value, position = _value(data, position, kind, many)
            yield number, kind, value
    except (struct.error, ValueError):
        return


def _behind_name(data: bytes, position: int) -> int:
    (form,) = struct.unpack_from("<I", data, position + 16)
    if form == 0:
        return position + 24
    (length,) = struct.unpack_from("<I", data, position + 20)
    return position + 24 + _padded(length)


def _value(data: bytes, position: int, kind: int, many: bool) -> tuple[bytes, int]:
    """The first value and where the next property begins."""
    variable = kind in (_STRING8, _UNICODE, _OBJECT, _BINARY)
    count = 1
    if many or variable:
        (count,) = struct.unpack_from("<I", data, position)
        position += 4
    if count > len(data):
        raise ValueError("more values than bytes")
    first = b""
    for index in range(count):
        size = _SIZES.get(kind, 0)
        if variable:
            (size,) = struct.unpack_from("<I", data, position)
            position += 4
        elif not size:
            raise ValueError("unknown property type")
        if size > len(data) - position:
            raise ValueError("value beyond the end")
        first = data[position : position + size] if index == 0 else first
        position += _padded(size)
    return first, position


def _padded(size: int) -> int:
    return size + (-size % 4)


def _text(kind: int, content: bytes, charset: str) -> str:
    return _string(content, "utf-16-le" if kind == _UNICODE else charset)


def _string(content: bytes, charset: str) -> str:
    text = decode(content, charset)[0] if charset != "utf-16-le" else content.decode("utf-16-le", "replace")
    return text.partition("\0")[0].replace("\r\n", "\n").strip("\0")
