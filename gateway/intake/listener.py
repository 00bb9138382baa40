"""Listening sockets: open them, tell where they are, close them without losing a message."""

import asyncio
import errno
import logging
import socket
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from gateway.adapters.disk import DatabaseDisk
from gateway.config import Config, Listener
from gateway.errors import ConfigurationError
from gateway.intake.budget import Budget
from gateway.intake.connection import Connection
from gateway.intake.context import ListenerContext, ServerContext, Services, Session, tls_context
from gateway.intake.lmtp import LmtpSession
from gateway.intake.paths import Recipients
from gateway.intake.peers import Peers
from gateway.intake.smtp import SmtpSession
from gateway.intake.wire import Memory

log = logging.getLogger(__name__)

BACKLOG = 1024  # connections the kernel holds while we are busy
BIND_PAUSE = 0.1
PROBE_SECONDS = 1.0
NEXT_STEP = {
    errno.EADDRINUSE: "Another program has this address (ss -ltnp shows which): end it, or write another port.",
    errno.EACCES: "Ports below 1024 need a right of their own (see deploy/gateway.service), or write a higher port.",
    errno.EADDRNOTAVAIL: "This machine has no such address; 0.0.0.0 is all of them.",
}


class Listeners:
    """All listeners of one process.

    `reuse_port`: several processes share each port. `bind_seconds`: how long to wait for a port that a process
    which was killed still holds.
    """

    def __init__(
        self,
        config: Config,
        services: Services,
        reuse_port: bool = False,
        bind_seconds: float = 0.0,
    ) -> None:
        self._config = config
        self._services = services
        self._reuse_port, self._bind_seconds = reuse_port, bind_seconds
        self._doors: list[ListenerContext] = []
        self._servers: list[asyncio.Server] = []
        self._sockets: list[Path] = []

    @property
    def places(self) -> list[str]:
        """Where each listener is, for people: `SMTP at 127.0.0.1:2525`."""
        at = zip(self._doors, self._servers, strict=True)
        return [f"{door.listener.protocol.upper()} at {_spoken(it.sockets[0].getsockname())}" for door, it in at]

    @property
    def addresses(self) -> Sequence[object]:
        """Where we listen: (host, port) or the path of a unix socket, in the order of the configuration."""
        return [s.getsockname() for server in self._servers for s in server.sockets]

    @property
    def up(self) -> bool:
        """Whether every configured listener takes connections."""
        return len(self._servers) == len(self._config.listener) and all(s.is_serving() for s in self._servers)

    async def open(self) -> None:
        """Start to listen. Raises ConfigurationError for a certificate, port or socket that cannot be used."""
        loop, house = asyncio.get_running_loop(), self._house(self._config)
        for listener in self._config.listener:
            door = ListenerContext(house, listener, loop, tls_context(self._config, listener))
            self._doors.append(door)
            self._servers.append(await self._serve(len(self._doors) - 1))
            log.info("listening", extra={"protocol": listener.protocol, "at": _spoken(self.addresses[-1])})

    def use(self, config: Config) -> None:
        """Take new connections by these settings, which name the same listeners, with their certificates read again.

        Connections there are end as they began. Raises ConfigurationError, and then nothing has changed.
        """
        house = self._house(config)
        doors = [replace(one, house=house, tls=tls_context(config, one.listener)) for one in self._doors]
        self._doors[:], self._config = doors, config

    def _house(self, config: Config) -> ServerContext:
        seconds, gate = asyncio.get_running_loop().time, self._services.gate(config)
        return ServerContext(
            config,
            self._services,
            Peers(config, seconds),
            Recipients(config),
            Memory.of(config.limits),
            Budget(gate, seconds, self._services.refused),
            gate.disk if gate else DatabaseDisk(config.database_url),
        )

    async def _serve(self, index: int) -> asyncio.Server:
        door = self._doors[index]
        kind = LmtpSession if door.listener.protocol == "lmtp" else SmtpSession

        def session() -> Connection:
            return kind(self._doors[index])

        try:
            if door.listener.socket is not None:
                return await self._serve_unix(door, door.listener.socket, session)
            return await self._serve_port(door, session)
        except OSError as error:
            problem = f"cannot listen at {_name(door.listener)}: {error.strerror or error}."
            step = NEXT_STEP.get(error.errno or 0, "")
            raise ConfigurationError(str(self._config.path), "listener", problem, step) from error

    async def _serve_port(self, door: ListenerContext, session: Callable[[], Connection]) -> asyncio.Server:
        listener = door.listener
        patience = self._bind_seconds
        while True:
            try:
                return await door.loop.create_server(
                    session,
                    listener.host,
                    listener.port,
                    backlog=BACKLOG,
                    reuse_address=True,
                    reuse_port=self._reuse_port or None,
                )
            except OSError:
                if patience <= 0 or _is_taken(listener.host, listener.port):
                    raise
            patience -= BIND_PAUSE
            await asyncio.sleep(BIND_PAUSE)

    async def _serve_unix(
        self, door: ListenerContext, socket_file: Path, session: Callable[[], Connection]
    ) -> asyncio.Server:
        path, mode = self._config.resolve(socket_file), int(door.listener.socket_mode, 8)
        server = await door.loop.create_unix_server(session, sock=_unix_socket(path, mode), backlog=BACKLOG)
        self._sockets.append(path)
        return server

    async def stop(self, seconds: float) -> None:
        """Take no connection any more, let running messages finish for at most `seconds`, then end all sessions."""
        for server in self._servers:
            server.close()
        for path in self._sockets:
            path.unlink(missing_ok=True)
        for session in self._sessions():
            session.retire()
        deadline = asyncio.get_running_loop().time() + seconds
        while self._sessions() and asyncio.get_running_loop().time() < deadline:
            await asyncio.sleep(0.02)
        for session in self._sessions():
            session.abort()

    def _sessions(self) -> list[Session]:
        return [session for door in self._doors for session in door.sessions]


def _unix_socket(path: Path, mode: int) -> socket.socket:
    """A bound socket with its file mode. A file that a dead process left is replaced, one in use is not."""
    if path.is_socket():
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
            if probe.connect_ex(str(path)) == 0:
                raise OSError(98, "another process listens there")
        path.unlink()
    door = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        door.bind(str(path))
        path.chmod(mode)
    except OSError:
        door.close()
        raise
    return door


def _is_taken(host: str, port: int) -> bool:
    """Does somebody answer there? Then waiting is of no use."""
    try:
        with socket.create_connection((host, port), PROBE_SECONDS):
            return True
    except OSError:
        return False


def _name(listener: Listener) -> str:
    return str(listener.socket) if listener.socket else f"{listener.host} port {listener.port}"


def _spoken(address: object) -> str:
    """Where a socket listens, in a log line."""
    return ":".join(map(str, address[:2])) if isinstance(address, tuple) else str(address)
