"""Marks in HTML with which mail clients say where a quote or a signature begins.

The text to be split is rendered elsewhere, so a mark is carried over by the words that follow it in the HTML.
"""

import html as entities
import re
from typing import Final

from gateway.mail.lines import BLANKS

MAX_HTML: Final = 2_000_000  # characters searched for marks
WINDOW: Final = 6_000  # characters of HTML behind a mark that are read for its words
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
            'name="quote"',
        ),
    ),
    ("outlook", ("outlookmessageheader", "ms-outlook-mobile-reference-message")),
    ("rplyfwdmsg", ("divrplyfwdmsg",)),
    ("appendonsend", ("appendonsend",)),
    ("olk_src", ("olk_src_body_section",)),
    ("moz-", ("moz-cite-prefix", "moz-forward-container")),
    ("zmail_extra", ("zmail_extra",)),
    ("zwchr", ("zwchr",)),
    ("-reference-message", ("mail-editor-reference-message-container",)),
    ("reply", ("reply-intro", "replyforwardmessage")),
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
SIGNATURE_MARKS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    (
        "signature",
        (
            "gmail_signature",
            "moz-signature",
            "applemailsignature",
            "ms-outlook-mobile-signature",
            "protonmail_signature_block",
            'id="signature"',
            'id="x_signature"',
            "signature_editor",
            "yahoo-signature",
            "zimbra-signature",
        ),
    ),
)
_TAG = re.compile(r"<(?:!--.{0,2000}?-->|(?:style|script)\b.{0,4000}?</(?:style|script)>|[^<>]{0,2000}>)", re.S | re.I)
_BREAK = re.compile(r"<(?:br|/?p|/?div|/?li|/?tr|/?td|/?table|/?blockquote|/?h[1-6]|hr|/?pre)\b[^<>]{0,2000}>", re.I)


def _key(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())[:KEY_LENGTH].casefold()


def _lines_behind(html: str, mark: int) -> list[str]:
    """Keys of the first lines that are shown behind a mark."""
    opened = html.find(">", mark)
    if opened < 0:
        return []
    window = _BREAK.sub("\n", html[opened + 1 : opened + 1 + WINDOW].replace("\n", " ").replace("\r", " "))
    text = entities.unescape(_TAG.sub("", window).partition("<")[0])
    keys = (_key(line[:400]) for line in text.split("\n")[:40])
    return [key for key in keys if key]


def _first(html: str, marks: tuple[tuple[str, tuple[str, ...]], ...]) -> int:
    places = [html.find(mark) for word, containing in marks if word in html for mark in containing]
    return min((at for at in places if at >= 0), default=-1)


def marked_signature(lines: list[str], html: str) -> frozenset[int]:
    """The lines of the text that read like the first line of the signature that the HTML marks."""
    lowered = html[:MAX_HTML].lower()
    at = _first(lowered, SIGNATURE_MARKS)
    behind = _lines_behind(lowered, at) if at >= 0 else []
    if not behind:
        return frozenset()
    return frozenset(index for index, line in enumerate(lines) if line and _key(line[: 2 * KEY_LENGTH]) == behind[0])


def marked_quote(lines: list[str], html: str) -> int | None:
    """The line of the text that shows what stands behind the first mark of a quote, None where that is not certain.

    Few letters are enough only where they are all that is left of the text.
    """
    lowered = html[:MAX_HTML].lower()
    at = _first(lowered, QUOTE_MARKS)
    behind = "".join(_lines_behind(lowered, at))[:KEY_LENGTH] if at >= 0 else ""
    if not behind:
        return None
    found = None
    for index, line in enumerate(lines):
        if not line:
            continue
        key = _key(line.lstrip(_PREFIX)[: 2 * KEY_LENGTH])
        if key and (key.startswith(behind) or behind.startswith(key)) and _runs_on(lines, index, behind):
            if len(behind) >= LEAST_WORDS:
                return index
            found = index
    return found


def _runs_on(lines: list[str], index: int, behind: str) -> bool:
    """Do the lines from `index` on show these letters, and nothing else if they are few?"""
    shown = "".join(_key(line.lstrip(_PREFIX)[: 2 * KEY_LENGTH]) for line in lines[index : index + SPAN])
    return shown.startswith(behind) if len(behind) >= LEAST_WORDS else shown == behind
