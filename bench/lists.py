"""Seconds of CPU that the lists of 10,000 tickets take, for people and as JSON.

python bench/lists.py
"""

import contextlib
import io
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from gateway.cli.program import run
from gateway.config import load
from gateway.domain.tickets.ticket import UNNUMBERED, Ticket
from gateway.store.store import Store

TICKETS = 10_000
BEGIN = datetime(2026, 3, 2, tzinfo=UTC)


def fill(store: Store) -> None:
    """Open so many tickets."""
    with store.begin() as work:
        for number in range(TICKETS):
            at, subject = BEGIN + timedelta(minutes=number), f"Printer {number} prints nothing but empty pages"
            work.tickets.open(
                Ticket(
                    UNNUMBERED, subject, "new", type="question", priority="low", requester="a@b.example", received_at=at
                )
            )


def seconds(config: Path, *arguments: str) -> float:
    """CPU time of one command within this process."""
    begun = time.process_time()
    with contextlib.redirect_stdout(io.StringIO()):
        run(["--config", str(config), "ticket", "list", *arguments])
    return time.process_time() - begun


def main() -> None:
    """Fill a database, then list."""
    with tempfile.TemporaryDirectory() as folder:
        with contextlib.redirect_stdout(io.StringIO()):
            run(["init", folder])
        config = Path(folder) / "config.toml"
        fill(Store(load(config).database_url))
        for arguments in ((), ("--search", "9999"), ("--json",)):
            print(f"{seconds(config, *arguments):6.2f} s  ticket list {' '.join(arguments)}")


if __name__ == "__main__":
    main()
