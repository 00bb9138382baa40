"""Thousands of random lives of a desk, on both databases: docs/domain.md holds in each of them, after each deed."""

from pathlib import Path

import pytest

from tests.support.lives.fresh_desk import any_desks
from tests.support.lives.many import live

pytestmark = pytest.mark.system

SEEDS = {"sqlite": 150, "postgresql": 100}  # of eight lives each: two thousand together
PARTS = 4  # for the workers


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("kind", SEEDS)
def test_what_must_hold_holds_in_any_life_of_a_desk(
    kind: str, part: int, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    with any_desks(kind, tmp_path, request) as desks:
        live(desks, range(100 + part, 100 + SEEDS[kind], PARTS))
