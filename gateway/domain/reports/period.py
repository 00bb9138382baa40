"""The periods that a report is about: from an instant to another, weeks that begin on Monday in a zone."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from gateway.domain.directory.calendar import midnight

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Period:
    """From `since` up to, not with, `until`; both UTC."""

    since: datetime
    until: datetime

    def covers(self, instant: datetime | None) -> bool:
        """Is an instant in it? None is not."""
        return instant is not None and self.since <= instant < self.until


def last_week(now: datetime, zone: ZoneInfo) -> Period:
    """The newest week from Monday to Monday, at midnight of the zone, that is over."""
    today = now.astimezone(zone).date()
    monday = today - timedelta(days=today.weekday())
    return Period(midnight(monday - WEEK, zone), midnight(monday, zone))


def weeks_until(last: Period, count: int, zone: ZoneInfo) -> tuple[Period, ...]:
    """So many weeks of which `last` is the newest, the oldest first; one of them may have an hour more or less."""
    end = last.until.astimezone(zone).date()
    bounds = [midnight(end - back * WEEK, zone) for back in range(count, -1, -1)]
    return tuple(Period(*pair) for pair in pairwise(bounds))
