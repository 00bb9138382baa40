"""The least speed at which an untrusted peer sends a message: who trickles keeps memory and a place from others."""

import asyncio
from collections.abc import Callable

from gateway.config import Limits
from gateway.intake.wire import Wire


class Pace:
    """Looks at a message on its way every `data_rate_seconds`; `too_slow` is called once, and then it is over."""

    def __init__(self, wire: Wire, limits: Limits, too_slow: Callable[[], None]) -> None:
        self._wire, self._too_slow = wire, too_slow
        self._seconds = limits.data_rate_seconds
        self._least = limits.data_bytes_per_second * self._seconds
        self._seen = 0
        self._timer = asyncio.get_running_loop().call_later(self._seconds, self._look)

    def end(self) -> None:
        """The message is complete, or will never be."""
        self._timer.cancel()

    def _look(self) -> None:
        come = self._wire.in_message - self._seen
        if come < self._least:
            self._too_slow()
            return
        self._seen = self._wire.in_message
        self._timer = asyncio.get_running_loop().call_later(self._seconds, self._look)
