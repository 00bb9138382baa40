"""Children that are kept alive: started, listened to, started again when they die, ended with us."""

import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress

log = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0  # before a new start, doubled for a child that dies again soon
GOOD_SECONDS = 60.0  # a child that lived so long is no repeated failure


class Child:
    """One child: `python -m gateway.worker ROLE ...`. `heard` gets every line of its standard output."""

    def __init__(self, role: str, arguments: Sequence[str], heard: Callable[[bytes], None]) -> None:
        self.role = role
        self._command = [sys.executable, "-m", "gateway.worker", role, *arguments]
        self._heard = heard
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._stopping = threading.Event()
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
        pause = FIRST_PAUSE
        while not self._stopping.is_set():
            begun = time.monotonic()
            code = self._run()
            if self._stopping.is_set():
                return
            if time.monotonic() - begun > GOOD_SECONDS:
                pause = FIRST_PAUSE
            log.error("child ended", extra={"child": self.role, "code": code, "starts_again_in": pause})
            self._stopping.wait(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    def _run(self) -> int:
        process = self._open()
        if process is None:
            return -1
        with process:
            if process.stdout is not None:
                for line in process.stdout:
                    self._heard(line)
            code = process.wait()
            with self._lock:
                self._process = None
        return code

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
            os.set_blocking(process.stdin.fileno(), False)
            self._process = process
            return process
