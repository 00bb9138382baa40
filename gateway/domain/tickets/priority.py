"""The priority of a ticket from its impact and urgency."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from gateway.domain.tickets.ticket import Priority

Level = Literal["high", "medium", "low"]
LEVELS: tuple[Level, ...] = ("high", "medium", "low")


@dataclass(frozen=True, slots=True)
class PriorityMatrix:
    """Priorities by (urgency, impact). `missing` stands for an impact or urgency that nobody stated;
    `workaround_cap` is the highest impact a problem with a workaround has; `validated` are the priorities that one of
    our people has to confirm where the customer's words alone give them."""

    cells: Mapping[tuple[Level, Level], Priority]
    missing: Level
    workaround_cap: Level
    validated: frozenset[Priority] = frozenset()


def priority(impact: str | None, urgency: str | None, matrix: PriorityMatrix, workaround: bool = False) -> Priority:
    """The priority; a word that is no level counts as not stated."""
    effect, haste = _level(impact, matrix), _level(urgency, matrix)
    if workaround:
        effect = max(effect, matrix.workaround_cap, key=LEVELS.index)  # later in LEVELS is lower
    return matrix.cells[haste, effect]


def _level(word: str | None, matrix: PriorityMatrix) -> Level:
    return word if word in LEVELS else matrix.missing
