"""A listening edge over a real SQLite file, and a client that says exactly what it is told, for tests."""

import asyncio
import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from gateway.adapters.clock import FixedClock
from gateway.config import Config
from gateway.desk.inbound.accept import Committer
from gateway.desk.inbound.gate import Gate
from gateway.intake.context import Services
from gateway.intake.listener import Listeners
from gateway.mail.envelope import InboundMail
from gateway.store.store import Store

NOW = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
PATIENCE = 120.0  # seconds a client waits before a test fails


def config_for(folder: Path, **tables: Any) -> Config:
    """A configuration with one SMTP listener at a free port; `tables` replace or extend its tables."""
    data: dict[str, Any] = {
        "gateway": {
            "name": "Example Software",
            "domain": "vendor.example",
            "database": f"sqlite:///{folder}/gateway.db",
        },
        "addresses": {
            "support": ["support@vendor.example"],
            "escalation": ["escalation@vendor.example"],
            "training": ["academy@vendor.example"],
            "alerts": ["alerts@vendor.example"],
            "bounces": "bounces@vendor.example",
        },
        "listener": [{"protocol": "smtp", "host": "127.0.0.1", "port": 0}],
        "path": folder / "config.toml",
    }
    return Config.model_validate({**data, **tables})


UNTRUSTED: dict[str, list[str]] = {"trusted_peers": []}
QUICK = {"greeting_seconds": 0.0}


class Edge:
    """Listeners with their event loop in a thread of their own."""

    def __init__(self, config: Config, store: Store | None = None, clock: Any = None, gate: Gate | None = None) -> None:
        self.config = config
        self.store = store or Store(config.database_url)
        if store is None:
            self.store.migrate()
        self.committer = Committer(self.store)
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()
        self.listeners = Listeners(config, Services(self.committer, clock or FixedClock(NOW), lambda _: gate))

    def open(self) -> None:
        """Start to listen."""
        self._call(self.listeners.open())

    def _call(self, coroutine: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(PATIENCE)

    @property
    def port(self) -> int:
        """The port of the first listener."""
        address: Any = self.listeners.addresses[0]
        return int(address[1])

    def client(self, **options: Any) -> "Client":
        """A new connection that has read the greeting."""
        return Client(self.port, **options)

    def mails(self) -> list[InboundMail]:
        """What was kept, in order."""
        with self.store.read() as work:
            return [kept.mail for kept in work.mails.waiting(1000)]

    def stop_listening(self, seconds: float = 5.0) -> None:
        """Take no connection any more and end the sessions."""
        self._call(self.listeners.stop(seconds))

    def stop(self) -> None:
        """Stop to listen, commit what was taken, end the loop."""
        self.stop_listening()
        self.committer.close(PATIENCE)
        self._call(_settle_down())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(PATIENCE)
        self.loop.close()
        self.store.close()


async def _settle_down() -> None:
    """Let closed transports and cancelled sessions finish before the loop ends."""
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    for _ in range(3):
        await asyncio.sleep(0)


class Client:
    """A raw SMTP or LMTP client."""

    def __init__(self, where: int | Path, greet: bool = True) -> None:
        if isinstance(where, Path):
            self.socket: socket.socket = socket.socket(socket.AF_UNIX)
            self.socket.connect(str(where))
        else:
            self.socket = socket.create_connection(("127.0.0.1", where))
        self.socket.settimeout(PATIENCE)
        self._file = self.socket.makefile("rb")
        self.greeting = self.reply() if greet else ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Hang up."""
        with suppress(OSError):
            self._file.close()
        self.socket.close()

    def send(self, content: bytes) -> None:
        """Send bytes as they are."""
        self.socket.sendall(content)

    def reply(self) -> str:
        """The next reply, all its lines; "" when the other side has ended."""
        lines = []
        while True:
            try:
                line = self._file.readline()
            except ConnectionError:
                line = b""
            lines.append(line.decode("ascii"))
            if line[3:4] != b"-":
                return "".join(lines).rstrip("\r\n")

    def say(self, command: str | bytes) -> str:
        """Send one command line; its reply."""
        line = command.encode("utf-8") if isinstance(command, str) else command
        self.send(line + b"\r\n")
        return self.reply()

    def start(self, hello: str = "EHLO client.example", *recipients: str) -> str:
        """Say hello and open a transaction up to DATA; the reply to DATA."""
        self.say(hello)
        self.say("MAIL FROM:<user@acorn.example>")
        for recipient in recipients or ("support@vendor.example",):
            self.say(f"RCPT TO:<{recipient}>")
        return self.say("DATA")

    def deliver(self, content: bytes, *recipients: str) -> str:
        """A whole delivery; the reply to the final dot. `content` is sent as it is, with the final dot behind it."""
        assert self.start("EHLO client.example", *recipients).startswith("354")
        self.send(content + b"\r\n.\r\n")
        return self.reply()

    def start_tls(self, context: ssl.SSLContext) -> None:
        """Change to TLS after a 220."""
        self.socket = context.wrap_socket(self.socket, server_hostname="localhost")
        self.socket.settimeout(PATIENCE)
        self._file = self.socket.makefile("rb")

    def rest(self) -> bytes:
        """Everything until the other side ends."""
        try:
            return self._file.read()
        except ConnectionError:
            return b""


OpenEdge = Callable[..., Edge]
