"""One connection to one IMAP folder: what is new in it, what it says, and what becomes of what was kept.

Nothing that a mail says ever goes into a command; only UIDs and words of the configuration do. Every answer is
bounded (`imap_wire`) and checked before it is believed.
"""

import ssl
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from imaplib import IMAP4
from pathlib import Path
from typing import Any

from gateway.config import Config, Imap, read_password
from gateway.errors import ConfigurationError
from gateway.intake.imap_wire import SMALL_BYTES, BoundedClient

UID_MOST = 2**32 - 1  # RFC 3501 section 9, nz-number
SEARCH_BYTES = 16_777_216  # the UIDs of more than a million messages
HEADER_BYTES = 32_768
RATE_LEAST = 10_000  # bytes per second: a server that is slower is not waited for
SLICE_SECONDS = 0.5  # how soon the end of the gateway is noticed
POLL_SECONDS = 30.0  # between two looks where the server cannot tell of news
GOODBYE_SECONDS = 1.0
KEPT_FIELDS = (
    "FROM SENDER REPLY-TO TO CC DATE SUBJECT MESSAGE-ID IN-REPLY-TO REFERENCES DELIVERED-TO X-ORIGINAL-TO ENVELOPE-TO "
    "AUTHENTICATION-RESULTS AUTO-SUBMITTED PRECEDENCE LIST-ID"
)


class Garbage(IMAP4.abort):
    """The server says what makes no sense; the connection is given up."""


@dataclass(frozen=True, slots=True)
class Access:
    """How to come into a mailbox. `password`: as in its file; `context`: None for a connection without TLS."""

    settings: Imap
    password: str
    context: ssl.SSLContext | None


def access(config: Config, settings: Imap) -> Access:
    """The secrets and certificates of a mailbox, read anew. Raises ConfigurationError."""
    file = str(config.path)
    if settings.password is None:
        raise ConfigurationError(file, "imap.password", "is missing.", "Name the file with the password.")
    try:
        password = read_password(config, settings.password, "imap.password").decode("utf-8")
    except UnicodeDecodeError as error:
        raise ConfigurationError(str(settings.password.file), "file", "is not UTF-8.") from error
    if settings.tls == "none":
        return Access(settings, password, None)
    authority = settings.certificate_authority
    path = config.resolve(authority) if authority else None
    try:
        return Access(settings, password, _context(path))
    except (OSError, ssl.SSLError) as error:
        raise ConfigurationError(file, "imap.certificate_authority", f"{path} cannot be used: {error}.") from error


def _context(authority: Path | None) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(authority) if authority else None)


