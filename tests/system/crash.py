"""Kill the serving gateway again and again while mail comes in, and count what is lost or done twice.

Usage: crash.py [--messages 2000] [--kills 20] [--seed 1] [--connections 8] [--database URL | --postgres]

Clients deliver over SMTP and repeat whatever got no 250. At random times the whole process group gets SIGKILL and is
started again at once. In the end every message that got its 250 must be exactly one mail that is no duplicate, with
one note and one acknowledgement. Prints a JSON document and a verdict; exit 0 only when nothing is lost and nothing
is twice. `--database` takes an EMPTY database, default SQLite; `--postgres` starts a server that is thrown away.
"""

import argparse
import json
import os
import random
import smtplib
import sys
import threading
import time
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue

from sqlalchemy import Engine, create_engine, text

from tests.support.gateway_process import GatewayProcess, free_port, open_folder, until

POSTGRES = Path(__file__).parents[2] / ".ci" / "postgres.py"
REPLY_SECONDS = 25.0  # the gateway answers every final dot within 20
RETRY_SECONDS = 0.02
MOST_SECONDS = 900.0  # for everything
LONGEST_DELAY = 0.8  # between the mail that triggers a kill and the kill
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
    seconds: float = 0.0
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

    @property
    def faults(self) -> int:
        """Everything that must not be."""
        names = ("lost", "unsettled", "failed", "duplicate_mails", "duplicate_notes", "duplicate_acknowledgements")
        return sum(getattr(self, name) for name in (*names, "missing_notes", "missing_acknowledgements"))

    @property
    def verdict(self) -> str:
        """One line for people."""
        done = f"{self.messages} messages, {self.kills} kills: {self.lost} lost, {self.duplicate_notes} duplicate notes"
        outcome = "PASS" if not self.faults and self.acknowledged == self.messages else "FAIL"
        return f"{outcome}  {done}, {self.duplicate_acknowledgements} duplicate acknowledgements ({self.seconds:.0f} s)"


@dataclass(slots=True)
class Clients:
    """Deliver messages over several connections until each has got its 250."""

    port: int
    connections: int
    waiting: "SimpleQueue[int]" = field(default_factory=SimpleQueue)
    acknowledged: list[int] = field(default_factory=list)  # the numbers of messages with a 250
    deliveries: int = 0
    stopped: threading.Event = field(default_factory=threading.Event)
    threads: list[threading.Thread] = field(default_factory=list)

    def start(self, messages: int) -> None:
        """Begin to send the messages 0 to `messages` - 1."""
        for number in range(messages):
            self.waiting.put(number)
        self.threads = [threading.Thread(target=self._run, daemon=True) for _ in range(self.connections)]
        for thread in self.threads:
            thread.start()

    def have(self, number: int) -> bool:
        """Whether so many messages got their 250."""
        return len(self.acknowledged) >= number

    def stop(self) -> None:
        """End, whether everything is delivered or not."""
        self.stopped.set()
        for thread in self.threads:
            thread.join(REPLY_SECONDS)

    def _run(self) -> None:
        number: int | None = None
        while not self.stopped.is_set():
            try:
                with smtplib.SMTP("127.0.0.1", self.port, "client.acorn.example", timeout=REPLY_SECONDS) as client:
                    while not self.stopped.is_set():
                        if number is None:
                            number = self.waiting.get_nowait()
                        self._deliver(client, number)
                        number = None
            except Empty:
                return
            except (OSError, smtplib.SMTPException):  # no 250: the same message again, over a new connection
                self.stopped.wait(RETRY_SECONDS)

    def _deliver(self, client: smtplib.SMTP, number: int) -> None:
        self.deliveries += 1  # several threads may lose a count; it is only for the report
        client.sendmail(sender(number), ["support@vendor.example"], content(number))
        self.acknowledged.append(number)


def sender(number: int) -> str:
    """A sender of its own for every message, so that no cap on answers is reached."""
    return f"user{number}@acorn.example"


def message_id(number: int) -> str:
    """The Message-ID of a message."""
    return f"<crash-{number}@acorn.example>"


def content(number: int) -> bytes:
    """A question of about 1 KB."""
    proof = "mx.vendor.example; spf=pass smtp.mailfrom=acorn.example; dmarc=pass header.from=acorn.example"
    head = f"Authentication-Results: {proof}\r\nFrom: {sender(number)}\r\nTo: support@vendor.example\r\n"
    rest = f"Subject: Export {number} stops\r\nMessage-ID: {message_id(number)}\r\n"
    return f"{head}{rest}Date: Mon, 02 Mar 2026 09:00:00 +0100\r\n\r\n{'It stops halfway.' * 40}\r\n".encode()


def play(folder: Path, database: str, report: Report, connections: int) -> None:
    """Serve, send, kill; then look at the database."""
    port, dice, begun = free_port(), random.Random(report.seed), time.monotonic()
    gateway = GatewayProcess(folder / "gateway", TABLES.format(port=port), database)
    gateway.prepare()
    clients = Clients(port, connections)
    try:
        gateway.start(port)
        clients.start(report.messages)
        kill_again_and_again(gateway, clients, report, dice, port)
        until(lambda: len(clients.acknowledged) >= report.messages, "clients without a 250", MOST_SECONDS)
        engine = create_engine(_absolute(database, gateway.folder))
        until(
            lambda: count(engine, "SELECT count(*) FROM mail WHERE state = 'waiting'") == 0, "mail waits", MOST_SECONDS
        )
        gateway.stop()
        audit(engine, clients, report)
        engine.dispose()
    finally:
        clients.stop()
        gateway.kill()
    report.seconds = round(time.monotonic() - begun, 1)


def kill_again_and_again(
    gateway: GatewayProcess, clients: Clients, report: Report, dice: random.Random, port: int
) -> None:
    """Spread the kills at random over the messages; the last may strike when all are taken but not yet settled."""
    for threshold in sorted(dice.randrange(report.messages + 1) for _ in range(report.kills)):
        until(partial(clients.have, threshold), "clients without a 250", MOST_SECONDS)
        time.sleep(dice.uniform(0, LONGEST_DELAY))
        gateway.kill()
        gateway.start(port)


def count(engine: Engine, statement: str) -> int:
    """A single number."""
    with engine.connect() as connection:
        return int(connection.execute(text(statement)).scalar_one())


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
    report.unsettled = count(engine, "SELECT count(*) FROM mail WHERE state = 'waiting'")
    report.lost = len(expected - settled.keys())
    report.missing_notes = len(expected - notes.keys())
    report.missing_acknowledgements = len(expected - answers.keys())
    report.duplicate_mails = surplus(settled)
    report.duplicate_notes, report.duplicate_acknowledgements = surplus(notes), surplus(answers)


def surplus(counts: dict[str, int]) -> int:
    """How many rows are there more than one for each."""
    return sum(counts.values()) - len(counts)


def run(database: str, messages: int, kills: int, seed: int = 1, connections: int = 8) -> Report:
    """One whole run; `database` is the URL of an empty database, relative SQLite files are temporary."""
    report = Report(database.partition(":")[0], messages, kills, seed)
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
    report = run(options.database, options.messages, options.kills, options.seed, options.connections)
    print(json.dumps(asdict(report), indent=1))
    print(report.verdict)
    return 0 if report.verdict.startswith("PASS") else 1


if __name__ == "__main__":
    sys.exit(main())
