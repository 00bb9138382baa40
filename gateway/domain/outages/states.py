"""The states of an outage (docs/architecture.md, "Outages")."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal

from gateway.domain.state_table import NOT_YET, Move, StateTable

OutageState = Literal["investigating", "identified", "monitoring", "resolved", "false_alarm"]
OutageEvent = Literal["investigated", "cause_found", "watched", "resolved", "false_alarm"]
Row = Move[OutageState, OutageEvent]

STATES: tuple[OutageState, ...] = ("investigating", "identified", "monitoring", "resolved", "false_alarm")
OPEN: Final[tuple[OutageState, ...]] = ("investigating", "identified", "monitoring")
OVER: Final[tuple[OutageState, ...]] = ("resolved", "false_alarm")
_BY_STATE: Final[Mapping[OutageState, OutageEvent]] = MappingProxyType(
    {
        "investigating": "investigated",
        "identified": "cause_found",
        "monitoring": "watched",
        "resolved": "resolved",
        "false_alarm": "false_alarm",
    }
)
_TOLD = "subscribers are told"
OUTAGE = StateTable(
    "outage",
    (
        Row((*NOT_YET, *OPEN), "investigated", "investigating", effect=_TOLD),
        Row((*NOT_YET, *OPEN), "cause_found", "identified", effect=_TOLD),
        Row((*NOT_YET, *OPEN), "watched", "monitoring", effect=_TOLD),
        Row(OPEN, "resolved", "resolved", effect="subscribers and requesters are told, escalations that wait end"),
        Row(OPEN, "false_alarm", "false_alarm", effect="the same, but escalations that wait go on as requested"),
    ),
)


def moved(state: str | None, wanted: OutageState) -> OutageState:
    """The state an outage is in once it is said to be in it. Raises NotAllowed where that cannot be."""
    return OUTAGE.after(state, _BY_STATE[wanted])
