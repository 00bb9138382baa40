"""Rich text to plain text: the compressed RTF of Outlook (MS-OXRTFCP), and the words within any RTF."""

import re

from gateway.mail.text.charset import clean, codec_of

_PREBUFFER = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor "
    b"MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20"
    b"\\b\\i\\u\\tab\\tx"
)
_MAX_SIZE = 500_000  # bytes that are read: enough for any mail text, and a bounded cost
_TOKEN = re.compile(
    rb"\\([a-z]{1,32})(-?[0-9]{1,10})?[ ]?|\\'([0-9a-fA-F]{2})|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)"
)
_SKIPPED = frozenset(
    b"fonttbl colortbl stylesheet info pict object header footer generator themedata xmlnstbl listtable "
    b"listoverridetable rsidtbl latentstyles datastore mmathPr".split()
)
_AS_TEXT = {
    b"par": "\n", b"line": "\n", b"tab": "\t", b"cell": "\t", b"row": "\n", b"lquote": "\u2018", b"rquote": "\u2019",
    b"ldblquote": "\u201c", b"rdblquote": "\u201d", b"bullet": "\u2022", b"endash": "\u2013", b"emdash": "\u2014",
}  # fmt: skip


def decompressed(data: bytes) -> bytes:
    """LZFu-compressed RTF unpacked; what is damaged ends early. Empty when it is not compressed RTF."""
    if len(data) < 16:
        return b""
    size = min(int.from_bytes(data[4:8], "little"), _MAX_SIZE)
    if data[8:12] == b"MELA":
        return data[16 : 16 + size]
    if data[8:12] != b"LZFu":
        return b""
    window = bytearray(_PREBUFFER.ljust(4096, b" "))
    write = len(_PREBUFFER)
    out = bytearray()
    position = 16
    while position < len(data) and len(out) < size:
        flags = data[position]
        position += 1
        for bit in range(8):
            step = _step(data, position, bool(flags >> bit & 1), (window, write))
            if step is None:
                return bytes(out)
            piece, position = step
            for byte in piece:
                window[write] = byte
                write = (write + 1) % 4096
            out += piece
    return bytes(out[:size])


def _step(data: bytes, position: int, reference: bool, dictionary: tuple[bytearray, int]) -> tuple[bytes, int] | None:
    """One literal or one reference into the last 4,096 bytes; None at the end."""
    if not reference:
        return (data[position : position + 1], position + 1) if position < len(data) else None
    if position + 2 > len(data):
        return None
    window, write = dictionary
    code = int.from_bytes(data[position : position + 2], "big")
    offset, length = code >> 4, (code & 15) + 2
    if offset == write:
        return None
    # A reference may reach into the bytes it is just writing: then they repeat.
    known = (write - offset) % 4096
    run = bytes(window[(offset + index) % 4096] for index in range(min(known, length)))
    return (run * (length // len(run) + 1))[:length], position + 2


class _Words:
    """Reads the visible words out of RTF tokens."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.codec = "cp1252"
        self.stack: list[tuple[bool, int]] = []
        self.skip = False
        self.fallback = 1  # characters behind \u that old readers would show
        self.pending = 0
        self.first = False  # at the start of a group, where a destination is named
        self.markup = False  # RTF made from HTML: \htmlrtf marks what is only for RTF readers

    def brace(self, brace: bytes) -> None:
        if brace == b"{":
            self.stack.append((self.skip, self.fallback))
            self.first = True
        elif self.stack:
            self.skip, self.fallback = self.stack.pop()

    def control(self, word: bytes, number: int | None) -> None:
        if self.first and word in _SKIPPED:
            self.skip = True
        elif word == b"ansicpg" and number and codec_of(f"cp{number}"):
            self.codec = codec_of(f"cp{number}") or self.codec
        elif word == b"uc":
            self.fallback = min(max(number or 0, 0), 8)
        elif word == b"u" and number is not None:
            self._add(chr(number & 0xFFFF))
            self.pending = self.fallback
        elif word == b"htmlrtf":
            self.markup = number != 0
        elif word in _AS_TEXT:
            self._add(_AS_TEXT[word])
        self.first = False

    def character(self, code: int) -> None:
        if self.pending:
            self.pending -= 1
        else:
            self._add(bytes([code]).decode(self.codec, "replace"))
        self.first = False

    def symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self.skip = True  # a destination that only some readers know
        elif symbol in b"\\{}":
            self._add(symbol.decode("ascii"))
        elif symbol == b"~":
            self._add(" ")
        elif symbol in b"\r\n":
            self._add("\n")

    def text(self, text: bytes) -> None:
        shown = text[self.pending :]
        self.pending = max(0, self.pending - len(text))
        self._add(shown.decode(self.codec, "replace"))
        self.first = False

    def _add(self, text: str) -> None:
        if not self.skip and (not self.markup or text == "\n"):
            self.out.append(text)


def rtf_to_text(data: bytes) -> str:
    """The readable words of RTF, paragraphs as lines. Never raises; linear in the input."""
    words = _Words()
    for match in _TOKEN.finditer(data[:_MAX_SIZE]):
        word, number, code, symbol, brace, text = match.groups()
        if word:
            words.control(word, int(number) if number else None)
        elif code:
            words.character(int(code, 16))
        elif symbol:
            words.symbol(symbol)
        elif brace:
            words.brace(brace)
        elif text:
            words.text(text)
    joined = "".join(words.out).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return clean(joined).strip()
