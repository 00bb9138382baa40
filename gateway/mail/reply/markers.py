"""Marks in HTML with which mail clients say where a quote or a signature begins.

The text to be split is rendered elsewhere, so a mark is carried over by the words that follow it in the HTML.
"""

import html as entities
import re
from typing import Final

from gateway.mail.reply.lines import BLANKS

MAX_HTML: Final = 2_000_000  # characters searched for marks
WINDOW: Final = 6_000  # characters of HTML behind a mark that are read for its words
NEAR: Final = 1_500  # characters that nearly always hold enough of them
LEAST_WORDS: Final = 8  # letters and digits that a line must have to be recognized
KEY_LENGTH: Final = 60
SPAN: Final = 12  # lines that may share the words
_PREFIX: Final = BLANKS + ">"
# A word that is searched first, and the marks that contain it.
QUOTE_MARKS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("gmail_", ("gmail_attr", "gmail_quote")),
    (
        "quote",
        (
            "yahoo_quoted",
            "yahooquoted",
            "protonmail_quote",
            "tutanota_quote",
            "edo_quote",
            "freshdesk_quote",
            "front-blockquote",
            "__quoted_text__",
            "missive_quote",
            "spark_quote",
            'name="quote"',
        ),
    ),
    ("outlook", ("outlookmessageheader", "ms-outlook-mobile-reference-message")),
    ("cite", ('type="cite"', "type='cite'", "type=cite", 'cite="mid:', "cite='mid:")),
    ("rplyfwdmsg", ("divrplyfwdmsg",)),
    ("appendonsend", ("appendonsend",)),
    ("olk_src", ("olk_src_body_section",)),
    ("moz-", ("moz-cite-prefix", "moz-forward-container")),
    ("zmail_extra", ("zmail_extra",)),
    ("zwchr", ("zwchr",)),
    ("-reference-message", ("mail-editor-reference-message-container",)),
    ("reply", ("reply-intro", "replyforwardmessage", "isreplycontent", "messagereplysection")),
    ("orm_original", ("orm_original",)),
    ("mailbox-conv", ("mailbox-conversation",)),
    (
        "border-top",
        (
            "border-top:solid #e1e1e1",
            "border-top:solid #b5c4df",
            "border-top: solid #e1e1e1",
            "border-top: 1pt solid #e1e1e1",
            "border-top: 1pt solid rgb(225, 225, 225)",
            "border-top:1pt solid #e1e1e1",
            "border-top:1pt solid #b5c4df",
        ),
    ),
)
SIGNATURE: Final = "signature"
# What an element is called that holds one: "gmail_signature", "moz-signature", "front-signature" ...
_SIGNATURE_MARK = re.compile(r"(?:class|id|name|data-marker)\s{0,3}=\s{0,3}[\"']?[^\"'<>]{0,60}signature")
_UNSEEN: Final = ("<!--", "<style", "<script")  # may go on behind what is read
_TAG = re.compile(r"<(?:!--.{0,2000}?-->|(?:style|script)\b.{0,4000}?</(?:style|script)>|[^<>]{0,2000}>)", re.S | re.I)
_BREAK = re.compile(r"<(?:br|/?p|/?div|/?li|/?tr|/?td|/?table|/?blockquote|/?h[1-6]|hr|/?pre)\b[^<>]{0,2000}>", re.I)


NOT_LETTERS = re.compile(r"[\W_]+")
_ASCII_NOT_LETTERS: Final = bytes(code for code in range(128) if not chr(code).isalnum())


def marked_lines(lines: list[str], html: str) -> tuple[int | None, frozenset[int]]:
    """The line where the HTML says that a quote begins, and the lines where a signature may begin."""
    lowered = html[:MAX_HTML].lower()
    return _marked_quote(lines, lowered), _marked_signature(lines, lowered)


def _marked_signature(lines: list[str], html: str) -> frozenset[int]:
    """The lines of the text that read like the first line of the signature that the HTML marks."""
    mark = _SIGNATURE_MARK.search(html) if SIGNATURE in html else None
    behind = _lines_behind(html, mark.start()) if mark else []
    if not behind:
        return frozenset()
    return frozenset(
        index for index, line in enumerate(lines) if line and line_key(line[: 2 * KEY_LENGTH]) == behind[0]
    )


def _marked_quote(lines: list[str], html: str) -> int | None:
    """The line of the text that shows what stands behind the first mark of a quote, None where that is not certain.

    Few letters are enough only where they are all that is left of the text.
    """
    at = _first(html)
    behind = "".join(_lines_behind(html, at))[:KEY_LENGTH] if at >= 0 else ""
    if not behind:
        return None
    found = None
    for index, line in enumerate(lines):
        if not line:
            continue
        key = line_key(line.lstrip(_PREFIX)[: 2 * KEY_LENGTH])
        if key and (key.startswith(behind) or behind.startswith(key)) and _runs_on(lines, index, behind):
            if len(behind) >= LEAST_WORDS:
                return index
            found = index
    return found


def _first(html: str) -> int:
    places = [html.find(mark) for word, containing in QUOTE_MARKS if word in html for mark in containing]
    return min((at for at in places if at >= 0), default=-1)


def _lines_behind(html: str, mark: int) -> list[str]:
    """Keys of the first lines that are shown behind a mark."""
    opened = html.find(">", mark)
    if opened < 0:
        return []
    near = html[opened + 1 : opened + 1 + NEAR]
    if not any(map(near.__contains__, _UNSEEN)):
        keys = _keys(near)
        if len("".join(keys[:-1])) >= KEY_LENGTH:  # the last line may be cut off
            return keys
    return _keys(html[opened + 1 : opened + 1 + WINDOW])


def _keys(html: str) -> list[str]:
    """Keys of the lines of a piece of HTML."""
    window = _BREAK.sub("\n", html.replace("\n", " ").replace("\r", " "))
    text = entities.unescape(_TAG.sub("", window).partition("<")[0])
    keys = (line_key(line[:400]) for line in text.split("\n")[:40])
    return [key for key in keys if key]


def line_key(text: str) -> str:
    """The first letters and digits of a line, all else left out."""
    if text.isascii():  # bytes are searched many times faster: bench/fast_paths.py
        return text.encode("ascii").translate(None, _ASCII_NOT_LETTERS)[:KEY_LENGTH].lower().decode("ascii")
    return NOT_LETTERS.sub("", text)[:KEY_LENGTH].casefold()


def _runs_on(lines: list[str], index: int, behind: str) -> bool:
    """Do the lines from `index` on show these letters, and nothing else if they are few?"""
    shown = "".join(line_key(line.lstrip(_PREFIX)[: 2 * KEY_LENGTH]) for line in lines[index : index + SPAN])
    return shown.startswith(behind) if len(behind) >= LEAST_WORDS else shown == behind
