"""Keeping mail: group commit, its answers, and what happens when the database is away."""

import threading
from collections.abc import Iterator
from concurrent.futures import wait
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from gateway.desk.inbound.accept import Committer, accept_one, check_size
from gateway.errors import DatabaseAway, DiskFull, MessageTooLarge
from gateway.mail.envelope import Envelope, InboundMail
from gateway.store.store import Store, UnitOfWork
from tests.support.edge import config_for

NOW = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
PATIENCE = 120.0  # seconds before a test fails


def mail(text: str = "Text") -> InboundMail:
    envelope = Envelope("user@acorn.example", ("support@vendor.example",), NOW)
    return InboundMail(f"Subject: x\r\n\r\n{text}\r\n".encode(), envelope)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(config_for(tmp_path).database_url)
    store.migrate()
    yield store
    store.close()


class GatedStore:
    """A real store whose transactions wait for a gate, or fail as told."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.gate = threading.Event()
        self.reached = threading.Event()
        self.failures: list[Exception] = []
        self.transactions = 0

    @contextmanager
    def begin(self) -> Iterator[UnitOfWork]:
        self.transactions += 1
        self.reached.set()
        assert self.gate.wait(PATIENCE)
        if self.failures:
            raise self.failures.pop(0)
        with self._store.begin() as work:
            yield work


@pytest.fixture
def gated(store: Store) -> Any:
    return GatedStore(store)


def test_mails_that_wait_together_are_kept_in_one_transaction(store: Store, gated: Any) -> None:
    committer = Committer(gated)
    first = committer.submit(mail("first"), "smtp")
    gated.reached.wait(PATIENCE)
    others = [committer.submit(mail(str(n)), "lmtp" if n % 2 else "smtp") for n in range(30)]
    gated.gate.set()
    assert first.result(PATIENCE) == 1
    assert [other.result(PATIENCE) for other in others] == list(range(2, 32))
    assert gated.transactions == 2
    assert committer.close(PATIENCE)
    with store.read() as work:
        assert [w.source for w in work.mails.waiting(4)] == ["smtp", "smtp", "lmtp", "smtp"]


def test_everybody_is_told_when_the_database_is_away(gated: Any) -> None:
    committer = Committer(gated)
    gated.failures.append(DatabaseAway("away"))
    answer = committer.submit(mail(), "smtp")
    gated.gate.set()
    assert isinstance(answer.exception(PATIENCE), DatabaseAway)
    assert committer.submit(mail(), "smtp").result(PATIENCE) == 1
    committer.close(PATIENCE)


def test_a_full_disk_is_told_as_such(gated: Any) -> None:
    committer = Committer(gated)
    gated.failures.append(DiskFull("full"))
    gated.gate.set()
    assert isinstance(committer.submit(mail(), "smtp").exception(PATIENCE), DiskFull)
    committer.close(PATIENCE)


def test_an_unexpected_error_of_one_mail_does_not_refuse_its_neighbors(gated: Any) -> None:
    committer = Committer(gated)
    first = committer.submit(mail(), "smtp")
    gated.reached.wait(PATIENCE)
    gated.failures += [DatabaseAway("away"), RuntimeError("odd"), RuntimeError("odd")]
    answers = [committer.submit(mail(str(n)), "smtp") for n in range(3)]
    gated.gate.set()
    wait([first, *answers], PATIENCE)
    assert isinstance(first.exception(), DatabaseAway)
    assert isinstance(answers[0].exception(), RuntimeError)
    assert [answer.result() for answer in answers[1:]] == [1, 2]
    committer.close(PATIENCE)


def test_a_mail_taken_back_before_its_transaction_is_not_kept(store: Store, gated: Any) -> None:
    committer = Committer(gated)
    committer.submit(mail("kept"), "smtp")
    gated.reached.wait(PATIENCE)
    late = committer.submit(mail("late"), "smtp")
    assert late.cancel()
    gated.gate.set()
    committer.close(PATIENCE)
    with store.read() as work:
        assert work.mails.count_waiting() == 1


def test_closing_keeps_what_was_handed_over_and_refuses_what_comes_later(store: Store, gated: Any) -> None:
    committer = Committer(gated)
    answers = [committer.submit(mail(str(n)), "smtp") for n in range(300)]
    gated.gate.set()
    assert committer.close(PATIENCE)
    assert [answer.result(0) for answer in answers] == list(range(1, 301))
    assert isinstance(committer.submit(mail(), "smtp").exception(0), DatabaseAway)


def test_every_commit_is_announced_and_a_failing_listener_harms_nothing(store: Store) -> None:
    heard: list[int] = []

    def listen(kept: int) -> None:
        heard.append(kept)
        raise OSError("nobody reads")

    committer = Committer(store, listen)
    committer.submit(mail("a"), "smtp").result(PATIENCE)
    committer.submit(mail("b"), "smtp").result(PATIENCE)
    committer.close(PATIENCE)
    assert heard == [1, 1]


def test_one_mail_is_kept_directly(store: Store, tmp_path: Path) -> None:
    desk = SimpleNamespace(config=config_for(tmp_path), store=store)
    assert accept_one(desk, mail(), "pipe") == 1
    with store.read() as work:
        [kept] = work.mails.waiting(10)
    assert (kept.mail, kept.source) == (mail(), "pipe")


def test_one_mail_over_the_limit_is_refused(store: Store, tmp_path: Path) -> None:
    desk = SimpleNamespace(config=config_for(tmp_path, limits={"message_bytes": 1024}), store=store)
    with pytest.raises(MessageTooLarge):
        accept_one(desk, mail("x" * 2000), "pipe")


def test_the_limit_itself_is_allowed() -> None:
    check_size(1024, 1024)
    with pytest.raises(MessageTooLarge):
        check_size(1025, 1024)
