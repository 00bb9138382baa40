"""Bytes from a client: command lines, and a message up to its final dot, read in chunks and in linear time."""

import asyncio
from collections import Counter
from typing import Final, Protocol

from gateway.config import Limits
from gateway.errors import GatewayError, MessageTooLarge

COMMAND_BYTES = 1000  # RFC 5321 section 4.5.3.1.4 asks for 512; long addresses and parameters need more
BUFFER_BYTES = 65_536
CHUNK_BYTES = 1_048_576
STRANGERS_PERCENT: Final = 75  # of the memory for messages, what untrusted peers may take of it together
END = b"\r\n.\r\n"  # RFC 5321 section 4.1.1.4: only this ends a message


class Crowded(GatewayError):
    """All messages that are being received need more memory than `[limits] memory_bytes`."""

    reply = "421 4.3.2 Too busy, please try again later"


class Hung(ConnectionError):
    """The client ended the connection in the middle of something."""


class Purse(Protocol):
    """Memory that one message may take, in bytes."""

    def take(self, size: int) -> None:
        """So many bytes more. Raises Crowded where there is no room."""

    def give_back(self, size: int) -> None:
        """The end of a message that took so many bytes."""


class Memory:
    """What the messages being received take of the memory of this process, in bytes.

    `strangers`: the most that all untrusted peers may take together, None for all; the rest is kept for trusted ones.
    `each`: the most that one untrusted peer may take, None for as much as all of them.
    """

    def __init__(self, limit: int, strangers: int | None = None, each: int | None = None) -> None:
        self._limit = limit
        self._strangers = limit if strangers is None else strangers
        self._each = self._strangers if each is None else each
        self._taken = 0
        self._taken_by_strangers = 0
        self._taken_by: Counter[str] = Counter()

    @classmethod
    def of(cls, limits: Limits) -> "Memory":
        """As `[limits]` says; the largest message there may be fits into every share."""
        largest = limits.message_bytes + 1024
        total = max(limits.memory_bytes, largest)
        strangers = max(total * STRANGERS_PERCENT // 100, largest)
        return cls(total, strangers, max(limits.memory_bytes_per_peer, largest))

    def take(self, size: int) -> None:
        """Raise Crowded when there is no room for so many bytes more."""
        if self._taken + size > self._limit:
            raise Crowded(f"{self._taken} bytes of messages are being received")
        self._taken += size

    def give_back(self, size: int) -> None:
        """The end of a message that took so many bytes."""
        self._taken -= size

    def purse_of(self, stranger: str | None) -> Purse:
        """What one untrusted peer may take; None for one that is trusted."""
        return self if stranger is None else _StrangersPurse(self, stranger)

    def take_for(self, stranger: str, size: int) -> None:
        """Raise Crowded when this peer, or all untrusted ones together, would have too much."""
        if self._taken_by[stranger] + size > self._each or self._taken_by_strangers + size > self._strangers:
            raise Crowded(f"{self._taken_by_strangers} bytes of untrusted peers are being received")
        self.take(size)
        self._taken_by_strangers += size
        self._taken_by[stranger] += size

    def give_back_for(self, stranger: str, size: int) -> None:
        """The end of a message of this peer."""
        self.give_back(size)
        self._taken_by_strangers -= size
        self._taken_by[stranger] -= size
        if self._taken_by[stranger] <= 0:
            del self._taken_by[stranger]


class _StrangersPurse:
    """What one untrusted peer may take."""

    def __init__(self, memory: Memory, peer: str) -> None:
        self._memory, self._peer = memory, peer

    def take(self, size: int) -> None:
        self._memory.take_for(self._peer, size)

    def give_back(self, size: int) -> None:
        self._memory.give_back_for(self._peer, size)


class Wire(asyncio.StreamReader):
    """A reader for SMTP: lines for commands, chunks for messages."""

    _buffer: bytearray
    in_message = 0  # bytes of the present message that have been read

    @property
    def waiting(self) -> bool:
        """Whether the client has sent something that is not read yet."""
        return bool(self._buffer)

    async def command(self) -> bytes | None:
        """A line with its end, or None when the client has ended. Raises asyncio.LimitOverrunError if it has no end."""
        try:
            return await self.readuntil(b"\n")
        except asyncio.IncompleteReadError:
            return None

    async def message(self, limit: int, memory: Purse) -> tuple[bytes, int]:
        """The bytes before the final dot, transparency removed (RFC 5321 section 4.5.2), and the memory taken for them.

        A message over `limit` is read to its end and then raises MessageTooLarge; Crowded and Hung end at once.
        """
        data, taken = bytearray(b"\r\n"), 0  # the end of the DATA line may be the start of the final dot
        too_large, self.in_message = False, 0
        try:
            while True:
                chunk = await self.read(CHUNK_BYTES)
                if not chunk:
                    raise Hung("the client ended in the middle of a message")
                self.in_message += len(chunk)
                start = max(0, len(data) - len(END) + 1)
                data += chunk
                end = data.find(END, start)
                if end >= 0:
                    self._buffer[:0] = data[end + len(END) :]
                    break
                too_large = too_large or len(data) > limit + len(END)
                if too_large:
                    del data[: 1 - len(END)]
                else:
                    memory.take(len(chunk))
                    taken += len(chunk)
            if too_large or end > limit:
                raise MessageTooLarge(f"more than {limit} bytes")
        except BaseException:
            memory.give_back(taken)
            raise
        return _content(data, end), taken


def _content(data: bytearray, end: int) -> bytes:
    del data[end + 2 :]
    if b"\r\n." in data:
        data = data.replace(b"\r\n.", b"\r\n")
    return bytes(memoryview(data)[2:])


def is_clean(content: bytes) -> bool:
    """Whether every CR and LF stands in a CRLF and there is no NUL (RFC 5321 section 2.3.8, RFC 5322 section 2.3)."""
    pairs = content.count(b"\r\n")
    return content.count(b"\n") == pairs and content.count(b"\r") == pairs and b"\0" not in content


def clean(content: bytes) -> bytes:
    """CR and LF alone become CRLF, NUL is dropped."""
    text = content.replace(b"\0", b"").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return text.replace(b"\n", b"\r\n")
