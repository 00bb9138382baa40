"""What a report counts: values that the desk makes of its rows, each with the place where it counts."""

from dataclasses import dataclass
from typing import Literal

By = Literal["region", "organization", "app", "plan", "engineer", "reason"]
Clock = Literal["first_response", "resolution"]
Result = Literal["met", "late", "open_late", "unpromised"]
Volume = Literal["opened", "solved", "closed", "reopened"]

BY: tuple[By, ...] = ("region", "organization", "app", "plan", "engineer", "reason")
CLOCKS: tuple[Clock, ...] = ("first_response", "resolution")
RESULTS: tuple[Result, ...] = ("met", "late", "open_late", "unpromised")
VOLUMES: tuple[Volume, ...] = ("opened", "solved", "closed", "reopened")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something counts. `engineer`: whose ticket it is; `reason`: of the ticket's newest escalation."""

    region: str | None = None
    organization: str | None = None
    app: str | None = None
    plan: str | None = None
    engineer: str | None = None
    reason: str | None = None

    def of(self, by: By) -> str | None:
        """The group to which it belongs."""
        found: str | None = getattr(self, by)
        return found


@dataclass(frozen=True, slots=True)
class Promise:
    """What became of a target. `minutes` that were used, of business hours where the target counts those; None while it
    is open. `priority`: of the ticket."""

    place: Place
    clock: Clock
    result: Result
    minutes: int | None = None
    business: bool = False
    priority: str = ""


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that happened to a ticket. `channel` through which it was opened, its `type`."""

    place: Place
    what: Volume
    channel: str
    type: str


@dataclass(frozen=True, slots=True)
class Requested:
    """An escalation that was opened."""

    place: Place
    reason: str
    channel: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """An escalation that was rejected; `code` is the decision code of the mail."""

    place: Place
    code: str


@dataclass(frozen=True, slots=True)
class Renewal:
    """A renewal notice that was sent."""

    place: Place


Fact = Promise | Happened | Requested | Rejected | Renewal
