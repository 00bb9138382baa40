"""One process at a time, on both databases: who has the lock, and when it ends."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from gateway.errors import DatabaseAway
from gateway.store.process_lock import ProcessLock
from gateway.store.sql import session_lock
from gateway.store.sql.engine import SIGNS_OF_LIFE, SILENT_SECONDS
from gateway.store.store import Store, UnitOfWork
from tests.support.bound import bound
from tests.support.databases import END_OTHERS, administer
from tests.support.gateway_process import until

HOLDER = """
import sys, time
from gateway.store.store import Store
lock = Store(sys.argv[1]).lock("decider")
print(lock.take(), flush=True)
time.sleep(600)
"""


@pytest.fixture
def holder(store: Store) -> Iterator["subprocess.Popen[str]"]:
    """Another process that holds the lock."""
    command = bound(sys.executable, "-c", HOLDER, store.url)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "True\n"
        yield process
        process.kill()


def comes(lock: ProcessLock) -> bool:
    """Is it ours in the end?"""
    return until(lock.take, "the lock never comes")


def test_one_has_it_until_they_give_it_back(store: Store) -> None:
    first, second = store.lock("decider"), store.lock("decider")
    assert first.take()
    assert first.take()  # still
    assert (first.holds(), second.take(), second.holds()) == (True, False, False)
    first.release()
    assert not first.holds()
    assert comes(second)
    second.release()
    second.release()


def test_locks_of_different_names_are_different(store: Store) -> None:
    locks = [store.lock(name) for name in ("decider", "mailbox a@b/INBOX", "mailbox a@c/INBOX")]
    assert [one.take() for one in locks] == [True] * 3
    for one in locks:
        one.release()


def test_a_process_that_is_killed_has_it_no_longer(store: Store, holder: "subprocess.Popen[str]") -> None:
    lock = store.lock("decider")
    assert not lock.take()
    holder.kill()
    assert comes(lock)
    lock.release()


def test_who_loses_the_connection_knows_it_and_gets_another(database: str) -> None:
    if not database.startswith("postgresql"):
        pytest.skip("a file has no connection")
    lock = Store(database).lock("decider")
    assert lock.take()
    administer(database, END_OTHERS)
    until(lambda: not lock.holds(), "the loss is not noticed")
    assert comes(lock)
    lock.release()


def test_who_says_nothing_for_long_loses_it(database: str, request: pytest.FixtureRequest) -> None:
    if not database.startswith("postgresql"):
        pytest.skip("a process that stands still on the same machine can be seen")
    holder: subprocess.Popen[str] = request.getfixturevalue("holder")
    os.kill(holder.pid, signal.SIGSTOP)  # for the server as a machine that vanished behind a proxy
    lock = Store(database).lock("decider")
    assert not lock.take()
    assert comes(lock)
    assert session_lock.TRUSTED_SECONDS < SILENT_SECONDS  # who comes back knows it before
    lock.release()


def test_a_transaction_that_vanished_keeps_nobody_from_settling(store: Store) -> None:
    if not store.url.startswith("postgresql"):
        pytest.skip("a process that ends on the same machine lets go")
    with pytest.raises(DatabaseAway), store.begin() as work:
        _vanish(store, work)


def _vanish(store: Store, work: UnitOfWork) -> None:
    """Stay silent in the middle of a transaction until another one settles, then go on."""
    work.lock_settling()
    with store.begin() as waiting:
        waiting.lock_settling()  # the server has ended the other
    work.mails.count_waiting()


def test_every_connection_is_watched(store: Store) -> None:
    if not store.url.startswith("postgresql"):
        pytest.skip("there is no network")
    with store.begin() as work:
        shown = work.connection.execute(text("SELECT setting FROM pg_settings WHERE name = 'tcp_user_timeout'"))
        assert shown.scalar_one() == "0"  # a socket of the machine itself takes none
    assert SIGNS_OF_LIFE.for_client["tcp_user_timeout"] < 8000
    assert "tcp_user_timeout=6000" in SIGNS_OF_LIFE.for_server


def test_a_server_that_is_away_is_told_as_such(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for url in ("postgresql+psycopg://nobody@127.0.0.1:9/none", f"sqlite:///{tmp_path / 'file' / 'gateway.db'}"):
        lock = Store(url).lock("decider")
        with pytest.raises(DatabaseAway):
            lock.take()
        assert not lock.holds()
        lock.release()
