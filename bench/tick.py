"""What a tick costs at which nothing is due, among few tickets and among many; then at which some of them are due.

Usage: tick.py [--tickets N] [--due N] [--rounds N]. In a database of its own (SQLite); CPU and disk are shared with
whatever else runs.
"""

import argparse
import contextlib
import io
import statistics
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from gateway.adapters.clock import FixedClock
from gateway.app.desk import build
from gateway.cli.program import run
from gateway.config import load
from gateway.desk.desk import Desk
from gateway.desk.timers.tick import tick
from gateway.domain.tickets.ticket import UNNUMBERED, Ticket
from gateway.store.sql.rows import columns_of, table_of
from gateway.store.tables.tickets import Ticket as TicketRecord

BEGIN = datetime(2026, 3, 2, 9, tzinfo=UTC)
AT_ONCE = 20_000


def fill(desk: Desk, tickets: int, due: int) -> None:
    """Open tickets that wait for their response; of the first so many it is late a day after the beginning."""
    for first in range(0, tickets, AT_ONCE):
        rows = []
        for number in range(first, min(first + AT_ONCE, tickets)):
            at = BEGIN + (timedelta(days=1) if number < due else timedelta(days=400, seconds=number))
            one = Ticket(
                UNNUMBERED,
                f"Printer {number}",
                "open",
                type="question",
                priority="high",
                requester="a@b.example",
                received_at=BEGIN,
                plan="standard",
                first_response_due=at,
                timer_due=at,
            )
            rows.append({name: value for name, value in columns_of(one).items() if name != "id"})
        with desk.store.begin() as work:
            work.connection.execute(table_of(TicketRecord).insert(), rows)


def quiet(desk: Desk, rounds: int) -> str:
    """The medians of so many ticks at which nothing is due, of the clock and of the processor."""
    taken = []
    for _ in range(rounds):
        clock, cpu = time.perf_counter(), time.process_time()
        fired = tick(desk, BEGIN).fired
        taken.append((time.perf_counter() - clock, time.process_time() - cpu))
        assert not fired
    clock, cpu = (1000 * statistics.median(column) for column in zip(*taken, strict=True))
    return f"{clock:7.2f} ms, {cpu:6.2f} ms of CPU: nothing due"


def main() -> None:
    """Measure an empty desk, fill it, measure it, let some come due."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tickets", type=int, default=1_000_000)
    parser.add_argument("--due", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=50)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        with contextlib.redirect_stdout(io.StringIO()):
            run(["init", folder])
        desk = build(load(Path(folder) / "config.toml"), FixedClock(BEGIN))
        tick(desk, BEGIN)  # what every first tick does
        print(f"{quiet(desk, arguments.rounds)}, no ticket")
        fill(desk, arguments.tickets, arguments.due)
        print(f"{quiet(desk, arguments.rounds)}, {arguments.tickets:,} tickets")
        clock, cpu = time.perf_counter(), time.process_time()
        fired = max(1, len(tick(desk, BEGIN + timedelta(days=2)).fired))
        clock, cpu = (1000 * one / fired for one in (time.perf_counter() - clock, time.process_time() - cpu))
        print(f"{clock:7.2f} ms, {cpu:6.2f} ms of CPU: each of {fired:,} that are due")


if __name__ == "__main__":
    main()
