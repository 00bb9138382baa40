"""The HTTP server inside an event loop that belongs to somebody else."""

import asyncio
import contextlib
import socket
from collections.abc import Iterator

import uvicorn
from starlette.types import ASGIApp

from gateway.config import Config
from gateway.errors import ConfigurationError

STOP_SECONDS = 2


class _Guest(uvicorn.Server):
    """A server that leaves the signals to its host."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take none."""
        yield


class HttpServer:
    """Serves an application at `[http]` until it is stopped."""

    def __init__(self, config: Config, app: ASGIApp) -> None:
        self._config = config
        settings = uvicorn.Config(
            app,
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=STOP_SECONDS,
            timeout_keep_alive=5,
            limit_concurrency=100,
            ws="none",
        )
        self._server = _Guest(settings)
        self._task: asyncio.Task[None] | None = None
        self._socket: socket.socket | None = None

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._socket.getsockname()[1]) if self._socket else 0

    async def start(self) -> None:
        """Listen. Raises ConfigurationError for an address that cannot be used."""
        http = self._config.http
        try:
            self._socket = _bind(http.host, http.port)
        except OSError as error:
            problem = f"cannot listen at {http.host} port {http.port}: {error.strerror or error}."
            raise ConfigurationError(str(self._config.path), "http", problem) from error
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
