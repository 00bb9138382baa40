"""Whether a desk becomes slower as it grows: replies to random old tickets, among few tickets and among many.

Usage: growth.py [--few N] [--many N] [--count N] [--rounds N] [--json FILE]. Two gateways get their tickets by copying
rows within the database, and are measured by turns, so that a machine that is slower for a while is so for both.
What is copied shares the raw mails of the first tickets; a reply reads none of them.
"""

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from gateway_under_test import Bench, wait_until
from messages import MAKERS, SENDERS, reply, sender
from process_tree import ProcessTree
from sqlalchemy import Connection, Table, create_engine
from sqlmodel import SQLModel
from throughput import send

from gateway.adapters.clock import SystemClock
from gateway.app.desk import open_signer
from gateway.config import load
from gateway.domain.tickets.ticket import ticket_number

KIND = next(iter(MAKERS))
COPIED = ("ticket", "participant", "note", "mail", "outgoing")
REFERENCES = {"ticket_id": "ticket", "note_id": "note", "mail_id": "mail"}
TIMES = ("received_at", "created", "at")  # copies are old: what was written today is counted
YOUNGEST_DAYS = 30
COPIES_AT_ONCE = 250
SENT = "UPDATE outgoing SET state = 'sent', sent_at = created, next_attempt = NULL"  # old post waits for nobody
COPY = """
INSERT INTO {table} ({columns})
WITH RECURSIVE copy(n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM copy WHERE n < {last})
SELECT {values} FROM {table}, copy WHERE {key} <= {most}
"""


def _value(table: Table, column: str, steps: dict[str, int]) -> str:
    """A column of the copy: ids are moved, so that copies refer to each other and not to their models."""
    if column == "id":
        return f"id + copy.n * {steps[table.name]}"
    if column in REFERENCES:
        return f"{column} + copy.n * {steps[REFERENCES[column]]}"
    if column in TIMES:
        return f"strftime('%Y-%m-%d %H:%M:%S.000000', {column}, '-' || ({YOUNGEST_DAYS} + copy.n % 1000) || ' days')"
    return f"'<' || copy.n || '.' || substr({column}, 2)" if column == "message_id" else column


def copy_tickets(connection: Connection, first: int, last: int, steps: dict[str, int]) -> None:
    """Add copies of the first tickets, with all that belongs to them."""
    for name in COPIED:
        table = SQLModel.metadata.tables[name]
        columns = [column.name for column in table.columns]
        key = "id" if "id" in columns else "ticket_id"
        values = ", ".join(_value(table, column, steps) for column in columns)
        most = steps[name if key == "id" else "ticket"]
        connection.exec_driver_sql(
            COPY.format(
                table=name, columns=", ".join(columns), values=values, key=key, most=most, first=first, last=last
            )
        )


