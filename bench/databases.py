"""Mails per second by database: SQLite, PostgreSQL on this machine, and half a millisecond and two milliseconds away.

Usage: databases.py [--count N] [--json FILE]. The far ones are reached by a way on the loopback that takes its time;
the server is the one of the tests, which does not sync: what is measured is waiting for answers, not the disk.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from gateway_under_test import Bench
from messages import MAKERS
from throughput import measure_gateway

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

KIND = next(iter(MAKERS))
PROCESSES = (1, 2, 3)
AWAY_MS = (0.0, 0.5, 2.0)
FIGURES = ("settled_per_second", "accepted_per_second", "p50_ms", "p99_ms", "lone_settled_ms")


@contextmanager
def databases() -> Iterator[Iterator[tuple[str, str, int]]]:
    """What each set-up is called, the URL of its database, its processes; open until the block ends."""
    from tests.support.databases import fresh_database, postgres_server
    from tests.support.far_database import far_database

    def each(server: str) -> Iterator[tuple[str, str, int]]:
        yield "SQLite", "sqlite:///gateway.db", 1
        for processes in PROCESSES:
            yield f"PostgreSQL here, processes {processes}", fresh_database(server), processes
        for milliseconds in AWAY_MS:
            with far_database(fresh_database(server), milliseconds / 1000) as far:
                yield f"PostgreSQL {milliseconds} ms away", far.url, 1

    with postgres_server() as server:
        yield each(server)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=600)
    parser.add_argument("--connections", type=int, default=20)
    parser.add_argument("--json", type=Path, help="write all figures to this file")
    options = parser.parse_args()
    results: dict[str, dict[str, Any]] = {}
    with databases() as each:
        for name, url, processes in each:
            with tempfile.TemporaryDirectory(prefix="gateway-bench-") as folder:
                bench = Bench(Path(folder), url, processes)
                measured = measure_gateway(bench, KIND, options.count, options.connections)
            results[name] = measured
            print(f"{name:28}", *(f"{one} {results[name][one]}" for one in FIGURES), flush=True)
    if options.json:
        options.json.write_text(json.dumps(results, indent=2) + "\n")


if __name__ == "__main__":
    main()
