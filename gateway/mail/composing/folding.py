"""Header fields as they are written: encoded words (RFC 2047), phrases, folding (RFC 5322 section 2.2.3).

Works on values without control characters only; what splits a line cannot get past `gateway.mail.compose.clean_header`.
"""

import base64
import re
from collections.abc import Iterator, Sequence
from typing import Final

FOLD_AT: Final = 76  # RFC 2047 section 2: no longer line may carry an encoded word; RFC 5322 asks for 78
MAX_LINE: Final = 998  # RFC 5322 section 2.1.1, without CRLF
MAX_TOKEN: Final = 900  # a longer word is written as encoded words, so that no line can reach MAX_LINE
MAX_QUOTED: Final = 200  # a longer display name is written as encoded words
_PAYLOAD: Final = 52  # with "=?utf-8?q?" and "?=" 64 characters: fits behind "Subject: "

_ATOMS: Final = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?: [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
# RFC 2047 section 5 (3): what an encoded word within a phrase may hold as it is
_PLAIN_IN_Q: Final = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!*+-/")


def encoded_words(text: str) -> list[str]:
    """The text as UTF-8 encoded words, each at most 64 characters, no character split between two."""
    if sum(len(_q(char)) for char in text) <= 2 * len(text.encode()):  # mostly plain: readable as it stands
        return [f"=?utf-8?q?{chunk}?=" for chunk in _q_chunks(text)]
    return [f"=?utf-8?b?{base64.b64encode(chunk).decode()}?=" for chunk in _b_chunks(text)]


def _q(char: str) -> str:
    if char in _PLAIN_IN_Q:
        return char
    return "_" if char == " " else "".join(f"={byte:02X}" for byte in char.encode())


def _q_chunks(text: str) -> Iterator[str]:
    chunk: list[str] = []
    size = 0
    for piece in map(_q, text):
        if size + len(piece) > _PAYLOAD:
            yield "".join(chunk)
            chunk, size = [], 0
        chunk.append(piece)
        size += len(piece)
    yield "".join(chunk)


def _b_chunks(text: str) -> Iterator[bytes]:
    room = _PAYLOAD // 4 * 3
    chunk = bytearray()
    for char in text:
        piece = char.encode()
        if len(chunk) + len(piece) > room:
            yield bytes(chunk)
            chunk.clear()
        chunk += piece
    yield bytes(chunk)


def text_tokens(value: str) -> list[str]:
    """Unstructured text in pieces that may be folded between: plain words stay readable, others are encoded.

    A word that only looks like an encoded word is encoded too, so that it is shown as it was written.
    """
    tokens: list[str] = []
    run: list[str] = []
    for word in value.split(" "):
        if not word.isascii() or "=?" in word or len(word) > MAX_TOKEN:
            run.append(word)
        else:
            tokens += _encoded_run(run)
            run = []
            tokens.append(word)
    return tokens + _encoded_run(run)


def _encoded_run(run: list[str]) -> list[str]:
    return encoded_words(" ".join(run)) if run else []


def phrase_tokens(name: str) -> list[str]:
    """A display name: atoms, a quoted string, or encoded words where it is not US-ASCII (RFC 2047 section 5)."""
    if not name:
        return []
    if not name.isascii() or "=?" in name or len(name) > MAX_QUOTED:
        return encoded_words(name)
    return name.split(" ") if _ATOMS.fullmatch(name) else [quoted(name)]


def quoted(text: str) -> str:
    """A quoted string (RFC 5322 section 3.2.4)."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def is_atoms(name: str) -> bool:
    """May the name stand in a phrase without quotes? Letters above US-ASCII count as atoms (RFC 6532)."""
    return bool(_ATOMS.fullmatch("".join(c if c.isascii() or not c.isalnum() else "a" for c in name)))


def fold(name: str, tokens: Sequence[str]) -> str:
    """A whole field with CRLF; lines break between tokens only, and hold at most 76 characters where they can."""
    lines, line = [], f"{name}:"
    for number, token in enumerate(tokens):
        # an empty first line is legal, but some readers stumble over it: only to keep an encoded word within bounds
        breakable = number > 0 or token.startswith("=?")
        if breakable and len(line) + 1 + len(token) > FOLD_AT:
            lines.append(line)
            line = ""
        line += f" {token}"
    return "\r\n".join((*lines, line)) + "\r\n"
