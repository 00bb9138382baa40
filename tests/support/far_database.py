"""A PostgreSQL server that is far away: a way on the loopback that takes its time and counts how often it is used.

What is sent together arrives together; each way round takes `seconds` more. A round trip is a change of direction: the
client sends after the server did.
"""

import queue
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Final

from sqlalchemy.engine import make_url

PIECE: Final = 65_536
PORT: Final = 5432
Waiting = queue.SimpleQueue[tuple[float, bytes]]


class FarDatabase:
    """The way to a server; `url` is the server's own."""

    def __init__(self, url: str, seconds: float = 0.0) -> None:
        self._to, self._seconds = make_url(url), seconds
        self._door = socket.create_server(("127.0.0.1", 0))
        self._lock, self._answered = threading.Lock(), True
        self._open: list[socket.socket] = []
        self.round_trips = 0

    @property
    def url(self) -> str:
        """The server's address by this way."""
        near = self._to.difference_update_query(("host", "port"))
        far = near.set(host="127.0.0.1", port=self._door.getsockname()[1])
        return far.render_as_string(hide_password=False)

    def run(self) -> None:
        """Take connections until the way is closed."""
        with suppress(OSError):
            while True:
                client, _ = self._door.accept()
                client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                server = self._reach()
                self._open += (client, server)
                self._start(self._forward, client, server, self._seconds, True)
                self._start(self._forward, server, client, 0.0, False)

    def close(self) -> None:
        """Take no more connections."""
        with suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        for one in (self._door, *self._open):
            one.close()

    def _reach(self) -> socket.socket:
        where = self._to.query.get("host") or self._to.host or "127.0.0.1"
        port = int(str(self._to.query.get("port") or self._to.port or PORT))
        if isinstance(where, str) and where.startswith("/"):
            server = socket.socket(socket.AF_UNIX)
            server.connect(f"{where}/.s.PGSQL.{port}")
            return server
        return socket.create_connection((str(where), port))

    def _forward(self, source: socket.socket, target: socket.socket, seconds: float, asking: bool) -> None:
        waiting: Waiting = queue.SimpleQueue()
        self._start(self._deliver, waiting, target)
        with suppress(OSError):
            while piece := source.recv(PIECE):
                self._count(asking)
                waiting.put((time.monotonic() + seconds, piece))
        waiting.put((0.0, b""))

    def _deliver(self, waiting: Waiting, target: socket.socket) -> None:
        with suppress(OSError):
            while True:
                due, piece = waiting.get()
                if not piece:
                    target.shutdown(socket.SHUT_RDWR)
                    return
                time.sleep(max(0.0, due - time.monotonic()))
                target.sendall(piece)

    def _count(self, asking: bool) -> None:
        with self._lock:
            if asking and self._answered:
                self.round_trips += 1
            self._answered = not asking

    @staticmethod
    def _start(work: Callable[..., None], *arguments: object) -> None:
        threading.Thread(target=work, args=arguments, daemon=True).start()


@contextmanager
def far_database(url: str, seconds: float = 0.0) -> Iterator[FarDatabase]:
    """A way to a server, open while the block runs."""
    far = FarDatabase(url, seconds)
    threading.Thread(target=far.run, daemon=True).start()
    try:
        yield far
    finally:
        far.close()
