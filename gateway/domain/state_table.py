"""State machines as tables: what may happen in a state, and which state it leads to.

A state machine of the domain is one `StateTable`. Whoever moves a state asks it, and `docs/architecture.md` draws it
from here, so that there is no second list of allowed moves.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from gateway.errors import NotAllowed

State = TypeVar("State", bound=str)
Event = TypeVar("Event", bound=str)
NOT_YET = (None,)  # the source of what does not exist before the event


@dataclass(frozen=True)  # no slots: Python 3.11 notes the types of a generic alias on the value
class Move(Generic[State, Event]):
    """One row: in each of `sources`, `event` leads to `target` where `guard` holds, and `effect` comes with it.

    A target of None: the event happens, the state stays.
    """

    sources: tuple[State | None, ...]
    event: Event
    target: State | None
    guard: str = ""
    effect: str = ""


@dataclass(frozen=True, slots=True)
class Step(Generic[State, Event]):
    """A row for one source."""

    source: State | None
    event: Event
    target: State
    row: Move[State, Event]


class StateTable(Generic[State, Event]):
    """The rows of one state machine. Raises ValueError where two rows answer the same event in the same state."""

    def __init__(self, name: str, rows: tuple[Move[State, Event], ...]) -> None:
        self.name, self.rows = name, rows
        self.steps = tuple(_steps(rows))
        self._targets: dict[tuple[str | None, Event], State] = {
            (step.source, step.event): step.target for step in self.steps
        }
        if len(self._targets) != len(self.steps):
            raise ValueError(f"two rows of the states of {name} answer the same event")

    def after(self, state: str | None, event: Event) -> State:
        """The state that an event leads to. Raises NotAllowed where nothing of the kind can happen."""
        target = self._targets.get((state, event))
        if target is None:
            raise NotAllowed(f"{self.name}: {event} does not happen to what is {state or 'not there yet'}")
        return target

    def allows(self, state: str | None, event: Event) -> bool:
        """Can the event happen in this state? A guard is for the caller to look at."""
        return (state, event) in self._targets


def _steps(rows: tuple[Move[State, Event], ...]) -> Iterator[Step[State, Event]]:
    for row in rows:
        for source in row.sources:
            target = source if row.target is None else row.target
            if target is None:
                raise ValueError(f"{row.event} neither begins nor moves anything")
            yield Step(source, row.event, target, row)
