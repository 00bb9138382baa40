"""How much of one message is read. Every limit that is hit is named in `Message.defects`."""

import re
from dataclasses import dataclass

CHARSET_SAMPLE = 4_096  # bytes looked at to tell a charset: enough for a verdict, and a bounded cost
_GUESSES = 20  # statistics about charsets that one message may cost
_SEARCHED = 200_000  # bytes of a message that are searched for the name of a charset
_NAMED = re.compile(
    rb"charset\s{0,3}=\s{0,3}[\"']?([\w.:-]{2,40})|=\?([\w.:-]{2,40})(?:\*[\w-]{0,20})?\?[bq]\?", re.IGNORECASE
)
_SAY_NOTHING = (b"us-ascii", b"ascii", b"utf-8", b"utf8", b"unknown-8bit", b"x-unknown", b"default")


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on what `parse` looks at; beyond them the rest stays in the stored raw mail only."""

    header_bytes: int = 100 * 1024  # header block of the message or of one part
    structured_header_bytes: int = 8 * 1024  # one field that has a grammar: addresses, MIME, ids, trace
    header_lines: int = 1_000  # lines of one header block
    depth: int = 20  # multiparts within multiparts
    parts: int = 1_000  # leaves of the MIME tree
    references: int = 100  # message-ids of one field
    addresses: int = 1_000  # mailboxes of one field
    text_chars: int = 1_000_000  # readable text; a longer text part is an attachment too
    html_chars: int = 2_000_000  # HTML that is rendered to text
    files_in_text: int = 100  # uuencode and yEnc blocks of one text part


class Defects:
    """Collects what was odd while one message is read, each thing once, in the order it was met."""

    def __init__(self) -> None:
        self._seen: dict[str, None] = {}
        self._guesses = _GUESSES
        self._content = b""
        self._named: str | None = None

    def add(self, words: str) -> None:
        """Note one oddity in plain words."""
        self._seen[words] = None

    def all(self) -> tuple[str, ...]:
        """Everything noted so far."""
        return tuple(self._seen)

    def may_guess(self) -> bool:
        """May statistics be asked once more in this message? They are dear, and a message can ask without end."""
        self._guesses -= 1
        return self._guesses >= 0

    def of_message(self, content: bytes) -> None:
        """The message that is read, for `charset_elsewhere`."""
        self._content = content

    def charset_elsewhere(self) -> str | None:
        """The first charset that the message names anywhere, in a part or an encoded word, other than UTF-8.

        For 8-bit text that says nothing of its own; looked for once.
        """
        if self._named is None:
            found = (match[1] or match[2] for match in _NAMED.finditer(self._content, 0, _SEARCHED))
            named = next((one for one in found if one.lower() not in _SAY_NOTHING), b"")
            self._named = named.decode("ascii")
        return self._named or None
