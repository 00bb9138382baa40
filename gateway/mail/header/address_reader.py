"""The tokens of an address field gathered into entries (RFC 5322 section 3.4), whatever their order."""

from dataclasses import dataclass, field

from gateway.mail.header.address_tokens import is_comment, tokens_of

PREFIXES = ("mailto:", "smtp:")  # schemes that programs leave in front of an address


@dataclass(slots=True)
class Entry:
    """One mailbox while it is read."""

    phrase: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    angle: list[str] | None = None
    closed: bool = False  # the angle bracket was closed
    behind: list[str] = field(default_factory=list)  # words behind the closed bracket
    odd: bool = False  # nothing for a proof of identity
    bare: bool = True  # no quoted word in the phrase


class AddressReader:
    """Walks the tokens of one address field; linear in the input.

    `entries` are the mailboxes found, at most `limit`; `odd` tells that the field as a whole has a form that proves
    nothing: a group, or unbalanced quotes or comments.
    """

    def __init__(self, value: str, limit: int) -> None:
        self.entries: list[Entry] = []
        self.entry = Entry()
        self.odd = False
        self._limit = limit
        tokens, self.odd = tokens_of(value)
        for token in tokens:
            if len(self.entries) >= limit:
                break
            self._take(token)
        self._flush()

    def _take(self, token: str) -> None:
        if is_comment(token):
            self._comment(token)
        elif token == "<":
            self._open()
        elif token == ">":
            self.entry.closed = True
        elif self.entry.angle is not None and not self.entry.closed:
            self._in_angle(token)
        elif token in (",", ";"):
            self._flush()
            self.odd = self.odd or token == ";"  # a separator only of groups and of Outlook
        elif token == ":":
            self._colon()
        else:
            self._word(token)

    def _comment(self, token: str) -> None:
        if self.entry.angle is not None and not self.entry.closed:
            self.entry.odd = True
        self.entry.comments.append(token[1:-1])
        # Text before a comment is an address so far: whatever follows would make the comment part of it.
        self.entry.phrase.append("")

    def _open(self) -> None:
        if self.entry.closed:  # "a <x@y> b <z@w>" without the comma
            name = self.entry.behind
            self._flush()
            self.entry.phrase = name
        if self.entry.angle is None:
            self.entry.angle = []
        else:
            self.entry.odd = True

    def _in_angle(self, token: str) -> None:
        angle = self.entry.angle
        assert angle is not None
        if token in (",", ";") and any("@" in piece for piece in angle) and not angle[0].startswith("@"):
            self._flush()  # the closing bracket is missing
        else:
            angle.append(token)

    def _colon(self) -> None:
        words = "".join(self.entry.phrase).strip()
        if "@" in words or f"{words.lower()}:" in PREFIXES:
            self._word(":")
        else:  # a group: its name says nothing about its members
            self.odd = True
            self.entry = Entry()

    def _word(self, token: str) -> None:
        if self.entry.closed:
            self.entry.odd = self.entry.odd or not token.isspace()
            self.entry.behind.append(token)
            return
        if token.startswith('"'):
            self.entry.bare = False
        self.entry.phrase.append(token)

    def _flush(self) -> None:
        entry, self.entry = self.entry, Entry()
        if entry.angle is not None or any(not piece.isspace() for piece in entry.phrase if piece):
            entry.odd = entry.odd or (entry.angle is not None and not entry.closed)
            self.entries.append(entry)
