"""An IMAP connection that takes no more from a server than it asked for.

`imaplib` reads literals and lines of any size and waits for ever behind a server that sends a byte now and then; it
also cannot wait for news without losing what its buffer holds already. So reading is done here, with an allowance of
bytes and seconds for each command, and everything above it stays with `imapclient`.
"""

import imaplib
import select
import socket
import ssl
import time
from typing import Any, Literal

import imapclient

IMAP_PORT = 143
CHUNK_BYTES = 65_536
SMALL_BYTES = 1_048_576  # more than any answer that carries no mail needs
KEEPALIVE_SECONDS = 120  # a network that forgot the connection is noticed during IDLE, too


class TooMuch(imaplib.IMAP4.abort):
    """The server announced or sent more than a command may bring."""


class BoundedImap4(imaplib.IMAP4):
    """The protocol over a socket of our own. `context`: for TLS from the first byte; `timeout` in seconds."""

    def __init__(self, host: str, port: int, context: ssl.SSLContext | None, timeout: float) -> None:
        self._implicit = context
        self._buffer = bytearray()
        self._patience = timeout
        self._bytes_left, self._deadline = SMALL_BYTES, time.monotonic() + timeout
        super().__init__(host, port, timeout)

    def allow(self, size: int, seconds: float) -> None:
        """Begin a command: so many bytes and seconds for its whole answer. What came before is forgotten."""
        self.untagged_responses = {}
        self._bytes_left, self._deadline = size, time.monotonic() + seconds

    def open(self, host: str = "", port: int = IMAP_PORT, timeout: float | None = None) -> None:
        """Connect. Raises OSError."""
        self.host, self.port = host, port
        plain = socket.create_connection((host, port), timeout)
        try:
            _keep_alive(plain)
            self.sock = self._implicit.wrap_socket(plain, server_hostname=host) if self._implicit else plain
        except BaseException:
            plain.close()
            raise

    def starttls(self, ssl_context: ssl.SSLContext | None = None) -> tuple[Literal["OK"], list[None]]:
        """Change to TLS; nothing that came in clear text counts afterwards (RFC 9051 section 6.2.1)."""
        if ssl_context is None:
            raise self.error("no TLS context")
        typ, data = self._simple_command("STARTTLS")
        if typ != "OK" or self._buffer:
            raise self.abort("STARTTLS refused" if typ != "OK" else "clear text behind STARTTLS")
        self.sock = ssl_context.wrap_socket(self.sock, server_hostname=self.host)
        self.untagged_responses = {}
        self._get_capabilities()
        return "OK", data

    def read(self, size: int) -> bytes:
        """Exactly so many bytes. Raises TooMuch before it reads anything, abort where the connection ends."""
        self._spend(size)
        while len(self._buffer) < size:
            self._fill()
        return self._cut(size)

    def readline(self) -> bytes:
        """A line with its end. Raises as `read` does."""
        seen = 0
        while (end := self._buffer.find(b"\n", seen)) < 0:
            seen = len(self._buffer)
            if seen > self._bytes_left:
                raise TooMuch("a line without end")
            self._fill()
        self._spend(end + 1)
        return self._cut(end + 1)

    def send(self, data: Any) -> None:
        """Send everything. Raises OSError."""
        self.sock.settimeout(self._patience)
        self.sock.sendall(data)

    def shutdown(self) -> None:
        """Close the connection."""
        self._buffer.clear()
        self.sock.close()

    def start_idle(self) -> bytes:
        """Begin to wait for news (RFC 2177 section 3); the tag of the command. Raises error where it is refused."""
        tag: bytes = self._command("IDLE")
        while self._get_response() is not None:  # what is told before the continuation
            if self.tagged_commands[tag]:
                raise self.error("IDLE refused")
        return tag

    def end_idle(self, tag: bytes) -> None:
        """Stop to wait. Raises abort where the connection has ended."""
        self.send(b"DONE\r\n")
        typ, _ = self._command_complete("IDLE", tag)
        if typ != "OK":
            raise self.error("IDLE failed")

    def hears(self, seconds: float) -> bool:
        """Whether the server says something, or ends the connection, within so long."""
        if self._buffer or self.untagged_responses or (isinstance(self.sock, ssl.SSLSocket) and self.sock.pending()):
            return True
        poller = select.poll()  # select.select knows no descriptors above 1,023
        poller.register(self.sock.fileno(), select.POLLIN)
        return bool(poller.poll(seconds * 1000))

    def _spend(self, size: int) -> None:
        if size > self._bytes_left:
            raise TooMuch(f"{size} bytes where {self._bytes_left} were left")
        self._bytes_left -= size

    def _fill(self) -> None:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise self.abort("the answer takes too long")
        self.sock.settimeout(min(left, self._patience))
        chunk = self.sock.recv(CHUNK_BYTES)
        if not chunk:
            raise self.abort("the server ended the connection")
        self._buffer += chunk

    def _cut(self, size: int) -> bytes:
        content = bytes(memoryview(self._buffer)[:size])
        del self._buffer[:size]
        return content


class BoundedClient(imapclient.IMAPClient):  # type: ignore[misc]  # comes without types
    """`imapclient` over that connection."""

    def __init__(self, host: str, port: int, context: ssl.SSLContext | None, timeout: float) -> None:
        super().__init__(host, port, ssl=context is not None, ssl_context=context, timeout=timeout)
        self.wire.debug = 0  # imapclient sets 5, and then every mail is written out for a log nobody keeps

    @property
    def wire(self) -> BoundedImap4:
        """What lies below."""
        wire: BoundedImap4 = self._imap
        return wire

    def _create_IMAP4(self) -> BoundedImap4:
        return BoundedImap4(self.host, self.port, self.ssl_context, self._timeout.connect)


def _keep_alive(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    if hasattr(socket, "TCP_KEEPIDLE"):  # not everywhere
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, KEEPALIVE_SECONDS)
