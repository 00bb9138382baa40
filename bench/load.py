"""A load client: `load.py PORT KIND COUNT CONNECTIONS RUN [RECIPIENT]`; prints one JSON document.

KIND is one of `messages.MAKERS`, or a file with a mail in each line: its sender and its text, as JSON.

One process, raw sockets and epoll, so that the client takes as little as possible of the machine. Every command waits
for its reply, as smtplib does. A mail that got anything but 250 is counted as refused.
"""

import json
import resource
import selectors
import socket
import sys
import time
from collections.abc import Generator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from messages import MAKERS, SUPPORT, sender


@dataclass
class Load:
    """What is to be sent, and what was seen."""

    kind: str
    count: int
    run: str
    recipient: str = SUPPORT
    next_number: int = 0
    accepted: int = 0
    refused: int = 0
    seconds: list[float] = field(default_factory=list)

    def take(self) -> int | None:
        """The number of the next mail."""
        if self.next_number >= self.count:
            return None
        self.next_number += 1
        return self.next_number - 1


@cache
def _lines(file: str) -> list[str]:
    return Path(file).read_text().splitlines()


def mail(kind: str, number: int, run: str) -> tuple[str, bytes]:
    """The sender and the content of a mail."""
    if kind in MAKERS:
        return sender(number), MAKERS[kind](number, run)
    address, text = json.loads(_lines(kind)[number])
    return address, text.encode()


class Connection:
    """One session, a mail after the other."""

    def __init__(self, port: int, load: Load) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._load = load
        self._steps = self._session()
        self._buffer = b""
        next(self._steps)

    def readable(self) -> bool:
        """Go on with the session; False at its end."""
        data = self.socket.recv(65536)
        if not data:
            return False
        self._buffer += data
        last = self._buffer.rfind(b"\n", 0, len(self._buffer) - 1) + 1
        if not self._buffer.endswith(b"\n") or self._buffer[last + 3 : last + 4] == b"-":
            return True
        reply, self._buffer = self._buffer, b""
        try:
            self._steps.send(reply)
        except StopIteration:
            return False
        return True

    def _session(self) -> Generator[None, bytes, None]:
        yield  # the greeting
        self.socket.sendall(b"EHLO bench.example\r\n")
        yield
        load = self._load
        while (number := load.take()) is not None:
            address, content = mail(load.kind, number, load.run)
            self.socket.sendall(f"MAIL FROM:<{address}>\r\n".encode())
            yield
            self.socket.sendall(f"RCPT TO:<{load.recipient}>\r\n".encode())
            yield
            self.socket.sendall(b"DATA\r\n")
            yield
            begun = time.perf_counter()
            self.socket.sendall(content + b".\r\n")
            reply = yield
            load.seconds.append(time.perf_counter() - begun)
            if (reply or b"").startswith(b"250"):
                load.accepted += 1
            else:
                load.refused += 1
        self.socket.sendall(b"QUIT\r\n")
        yield


def run(port: int, load: Load, connections: int) -> float:
    """Send everything; the seconds it took."""
    begun = time.perf_counter()
    with selectors.DefaultSelector() as selector:
        open_ones = 0
        for _ in range(connections):
            connection = Connection(port, load)
            selector.register(connection.socket, selectors.EVENT_READ, connection)
            open_ones += 1
        while open_ones:
            for key, _ in selector.select():
                if not key.data.readable():
                    selector.unregister(key.fileobj)
                    key.data.socket.close()
                    open_ones -= 1
    return time.perf_counter() - begun


def percentile(values: list[float], share: float) -> float:
    """In milliseconds."""
    ordered = sorted(values) or [0.0]
    return round(1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))], 2)


def main(port: str, kind: str, count: str, connections: str, run_name: str, recipient: str = SUPPORT) -> None:
    """Run and print."""
    load = Load(kind, int(count), run_name, recipient)
    seconds = run(int(port), load, int(connections))
    usage = resource.getrusage(resource.RUSAGE_SELF)
    document = {
        "accepted": load.accepted,
        "refused": load.refused,
        "seconds": round(seconds, 3),
        "p50_ms": percentile(load.seconds, 0.50),
        "p99_ms": percentile(load.seconds, 0.99),
        "client_cpu_ms": round(1000 * (usage.ru_utime + usage.ru_stime) / max(1, load.count), 3),
    }
    print(json.dumps(document))


if __name__ == "__main__":
    main(*sys.argv[1:])
