"""How often a customer hears of their escalation: `4h`, `2d` by the clock, `4bh` in hours in which we work."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from gateway.domain.directory.calendar import BusinessCalendar

LEAST_MINUTES: Final = 15
MOST_MINUTES: Final = 30 * 24 * 60
_FORM: Final = re.compile(r"(\d{1,5}) ?(m|h|d|bh)")
_MINUTES: Final = {"m": 1, "h": 60, "d": 24 * 60, "bh": 60}


@dataclass(frozen=True, slots=True)
class Cadence:
    """`minutes` of the clock, or of business hours where `working`; `text` as it is kept and shown."""

    text: str
    minutes: int
    working: bool

    def after(self, moment: datetime, calendar: BusinessCalendar) -> datetime:
        """When the next update is due, UTC. Raises ValueError where the calendar never opens."""
        return calendar.add(moment, self.minutes) if self.working else moment + timedelta(minutes=self.minutes)


def read_cadence(text: str) -> Cadence | None:
    """What somebody wrote, with or without `cadence=`; None where it is no such time, or a senseless one."""
    found = _FORM.fullmatch(text.strip().casefold().removeprefix("cadence").lstrip(" =:"))
    if found is None:
        return None
    minutes = int(found[1]) * _MINUTES[found[2]]
    is_sensible = LEAST_MINUTES <= minutes <= MOST_MINUTES
    return Cadence(f"{int(found[1])}{found[2]}", minutes, found[2] == "bh") if is_sensible else None
