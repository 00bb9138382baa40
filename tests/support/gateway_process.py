"""The gateway as an operator sees it: a folder, commands, and a server that can be stopped or killed."""

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from tests.support.bound import bound
from tests.support.people import DIRECTORY

PATIENCE = 120.0  # seconds before a test fails
PAUSE_SECONDS = 0.05
STOP_SECONDS = 35.0  # five more than the gateway may take

Seen = TypeVar("Seen")

CONFIG = """
[gateway]
name = "Example Software"
domain = "vendor.example"
database = "{database}"
allow_simulated_time = true

[addresses]
support = ["support@vendor.example"]
escalation = ["escalation@vendor.example"]
bounces = "bounces@vendor.example"

[authentication]
trusted_authserv_ids = ["mx.vendor.example"]
verify = "off"

[smarthost]
host = "127.0.0.1"
port = {smarthost}
timeout = 10

[http]
port = {http}
"""

# at any hour of the test somebody is there, and the contracts of the customers who have one are valid
ALWAYS_OPEN = DIRECTORY.replace("Mon-Fri 09:00-17:00", "24x7").replace("2027-12-31", "2099-12-31")


def free_port() -> int:
    """A port of the loop-back interface at which nobody listens.

    It is none of those that the system gives to clients (from 32768 on): such a one may be gone before we use it.
    """
    while True:
        port = 15_000 + secrets.randbelow(17_000)
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port


def until(look: Callable[[], Seen], what: str, seconds: float = PATIENCE) -> Seen:
    """Look again and again until there is something to see, and give that; fail with `what` after too long."""
    deadline = time.monotonic() + seconds
    while not (seen := look()):
        if time.monotonic() > deadline:
            raise AssertionError(f"{what} (waited for {seconds:.0f} s)")
        time.sleep(PAUSE_SECONDS)
    return seen


@contextmanager
def open_folder(prefix: str) -> Iterator[Path]:
    """A folder that other users may enter, with a path short enough for unix sockets; gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix=prefix))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@dataclass
class GatewayProcess:
    """`gateway serve` in a folder. `tables`: more of the configuration, such as listeners, as TOML."""

    folder: Path
    tables: str
    database: str = "sqlite:///gateway.db"
    smarthost: int = 9  # a port at which nobody listens
    http_port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None

    def prepare(self) -> None:
        """Write the configuration, create the database, import the directory of the tests."""
        settings = CONFIG.format(database=self.database, smarthost=self.smarthost, http=self.http_port)
        self.folder.mkdir(exist_ok=True)
        (self.folder / "config.toml").write_text(f"{settings}\n{self.tables}")
        (self.folder / "directory.toml").write_text(ALWAYS_OPEN)
        self.run("init", str(self.folder))
        self.run("directory", "import", str(self.folder / "directory.toml"))

    def run(self, *arguments: str, content: bytes = b"") -> str:
        """Another command of the gateway; its standard output."""
        done = subprocess.run(
            self._command(*arguments), check=False, input=content, capture_output=True, timeout=PATIENCE
        )
        assert done.returncode == 0, f"gateway {' '.join(arguments)}: {done.stderr.decode()[-2000:]}"
        return done.stdout.decode()

    def json(self, *arguments: str, content: bytes = b"") -> Any:
        """The document that a command prints."""
        return json.loads(self.run(*arguments, "--json", content=content))

    def _command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "gateway", "--config", str(self.folder / "config.toml"), *arguments]

    def start(self, port: int | None = None) -> None:
        """Start in a process group of its own; with `port`, wait for the greeting there."""
        with (self.folder / "serve.log").open("ab") as log:
            self.process = subprocess.Popen(bound(*self._command("serve")), stderr=log, start_new_session=True)
        if port is not None:
            until(lambda: self._greets(port), f"nobody greets at port {port}: {self.log()[-2000:]}")

    def _greets(self, port: int) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, self.log()[-2000:]
        try:
            with socket.create_connection(("127.0.0.1", port), 5) as connection:
                return connection.recv(3) == b"220"
        except OSError:
            return False

    def log(self) -> str:
        """What it has logged."""
        path = self.folder / "serve.log"
        return path.read_text("utf-8", "replace") if path.exists() else ""

    def kill(self) -> None:
        """SIGKILL for the whole process group, as when a machine runs out of memory."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(STOP_SECONDS)
            self.process = None

    def stop(self) -> int:
        """SIGTERM; the exit code."""
        assert self.process is not None
        self.process.terminate()
        code = self.process.wait(STOP_SECONDS)
        self.process = None
        return code
