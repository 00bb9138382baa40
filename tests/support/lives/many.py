"""Many lives, always the same ones for the same numbers: a failure comes again, and says what led to it."""

from collections.abc import Iterable

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.support.lives.fresh_desk import Desks
from tests.support.lives.machine import Lives

OF_A_SEED = 8  # lives; from the eleventh on hypothesis varies the same few by copying parts of them
LONGEST = 8  # deeds of a life, after the one or two with which it begins
SETTINGS = settings(
    max_examples=OF_A_SEED,
    stateful_step_count=LONGEST,
    database=None,
    deadline=None,
    derandomize=False,
    phases=(Phase.generate,),  # to make a life shorter takes minutes, and each has few deeds
    suppress_health_check=list(HealthCheck),
    print_blob=False,
)


def live(desks: Desks, seeds: Iterable[int]) -> None:
    """`OF_A_SEED` lives for each seed. Raises AssertionError with the seed, what is wrong, and the deeds before it."""
    for number in seeds:
        try:
            run_state_machine_as_test(seed(number)(_lives_on(desks)), settings=SETTINGS)
        except AssertionError as error:
            error.add_note(f"tests.support.lives.many.live(desks, [{number}])")
            raise


def _lives_on(where: Desks) -> type[Lives]:
    class LivesHere(Lives):
        desks = where

    return LivesHere
