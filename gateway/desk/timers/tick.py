"""Time passes: every timer that is due runs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from gateway.desk.desk import Desk
from gateway.desk.timer import AnyTimer
from gateway.desk.timers.table import TIMERS
from gateway.domain.deadline import Fired

ROUNDS = 50  # transactions of one timer in one tick; what is left waits for the next


@dataclass(frozen=True, slots=True)
class TickResult:
    """What a tick did."""

    at: datetime
    fired: tuple[Fired, ...]

    @property
    def outgoing(self) -> tuple[int, ...]:
        """The ids of the mails that were queued."""
        return tuple(number for one in self.fired for number in one.outgoing)


def tick(desk: Desk, now: datetime) -> TickResult:
    """Run every timer that is due at `now`, each batch in its own transaction.

    Safe to repeat and to run in several processes: a deadline is claimed in the transaction that acts on it.
    """
    return TickResult(now, tuple(fired for timer in TIMERS for fired in _run(desk, timer, now)))


def _run(desk: Desk, timer: AnyTimer, now: datetime) -> Iterator[Fired]:
    for _ in range(ROUNDS):
        with desk.store.begin() as work:
            done = timer.round(desk, work, now)
        yield from done.fired
        if not done.more:
            return
