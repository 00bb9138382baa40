"""A real `gateway serve` in a folder of its own, for tests."""

import os
import re
import signal
import smtplib
import socket
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import closing
from pathlib import Path
from typing import Any

from gateway.cli.program import run
from gateway.config import Config, load, shipped
from gateway.worker.serving_file import who_serves
from tests.support.bound import bound
from tests.support.gateway_process import PATIENCE, free_port, until


class Serving:
    """One gateway: made once, started as often as needed."""

    def __init__(
        self, folder: Path, *, database: str = "sqlite:///gateway.db", processes: int = 1, readers: int = 0
    ) -> None:
        self.folder = folder
        self.smtp_port, self.http_port = free_port(), free_port()
        self.processes = processes + readers
        self.process: subprocess.Popen[bytes] | None = None
        self.config = folder / "config.toml"
        text = shipped("config.example.toml").read_text()
        text = text.replace("# port = 2525", f"port = {self.smtp_port}").replace(
            "# port = 8080", f"port = {self.http_port}"
        )
        text = re.sub(r"(?m)^\[smarthost\]$", "[smarthost]\nport = 9", text)
        text = re.sub(r"(?m)^database = .*$", lambda _: f'database = "{database}"', text)
        text = text.replace("# readers = 0", f"readers = {readers}")
        self.config.write_text(text.replace("# processes = 1", f"processes = {processes}"))
        assert run(["init", str(folder)]) == 0

    def run(self, *arguments: str, check: bool = True) -> str:
        """Another command of the gateway; its standard output."""
        command = [sys.executable, "-m", "gateway", "--config", str(self.config), *arguments]
        return subprocess.run(command, check=check, capture_output=True, text=True).stdout

    def start(self, **options: Any) -> None:
        """Start and wait until it has begun everything: the greeting comes before its pages and its children."""
        command = bound(sys.executable, "-m", "gateway", "--config", str(self.config), "serve")
        options.setdefault("stderr", subprocess.DEVNULL)
        self.process = subprocess.Popen(command, **options)
        config = load(self.config)
        until(lambda: self._is_complete(config), "nobody listens")

    def _is_complete(self, config: Config) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, "the gateway has ended"
        complete = who_serves(config) is not None and len(self.children()) == self.processes
        return complete and self._greets()

    def _greets(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.smtp_port), 5) as connection:
                return connection.recv(3) == b"220"
        except OSError:
            return False

    def send(self, subject: str = "Export stops", sender: str = "user@acorn.example") -> None:
        """One mail; raises smtplib.SMTPException for any answer but 250."""
        with smtplib.SMTP("127.0.0.1", self.smtp_port, timeout=PATIENCE) as client:
            header = f"From: {sender}\r\nTo: support@vendor.example\r\nSubject: {subject}\r\n"
            text = f"{header}Message-ID: <{subject.replace(' ', '.')}@acorn.example>\r\n\r\nIt stops halfway.\r\n"
            client.sendmail(sender, ["support@vendor.example"], text)

    def page(self, path: str) -> tuple[int, str]:
        """Status and text of a page; 0 where nobody answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.http_port}{path}", timeout=PATIENCE) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()
        except OSError:
            return 0, ""

    def metrics(self) -> dict[str, float]:
        """All samples by name and labels."""
        lines = [line for line in self.page("/metrics")[1].splitlines() if not line.startswith("#")]
        return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}

    def settled(self) -> float:
        """How many mails were settled, whatever became of them."""
        return sum(value for name, value in self.metrics().items() if name.startswith("gateway_mail_settled_total{"))

    def children(self) -> list[int]:
        """Process ids of the children."""
        assert self.process is not None
        tasks = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        return [int(word) for task in tasks for word in task.read_text().split()]

    def child(self, role: str) -> int:
        """The process id of the child of a role."""
        found = until(lambda: [one for one in self.children() if role in _words(one)], f"no {role}")
        return found[0]

    def pause_settler(self) -> int:
        """Stop it at a moment at which it does not hold the database's lock; its process id."""
        settler = self.child("settler")
        until(lambda: self._paused(settler), "the settler never lets go of the database")
        return settler

    def _paused(self, settler: int) -> bool:
        os.kill(settler, signal.SIGSTOP)
        try:
            with closing(sqlite3.connect(self.folder / "gateway.db", timeout=0)) as database:
                database.execute("BEGIN IMMEDIATE")
            return True
        except sqlite3.OperationalError:
            os.kill(settler, signal.SIGCONT)
            return False

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal and wait for the end; the exit code."""
        if self.process is None:
            return 0
        process, self.process = self.process, None
        process.send_signal(number)
        return process.wait(PATIENCE)


def is_running(process: int) -> bool:
    """Whether a process exists and is no zombie."""
    try:
        os.kill(process, 0)
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _words(process: int) -> list[str]:
    """Its command line."""
    try:
        return Path(f"/proc/{process}/cmdline").read_text().split("\0")
    except OSError:
        return []
