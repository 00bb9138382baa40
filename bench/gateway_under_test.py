"""A fresh gateway with a directory of many customers, for the bench and the crash test."""

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

from messages import SENDERS, sender

LONGEST_SECONDS = 300.0

CONFIG = """
[gateway]
name = "Example Software"
domain = "vendor.example"
database = "{database}"

[addresses]
support = ["support@vendor.example"]
escalation = ["escalation@vendor.example"]
bounces = "bounces@vendor.example"

[workers]
processes = {processes}
readers = {readers}

[authentication]
trusted_authserv_ids = ["mx.vendor.example"]
{authentication}

[limits]  # one machine plays all customers
automatic_per_hour = 0
automatic_per_sender_hour = 1000000
burst_per_sender_hour = 1000000

[smarthost]  # nobody listens there: the post is queued
host = "127.0.0.1"
port = 9

[[listener]]
host = "127.0.0.1"
port = {port}

[http]
port = {http}
"""

DIRECTORY = """
[[calendar]]
code = "amsterdam"
timezone = "Europe/Amsterdam"
hours = "Mon-Fri 09:00-17:00"

[[region]]
code = "emea"
calendar = "amsterdam"
manager = "manager@vendor.example"

[[staff]]
email = "manager@vendor.example"
name = "Manager"
roles = ["regional_manager"]
regions = ["emea"]

[[organization]]
code = "acorn"
name = "Acorn"
domains = ["acorn.example"]
region = "emea"

[[contract]]
number = "C-1"
organization = "acorn"
plan = "standard"
starts = 2020-01-01
ends = 2099-01-01
"""


def free_port() -> int:
    """A port nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


def gateway(*arguments: str) -> list[str]:
    """A command line."""
    return [sys.executable, "-m", "gateway", *arguments]


class Bench:
    """One gateway in a folder: configured, initialized, its directory imported; started as often as needed.

    `authentication`: more lines of that table.
    """

    def __init__(
        self, folder: Path, database: str, processes: int = 1, readers: int = 0, authentication: str = ""
    ) -> None:
        self.port, self.http = free_port(), free_port()
        self._config, self._log = folder / "config.toml", folder / "log"
        subprocess.run(gateway("init", str(folder)), check=True, capture_output=True)
        workers = {"processes": processes, "readers": readers}
        places = {"database": database, "port": self.port, "http": self.http}
        self._config.write_text(CONFIG.format(**places, **workers, authentication=authentication))
        self.run("init", str(folder))  # creates the database that is configured
        contacts = "".join(
            f'[[contact]]\nemail = "{sender(n)}"\nname = "User {n}"\norganization = "acorn"\nhas_account = true\n'
            for n in range(SENDERS)
        )
        (folder / "directory.toml").write_text(DIRECTORY + contacts)
        self.run("directory", "import", str(folder / "directory.toml"))

    def run(self, *arguments: str) -> str:
        """Another command of the gateway; its standard output."""
        command = gateway("--config", str(self._config), *arguments)
        return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout

    def start(self) -> "subprocess.Popen[bytes]":
        """`gateway serve` in a process group of its own, ready for mail."""
        with self._log.open("ab") as log:
            process = subprocess.Popen(
                gateway("--config", str(self._config), "serve"), stderr=log, start_new_session=True
            )
        wait_until(lambda: '"database":true' in self.page("/readyz"), "the gateway is ready")
        return process

    def page(self, path: str) -> str:
        """A page, or nothing."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.http}{path}", timeout=10) as answer:
                return str(answer.read().decode())
        except OSError:
            return ""

    def metric(self, name: str, label: str = "") -> float | None:
        """The sum of a metric over its labels, or over those that have this one."""
        lines = self.page("/metrics").splitlines()
        found = [line for line in lines if line.partition("{")[0].split(" ")[0] == name and label in line]
        return sum(float(line.rsplit(" ", 1)[1]) for line in found) if found else None


def wait_until(condition: Callable[[], object], what: str) -> None:
    """Raises TimeoutError."""
    deadline = time.monotonic() + LONGEST_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(what)
        time.sleep(0.1)  # asking costs the gateway, too
