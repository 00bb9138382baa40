"""A stranger fills the disk with mail: customers who prove themselves go on, and nobody uses up a customer's bytes."""

import itertools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from gateway.desk.desk import Desk
from gateway.desk.inbound.batch import settle_batch
from gateway.desk.inbound.gate import Gate
from gateway.desk.inbound.judge import SenderJudge
from gateway.desk.timers.tick import tick
from gateway.domain.byte_class import STRANGERS, of_organization
from gateway.store.store import Store
from tests.support.desk import RELAY, TUESDAY, build_desk, do_not_sync, moment, queue
from tests.support.edge import QUICK, Edge, OpenEdge
from tests.support.people import INES, NADIA, STRANGER
from tests.support.query_plans import Plans

KIB = 1024
DAY = 100 * KIB
ALL_OF_IT = {"strangers_bytes_per_day": DAY, "organization_bytes_per_day": 3 * DAY, "free_disk_bytes_for_known": 0}
NOW = moment(TUESDAY)
_serial = itertools.count(1)


class Clock:
    """A clock that a test moves."""

    instant = NOW

    def now(self) -> datetime:
        return self.instant


class SmallDisk:
    """So many bytes are left, as far as anybody can see."""

    def __init__(self, free: int | None = None) -> None:
        self.left = free

    def free(self) -> int | None:
        return self.left


