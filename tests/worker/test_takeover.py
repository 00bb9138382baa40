"""Two gateways as processes over one PostgreSQL: one decides, and the other when it has ended, however it ends."""

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from shutil import copy

import pytest

from tests.support.databases import fresh_database
from tests.support.gateway_process import until
from tests.support.serving import Serving

TAKEOVER_SECONDS = 10.0


@pytest.fixture
def pair(tmp_path: Path, postgres: str) -> Iterator[list[Serving]]:
    url, folders = fresh_database(postgres), [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        folder.mkdir()
    one = Serving(folders[0], database=url)
    copy(folders[0] / "gateway.key", folders[1])
    two = Serving(folders[1], database=url)
    yield [one, two]
    for gateway in (one, two):
        if gateway.process is not None:
            tell(gateway, signal.SIGKILL)
        gateway.stop(signal.SIGKILL)


def role(gateway: Serving) -> str:
    """What a gateway that is ready does."""
    status, page = gateway.page("/readyz")
    return str(json.loads(page)["role"]) if status == 200 else ""


def becomes(gateway: Serving, wanted: str, seconds: float = 120.0) -> None:
    """Wait until a gateway has a role."""
    until(lambda: role(gateway) == wanted, f"does not become {wanted}", seconds)


def tell(gateway: Serving, number: signal.Signals) -> None:
    """A signal for the whole tree at once."""
    assert gateway.process is not None
    os.killpg(gateway.process.pid, number)


def start_both(pair: list[Serving]) -> tuple[Serving, Serving]:
    """The first one decides."""
    one, two = pair
    one.start(start_new_session=True)
    becomes(one, "deciding")
    two.start(start_new_session=True)
    becomes(two, "standing_by")
    return one, two


def test_the_other_one_decides_when_the_first_is_killed_or_stopped(pair: list[Serving]) -> None:
    one, two = start_both(pair)
    assert (one.metrics()["gateway_decider"], two.metrics()["gateway_decider"]) == (1, 0)

    two.send("to the one who stands by")
    until(lambda: one.settled() == 1, "not settled by the one who decides")

    tell(one, signal.SIGKILL)
    one.stop()
    two.send("after the kill")
    becomes(two, "deciding", TAKEOVER_SECONDS)
    until(lambda: two.settled() == 1, "not settled after the kill")

    one.start(start_new_session=True)
    becomes(one, "standing_by")
    assert two.stop() == 0
    becomes(one, "deciding", TAKEOVER_SECONDS)
    one.send("after the end")
    until(lambda: one.metrics()["gateway_mail_waiting"] == 0, "not settled after the end")
    assert one.stop() == 0
    assert len(json.loads(one.run("mail", "list", "--json"))) == 3


def test_one_that_stands_still_is_replaced_and_stands_by_when_it_goes_on(pair: list[Serving]) -> None:
    one, two = start_both(pair)
    tell(one, signal.SIGSTOP)  # for the server as a machine that vanished behind a proxy
    two.send("meanwhile")
    becomes(two, "deciding", TAKEOVER_SECONDS)
    until(lambda: two.settled() == 1, "not settled")
    tell(one, signal.SIGCONT)
    becomes(one, "standing_by")
    one.send("together again")
    until(lambda: two.settled() == 2, "not settled by the one who decides")
    assert (one.settled(), one.metrics()["gateway_decider"], two.metrics()["gateway_decider"]) == (0, 0, 1)
