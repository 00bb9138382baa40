"""Mail that reception keeps beside a SQLite database is settled, counted and audited like all other."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.pool import Pool

from gateway.adapters.clock import FixedClock
from gateway.config import Limits
from gateway.desk.desk import Desk
from gateway.desk.inbound.accept import Committer
from gateway.desk.inbound.audit import PATIENCE as AUDIT_PATIENCE
from gateway.desk.inbound.audit import audit
from gateway.desk.inbound.batch import GIVE_UP_AFTER, begin_settling, settle_batch, settle_careful
from gateway.desk.inbound.gate import Gate
from gateway.desk.inbound.receive import receive_one
from gateway.errors import DiskFull
from gateway.mail.envelope import Envelope, InboundMail
from gateway.mail.message import Message
from gateway.ports import Verification, Verifier
from tests.support.desk import (
    TUESDAY,
    build_desk,
    further_store,
    letter,
    moment,
    notes,
    numbers,
    open_case,
    outside,
    reply_address,
    waiting,
)
from tests.support.people import INES, PAUL
from tests.support.spools import nothing_deleted

PATIENCE = 120.0


@pytest.fixture
def desk(sqlite_schema: bytes, tmp_path: Path) -> Iterator[Desk]:
    store = further_store(sqlite_schema, tmp_path / "desk")
    yield build_desk(store, tmp_path)
    store.close()


@dataclass(frozen=True)
class Stumbling:
    """A verifier that raises `error` for one subject."""

    inner: Verifier
    error: BaseException

    def verify(self, message: Message, mail: InboundMail) -> Verification:
        if message.subject == "stumble":
            raise self.error
        return self.inner.verify(message, mail)

    def begin(self, message: Message, mail: InboundMail) -> Callable[[], Verification]:
        return lambda: self.verify(message, mail)


class NoDisk:
    """A disk without a limit."""

    def free(self) -> int | None:
        return None


def mail(content: bytes) -> InboundMail:
    return InboundMail(content, Envelope(INES, (), moment(TUESDAY)))


def spool(desk: Desk, *contents: bytes) -> None:
    assert desk.store.spool
    desk.store.spool.keep([(mail(one), "smtp") for one in contents])


def left(desk: Desk) -> int:
    with desk.store.read() as work:
        return work.mails.count_waiting()


def decisions(desk: Desk, limit: int = 100) -> list[str]:
    return [one.decision for one in settle_batch(desk, limit)]


def test_it_is_settled_in_the_order_of_its_acceptance(desk: Desk) -> None:
    question = letter(INES, "Where?", headers={"Message-ID": "<q@acorn.example>"})
    answers = [letter(PAUL, f"Here {n}?", headers={"In-Reply-To": "<q@acorn.example>"}) for n in range(3)]
    spool(desk, question.as_bytes(), *(one.as_bytes() for one in answers))
    assert decisions(desk, 2) == ["new", "note"]
    assert left(desk) == 2
    assert decisions(desk) == ["note", "note"]
    assert (left(desk), decisions(desk)) == (0, [])
    assert notes(desk, "T-001001")[1:] == ["Here 0?", "Here 1?", "Here 2?"]


def test_what_the_database_has_already_goes_first(desk: Desk) -> None:
    number = open_case(desk)
    spool(desk, letter(INES, "second", to=reply_address(desk, number)).as_bytes())
    with desk.store.begin() as work:
        first = letter(INES, "first", to=reply_address(desk, number)).as_bytes()
        work.mails.accept([mail(first)], "imap")
    assert (decisions(desk), decisions(desk)) == (["note"], ["note"])
    assert notes(desk, number)[1:] == ["first", "second"]


def test_a_mail_that_is_handed_over_waits_for_what_was_accepted_before(desk: Desk) -> None:
    number = open_case(desk)
    spool(desk, letter(INES, "first", to=reply_address(desk, number)).as_bytes())
    receive_one(desk, mail(letter(INES, "second", to=reply_address(desk, number)).as_bytes()))
    assert notes(desk, number)[1:] == ["first", "second"]
    assert left(desk) == 0


def test_a_mail_that_fails_is_put_aside_and_its_neighbors_are_settled_once(desk: Desk) -> None:
    stumbling = replace(desk, verifier=Stumbling(desk.verifier, RuntimeError("no answer for this one")))
    spool(desk, *(letter(INES, "x", subject=one).as_bytes() for one in ("Before", "stumble", "After")))
    assert decisions(stumbling) == ["new", "failed", "new"]
    assert [one.cause for one in waiting(desk)] == ["failed"]
    assert (numbers(desk), left(desk), decisions(desk)) == (["T-001001", "T-001002"], 0, [])


class DyingClock:
    """Whoever asks for the time dies."""

    def now(self) -> datetime:
        raise KeyboardInterrupt


def test_a_death_before_the_commit_undoes_all_and_loses_nothing(desk: Desk) -> None:
    spool(desk, letter(INES, "One.").as_bytes(), letter(INES, "Two.").as_bytes())
    with pytest.raises(KeyboardInterrupt):
        settle_batch(replace(desk, clock=DyingClock()), 100)
    assert (numbers(desk), left(desk)) == ([], 2)
    assert decisions(desk) == ["new", "new"]


def test_a_death_between_commit_and_deletion_does_nothing_twice(desk: Desk) -> None:
    spool(desk, letter(INES, "One.").as_bytes())
    with nothing_deleted(desk.store):
        assert decisions(desk) == ["new"]
    spool(desk, letter(INES, "Two.").as_bytes())
    assert begin_settling(desk, "one")
    assert left(desk) == 1
    assert decisions(desk) == ["new"]
    assert (len(numbers(desk)), len(outside(desk)), left(desk)) == (2, 2, 0)


def test_a_deletion_that_fails_stops_nothing(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    with nothing_deleted(desk.store, DiskFull("full")):
        for text in ("One.", "Two."):
            spool(desk, letter(INES, text).as_bytes())
            assert decisions(desk) == ["new"]
        assert decisions(desk) == []
        assert left(desk) == 0
    assert "moved mail stays in the spool" in caplog.text


def test_a_mail_that_kills_the_process_each_time_is_counted_and_put_aside(desk: Desk) -> None:
    deadly = replace(desk, verifier=Stumbling(desk.verifier, KeyboardInterrupt()))
    spool(desk, letter(INES, "x", subject="stumble").as_bytes(), letter(INES, "harmless").as_bytes())
    with pytest.raises(KeyboardInterrupt):
        settle_batch(deadly, 100)
    for _ in range(GIVE_UP_AFTER - 1):
        with pytest.raises(KeyboardInterrupt):
            settle_careful(deadly)
        assert left(desk) == 2
    assert [one.decision for one in settle_careful(deadly)] == ["failed"]
    assert [one.decision for one in settle_careful(deadly)] == ["new"]
    assert settle_careful(deadly) == []


def test_the_audit_counts_it_and_names_it_when_nobody_settles_it(desk: Desk) -> None:
    open_case(desk)
    spool(desk, letter(INES, "One.").as_bytes(), letter(INES, "Two.").as_bytes())
    with desk.store.read() as work:
        found = audit(desk, work)
    assert (found.mails, found.ends, found.unseen) == (3, {"note": 1, "waiting": 2}, ())
    later = replace(desk, clock=FixedClock(moment(TUESDAY) + AUDIT_PATIENCE + timedelta(minutes=1)))
    with desk.store.read() as work:
        unseen = audit(later, work).unseen
    assert [(one.mail.id, one.mail.envelope_from, one.missing) for one in unseen] == [
        (0, INES, "it waits to be settled for too long")
    ] * 2


def test_its_bytes_count_for_the_day(desk: Desk) -> None:
    content = letter(INES, "One.").as_bytes()
    spool(desk, content, content)
    with desk.store.read() as work:
        assert work.mails.bytes_waiting() == 2 * len(content)
    gate = Gate(desk.store, Limits(strangers_bytes_per_day=10**6), NoDisk(), lambda: pytest.fail("nobody is judged"))
    assert gate.use(moment(TUESDAY)).strangers == 2 * len(content)


def test_reception_waits_for_nobody_who_writes_into_the_database(desk: Desk) -> None:
    committer = Committer(desk.store, spool=desk.store.spool)
    with desk.store.begin():
        answers = [committer.submit(mail(letter(INES, str(n)).as_bytes()), "smtp") for n in range(5)]
        assert [one.result(PATIENCE) for one in answers] == [1, 2, 3, 4, 5]
    assert committer.close(PATIENCE)
    assert decisions(desk) == ["new"] * 5


def test_a_full_disk_is_told_and_what_was_kept_is_kept(desk: Desk) -> None:
    def limit(connection: object, _record: object) -> None:
        connection.execute("PRAGMA max_page_count = 30")  # type: ignore[attr-defined]  # of the driver

    event.listen(Pool, "connect", limit)
    try:
        spool(desk, letter(INES, "One.").as_bytes())
        committer = Committer(desk.store, spool=desk.store.spool)

        noise = random.Random(1).randbytes(400_000)
        assert isinstance(committer.submit(mail(noise), "smtp").exception(PATIENCE), DiskFull)
        assert committer.submit(mail(letter(INES, "Two.").as_bytes()), "smtp").result(PATIENCE) == 2
        committer.close(PATIENCE)
    finally:
        event.remove(Pool, "connect", limit)
    desk.store.close()
    assert decisions(desk) == ["new", "new"]
