"""What is promised with a 250 is kept, and done once, however often the gateway is killed."""

from pathlib import Path

import pytest

from tests.system.crash import run

pytestmark = pytest.mark.system


def test_kills_lose_nothing_and_repeat_nothing(database: str, tmp_path: Path) -> None:
    kind = "sqlite:///gateway.db" if database.startswith("sqlite") else database
    report = run(kind, messages=150, kills=3)
    assert (report.faults, report.acknowledged) == (0, 150), report