class Reception:
    """A gateway that takes mail in over SMTP from a relay of ours, and settles it when told."""

    def __init__(self, store: Store, folder: Path, open_edge: OpenEdge, **limits: int) -> None:
        self.store, self.clock, self.disk = store, Clock(), SmallDisk()
        self.desk: Desk = build_desk(store, folder, limits=ALL_OF_IT | limits)
        self._open_edge = open_edge
        self.edge = self._open()

    def _open(self) -> Edge:
        limits = self.desk.config.limits
        gate = Gate(self.store, limits, self.disk, lambda: SenderJudge(self.desk))
        return self._open_edge(self.store, self.clock, gate, limits=QUICK | limits.model_dump())

    def restart(self) -> None:
        """A new process, which knows nothing but the database."""
        self.edge.stop_listening()
        self.edge = self._open()

    def write(self, sender: str, size: int = KIB, proof: str = "pass", message_id: str = "") -> str:
        """The reply to a mail of about so many bytes."""
        domain = sender.rpartition("@")[2]
        message_id = message_id or f"<{next(_serial)}@{domain}>"
        head = (
            f"Authentication-Results: {RELAY}; dmarc={proof} header.from={domain}\r\nFrom: {sender}\r\n"
            f"To: support@vendor.example\r\nSubject: The log you asked for\r\nMessage-ID: {message_id}\r\n\r\n"
        )
        body = "The log is below. It is from this morning.\r\n" * (size // 44)
        with self.edge.client() as client:
            return client.deliver((head + body).encode("ascii"))

    def settle(self) -> None:
        """Settle all that waits."""
        while settle_batch(self.desk, 50):
            pass

    def wait(self, seconds: float) -> None:
        """The clock goes on."""
        self.clock.instant += timedelta(seconds=seconds)

    def used(self, byte_class: str) -> int:
        """Bytes of the day."""
        with self.store.read() as work:
            return work.day_bytes.largest(self.clock.now().date(), 0).get(byte_class, 0)


OpenReception = Callable[..., Reception]


@pytest.fixture
def reception(store: Store, tmp_path: Path, open_edge: OpenEdge) -> OpenReception:
    """Opens a reception with other limits."""
    do_not_sync(store)
    return lambda **limits: Reception(store, tmp_path, open_edge, **limits)


def fill(house: Reception, sender: str = STRANGER, proof: str = "pass") -> None:
    """A stranger uses up the bytes of the day."""
    said = [house.write(sender, 30 * KIB, proof) for _ in range(4)]
    assert [one[:3] for one in said] == ["250", "250", "250", "451"]


@pytest.mark.parametrize("settled", [True, False], ids=["settled", "not settled yet"])
def test_a_stranger_who_fills_the_day_keeps_out_strangers_and_nobody_else(
    reception: OpenReception, settled: bool
) -> None:
    house = reception()
    fill(house)
    if settled:
        house.settle()
    assert house.write("other@nowhere.example", 30 * KIB).startswith("451 4.7.1 Daily limit")
    assert house.write(INES, 30 * KIB).startswith("250")
    assert house.write(NADIA, 200 * KIB).startswith("250")
    house.settle()
    acknowledged = [one for one in queue(house.desk, "queued") if one.template.startswith("ack_")]
    assert INES in [one.recipients[0].address for one in acknowledged]


def test_a_customer_without_proof_is_as_welcome_as_a_stranger(reception: OpenReception) -> None:
    house = reception()
    fill(house)
    stranger = house.write(STRANGER, 30 * KIB)
    assert house.write(INES, 30 * KIB, proof="none") == house.write(NADIA, 30 * KIB, proof="fail") == stranger


def test_a_forger_of_a_customer_uses_up_nothing_of_the_customer(reception: OpenReception) -> None:
    house = reception()
    fill(house, INES, proof="fail")
    house.settle()
    assert house.used(of_organization("acorn")) == 0
    assert house.used(STRANGERS) > 80 * KIB
    assert house.write(INES, 30 * KIB).startswith("250")


def test_a_signed_mail_that_is_sent_again_uses_up_nothing_of_the_customer(reception: OpenReception) -> None:
    house = reception(strangers_bytes_per_day=10 * DAY)
    for _ in range(5):
        assert house.write(INES, 30 * KIB, message_id="<the-log@acorn.example>").startswith("250")
    house.settle()
    assert house.used(of_organization("acorn")) < 35 * KIB
    assert house.used(STRANGERS) > 110 * KIB


def test_a_signed_mail_that_is_sent_again_and_again_is_refused_like_a_strangers(reception: OpenReception) -> None:
    house = reception()
    fill(house)
    said = []
    for _ in range(5):
        said.append(house.write(INES, 30 * KIB, message_id="<the-log@acorn.example>")[:3])
        house.settle()
    assert said == ["250", "250", "250", "451", "451"]


def test_a_customer_has_a_limit_too_and_no_other_customer_feels_it(reception: OpenReception) -> None:
    house = reception(organization_bytes_per_day=DAY, strangers_bytes_per_day=10 * DAY)
    assert house.write(INES, 110 * KIB).startswith("250")
    house.settle()
    house.restart()
    assert house.write(INES).startswith("451 4.7.1 Daily limit of bytes from your organization")
    assert house.write("rosa@birch.example").startswith("250")
    assert house.write(STRANGER).startswith("250")
    assert house.write(INES, proof="fail").startswith("250")
    house.settle()
    assert house.used(of_organization("birch")) > 0


def test_the_next_day_begins_at_nothing(reception: OpenReception) -> None:
    house = reception()
    fill(house)
    house.settle()
    house.wait(86_400)
    fill(house)


def test_the_sweep_of_old_counts_leaves_the_day_alone(reception: OpenReception) -> None:
    house = reception()
    fill(house)
    house.settle()
    used = house.used(STRANGERS)
    for hours, left in ((13, used), (26, 0)):
        with house.store.begin() as work:
            work.counters.forget(NOW + timedelta(hours=hours))
        assert house.used(STRANGERS) == left


def test_no_limit_for_customers_is_none(reception: OpenReception) -> None:
    house = reception(organization_bytes_per_day=0)
    fill(house)
    for _ in range(4):
        assert house.write(INES, 100 * KIB).startswith("250")
        house.settle()
        house.restart()


def test_our_own_people_have_no_limit(reception: OpenReception) -> None:
    house = reception(organization_bytes_per_day=DAY)
    fill(house)
    for _ in range(4):
        assert house.write(NADIA, 100 * KIB).startswith("250")
        house.settle()
        house.restart()


def test_a_restart_forgets_nothing(reception: OpenReception) -> None:
    house = reception()
    fill(house)
    house.restart()
    assert house.write(STRANGER, 30 * KIB).startswith("451")
    house.settle()
    house.restart()
    assert house.write(STRANGER, 30 * KIB).startswith("451")
    assert house.write(INES, 30 * KIB).startswith("250")


def test_the_last_of_the_disk_is_for_those_who_prove_themselves(reception: OpenReception) -> None:
    house = reception(free_disk_bytes_for_known=DAY)
    house.disk.left = 2 * DAY
    assert [house.write(STRANGER, 60 * KIB)[:9] for _ in range(2)] == ["250 2.0.0", "452 4.3.1"]
    house.disk.left = DAY // 2
    house.restart()
    assert house.write(INES, proof="fail").startswith("452 4.3.1")
    assert house.write(INES).startswith("250")


def test_a_disk_that_nobody_sees_is_no_reason(reception: OpenReception) -> None:
    house = reception(free_disk_bytes_for_known=DAY, strangers_bytes_per_day=0, organization_bytes_per_day=0)
    assert house.write(STRANGER, 3 * DAY).startswith("250")


def test_one_answer_for_each_recipient_of_lmtp(store: Store, tmp_path: Path, open_edge: OpenEdge) -> None:
    desk = build_desk(store, tmp_path, limits={"strangers_bytes_per_day": 1})
    gate = Gate(store, desk.config.limits, SmallDisk(), lambda: SenderJudge(desk))
    door = [{"protocol": "lmtp", "host": "127.0.0.1", "port": 0}]
    edge = open_edge(store, Clock(), gate, listener=door, limits=QUICK)
    with edge.client() as client:
        client.start("LHLO relay.example", "support@vendor.example", "escalation@vendor.example")
        client.send(b"From: a@b.example\r\n\r\nHello\r\n.\r\n")
        assert [client.reply()[:9] for _ in range(2)] == ["451 4.7.1"] * 2


def told(house: Reception) -> list[str]:
    """What the duty hears of it when timers run."""
    tick(house.desk, house.clock.now())
    return [one.subject for one in queue(house.desk) if one.template == "intake_limited"]


def test_the_duty_hears_of_it_once_a_day(reception: OpenReception) -> None:
    house = reception()
    assert told(house) == []
    for day in (1, 2):
        fill(house)
        house.write(INES, 30 * KIB, proof="fail")
        assert len(told(house)) == day
        house.restart()
        house.write(STRANGER, 30 * KIB)
        assert len(told(house)) == day
        house.settle()
        house.wait(86_400)


def test_the_duty_hears_which_customer_has_had_their_bytes(reception: OpenReception) -> None:
    house = reception(organization_bytes_per_day=DAY, strangers_bytes_per_day=0)
    house.write(INES, 110 * KIB)
    house.settle()
    house.restart()
    house.write(INES)
    assert told(house) == ["Mail is put off: customer acorn"]


def test_mails_that_come_all_at_once_do_not_outrun_the_limit(reception: OpenReception) -> None:
    house = reception()
    with ThreadPoolExecutor(12) as several:
        said = [one[:3] for one in several.map(lambda _: house.write(STRANGER, 30 * KIB), range(12))]
    assert sorted(said) == ["250"] * 3 + ["451"] * 9


def test_what_is_counted_costs_no_further_statement_for_a_mail(reception: OpenReception) -> None:
    """Nothing is read for a mail while there is room, and a batch writes its classes with its other counts."""
    house = reception(strangers_bytes_per_day=100 * DAY)
    house.write(STRANGER)
    asked: list[str] = []
    event.listen(house.store.engine, "begin", lambda connection: asked.append("transaction"))
    for _ in range(5):
        house.write(STRANGER)
    assert len(asked) <= 6  # one for each mail, and perhaps one look when the last is too old
    plans = Plans(house.store)
    house.settle()
    assert not [one for one in plans.statements if "bytes of" in one]
