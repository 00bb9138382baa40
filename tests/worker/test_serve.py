"""`gateway serve` as a whole: real processes, a real database file."""

import json
import os
import pty
import signal
import smtplib
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from gateway.store.store import Store
from tests.support.gateway_process import PATIENCE, until
from tests.support.serving import Serving, is_running


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[Serving]:
    serving = Serving(tmp_path)
    yield serving
    serving.stop(signal.SIGKILL)


def test_mail_is_taken_settled_and_counted(gateway: Serving) -> None:
    gateway.start()
    gateway.send()
    until(lambda: gateway.settled() == 1, "not settled")
    until(lambda: gateway.metrics().get("gateway_mail_waiting") == 0, "still waiting")
    metrics = gateway.metrics()
    assert metrics["gateway_mail_accepted_total"] == 1
    assert metrics["gateway_accept_seconds_count"] == 1
    assert metrics["gateway_settle_seconds_count"] == 1
    assert gateway.page("/livez") == (200, "ok\n")
    assert metrics["gateway_decider"] == 1
    assert gateway.page("/readyz") == (200, '{"database":true,"listeners":true,"schema":true,"role":"deciding"}')
    assert gateway.page("/elsewhere")[0] == 404
    assert gateway.stop() == 0


def test_what_was_accepted_is_settled_after_the_next_start(gateway: Serving) -> None:
    gateway.start()
    settler = gateway.pause_settler()
    gateway.send("first")
    assert gateway.process is not None
    gateway.stop(signal.SIGKILL)
    os.kill(settler, signal.SIGCONT)
    gateway.start()
    gateway.send("second")
    until(lambda: gateway.metrics().get("gateway_mail_waiting") == 0, "still waiting")
    assert len(json.loads(gateway.run("mail", "list", "--json"))) == 2
    assert gateway.stop() == 0


def test_a_settler_that_dies_is_replaced(gateway: Serving) -> None:
    gateway.start()
    gateway.send("first")
    until(lambda: gateway.settled() == 1, "not settled")
    [settler] = until(gateway.children, "no settler")
    os.kill(settler, signal.SIGKILL)
    gateway.send("second")
    until(lambda: gateway.settled() == 2, "not settled by the next child")
    assert gateway.children() != [settler]


def test_a_mail_with_which_the_whole_tree_dies_again_and_again_is_put_aside(gateway: Serving) -> None:
    gateway.start()
    until(lambda: gateway.page("/readyz")[0] == 200, "not ready")
    gateway.send("harmless")
    until(lambda: gateway.settled() == 1, "not settled")
    settler = gateway.pause_settler()
    gateway.send("deadly")
    gateway.stop(signal.SIGKILL)
    os.kill(settler, signal.SIGKILL)
    store = Store(f"sqlite:///{gateway.folder / 'gateway.db'}")
    with store.begin() as work:  # two starts ended with it already
        [deadly] = work.mails.claim(work.mails.waiting_within(9, 10**6))
        assert deadly
        for _ in range(2):
            work.mails.count_attempt(deadly.id)
    store.close()
    gateway.start()
    until(lambda: gateway.metrics().get("gateway_mail_waiting") == 0, "still waiting")
    [entry] = json.loads(gateway.run("quarantine", "list", "--json"))
    assert (entry["mail"], entry["cause"]) == (2, "failed")
    assert gateway.stop() == 0


def test_children_do_not_outlive_their_parent(gateway: Serving) -> None:
    gateway.start()
    children = gateway.children()
    assert children
    gateway.stop(signal.SIGKILL)
    until(lambda: not any(is_running(child) for child in children), "a child is left over")


