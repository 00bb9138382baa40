"""A timer: what is due, and what happens then. Each capability owns its timers; `desk/timers/table.py` lists them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from gateway.desk.desk import Desk
from gateway.domain.deadline import Fired, Round
from gateway.store.store import UnitOfWork

Due = TypeVar("Due")
BATCH = 200  # what one transaction of a timer looks at, if the timer does not say otherwise


class AnyTimer(Protocol):
    """A timer, whatever it is about."""

    @property
    def name(self) -> str:
        """What it does, in a few words; one timer has it."""
        ...

    def round(self, desk: Desk, work: UnitOfWork, now: datetime) -> Round:
        """Do what is due at `now`, at most one batch of it, in the caller's transaction."""
        ...


@dataclass(frozen=True, slots=True)
class Timer(Generic[Due]):
    """A row of the table of timers.

    `due` is one indexed query: it gives at most so many things whose time has come, locked until the transaction ends.
    `act` is one use case, called for each of them in the same transaction; it must take them out of what is due.
    """

    name: str
    due: Callable[[Desk, UnitOfWork, datetime, int], Sequence[Due]]
    act: Callable[[Desk, UnitOfWork, Due, datetime], Iterable[Fired]]
    batch: int = BATCH

    def round(self, desk: Desk, work: UnitOfWork, now: datetime) -> Round:
        """Do what is due at `now`, at most one batch of it, in the caller's transaction."""
        due = self.due(desk, work, now, self.batch)
        fired = [one for thing in due for one in self.act(desk, work, thing, now)]
        return Round(tuple(fired), more=len(due) >= self.batch)
