"""Kill the serving gateway again and again while mail comes in, and count what is lost or done twice.

Usage: crash.py [--messages 2000] [--kills 20] [--seed 1] [--connections 8] [--gateways 1] [--database URL | --postgres]

Clients deliver conversations over SMTP, each message to any gateway, and repeat whatever got no 250; a reply leaves
when the message before it has its 250. At random times the whole process group of one gateway gets SIGKILL and is
started again at once; the next kill waits until its work has begun. In the end every message that got its 250 must be
exactly one mail that is no duplicate, with one note, each conversation one ticket with its notes in order and one
acknowledgement. With several gateways mail must not wait for longer than 10 s without any being settled. Prints a JSON
document and a verdict; exit 0 only when all of that holds. `--database` takes an EMPTY database, default SQLite;
`--postgres` starts a server that is thrown away.
"""

import argparse
import json
import os
import random
import shutil
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from urllib.request import urlopen

from sqlalchemy import Engine, create_engine, text

from gateway.store.store import Store
from tests.support.gateway_process import GatewayProcess, free_port, open_folder, until
from tests.system.crash_clients import CONVERSATION, REPLY_SECONDS, Clients, is_first, message_id, number_of

POSTGRES = Path(__file__).parents[2] / ".ci" / "postgres.py"
MOST_SECONDS = 900.0  # for everything
LONGEST_DELAY = 0.8  # between the mail that triggers a kill and the kill
LONGEST_GAP = 10.0  # in which no waiting mail is settled while one of several gateways is killed
LOOK_SECONDS = 0.1
WORKING = ("deciding", "standing_by")
TABLES = """
[limits]
automatic_per_hour = 0

[[listener]]
port = {port}
"""


@dataclass(slots=True)
class Report:
    """What was done and what was found. All counts should be those of `messages`, and everything below 0."""

    database: str
    messages: int
    kills: int
    seed: int
    gateways: int = 1
    seconds: float = 0.0
    longest_gap: float = 0.0  # seconds in which mail waited and none was settled
    acknowledged: int = 0
    deliveries: int = 0  # tries of the clients
    kept: int = 0  # rows of mail, repeated deliveries of the same message too
    notes: int = 0
    acknowledgements: int = 0
    lost: int = 0
    unsettled: int = 0
    failed: int = 0
    duplicate_mails: int = 0
    duplicate_notes: int = 0
    duplicate_acknowledgements: int = 0
    missing_notes: int = 0
    missing_acknowledgements: int = 0
    torn: int = 0  # conversations with more than one ticket
    out_of_order: int = 0  # conversations whose notes are in another order than their messages

    @property
    def faults(self) -> int:
        """Everything that must not be."""
        names = ("lost", "unsettled", "failed", "duplicate_mails", "duplicate_notes", "duplicate_acknowledgements")
        more = ("missing_notes", "missing_acknowledgements", "torn", "out_of_order")
        counted: int = sum(getattr(self, name) for name in (*names, *more))
        return counted + self.has_gap

    @property
    def has_gap(self) -> bool:
        """Was mail left waiting for too long? One gateway alone needs the time in which it starts."""
        return self.gateways > 1 and self.longest_gap > LONGEST_GAP

    @property
    def verdict(self) -> str:
        """One line for people."""
        done = f"{self.messages} messages, {self.kills} kills: {self.lost} lost, {self.duplicate_notes} duplicate notes"
        outcome = "PASS" if not self.faults and self.acknowledged == self.messages else "FAIL"
        order = f"{self.out_of_order} conversations out of order, longest gap {self.longest_gap:.1f} s"
        twice = f"{self.duplicate_acknowledgements} duplicate acknowledgements"
        return f"{outcome}  {done}, {twice}, {order} ({self.seconds:.0f} s)"