def test_while_the_database_is_away_mail_is_put_off_and_nothing_crashes(gateway: Serving) -> None:
    database, aside = gateway.folder / "gateway.db", gateway.folder / "aside.db"
    for name in (database, gateway.folder / "gateway.db-wal", gateway.folder / "gateway.db-shm"):
        if name.exists():
            name.rename(str(name).replace("gateway.db", "aside.db"))
    (gateway.folder / "other").mkdir()
    database.symlink_to("other")
    gateway.start()
    with pytest.raises(smtplib.SMTPDataError) as refused:
        gateway.send("first")
    assert refused.value.smtp_code == 451
    assert gateway.page("/readyz")[0] == 503
    assert gateway.page("/livez")[0] == 200
    assert "gateway_mail_waiting" not in gateway.metrics()
    aside.rename(database)  # in one step: nobody may find no file there and begin a new one
    gateway.send("second")
    until(lambda: gateway.settled() == 1, "not settled when the database is back")
    until(lambda: gateway.page("/readyz")[0] == 200, "not ready")


def test_mail_is_taken_while_somebody_writes_into_the_database_for_long(gateway: Serving) -> None:
    gateway.start()
    until(lambda: gateway.page("/readyz")[0] == 200, "not ready")
    store = Store(f"sqlite:///{gateway.folder / 'gateway.db'}", wait_seconds=PATIENCE)
    with store.begin():
        gateway.send("first")
        gateway.send("second")
        assert gateway.metrics()["gateway_mail_waiting"] == 2
        assert gateway.page("/readyz")[0] == 200
        assert json.loads(gateway.run("audit", "--json"))["ends"] == {"waiting": 2}
        assert json.loads(gateway.run("mail", "list", "--json")) == []
    store.close()
    until(lambda: gateway.settled() == 2, "not settled")


def test_a_log_nobody_reads_stops_no_mail(gateway: Serving) -> None:
    read, write = os.pipe()
    os.set_blocking(write, False)
    try:
        while True:
            os.write(write, b"x" * 4096)
    except BlockingIOError:
        os.set_blocking(write, True)
    gateway.start(stderr=write)
    gateway.send()
    until(lambda: gateway.settled() == 1, "not settled")
    assert gateway.stop() == 0
    os.close(read)
    os.close(write)


def test_a_closed_log_stops_no_mail(gateway: Serving) -> None:
    gateway.start(stderr=None, preexec_fn=lambda: os.close(2))
    gateway.send()
    until(lambda: gateway.settled() == 1, "not settled")
    assert gateway.stop() == 0


def test_a_port_that_is_taken_is_told_in_one_line(gateway: Serving) -> None:
    gateway.start()
    command = [sys.executable, "-m", "gateway", "--config", str(gateway.config), "serve"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert f"cannot listen at 127.0.0.1 port {gateway.smtp_port}" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_that_is_taken_is_told_at_once_with_the_next_step(gateway: Serving) -> None:
    command = [sys.executable, "-m", "gateway", "--config", str(gateway.config), "serve"]
    with socket.create_server(("127.0.0.1", gateway.smtp_port)):
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert done.returncode == 1
    assert "ss -ltnp" in done.stderr


def test_a_schema_that_is_newer_than_the_program_is_refused_in_one_line(gateway: Serving) -> None:
    with closing(sqlite3.connect(gateway.folder / "gateway.db")) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    command = [sys.executable, "-m", "gateway", "--config", str(gateway.config), "serve"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert done.returncode == 1
    assert "gateway.database: the database has a newer schema than this program knows." in done.stderr
    assert "Traceback" not in done.stderr


def test_at_a_terminal_one_line_says_where_the_gateway_listens(gateway: Serving) -> None:
    ours, theirs = pty.openpty()
    gateway.start(stderr=theirs)
    gateway.send()
    until(lambda: gateway.settled() == 1, "not settled")
    assert gateway.stop() == 0
    os.close(theirs)
    shown = b""
    with suppress(OSError):  # Linux says so at the end of what a terminal has
        while more := os.read(ours, 4096):
            shown += more
    os.close(ours)
    [line] = [one for one in shown.decode().splitlines() if one.startswith("The gateway runs")]
    assert f"SMTP at 127.0.0.1:{gateway.smtp_port}" in line
    assert f"http://127.0.0.1:{gateway.http_port}" in line
