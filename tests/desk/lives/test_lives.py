"""Some random lives of a desk; `make system` goes through thousands (tests/system/test_lives.py)."""

from pathlib import Path

import pytest

from tests.support.lives.fresh_desk import any_desks
from tests.support.lives.many import live


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_what_must_hold_holds_in_any_life_of_a_desk(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    with any_desks(kind, tmp_path, request) as desks:
        live(desks, [1])