def fill(url: str, tickets: int) -> None:
    """Copy the tickets that are there until there are so many, and let the planner know."""
    engine = create_engine(url)
    with engine.begin() as connection:
        tables = [name for name in COPIED if name != "participant"]
        steps = {name: int(connection.exec_driver_sql(f"SELECT max(id) FROM {name}").scalar_one()) for name in tables}
        connection.exec_driver_sql(SENT)
    copies = tickets // steps["ticket"] - 1
    for first in range(1, copies + 1, COPIES_AT_ONCE):
        last = min(copies, first + COPIES_AT_ONCE - 1)
        with engine.begin() as connection:
            copy_tickets(connection, first, last, steps)
        print(f"\r{(last + 1) * steps['ticket']:,} of {tickets:,} tickets", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()


class Grown:
    """A running gateway with so many tickets."""

    def __init__(self, folder: Path, tickets: int) -> None:
        self._folder, self._tickets = folder, tickets
        self._bench = Bench(folder, "sqlite:///gateway.db")
        self._config = load(folder / "config.toml")
        self._signer = open_signer(self._config, SystemClock())
        self._process = self._bench.start()
        send(self._bench.port, KIND, SENDERS, 20)
        self._settled(SENDERS)
        self.end()
        fill(self._config.database_url, tickets)
        self._process = self._bench.start()
        self._done = 0

    def _settled(self, count: int) -> None:
        wait_until(lambda: (self._bench.metric("gateway_mail_settled_total") or 0) >= count, "settled")

    def _replies(self, count: int) -> Path:
        """Mails of the tickets' own requesters."""
        run, lines = f"{time.time_ns():x}", []
        for serial in range(count):
            ticket = random.randrange(self._tickets)
            number = ticket_number(ticket + 1)
            who = ticket % SENDERS
            text = reply(who, number, self._signer.message_id(number, serial + 1), f"{run}.{serial}").decode()
            lines.append(json.dumps([sender(who), text]))
        file = self._folder / "replies"
        file.write_text("\n".join(lines))
        return file

    def measure(self, count: int) -> dict[str, float]:
        """Replies settled in a second; for each CPU in milliseconds, and how often a file was read."""
        file = self._replies(count)
        with ProcessTree(self._process.pid) as tree:
            cpu, reads, begun = sum(tree.cpu_seconds().values()), tree.read_calls(), time.perf_counter()
            send(self._bench.port, str(file), count, 20)
            self._done += count
            self._settled(self._done)
            seconds = time.perf_counter() - begun
            spent, reads = sum(tree.cpu_seconds().values()) - cpu, tree.read_calls() - reads
        rates = {"settled_per_second": round(count / seconds, 1), "cpu_ms": round(1000 * spent / count, 3)}
        return rates | {"reads": round(reads / count, 1), "peak_rss_mb": round(tree.peak_rss_mb)}

    def notes(self) -> int:
        """How many replies became notes of their tickets."""
        engine = create_engine(self._config.database_url)
        with engine.connect() as connection:
            asked = "SELECT count(*) FROM mail WHERE decision = 'note'"
            found = int(connection.exec_driver_sql(asked).scalar_one())
        engine.dispose()
        return found

    def end(self) -> None:
        """Stop it."""
        self._process.terminate()
        self._process.wait(40)


def compare(few: Grown, many: Grown, count: int, rounds: int) -> dict[str, Any]:
    """Measure by turns, once each for nothing; the medians of both, and how many become one of the other."""
    found: dict[str, list[dict[str, float]]] = {"few": [], "many": []}
    for turn in range(rounds + 1):
        for name, grown in (("few", few), ("many", many)):
            figures = grown.measure(count)
            if turn:
                found[name].append(figures)
            print(f"{name:5}", figures, file=sys.stderr, flush=True)
    medians = {
        name: {key: statistics.median(one[key] for one in figures) for key in figures[0]}
        for name, figures in found.items()
    }
    ratio = {key: round(medians["many"][key] / medians["few"][key], 3) for key in medians["few"]}
    return {**medians, "ratio": ratio}


def measure(few: int, many: int, count: int, rounds: int, place: str | None) -> dict[str, Any]:
    """The whole comparison."""
    with tempfile.TemporaryDirectory(prefix="gateway-bench-", dir=place) as folder:
        sizes = [Path(folder) / name for name in ("few", "many")]
        gateways = [Grown(path, tickets) for path, tickets in zip(sizes, (few, many), strict=True)]
        try:
            result = compare(*gateways, count, rounds)
            result["replies_as_notes"] = [one.notes() for one in gateways]
        finally:
            for one in gateways:
                one.end()
    return {"tickets": [few, many], "replies": count, "rounds": rounds, **result}


def main(arguments: list[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--few", type=int, default=10_000)
    parser.add_argument("--many", type=int, default=1_000_000)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", help="where the databases are made: 1,000,000 tickets take some 2 GB")
    parser.add_argument("--json", type=Path, help="write all figures to this file")
    options = parser.parse_args(arguments)
    result = measure(options.few, options.many, options.count, options.rounds, options.folder)
    print(json.dumps(result, indent=2))
    if options.json:
        options.json.write_text(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
