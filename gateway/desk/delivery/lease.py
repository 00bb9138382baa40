"""The claim of a mail that is being sent is renewed, so that another gateway takes it over only when its sender died.

A slow smarthost may take the timeout for each of its answers, many times as long as a claim lasts.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Final

from gateway.desk.desk import Desk
from gateway.domain.outgoing.entry import OutboxEntry
from gateway.errors import TryAgain

SHARE: Final = 3  # a claim is renewed so often before it ends


class LeaseKeeper:
    """Renews the claim of the mail at hand from a thread of its own. `seconds`: how long each claim lasts."""

    def __init__(self, desk: Desk, seconds: float) -> None:
        self._desk, self._seconds = desk, seconds
        self._at_hand: OutboxEntry | None = None
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="lease", daemon=True)

    @contextmanager
    def keeping(self, entry: OutboxEntry) -> Iterator[None]:
        """While the block runs nobody else gets this mail."""
        self._at_hand = entry
        try:
            yield
        finally:
            self._at_hand = None

    def __enter__(self) -> "LeaseKeeper":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._ended.wait(self._seconds / SHARE):
            entry = self._at_hand
            if entry is not None:
                with suppress(TryAgain):  # there are further tries before the claim ends
                    self._renew(entry)

    def _renew(self, entry: OutboxEntry) -> None:
        until = self._desk.clock.now() + timedelta(seconds=self._seconds)
        with self._desk.store.begin() as work:
            work.outbox.renew(entry, until)
