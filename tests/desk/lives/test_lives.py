"""Some random lives of a desk; `make system` looks at thousands (tests/system/test_lives.py)."""

from pathlib import Path

from hypothesis import Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.support.lives.fresh_desk import on_sqlite
from tests.support.lives.machine import Desks


def test_in_any_life_of_a_desk_the_invariants_hold(sqlite_schema: bytes, tmp_path: Path) -> None:
    fresh = on_sqlite(sqlite_schema, tmp_path)
    run_state_machine_as_test(
        seed(13)(lambda: Desks(fresh)),
        settings=settings(max_examples=15, stateful_step_count=10, database=None, deadline=None, derandomize=False, phases=(Phase.generate,)),
    )
