"""Several processes over one PostgreSQL."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.databases import fresh_database
from tests.support.gateway_process import until
from tests.support.serving import Serving


@pytest.fixture
def gateway(tmp_path: Path, postgres: str) -> Iterator[Serving]:
    serving = Serving(tmp_path, database=fresh_database(postgres), processes=3)
    yield serving
    serving.stop(signal.SIGKILL)


def test_several_acceptors_share_a_port_and_one_settler_settles(gateway: Serving) -> None:
    gateway.start()
    assert len(gateway.children()) == 3  # two acceptors and a settler
    for number in range(12):
        gateway.send(f"case {number}")
    until(lambda: gateway.settled() == 12, "not settled")
    # acceptors tell their numbers on their own, perhaps later than the settler
    until(lambda: gateway.metrics().get("gateway_mail_accepted_total") == 12, "not counted")
    until(lambda: gateway.metrics().get("gateway_mail_waiting") == 0, "still waiting")
    assert gateway.metrics()["gateway_accept_seconds_count"] == 12
    assert gateway.stop() == 0
