"""Japanese text of Windows and of phones: ISO-2022-JP and EUC-JP with the characters that Microsoft added.

CP50221 and CP51932 hold NEC's and IBM's rows, circled digits and company signs, and half-width katakana. Python has
these characters only in Shift_JIS (cp932), whose bytes can be computed from those of the other two.
"""

import re
from typing import Final

_ESCAPE: Final = re.compile(rb"\x1b(?:\$[@AB]|\$\([@-DOPQ]|\([A-Z]|&@)|[\x0e\x0f]")
_TWO_BYTES: Final = (b"\x1b$@", b"\x1b$B", b"\x1b&@")
_FURTHER: Final = re.compile(rb"\x1b\$(?:A|\([A-DOPQ])")
_KATAKANA: Final = (b"\x1b(I", b"\x0e")
_EUC: Final = re.compile(rb"[\xa1-\xfe]{2}|\x8e[\xa1-\xdf]|\x8f[\xa1-\xfe]{2}|.", re.DOTALL)


def from_iso2022(data: bytes) -> str:
    """Text of ISO-2022-JP read as CP50221; what no character belongs to is U+FFFD."""
    out: list[str] = []
    mode, at = b"\x1b(B", 0
    for found in _ESCAPE.finditer(data):
        out.append(_segment(mode, data[at : found.start()]))
        mode, at = found[0], found.end()
    out.append(_segment(mode, data[at:]))
    return "".join(out)


def from_euc(data: bytes) -> str:
    """Text of EUC-JP read as CP51932; what no character belongs to is U+FFFD."""
    return "".join([_of_euc(found[0]) for found in _EUC.finditer(data)])


def _segment(mode: bytes, data: bytes) -> str:
    if not data:
        return ""
    if mode in _TWO_BYTES:
        return "".join([_of_jis(data[at : at + 2]) for at in range(0, len(data), 2)])
    if mode in _KATAKANA:
        return bytes(byte | 0x80 for byte in data).decode("cp932", "replace")
    if _FURTHER.fullmatch(mode):
        return (mode + data + b"\x1b(B").decode("iso2022_jp_ext", "replace")
    return data.decode("ascii", "replace")


def _of_jis(pair: bytes) -> str:
    """A character of JIS X 0208, by its two bytes of seven bits."""
    if len(pair) < 2 or not (0x21 <= pair[0] <= 0x7E and 0x21 <= pair[1] <= 0x7E):
        return pair.decode("ascii", "replace")
    row, cell = pair[0] - 0x21, pair[1]
    lead = (0x81 if row < 62 else 0xC1) + row // 2
    trail = cell + 0x7E if row % 2 else cell + 0x1F + (cell >= 0x60)
    return bytes((lead, trail)).decode("cp932", "replace")


def _of_euc(piece: bytes) -> str:
    if len(piece) == 2 and piece[0] == 0x8E:
        return piece[1:].decode("cp932", "replace")
    if len(piece) == 2:
        return _of_jis(bytes(byte & 0x7F for byte in piece))
    return piece.decode("euc_jp", "replace")
