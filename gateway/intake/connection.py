"""One connection: greeting, command loop, limits and the end. What the commands do is in smtp.py and lmtp.py.

Built on aiosmtpd for its STARTTLS and its frame of a protocol. Ours instead of its own: the reader (chunks, not
lines), the loop (replies of pipelined commands leave together), the answers to errors, what happens at the end
of a connection, and every limit.
"""

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from aiosmtpd.proxy_protocol import get_proxy
from aiosmtpd.smtp import SMTP, TLSSetupException

from gateway.intake.command_line import read_command
from gateway.intake.context import ListenerContext
from gateway.intake.peers import peer_of, plain_address
from gateway.intake.replies import (
    BAD_LINE,
    EARLY,
    ENDLESS,
    FAILED,
    STOPPING,
    TLS_FIRST,
    TOO_MANY_ERRORS,
    TOO_SLOW,
    UNKNOWN_COMMAND,
)
from gateway.intake.wire import BUFFER_BYTES, Crowded, Wire

log = logging.getLogger(__name__)

HANG_UP_SECONDS = 5.0  # for a client to read our last words
PROXY_SECONDS = 5.0
TURNS_TO_LISTEN = 3  # of the event loop: what a client had sent when it was let in has then been read

BEFORE_TLS = frozenset(("NOOP", "EHLO", "LHLO", "STARTTLS", "QUIT"))  # RFC 3207 section 4