class Session:
    """A selected folder. Raises OSError, IMAP4.error and Garbage wherever it speaks with the server.

    `uidvalidity` and `next_uid` are those at the selection; `exact`: the server said `next_uid` itself.
    """

    def __init__(self, way: Access) -> None:
        settings = way.settings
        self._settings = settings
        implicit = way.context if settings.tls == "implicit" else None
        self._client = BoundedClient(settings.host, settings.port, implicit, settings.timeout)
        try:
            if settings.tls == "starttls":
                self._client.starttls(way.context)  # raises where it is not offered: never in the clear instead
            self._log_in(way)
            self._capabilities = frozenset(self._client.capabilities())
            self._select()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Hang up."""
        with suppress(OSError):
            self._client.wire.shutdown()

    def leave(self) -> None:
        """Say goodbye and hang up, without waiting long for an answer."""
        self._allow(seconds=GOODBYE_SECONDS)
        with suppress(OSError, IMAP4.error):
            self._client.logout()
        self.close()

    def uids_above(self, uid: int) -> list[int]:
        """The UIDs above one, ascending. `n:*` also names the last message where it is below n (RFC 3501 6.4.8)."""
        return [one for one in self._search(["UID", f"{uid + 1}:*"]) if one > uid]

    def unseen(self) -> list[int]:
        """The UIDs of what nobody has read or deleted, ascending."""
        return self._search(["UNSEEN", "UNDELETED"])

    def sizes(self, uids: Sequence[int]) -> dict[int, int]:
        """The size in bytes that the server names for each message it still has."""
        self._allow()
        answer = self._client.fetch(uids, ["RFC822.SIZE"])
        found = {uid: _item(answer, uid, b"RFC822.SIZE") for uid in uids}
        return {uid: size for uid, size in found.items() if isinstance(size, int) and size >= 0}

    def contents(self, uids: Sequence[int], most: int) -> dict[int, bytes]:
        """Whole messages, unmarked, of together not more than `most` bytes. Raises TooMuch."""
        self._allow(most + SMALL_BYTES, self._settings.timeout + most / RATE_LEAST)
        answer = self._client.fetch(uids, ["BODY.PEEK[]"])
        found = {uid: _item(answer, uid, b"BODY[]") for uid in uids}
        return {uid: content for uid, content in found.items() if isinstance(content, bytes)}

    def header(self, uid: int) -> bytes:
        """Who wrote to whom, when and about what: whole lines of the header, b"" where there is nothing."""
        self._allow()
        answer = self._client.fetch([uid], [f"BODY.PEEK[HEADER.FIELDS ({KEPT_FIELDS})]<0.{HEADER_BYTES}>"])
        found = [value for key, value in answer.get(uid, {}).items() if key.startswith(b"BODY[HEADER")]
        content = found[0] if found and isinstance(found[0], bytes) else b""
        head, _, _ = content[:HEADER_BYTES].partition(b"\r\n\r\n")
        return head.rstrip(b"\r\n") + b"\r\n" if head.strip() else b""

    def mark(self, uids: Sequence[int]) -> None:
        """Do with messages what the configuration wants done with kept ones; safe to repeat.

        Raises IMAP4.error, not abort, where the server refuses and the connection goes on."""
        after = self._settings.after
        self._allow()
        if after == "seen":
            self._client.add_flags(uids, [rb"\Seen"], silent=True)
        elif after == "delete":
            self._delete(uids)
        else:
            self._move_somehow(uids, after.removeprefix("move:"))

    def wait(self, stop: threading.Event, seconds: float) -> None:
        """Until there may be news, `stop` is set, or so long; the connection has proved to live when this returns."""
        if b"IDLE" not in self._capabilities:
            stop.wait(min(seconds, POLL_SECONDS))
            self._allow()
            self._client.noop()
            return
        self._allow()
        wire = self._client.wire
        tag = wire.start_idle()
        deadline = time.monotonic() + seconds
        while not stop.is_set() and (left := deadline - time.monotonic()) > 0:
            if wire.hears(min(left, SLICE_SECONDS)):
                break
        self._allow(seconds=GOODBYE_SECONDS if stop.is_set() else None)
        wire.end_idle(tag)

    def _allow(self, size: int = SMALL_BYTES, seconds: float | None = None) -> None:
        self._client.wire.allow(size, self._settings.timeout if seconds is None else seconds)

    def _log_in(self, way: Access) -> None:
        try:
            self._say_who(way)
        except IMAP4.abort:
            raise
        except IMAP4.error as error:
            raise IMAP4.error(f"{way.settings.username} is not let in: {said(error)}") from error

    def _say_who(self, way: Access) -> None:
        name, password = way.settings.username, way.password
        self._allow()
        if self._client.has_capability("AUTH=PLAIN"):
            self._client.plain_login(name, password)
        elif self._client.has_capability("LOGINDISABLED"):
            raise IMAP4.error("the server wants TLS before a password (LOGINDISABLED)")
        elif (name + password).isascii() and (name + password).isprintable():
            self._client.login('"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"', password)
        else:
            raise IMAP4.error("the server takes no password that is not plain ASCII")

    def _select(self) -> None:
        self._allow()
        try:
            answer = self._client.select_folder(self._settings.folder)
        except IMAP4.abort:
            raise
        except IMAP4.error as error:
            raise IMAP4.error(f'the folder "{self._settings.folder}" cannot be opened: {said(error)}') from error
        self.uidvalidity = _number(answer.get(b"UIDVALIDITY"))
        self.exact = b"UIDNEXT" in answer
        if self.exact:
            self.next_uid = _number(answer[b"UIDNEXT"])
        else:  # an old server; the last message tells
            self.next_uid = 1 + (self._last_uid() if answer.get(b"EXISTS") else 0)

    def _last_uid(self) -> int:
        return max(self._search(["UID", "*"]), default=0)

    def _search(self, criteria: list[str]) -> list[int]:
        self._allow(SEARCH_BYTES)
        found = {_number(one) for one in self._client.search(criteria)}
        return sorted(found)

    def _delete(self, uids: Sequence[int]) -> None:
        self._client.add_flags(uids, [rb"\Deleted"], silent=True)
        # a plain EXPUNGE would also remove what people have marked; without UIDPLUS the flag has to do
        if b"UIDPLUS" in self._capabilities:
            self._client.uid_expunge(uids)

    def _move_somehow(self, uids: Sequence[int], folder: str) -> None:
        try:
            self._move(uids, folder)
        except IMAP4.abort:
            raise
        except IMAP4.error:
            self._client.create_folder(folder)
            self._move(uids, folder)

    def _move(self, uids: Sequence[int], folder: str) -> None:
        if b"MOVE" in self._capabilities:
            self._client.move(uids, folder)
            return
        self._client.copy(uids, folder)
        self._delete(uids)


def said(error: IMAP4.error) -> str:
    """The server's words, without the marks of Python around bytes."""
    first = error.args[0] if error.args else ""
    text = first.decode("utf-8", "replace") if isinstance(first, bytes) else str(first)
    quoted = text[:1] == "b" and text[1:2] in ("'", '"') and len(text) > 2 and text[-1] == text[1]
    return text[2:-1] if quoted else text


def _number(value: object) -> int:
    if isinstance(value, int) and 0 < value <= UID_MOST:
        return value
    raise Garbage("a number that cannot be")


def _item(answer: Mapping[int, Mapping[bytes, Any]], uid: int, key: bytes) -> Any:
    return answer.get(uid, {}).get(key)
