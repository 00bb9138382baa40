"""Readers as processes: they read ahead for whoever decides, and nobody needs them."""

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway.app.desk import build
from gateway.app.reading import code_of_reading
from gateway.config import Config, load
from gateway.desk.desk import Desk
from gateway.desk.inbound.accept import keep
from gateway.desk.inbound.batch import settle_batch
from gateway.desk.inbound.read_ahead import IN_HAND
from gateway.mail.envelope import Envelope, InboundMail
from gateway.worker.children import settings_line
from tests.support.databases import fresh_database
from tests.support.desk import letter
from tests.support.gateway_process import until
from tests.support.readers import readings
from tests.support.serving import Serving

MAILS = IN_HAND + 20


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Serving:
    """A gateway that is configured and does not run."""
    is_sqlite = request.param == "sqlite"
    url = "sqlite:///gateway.db" if is_sqlite else fresh_database(request.getfixturevalue("postgres"))
    return without_dns(Serving(tmp_path, database=url))


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[Serving]:
    serving = without_dns(Serving(tmp_path, readers=1))
    yield serving
    serving.stop(signal.SIGKILL)


def without_dns(serving: Serving) -> Serving:
    """Nobody asks it about senders: perhaps there is none here, and what it does not answer is not handed over."""
    text = serving.config.read_text()
    serving.config.write_text(text.replace('# verify = "auto"', 'verify = "off"'))
    return serving


def start_reader(config: Config) -> "subprocess.Popen[bytes]":
    """What `gateway serve` starts, here or on another machine."""
    command = [sys.executable, "-m", "gateway.worker", "reader", str(config.path)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None
    process.stdin.write(settings_line(config))
    process.stdin.flush()
    return process


def take_in(desk: Desk) -> None:
    """Mails that wait: in the spool where there is one."""
    mails = [
        InboundMail(letter("ann@acorn.example", "It is slow.", subject=f"Case {n}").as_bytes(), _envelope(desk))
        for n in range(MAILS)
    ]
    if desk.store.spool:
        desk.store.spool.keep([(one, "smtp") for one in mails])
    else:
        with desk.store.begin() as work:
            keep(work, mails, "smtp")


def _envelope(desk: Desk) -> Envelope:
    return Envelope("ann@acorn.example", ("support@vendor.example",), desk.clock.now(), "127.0.0.1", "mx.example")


def test_a_process_reads_ahead_for_another_one_that_decides(place: Serving) -> None:
    config = load(place.config)
    desk = build(config)
    take_in(desk)
    with start_reader(config) as process:
        until(lambda: desk.store.reading_room.is_there and readings(desk) == MAILS - IN_HAND, "nothing is claimed")
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == f"read made {MAILS - IN_HAND}\n".encode()
        settled = settle_batch(desk, MAILS)
        assert Counter(one.reading for one in settled) == {"used": MAILS - IN_HAND, "": IN_HAND}
        assert readings(desk) == 0
        process.stdin.close()
        assert process.wait(30) == 0
    desk.store.close()


def test_a_reader_is_started_again_when_it_is_killed_and_what_it_made_is_used(gateway: Serving) -> None:
    gateway.start()
    settler = gateway.pause_settler()
    for number in range(MAILS):
        gateway.send(f"case {number}")
    made, used = (f'gateway_readings_total{{outcome="{one}"}}' for one in ("made", "used"))
    until(lambda: gateway.metrics().get(made) == MAILS - IN_HAND, "not read ahead")
    reader = gateway.child("reader")
    os.kill(reader, signal.SIGKILL)
    until(lambda: gateway.child("reader") != reader, "it is not started again")
    os.kill(settler, signal.SIGCONT)
    until(lambda: gateway.settled() == MAILS, "not settled")
    assert gateway.metrics()[used] == MAILS - IN_HAND
    assert gateway.stop() == 0


def test_the_code_of_a_reading_is_that_of_the_settings_it_depends_on(place: Serving) -> None:
    config = load(place.config)
    code = code_of_reading(config)
    others = [
        config.model_copy(update={"authentication": config.authentication.model_copy(update=change)})
        for change in ({"trusted_authserv_ids": ("mx.other.example",)}, {"verify": "auto"}, {"trusted_peers": ()})
    ]
    others.append(config.model_copy(update={"limits": config.limits.model_copy(update={"parts": 7})}))
    assert len({code, *map(code_of_reading, others)}) == 5
    assert (
        code_of_reading(config.model_copy(update={"workers": config.workers.model_copy(update={"batch": 7})})) == code
    )
