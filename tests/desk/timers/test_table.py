"""The table of timers."""

import importlib
import pkgutil

import gateway.desk
from gateway.desk.desk import Desk
from gateway.desk.timer import Timer
from gateway.desk.timers.table import TIMERS
from gateway.desk.timers.tick import tick
from gateway.domain.deadline import Fired


def _timers_of(value: object) -> set[int]:
    values = value if isinstance(value, tuple) else (value,)
    return {id(one) for one in values if isinstance(one, Timer)}


def test_every_timer_of_a_capability_is_in_the_table() -> None:
    modules = [
        importlib.import_module(one.name) for one in pkgutil.walk_packages(gateway.desk.__path__, "gateway.desk.")
    ]
    owned = {one for module in modules for value in vars(module).values() for one in _timers_of(value)}
    assert owned == {id(one) for one in TIMERS}


def test_no_two_timers_have_the_same_name() -> None:
    assert len({one.name for one in TIMERS}) == len(TIMERS)


def test_a_timer_acts_on_each_thing_that_is_due_and_asks_to_go_on_after_a_full_batch(desk: Desk) -> None:
    left = ["a", "b", "c"]
    timer: Timer[str] = Timer(
        "letters", lambda _, __, ___, most: left[:most], lambda _, __, due, ___: [Fired(due, left.pop(0))], batch=2
    )
    with desk.store.begin() as work:
        rounds = [timer.round(desk, work, desk.clock.now()) for _ in range(3)]
    assert [([one.kind for one in done.fired], done.more) for done in rounds] == [
        (["a", "b"], True),
        (["c"], False),
        ([], False),
    ]


def test_a_tick_at_which_nothing_is_due_does_nothing(desk: Desk) -> None:
    assert tick(desk, desk.clock.now()).fired == ()
