"""SIGTERM and SIGINT as a descriptor to wait on, for processes without an event loop."""

import os
import select
import signal
import time
from collections.abc import Iterable
from typing import Protocol

WAKE_BYTES = 65_536


class Alarm(Protocol):
    """What tells a process to end."""

    @property
    def stopped(self) -> bool:
        """Is it to end?"""
        ...

    def rest(self, seconds: float) -> None:
        """Wait for that, at most so long."""
        ...


class StopSignal:
    """Waits for the signals that end a process, for a wake-up of the parent, and for its end."""

    def __init__(self, parent: int) -> None:
        self.stopped = False
        self._parent = parent
        self._read, self._write = os.pipe()
        os.set_blocking(self._write, False)
        os.set_blocking(parent, False)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._ring)

    def _ring(self, _number: int, _frame: object) -> None:
        self.stopped = True
        os.write(self._write, b"x")

    def wait(self, seconds: float) -> None:
        """Return at a wake-up, at a signal, or after so long."""
        ready, _, _ = select.select([self._read, self._parent], [], [], 0 if self.stopped else seconds)
        self._look(ready)

    def rest(self, seconds: float) -> None:
        """The same, but for a wake-up: there is nothing to do for it now."""
        deadline = time.monotonic() + seconds
        while not self.stopped and (left := deadline - time.monotonic()) > 0:
            self.wait(left)

    def _look(self, ready: Iterable[int]) -> None:
        if self._parent in ready:
            try:
                if not os.read(self._parent, WAKE_BYTES):
                    self.stopped = True
            except BlockingIOError:
                pass
