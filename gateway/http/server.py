"""The HTTP server inside an event loop that belongs to somebody else."""

import asyncio
import contextlib
import socket
from collections.abc import Iterator
from dataclasses import dataclass

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from gateway.config import Config
from gateway.errors import ConfigurationError
from gateway.http.bounds import BoundedConfig, BoundedProtocol, Bounds

STOP_SECONDS = 2


class _Guest(uvicorn.Server):
    """A server that leaves the signals to its host."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take none."""
        yield


@dataclass(frozen=True, slots=True)
class Place:
    """Where a server listens; `key`: the key of `[http]` that has its port."""

    host: str
    port: int
    key: str


def private_place(config: Config) -> Place:
    """For those who watch."""
    return Place(config.http.host, config.http.port, "port")


def public_place(config: Config) -> Place | None:
    """For readers of our mail; None where they come to the same place."""
    http = config.http
    return None if http.public_port is None else Place(http.public_host, http.public_port, "public_port")


class HttpServer:
    """Serves an application at a place until it is stopped."""

    def __init__(self, config: Config, app: ASGIApp, place: Place | None = None) -> None:
        self._config, self._app = config, app
        self._place = place or private_place(config)
        settings = BoundedConfig(
            self._answer,
            interface="asgi3",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=STOP_SECONDS,
            timeout_keep_alive=5,
            http=BoundedProtocol,
            ws="none",
        )
        limits = config.limits
        request = limits.http_request_seconds
        settings.bounds = Bounds(limits.http_connections, request, request, limits.http_answer_seconds)
        self._server = _Guest(settings)
        self._task: asyncio.Task[None] | None = None
        self._socket: socket.socket | None = None

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app(scope, receive, send)

    def use(self, app: ASGIApp) -> None:
        """Answer new requests with this application."""
        self._app = app

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._socket.getsockname()[1]) if self._socket else 0

    async def start(self) -> None:
        """Listen. Raises ConfigurationError for an address that cannot be used."""
        place = self._place
        try:
            self._socket = _bind(place.host, place.port)
        except OSError as error:
            problem = f"cannot listen at {place.host} port {place.port}: {error.strerror or error}."
            step = "Write another port under [http], or end the program that has it (ss -ltnp shows which)."
            raise ConfigurationError(str(self._config.path), f"http.{place.key}", problem, step) from error
        self._task = asyncio.create_task(self._server.serve(sockets=[self._socket]))

    async def stop(self) -> None:
        """Finish running requests and end."""
        self._server.should_exit = True
        if self._task is not None:
            await asyncio.wait([self._task], timeout=STOP_SECONDS + 2)
            self._task.cancel()
        if self._socket is not None:
            self._socket.close()


def _bind(host: str, port: int) -> socket.socket:
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    door = socket.socket(family, kind, protocol)
    try:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind(address)
        door.listen(128)
    except OSError:
        door.close()
        raise
    return door
