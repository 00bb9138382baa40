"""Content-Transfer-Encoding taken off (RFC 2045 section 6), and files that stand in text: uuencode and yEnc."""

import binascii
import re
from collections.abc import Callable
from dataclasses import dataclass

from gateway.mail.limits import Defects, Limits

_BLANKS_BEHIND = re.compile(rb"=[ \t]++(?=\r?\n)")
_BEHIND_PADDING = re.compile(rb"(={1,2})[ \t]++[^\r\n]++")  # words on the line that ends the data
_NOT_BASE64 = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="))
_UU_BEGIN = re.compile(rb"(?:\A|\n)begin (?:6|7|4)[0-7]{2,3} ([^\r\n]{1,255})\r?\n")
_Y_BEGIN = re.compile(rb"(?:\A|\n)=ybegin [^\r\n]{0,200}?name=([^\r\n]{1,255})\r?\n")


def untransferred(data: memoryview, encoding: str, defects: Defects) -> bytes:
    """The bytes behind a transfer encoding; what cannot be decoded stays as it is, with a defect."""
    name = encoding.partition(";")[0].partition("(")[0].strip().strip("\"'").lower()
    if name in ("", "7bit", "8bit", "binary", "7-bit", "8-bit", "none"):
        return bytes(data)
    if name in ("quoted-printable", "quoted_printable", "quotedprintable", "quoted", "qp"):
        return _quoted_printable(bytes(data))
    if name in ("base64", "base-64", "b64"):
        return _base64(data, defects)
    if name in ("x-uuencode", "x-uue", "uuencode", "uue", "x-uu"):
        return _uu_whole(bytes(data), defects)
    defects.add(f"unknown transfer encoding {encoding.strip()[:40]}")
    return bytes(data)


def _quoted_printable(data: bytes) -> bytes:
    if b"= " in data or b"=\t" in data:
        data = _BLANKS_BEHIND.sub(b"=", data)
    return binascii.a2b_qp(data)


def _base64(data: memoryview, defects: Defects) -> bytes:
    """Base64 with the usual damage: stray characters, missing padding, several encoded pieces in a row."""
    try:
        decoded = binascii.a2b_base64(data)
        if _nothing_cut_off(data, len(decoded)):
            return decoded
    except binascii.Error:
        pass
    letters = _BEHIND_PADDING.sub(rb"\1", bytes(data)).translate(None, _NOT_BASE64)
    pieces = [piece for piece in letters.split(b"=", 1_000) if piece]
    if not pieces:
        return b""
    if len(pieces) > 1 or len(letters) % 4:
        defects.add("damaged base64")
    return b"".join(_piece(piece.replace(b"=", b"")) for piece in pieces)


def _nothing_cut_off(data: memoryview, decoded: int) -> bool:
    """Did decoding reach the end? It stops at padding, which may stand in the middle of joined pieces."""
    if len(data) > 4_096 and decoded * 4 >= (len(data) - len(data) // 38 - 200) * 3:
        return True
    return b"=" not in bytes(data).rstrip(b"=\r\n \t")


def _piece(letters: bytes) -> bytes:
    if len(letters) % 4 == 1:
        letters = letters[:-1]
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))


def _uu_whole(data: bytes, defects: Defects) -> bytes:
    match = _UU_BEGIN.search(data)
    if not match:
        defects.add("uuencoded part without its begin line")
        return data
    return _uu_lines(data, match.end())[0]


def _uu_lines(data: bytes, position: int) -> tuple[bytes, int]:
    """The decoded lines from `position` on, and where the text goes on behind the end line."""
    out: list[bytes] = []
    while position < len(data):
        newline = data.find(b"\n", position)
        stop = newline + 1 if newline >= 0 else len(data)
        line = data[position:stop].rstrip(b"\r\n")
        if line.strip() == b"end":
            return b"".join(out), stop
        decoded = _uu_line(line)
        if decoded is None:
            return b"".join(out), position
        out.append(decoded)
        position = stop
    return b"".join(out), position


def _uu_line(line: bytes) -> bytes | None:
    if not line or line in (b"`", b" "):
        return b""
    if len(line) > 100 or not 32 <= line[0] <= 96:
        return None
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        wanted = (((line[0] - 32) & 63) * 4 + 5) // 3
        try:
            return binascii.a2b_uu(line[:wanted])
        except binascii.Error:
            return None


_Taker = Callable[[bytes, int], tuple[bytes, int]]


@dataclass(frozen=True, slots=True)
class FileInText:
    """A file that stood encoded in a text part."""

    name: bytes
    content: bytes


def files_in_text(data: bytes, limits: Limits, defects: Defects) -> tuple[bytes, list[FileInText]]:
    """Text without the uuencode and yEnc blocks in it, and those as files; yEnc stays encoded."""
    files: list[FileInText] = []
    if b"begin " not in data:
        return data, files
    data = _cut_out(data, _UU_BEGIN, _uu_lines, files, limits.files_in_text)
    if files:
        defects.add("uuencoded file in the text")
    before = len(files)
    data = _cut_out(data, _Y_BEGIN, _y_block, files, limits.files_in_text)
    if len(files) > before:
        defects.add("yEnc file in the text, kept encoded")
    if len(files) >= limits.files_in_text:
        defects.add(f"more than {limits.files_in_text} files in the text, the rest stay in it")
    return data, files


def _cut_out(data: bytes, begin: re.Pattern[bytes], take: _Taker, files: list[FileInText], limit: int) -> bytes:
    rest: list[bytes] = []
    position = 0
    for _ in range(limit):
        match = begin.search(data, position)
        if not match:
            break
        content, after = take(data, match.end())
        if content:
            files.append(FileInText(match[1].strip(), content))
            rest.append(data[position : match.start()] + b"\n")
        else:
            rest.append(data[position:after])
        position = after
    return b"".join((*rest, data[position:])) if rest else data


def _y_block(data: bytes, position: int) -> tuple[bytes, int]:
    end = data.find(b"\n=yend", position)
    if end < 0:
        return b"", position
    newline = data.find(b"\n", end + 1)
    stop = newline + 1 if newline >= 0 else len(data)
    begin = data.rfind(b"=ybegin", 0, position)
    return data[begin:stop], stop
