"""A year of simulated time for many tickets: what each tick costs, by how much was due and how many tickets there were.

Usage: year.py [--tickets N] [--every HOURS] [--days N] [--json FILE]. Tickets come evenly over the year: of five, three
are answered and then wait for their customer, who says nothing; two wait for us, who say nothing. In a database of its
own (SQLite); only ticks are timed. CPU and disk are shared with whatever else runs.
"""

import argparse
import contextlib
import io
import json
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from gateway.adapters.clock import FixedClock
from gateway.app.desk import build
from gateway.cli.program import run
from gateway.config import load
from gateway.desk.act import Act
from gateway.desk.desk import Desk
from gateway.desk.tickets.ticket_state import scheduled, with_service_level
from gateway.desk.timers.tick import tick
from gateway.domain.event import GATEWAY, Event
from gateway.domain.tickets.ticket import PRIORITIES, UNNUMBERED, Ticket
from gateway.store.store import UnitOfWork

BEGIN = datetime(2026, 1, 5, tzinfo=UTC)
ORGANIZATION = "acorn"  # of the starter directory
DUE = ((0, 0), (1, 4), (5, 19), (20, 10**9))  # how many were due at once: the rows of the table


@dataclass(frozen=True, slots=True)
class Measured:
    """One tick: tickets there were, how many things it did, milliseconds of the clock and of the processor."""

    day: float
    tickets: int
    due: int
    clock_ms: float
    cpu_ms: float


@dataclass(frozen=True, slots=True)
class Row:
    """Several ticks together; medians for each tick, and of the processor for each thing that was due."""

    name: str
    ticks: int
    due: int
    clock_ms: float
    cpu_ms: float
    cpu_ms_each: float | None


def open_ticket(desk: Desk, work: UnitOfWork, number: int, at: datetime) -> None:
    """A ticket as mail opens one, without the mail: with its service level, its note left out."""
    act = Act(desk, work, Event(at, GATEWAY, "system"))
    (contract, *_) = work.directory.contracts(ORGANIZATION)
    ticket = Ticket(
        UNNUMBERED,
        f"Printer {number}",
        "open",
        type="question",
        priority=PRIORITIES[number % len(PRIORITIES)],
        requester=f"user{number}@acorn.example",
        organization=ORGANIZATION,
        received_at=at,
    )
    ticket = with_service_level(act, ticket, contract)
    if number % 5 < 3:
        ticket = replace(ticket, state="pending", first_response_at=at, waiting_since=at, resolution_left=60)
    work.tickets.open(scheduled(desk, work, ticket))


def live(desk: Desk, tickets: int, days: int, every: timedelta) -> Iterator[Measured]:
    """The ticks of so many days, among tickets that come meanwhile."""
    opened, end = 0, BEGIN + timedelta(days=days)
    now = BEGIN
    while now < end:
        expected = int(tickets * ((now - BEGIN) / (end - BEGIN)))
        with desk.store.begin() as work:
            for number in range(opened, expected):
                open_ticket(desk, work, number, now)
        opened = expected
        clock, cpu = time.perf_counter(), time.process_time()
        fired = len(tick(desk, now).fired)
        clock, cpu = time.perf_counter() - clock, time.process_time() - cpu
        yield Measured((now - BEGIN) / timedelta(days=1), opened, fired, 1000 * clock, 1000 * cpu)
        now += every


def summed(name: str, ticks: Sequence[Measured]) -> Row:
    """What these ticks have in common."""
    due = sum(one.due for one in ticks)
    clock, cpu = (
        statistics.median(column) for column in ([one.clock_ms for one in ticks], [one.cpu_ms for one in ticks])
    )
    each = sum(one.cpu_ms for one in ticks) / due if due else None
    return Row(name, len(ticks), due, clock, cpu, each)


def rows(ticks: Sequence[Measured], days: int) -> dict[str, list[Row]]:
    """By how much was due; and by quarter of the time, where nothing was due and where something was."""

    def of(name: str, fits: Callable[[Measured], bool]) -> Iterable[Row]:
        found = [one for one in ticks if fits(one)]
        return [summed(name, found)] if found else []

    by_due: list[Row] = []
    for least, most in DUE:
        name = f"{least} due" if least == most else f"{least} to {most} due" if most < 10**9 else f"{least} or more due"
        by_due += of(name, lambda one, low=least, high=most: low <= one.due <= high)
    quiet: list[Row] = []
    busy: list[Row] = []
    for quarter in range(4):
        span = [one for one in ticks if quarter <= 4 * one.day / days < quarter + 1]
        name = f"quarter {quarter + 1}, up to {max((one.tickets for one in span), default=0):,} tickets"
        quiet += of(name, lambda one, span=frozenset(span): one in span and not one.due)
        busy += of(name, lambda one, span=frozenset(span): one in span and one.due > 0)
    return {"by what was due": by_due, "nothing due, by quarter": quiet, "something due, by quarter": busy}


def printed(table: dict[str, list[Row]]) -> None:
    """The tables, for people."""
    for title, lines in table.items():
        print(f"\n{title:<40} {'ticks':>6} {'due':>7} {'ms':>8} {'CPU ms':>8} {'CPU ms each':>12}")
        for one in lines:
            each = "" if one.cpu_ms_each is None else f"{one.cpu_ms_each:12.2f}"
            print(f"{one.name:<40} {one.ticks:6} {one.due:7} {one.clock_ms:8.2f} {one.cpu_ms:8.2f} {each}")


def main() -> None:
    """Live through the year, then tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tickets", type=int, default=10_000)
    parser.add_argument("--every", type=int, default=4, metavar="HOURS")
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--json", type=Path, help="write all figures to this file")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="gateway-bench-") as folder:
        named = ["--config", f"{folder}/config.toml"]
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            run(["init", folder])
            run([*named, "directory", "import", f"{folder}/directory.toml"])
        desk = build(load(Path(folder) / "config.toml"), FixedClock(BEGIN))
        tick(desk, BEGIN)  # what every first tick does
        ticks = tuple(live(desk, options.tickets, options.days, timedelta(hours=options.every)))
        desk.store.close()
    table = rows(ticks, options.days)
    printed(table)
    if options.json:
        document = {title: [asdict(one) for one in lines] for title, lines in table.items()}
        options.json.write_text(json.dumps(document, indent=2) + "\n")


if __name__ == "__main__":
    main()
