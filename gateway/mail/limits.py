"""How much of one message is read. Every limit that is hit is named in `Message.defects`."""

from dataclasses import dataclass

CHARSET_SAMPLE = 4_096  # bytes looked at to tell a charset: enough for a verdict, and a bounded cost
_GUESSES = 20  # statistics about charsets that one message may cost


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