@dataclass(slots=True)
class Watch:
    """Looks how long mail waits while none is settled, until it is told that all is done."""

    engine: Engine
    longest: float = 0.0  # seconds
    stopped: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Look again and again; a server that does not answer is no gap, it is looked at again."""
        settled, since = -1, time.monotonic()
        while not self.stopped.wait(LOOK_SECONDS):
            waiting, now_settled = self._counts()
            if now_settled != settled or not waiting:
                settled, since = now_settled, time.monotonic()
            self.longest = max(self.longest, time.monotonic() - since)

    def _counts(self) -> tuple[int, int]:
        counts = (
            "SELECT (SELECT count(*) FROM mail WHERE state = 'waiting'), count(*) FROM mail WHERE state = 'settled'"
        )
        with self.engine.connect() as connection:
            row = connection.execute(text(counts)).one()
        return int(row[0]), int(row[1])


def play(folder: Path, database: str, report: Report, connections: int) -> None:
    """Serve, send, kill; then look at the database."""
    ports, begun = [free_port() for _ in range(report.gateways)], time.monotonic()
    gateways = [prepared(folder, number, port, database) for number, port in enumerate(ports)]
    engine, clients = create_engine(_absolute(database, gateways[0].folder)), Clients(ports, connections)
    watch = Watch(engine)
    try:
        for gateway, port in zip(gateways, ports, strict=True):
            gateway.start(port)
            until(partial(is_at_work, gateway), "it does not begin to work")
        clients.start(report.messages)
        threading.Thread(target=watch.run, daemon=True).start()
        kill_again_and_again(list(zip(gateways, ports, strict=True)), clients, report)
        until(lambda: len(clients.acknowledged) >= report.messages, "clients without a 250", MOST_SECONDS)
        until(lambda: waiting(engine) == 0, "mail waits", MOST_SECONDS)
        watch.stopped.set()
        for gateway in gateways:
            gateway.stop()
        audit(engine, clients, report)
    finally:
        watch.stopped.set()
        clients.stop()
        for gateway in gateways:
            gateway.kill()
        engine.dispose()
    report.seconds, report.longest_gap = round(time.monotonic() - begun, 1), round(watch.longest, 1)


def prepared(folder: Path, number: int, port: int, database: str) -> GatewayProcess:
    """A gateway that is ready to start; all but the first share the key of the first."""
    gateway = GatewayProcess(folder / f"gateway{number}", TABLES.format(port=port), database)
    if number:
        gateway.folder.mkdir()
        shutil.copy(folder / "gateway0" / "gateway.key", gateway.folder)
    gateway.prepare()
    return gateway


def kill_again_and_again(gateways: Sequence[tuple[GatewayProcess, int]], clients: Clients, report: Report) -> None:
    """Spread the kills at random over the messages; the last may strike when all are taken but not yet settled."""
    dice = random.Random(report.seed)
    for threshold in sorted(dice.randrange(report.messages + 1) for _ in range(report.kills)):
        until(partial(clients.have, threshold), "clients without a 250", MOST_SECONDS)
        time.sleep(dice.uniform(0, LONGEST_DELAY))
        gateway, port = dice.choice(gateways)
        gateway.kill()
        gateway.start(port)
        if len(gateways) > 1:  # one at a time: when all are killed at once nobody is left to take over
            until(partial(is_at_work, gateway), "it does not begin to work")


def is_at_work(gateway: GatewayProcess) -> bool:
    """Whether a gateway decides, or stands by to."""
    with suppress(OSError), urlopen(f"http://127.0.0.1:{gateway.http_port}/readyz", timeout=REPLY_SECONDS) as answer:
        return json.load(answer)["role"] in WORKING
    return False


def count(engine: Engine, statement: str) -> int:
    """A single number."""
    with engine.connect() as connection:
        return int(connection.execute(text(statement)).scalar_one())


def waiting(engine: Engine) -> int:
    """How many mails are accepted and not settled, in the spool, too."""
    store = Store(engine.url.render_as_string(hide_password=False))
    try:
        with store.read() as work:
            return work.mails.count_waiting()
    finally:
        store.close()


def _absolute(database: str, folder: Path) -> str:
    return database if database.startswith("postgresql") else f"sqlite:///{folder / 'gateway.db'}"


def rows_by_message_id(engine: Engine, source: str) -> dict[str, int]:
    """How many rows each Message-ID has."""
    statement = text(f"SELECT mail.message_id, count(*) FROM {source} GROUP BY mail.message_id")
    with engine.connect() as connection:
        return {row[0]: int(row[1]) for row in connection.execute(statement) if row[0] is not None}


def audit(engine: Engine, clients: Clients, report: Report) -> None:
    """Compare the database with what the clients were told."""
    expected = {message_id(number) for number in clients.acknowledged}
    settled = rows_by_message_id(engine, "mail WHERE state = 'settled' AND decision <> 'duplicate'")
    notes = rows_by_message_id(engine, "note JOIN mail ON mail.id = note.mail_id")
    answers = rows_by_message_id(
        engine, "outgoing JOIN mail ON mail.id = outgoing.mail_id WHERE outgoing.audience = 'customer'"
    )
    report.acknowledged, report.deliveries = len(expected), clients.deliveries
    report.kept, report.notes = count(engine, "SELECT count(*) FROM mail"), sum(notes.values())
    report.acknowledgements = sum(answers.values())
    report.failed = count(engine, "SELECT count(*) FROM mail WHERE state = 'failed'")
    report.unsettled = waiting(engine)
    report.lost = len(expected - settled.keys())
    report.missing_notes = len(expected - notes.keys())
    report.missing_acknowledgements = len({one for one in expected if is_first(one)} - answers.keys())
    report.duplicate_mails = surplus(settled)
    report.duplicate_notes, report.duplicate_acknowledgements = surplus(notes), surplus(answers)
    report.torn, report.out_of_order = conversations(engine)


def conversations(engine: Engine) -> tuple[int, int]:
    """How many are torn into several tickets, and in how many the notes are in a wrong order."""
    statement = "SELECT mail.message_id, note.ticket_id FROM note JOIN mail ON mail.id = note.mail_id ORDER BY note.id"
    numbers, tickets = defaultdict[int, list[int]](list), defaultdict[int, set[int]](set)
    with engine.connect() as connection:
        for name, ticket in connection.execute(text(statement)):
            number = number_of(name)
            numbers[number // CONVERSATION].append(number)
            tickets[number // CONVERSATION].add(ticket)
    torn = sum(len(one) > 1 for one in tickets.values())
    return torn, sum(one != sorted(one) for one in numbers.values())


def surplus(counts: dict[str, int]) -> int:
    """How many rows are there more than one for each."""
    return sum(counts.values()) - len(counts)


def run(database: str, messages: int, kills: int, *, seed: int = 1, connections: int = 8, gateways: int = 1) -> Report:
    """One whole run; `database` is the URL of an empty database, relative SQLite files are temporary."""
    report = Report(database.partition(":")[0], messages, kills, seed, gateways)
    with open_folder("gateway-crash-") as folder:
        play(folder, database, report, connections)
    return report


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--messages", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--gateways", type=int, default=1, help="over one PostgreSQL")
    parser.add_argument("--database", default="sqlite:///gateway.db", help="URL of an empty database")
    parser.add_argument("--postgres", action="store_true", help="start a PostgreSQL server and throw it away")
    options = parser.parse_args()
    if options.postgres:
        others = [argument for argument in sys.argv[1:] if argument != "--postgres"]
        command = [
            sys.executable,
            str(POSTGRES),
            sys.executable,
            "-m",
            "tests.system.crash",
            "--database",
            "{url}",
            *others,
        ]
        os.execv(sys.executable, command)
    report = run(
        options.database,
        options.messages,
        options.kills,
        seed=options.seed,
        connections=options.connections,
        gateways=options.gateways,
    )
    print(json.dumps(asdict(report), indent=1))
    print(report.verdict)
    return 0 if report.verdict.startswith("PASS") else 1


if __name__ == "__main__":
    sys.exit(main())
