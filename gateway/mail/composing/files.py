"""Files in a message of ours: base64 (RFC 2045), names that cannot become fields (RFC 2047, 2231), pictures in place.

The bytes arrive as they are. Boundaries come from the caller and hold "=_", which base64 never does.
"""

import binascii
import re
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote

from gateway.mail.composing import folding
from gateway.mail.header.fields import one_line
from gateway.mail.mime.attachments import safe_name

LINE_BYTES: Final = 57  # become 76 characters (RFC 2045 section 6.8)
CHUNK_LINES: Final = 4096
_SEGMENT: Final = 60  # characters of one piece of a long parameter (RFC 2231 section 3)
_TYPE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,63}/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,63}\Z", re.ASCII)
_PLAIN_NAME: Final = re.compile(r"[A-Za-z0-9 !#$&()+,.@^_{}~=-]{1,60}\Z", re.ASCII)
_UNKNOWN: Final = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class SentPart:
    """A file as it goes into a message. `content_id`: without angle brackets, for a picture that stands in the HTML."""

    name: str
    type: str
    content: bytes = field(repr=False)
    content_id: str | None = None


def file_part(file: SentPart) -> bytes:
    """A whole part, header and base64, lines with CRLF."""
    name = safe_name(one_line(file.name), file.type)
    kind = _safe_type(file.type)
    disposition = "attachment" if file.content_id is None else "inline"
    fields = [
        f"Content-Type: {kind};\r\n {_name_parameter(name)}",
        "Content-Transfer-Encoding: base64",
        f"Content-Disposition: {disposition};\r\n {_file_name(name)}",
    ]
    if file.content_id is not None:
        fields.append(f"Content-ID: <{file.content_id}>")
    return "\r\n".join((*fields, "", "")).encode("ascii") + base64_lines(file.content)


def base64_lines(content: bytes) -> bytes:
    """Base64 in lines of 76 characters with CRLF."""
    out = bytearray()
    view = memoryview(content)
    for start in range(0, len(content), LINE_BYTES * CHUNK_LINES):
        chunk = view[start : start + LINE_BYTES * CHUNK_LINES]
        for at in range(0, len(chunk), LINE_BYTES):
            out += binascii.b2a_base64(chunk[at : at + LINE_BYTES], newline=False)
            out += b"\r\n"
    return bytes(out)


def multipart(subtype: str, boundary: str, parts: list[bytes], more: str = "") -> bytes:
    """Parts between delimiter lines (RFC 2046 section 5.1.1), with the header of the whole."""
    mark = f"\r\n--{boundary}".encode()
    head = f'Content-Type: multipart/{subtype}; boundary="{boundary}"{more}\r\n'.encode()
    return b"".join((head, *(piece for part in parts for piece in (mark, b"\r\n", part)), mark, b"--\r\n"))


def _safe_type(kind: str) -> str:
    """The type as it may be written; a message or multipart in base64 would be none (RFC 2046 section 5.2.1)."""
    kind = kind.lower()
    if not _TYPE.match(kind) or kind.startswith(("message/", "multipart/")):
        return _UNKNOWN
    return kind


def _name_parameter(name: str) -> str:
    """For readers that know no RFC 2231: the name in the type, in encoded words where it is not plain."""
    if _PLAIN_NAME.match(name) and "=?" not in name:
        return f'name="{name}"'
    return 'name="' + "\r\n ".join(folding.encoded_words(name)) + '"'


def _file_name(name: str) -> str:
    if _PLAIN_NAME.match(name) and "=?" not in name:
        return f'filename="{name}"'
    pieces, piece = [], ""
    for char in name:
        written = quote(char, safe="")
        if len(piece) + len(written) > _SEGMENT:
            pieces.append(piece)
            piece = ""
        piece += written
    pieces.append(piece)
    if len(pieces) == 1:
        return f"filename*=utf-8''{pieces[0]}"
    first = f"filename*0*=utf-8''{pieces[0]}"
    return ";\r\n ".join((first, *(f"filename*{number}*={one}" for number, one in enumerate(pieces[1:], 1))))
