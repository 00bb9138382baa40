"""An outage as it stands, what it touches, and what was said of it. Pure."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from gateway.domain.outages.states import OPEN, OutageState

OUTAGES: Final = "outages"  # the topic of whoever hears of every outage that concerns them
LONGEST_TITLE: Final = 200  # characters
_NUMBER: Final = re.compile(r"O-(\d{4,12})")
WithoutApp = Literal["all", "any", "never"]


def outage_number(outage_id: int) -> str:
    """The public number of an outage id."""
    return f"O-{outage_id:04d}"


def outage_id(number: str) -> int | None:
    """The id behind a public number in any case, None where none can have it."""
    found = _NUMBER.fullmatch(number.strip().upper())
    return int(found[1]) if found and int(found[1]) else None


@dataclass(frozen=True, slots=True)
class Outage:
    """An outage as it stands; customers read its title and `text`, the last that was said. Times are UTC.

    `regions`, `strategies`, `apps`: codes of what it touches, empty for all. `updates`: how often something was said.
    `telling_since`: not everybody has heard the last yet; `telling_phase` and `telling_after`: how far that is.
    """

    id: int
    title: str
    state: OutageState
    opened_at: datetime
    updated_at: datetime
    regions: tuple[str, ...] = ()
    strategies: tuple[str, ...] = ()
    apps: tuple[str, ...] = ()
    text: str = ""
    updates: int = 1
    resolved_at: datetime | None = None
    telling_since: datetime | None = None
    telling_phase: int = 0
    telling_after: str = ""

    @property
    def number(self) -> str:
        """The public number."""
        return outage_number(self.id)

    @property
    def is_open(self) -> bool:
        """Does it go on?"""
        return self.state in OPEN


@dataclass(frozen=True, slots=True)
class OutageUpdate:
    """What was said of an outage; its words never change. `actor`: who said it."""

    at: datetime
    state: OutageState
    text: str
    actor: str


@dataclass(frozen=True, slots=True)
class Place:
    """An application and where it runs: codes, "" where nobody knows."""

    region: str
    strategy: str
    app: str


def touches(outage: Outage, place: Place) -> bool:
    """Does an outage touch an application there?"""
    scopes = ((outage.regions, place.region), (outage.strategies, place.strategy), (outage.apps, place.app))
    return all(not codes or code in codes for codes, code in scopes)


def concerns(outage: Outage, places: tuple[Place, ...], named: bool, without_app: WithoutApp) -> bool:
    """Does it concern a ticket? `places`: of the app that it names, else (`named` is false) of all its organization's.

    `without_app`: of how many of those it has to be, where the ticket names none.
    """
    if not places or (not named and without_app == "never"):
        return False
    enough = any if named or without_app == "any" else all
    return enough(touches(outage, one) for one in places)