class Connection(SMTP):
    """A client. `peer` is its IP address, None on a unix socket."""

    def __init__(self, door: ListenerContext) -> None:
        limits = door.house.config.limits
        super().__init__(
            object(),
            hostname=door.house.config.gateway.domain,
            data_size_limit=limits.message_bytes,
            tls_context=door.tls,
            require_starttls=door.listener.require_tls,
            timeout=limits.session_seconds,
            loop=door.loop,
        )
        self._wire = Wire(limit=BUFFER_BYTES, loop=door.loop)
        # the reader of aiosmtpd ends a line at 1001 bytes and knows no chunks
        asyncio.StreamReaderProtocol.__init__(self, self._wire, self._cb_client_connected, loop=door.loop)
        self.door = door
        self.peer: str | None = None
        self._entered = False
        self._replies: list[bytes] = []
        self._errors = 0
        self._over = False  # no further command is read
        self._idle = False  # waits for a command
        self._busy = False  # between DATA and its reply
        self._committing = False
        self._answers: dict[str, Callable[[str], str]] = {}  # commands that have their reply at once

    # the beginning

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Let the client in, or tell it why not."""
        if self.transport is None:
            self.peer = peer_of(transport)
            if not self.door.listener.proxy and not self._enter(transport):
                return
            self.door.sessions.add(self)
        super().connection_made(transport)

    def _enter(self, transport: Any) -> bool:
        refusal = self.door.house.peers.enter(self.peer)
        if refusal is None:
            self._entered = True
            return True
        log.info("connection refused", extra={"peer": self.peer, "reply": refusal})
        transport.write(refusal.encode("ascii") + b"\r\n")
        self._let_go(transport)
        return False

    def data_received(self, data: bytes) -> None:
        """Take what came, unless the client was refused.

        Commands that have their reply at once are answered here: to wake the task of the session for each of them
        would be a quarter of the work for a small mail.
        """
        if self._handler_coroutine is not None:
            rest = self._answer_at_once(data) if self._idle and not self._wire.waiting else data
            if rest:
                super().data_received(rest)

    def _answer_at_once(self, data: bytes) -> bytes:
        """Answer what can be answered; the rest is for the task."""
        transport: Any = self.transport
        if transport is None or transport.get_write_buffer_size() > BUFFER_BYTES:
            return data  # a client that does not read its replies must wait
        while data and not self._over:
            line, newline, rest = data.partition(b"\n")
            answer = self._answers.get(line[:4].upper().decode("ascii", "replace"))
            if not newline or answer is None or line[4:5] not in (b" ", b"\r"):
                break
            self._obey_simple(line + newline, answer)
            data = rest
        if self._replies:
            transport.write(b"".join(self._replies))
            self._replies.clear()
        return data or (b"\r\n" if self._over else b"")  # the task must wake to see the end

    def eof_received(self) -> bool | None:
        """The client has said all; what it said is still answered. TLS has no half-closed connections."""
        if self._handler_coroutine is None:
            return False
        self._wire.feed_eof()
        return self._tls_protocol is None

    def connection_lost(self, error: Exception | None) -> None:
        """The client has gone. A mail it had finished is committed all the same, by the committer's own thread."""
        self._leave()
        if self._handler_coroutine is not None and self.transport is not None:
            super().connection_lost(error)

    def _leave(self) -> None:
        self.door.sessions.discard(self)
        if self._entered:
            self._entered = False
            self.door.house.peers.leave(self.peer)

    # the conversation

    async def _handle_client(self) -> None:
        try:
            if await self._greet():
                await self._converse()
            await self._flush()
        except (ConnectionError, TimeoutError, TLSSetupException) as error:
            log.debug("connection ended", extra={"peer": self.peer, "reason": str(error)})
        finally:
            self._leave()  # after a failed handshake nobody calls connection_lost
            for transport in (self.transport, None if self._secure else self._original_transport):
                if transport is not None:
                    self._let_go(transport)

    @property
    def _secure(self) -> bool:
        return self.session is not None and self.session.ssl is not None

    async def _greet(self) -> bool:
        if self.door.listener.proxy and not await self._introduced():
            return False
        delay = 0.0 if self.peer in self.door.house.peers.trusted else self.door.house.config.limits.greeting_seconds
        for pause in [0.0] * TURNS_TO_LISTEN + [delay]:
            await asyncio.sleep(pause)
        if self._wire.waiting:
            self._say(EARLY)
            return False
        self._say(f"220 {self.hostname} {self.door.listener.protocol.upper().replace('SMTP', 'ESMTP')} ready")
        return True

    async def _introduced(self) -> bool:
        """Read the PROXY header of a trusted load balancer; from then on the peer is its client."""
        if self.peer not in self.door.house.peers.trusted:
            return False
        async with asyncio.timeout(PROXY_SECONDS):
            announced = await get_proxy(self._wire)
        if not announced:
            return False
        source = announced.src_addr
        self.peer = plain_address(str(source)) if source else self.peer
        return self._enter(self.transport)

    async def _converse(self) -> None:
        while not self._over:
            if not self._wire.waiting:
                await self._flush()
            try:
                self._idle = True
                line = await self._wire.command()
            except asyncio.LimitOverrunError:
                self._end(ENDLESS)
                return
            finally:
                self._idle = False
            if line is None or self._over:
                return
            await self._obey(line)

    async def _obey(self, line: bytes) -> None:
        verb, argument, fault = self._read(line)
        if fault:
            self._say(fault)
            return
        try:
            if verb in self._answers:
                self._say(self._answers[verb](argument))
            else:
                await self._smtp_methods[verb](argument)
        except Crowded as error:
            self._end(error.reply)
        except (ConnectionError, TLSSetupException):
            raise
        except Exception as error:
            self._say(await self.handle_exception(error))

    def _obey_simple(self, line: bytes, answer: Callable[[str], str]) -> None:
        _, argument, fault = self._read(line)
        try:
            self._say(fault or answer(argument))
        except Exception as error:
            self._say(self._failed(error))

    def _read(self, line: bytes) -> tuple[str, str, str | None]:
        """Verb, argument and, for a line that is no command, the reply."""
        if not line.endswith(b"\r\n") and self.door.strict(self.peer):
            self._over = True
            return "", "", BAD_LINE
        verb, argument, fault = read_command(line)
        return verb, argument, fault or self._fault(verb)

    def _fault(self, verb: str) -> str | None:
        if verb not in self._answers and verb not in self._smtp_methods:
            return UNKNOWN_COMMAND
        if self.require_starttls and self._tls_protocol is None and verb not in BEFORE_TLS:
            return TLS_FIRST
        return None

    async def handle_exception(self, error: Exception) -> str:
        """A fixed temporary failure: what went wrong is for our log, not for the client."""
        return self._failed(error)

    def _failed(self, error: Exception) -> str:
        log.error("session failed", exc_info=error, extra={"peer": self.peer})
        return FAILED

    # replies

    def _say(self, reply: str) -> None:
        """Queue a reply; too many refusals between two messages end the connection."""
        self._replies.append(reply.encode("ascii", "replace") + b"\r\n")
        if reply.startswith("5"):
            self._errors += 1
            if self._errors >= self.door.house.config.limits.errors and not self._over:
                self._end(TOO_MANY_ERRORS)

    def _end(self, reply: str) -> None:
        self._over = True
        self._replies.append(reply.encode("ascii") + b"\r\n")

    async def push(self, status: str | bytes) -> None:
        """Send a reply now, as aiosmtpd does before it starts TLS."""
        self._say(status if isinstance(status, str) else status.decode("ascii", "replace"))
        await self._flush()

    async def _flush(self) -> None:
        if self._replies:
            self._writer.write(b"".join(self._replies))
            self._replies.clear()
            await self._writer.drain()

    # the end

    def retire(self) -> None:
        """The gateway stops: end now, or when the message that is on its way has been answered."""
        self._over = True
        if not self._busy:
            self._hang_up(STOPPING)

    def abort(self) -> None:
        """End without a word."""
        transport: Any = self.transport
        if transport is not None:
            transport.abort()

    def _timeout_cb(self) -> None:
        if self._committing:
            self._reset_timeout(HANG_UP_SECONDS)
        else:
            self._hang_up(TOO_SLOW)

    def _be_too_slow(self) -> None:
        self._hang_up(TOO_SLOW)

    def _hang_up(self, reply: str) -> None:
        transport: Any = self.transport
        if transport is not None and not transport.is_closing():
            transport.write(reply.encode("ascii") + b"\r\n")
            self._let_go(transport)

    def _let_go(self, transport: Any) -> None:
        transport.close()
        self.loop.call_later(HANG_UP_SECONDS, transport.abort)
