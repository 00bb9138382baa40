"""Children that are kept alive: started, listened to, started again when they die, ended with us."""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from gateway.config import Config
from gateway.intake.backoff import Backoff

log = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0  # before a new start, doubled for a child that dies again soon
GOOD_SECONDS = 60.0  # a child that lived so long is no repeated failure


def settings_line(config: Config) -> bytes:
    """Settings as one line for a child."""
    return config.model_dump_json(exclude_defaults=True).encode() + b"\n"


def read_settings(number: int, path: Path) -> Config:
    """The settings that the parent wrote; reads nothing behind their line."""
    line = bytearray()
    while not line.endswith(b"\n") and (byte := os.read(number, 1)):
        line += byte
    return Config.model_validate_json(bytes(line)).model_copy(update={"path": path})


class Child:
    """One child: `python -m gateway.worker ROLE CONFIG`. `heard` gets every line of its standard output.

    `ended` is called whenever a process has ended, before the next one starts.

    The first line of its standard input are the settings this process has found good: what is being written into the
    file just now is not for a child that starts again.
    """

    def __init__(
        self, role: str, config: Config, heard: Callable[[bytes], None], ended: Callable[[], None] = lambda: None
    ) -> None:
        self.role = role
        self._config = config
        self._command = [sys.executable, "-m", "gateway.worker", role, str(config.path)]
        self._heard, self._ended = heard, ended
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._stopping = threading.Event()
        self._renewed: int | None = None  # the process that was asked to make room for the next
        self._thread = threading.Thread(target=self._keep, name=role, daemon=True)

    def start(self) -> None:
        """Start the child and keep it alive."""
        self._thread.start()

    @property
    def alive(self) -> bool:
        """Whether it runs now."""
        process = self._process
        return process is not None and process.poll() is None

    @property
    def pid(self) -> int | None:
        """Of the present process."""
        return self._process.pid if self._process else None

    def wake(self) -> None:
        """Tell the child that there is work; a child that has not read the last call needs no second one."""
        with suppress(OSError, ValueError), self._lock:
            if self._process is not None and self._process.stdin is not None:
                os.write(self._process.stdin.fileno(), b"x")

    def hang_up(self, config: Config) -> None:
        """Tell it to read its settings again (SIGHUP): these, should it ever start again."""
        with self._lock:
            self._config = config
            if self._process is not None:
                self._process.send_signal(signal.SIGHUP)

    def renew(self, config: Config) -> None:
        """Ask it to finish what it is at; it is started again at once, with these settings."""
        with self._lock:
            self._config = config
            if self._process is not None:
                self._renewed = self._process.pid
                self._process.terminate()

    def end(self) -> None:
        """Ask it to finish what it is at; it is not started again."""
        self._stopping.set()
        with self._lock:
            if self._process is not None:
                self._process.terminate()

    def wait(self, seconds: float) -> None:
        """Give it so long, then kill it."""
        if not self._thread.is_alive():
            return
        self._thread.join(seconds)
        if self._thread.is_alive() and self._process is not None:
            log.warning("child does not end", extra={"child": self.role})
            self._process.kill()
            self._thread.join(1.0)

    def _keep(self) -> None:
        pauses = Backoff(FIRST_PAUSE, LONGEST_PAUSE, least_share=1)
        while not self._stopping.is_set():
            begun = time.monotonic()
            code, process = self._run()
            if self._stopping.is_set():
                return
            if process is not None and process == self._renewed:
                continue
            if time.monotonic() - begun > GOOD_SECONDS:
                pauses.reset()
            pause = pauses.next()
            log.error("child ended", extra={"child": self.role, "code": code, "starts_again_in": pause})
            self._stopping.wait(pause)

    def _run(self) -> tuple[int, int | None]:
        """The exit code and the number of the process that has ended."""
        process = self._open()
        if process is None:
            return -1, None
        with process:
            if process.stdout is not None:
                for line in process.stdout:
                    self._heard(line)
            code = process.wait()
            self._ended()
            with self._lock:
                self._process = None
        return code, process.pid

    def _open(self) -> "subprocess.Popen[bytes] | None":
        with self._lock:
            if self._stopping.is_set():
                return None
            try:
                process = subprocess.Popen(self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
            except OSError as error:
                log.error("child not started", extra={"child": self.role, "reason": str(error)})
                return None
            assert process.stdin is not None  # it is a pipe
            with suppress(OSError):  # it has ended already, which is noticed elsewhere
                os.write(process.stdin.fileno(), settings_line(self._config))
            os.set_blocking(process.stdin.fileno(), False)
            self._process = process
            return process
