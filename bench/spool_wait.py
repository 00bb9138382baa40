"""How long keeping mail in the spool waits for the spool's lock while the settler is saturated.

Usage: spool_wait.py [--folder DIR]. A gateway settles a backlog; beside it this process keeps batches as reception
does, with the same code. Counted is the time from asking for the lock to having it, without writing and syncing.
"""

import argparse
import json
import sqlite3
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from gateway_under_test import Bench, wait_until
from load import percentile
from messages import MAKERS, SUPPORT, sender
from sqlalchemy import event
from sqlalchemy.pool import Pool

from gateway.mail.envelope import Envelope, InboundMail
from gateway.store.inbox.spool import Spool, spool_path

BACKLOG, BATCHES, OF, PAUSE_SECONDS = 600, 150, 10, 0.02
ASKS, HAS = "BEGIN IMMEDIATE", "PRAGMA busy_timeout"  # what a connection says first when it wants the lock, and then


class Waits:
    """Seconds for which connections of this process waited for the lock of their file."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self._since: float | None = None

    def watch(self, connection: sqlite3.Connection, _record: object) -> None:
        """Look at every statement of a new connection."""
        connection.set_trace_callback(self._saw)

    def _saw(self, statement: str) -> None:
        now = time.perf_counter()
        if statement == ASKS and self._since is None:
            self._since = now
        elif statement.startswith(HAS) and self._since is not None:
            self.seconds.append(now - self._since)
            self._since = None


def _batch(kind: str, first: int, count: int) -> list[tuple[InboundMail, str]]:
    run = f"{time.time_ns():x}"
    return [
        (InboundMail(MAKERS[kind](n, run), Envelope(sender(n), (SUPPORT,), datetime.now(UTC))), "smtp")
        for n in range(first, first + count)
    ]


def measure(kind: str, place: str | None) -> dict[str, float]:
    """Milliseconds that a batch waited; and how many mails were left at the end: none, and the settler had rested."""
    with tempfile.TemporaryDirectory(prefix="gateway-bench-", dir=place) as folder:
        bench, waits = Bench(Path(folder), "sqlite:///gateway.db"), Waits()
        path = spool_path(f"sqlite:///{folder}/gateway.db")
        assert path is not None
        spool = Spool(path, 30.0)
        process = bench.start()
        event.listen(Pool, "connect", waits.watch)
        try:
            spool.keep(_batch(kind, 0, BACKLOG))
            wait_until(lambda: bench.metric("gateway_mail_settled_total"), "the settler works")
            waits.seconds.clear()
            for number in range(BATCHES):
                spool.keep(_batch(kind, BACKLOG + number * OF, OF))
                time.sleep(PAUSE_SECONDS)
            left = bench.metric("gateway_mail_waiting") or 0.0
        finally:
            event.remove(Pool, "connect", waits.watch)
            spool.close()
            process.terminate()
            process.wait(40)
    assert len(waits.seconds) == BATCHES
    return {
        "spool_wait_p99_ms": percentile(waits.seconds, 0.99),
        "spool_wait_longest_ms": percentile(waits.seconds, 1.0),
        "spool_wait_left": left,
    }


def main(arguments: list[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", help="where the database is made")
    options = parser.parse_args(arguments)
    print(json.dumps({kind: measure(kind, options.folder) for kind in MAKERS}, indent=2))


if __name__ == "__main__":
    main(sys.argv[1:])
