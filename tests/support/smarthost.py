"""A next host for outgoing mail: a real SMTP server on a free port of the loop-back interface, with moods."""

import asyncio
import ssl
import threading
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

PATIENCE = 120.0  # seconds before a test fails


@dataclass(frozen=True)
class Taken:
    """A message that was handed over."""

    mail_from: str
    rcpt_tos: tuple[str, ...]
    content: bytes
    options: tuple[str, ...] = ()
    tls: bool = False
    login: bool = False


@dataclass
class Smarthost:
    """`refuse`: answer to RCPT by address; `mail`, `data`: other answers; `drop_at`: verbs that kill the line."""

    refuse: dict[str, str] = field(default_factory=dict)
    mail: str = "250 2.1.0 OK"
    data: str = "250 2.0.0 OK queued"
    drop_at: set[str] = field(default_factory=set)
    utf8: bool = False
    tls: ssl.SSLContext | None = None
    implicit_tls: ssl.SSLContext | None = None
    login: tuple[str, str] | None = None
    port: int = 0
    taken: list[Taken] = field(default_factory=list)
    verbs: list[str] = field(default_factory=list)
    connections: int = 0

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        self._protocols: list[SMTP] = []
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(PATIENCE)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(PATIENCE)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)
        self._loop.close()

    def hang_up(self) -> None:
        """Close every open connection, as a host does after some idle time."""
        asyncio.run_coroutine_threadsafe(self._hang_up(), self._loop).result(PATIENCE)

    async def _listen(self) -> asyncio.Server:
        return await self._loop.create_server(self._protocol, "127.0.0.1", self.port, ssl=self.implicit_tls)

    async def _hang_up(self) -> None:
        for protocol in self._protocols:
            if protocol.transport is not None:
                protocol.transport.close()
        await asyncio.sleep(0)

    async def _end(self) -> None:
        self._server.close()
        await self._hang_up()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def _protocol(self) -> SMTP:
        self.connections += 1
        options: dict[str, Any] = {"hostname": "mx.test", "enable_SMTPUTF8": self.utf8, "loop": self._loop}
        if self.tls is not None:
            options |= {"tls_context": self.tls}
        if self.login is not None:
            options |= {"authenticator": self._check_login, "auth_required": True, "auth_require_tls": True}
        protocol = SMTP(self, **options)
        self._protocols.append(protocol)
        return protocol

    def _check_login(self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any) -> Any:
        given = (data.login.decode(), data.password.decode())
        return AuthResult(success=given == self.login, handled=False)

    async def handle_MAIL(self, server: SMTP, _session: Session, envelope: Envelope, address: str, options: Any) -> str:
        self._seen(server, "MAIL")
        if self.mail.startswith("250"):
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return self.mail

    async def handle_RCPT(
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        self._seen(server, "RCPT")
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_RSET(self, server: SMTP, _session: Session, _envelope: Envelope) -> str:
        self._seen(server, "RSET")
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self._seen(server, "DATA")
        if self.data.startswith("250"):
            content = envelope.original_content or b""
            options = tuple(envelope.mail_options)
            mail_from, rcpt_tos = (envelope.mail_from or "").removeprefix("<>"), tuple(envelope.rcpt_tos)
            tls, login = session.ssl is not None, bool(session.authenticated)
            self.taken.append(Taken(mail_from, rcpt_tos, content, options, tls, login))
        return self.data

    def _seen(self, server: SMTP, verb: str) -> None:
        self.verbs.append(verb)
        if verb in self.drop_at:
            assert isinstance(server.transport, asyncio.WriteTransport)
            server.transport.abort()


def server_context(certificate: dict[str, Path]) -> ssl.SSLContext:
    """What a server needs to show the certificate of the fixture."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate["certificate"], certificate["key"])
    return context
