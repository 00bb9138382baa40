"""Two gateways on one PostgreSQL: whichever is killed, the other goes on."""

import pytest

from tests.support.databases import fresh_database
from tests.system.crash import run

pytestmark = pytest.mark.system


def test_what_one_leaves_the_other_takes_over(postgres: str) -> None:
    report = run(fresh_database(postgres), messages=240, kills=3, gateways=2)
    report = run(fresh_database(postgres), messages=160, kills=2, gateways=2)  # both times the one who decides
    assert (report.faults, report.acknowledged) == (0, 160), report
