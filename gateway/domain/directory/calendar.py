"""Business hours: adding and measuring minutes while a calendar is open.

Everything is reckoned in the calendar's own time zone, day by day, and returned in UTC. A local time that occurs
twice (clocks go back) is the first of the two; one that does not occur (clocks go forward) is the moment of the
jump. So each open span is a stretch of real time, and minutes are real minutes on the days of a change too.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import chain, pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

HORIZON_DAYS = 20 * 366  # farther than this no deadline is computed
_DAY_MINUTES = 24 * 60
_MINUTE = timedelta(minutes=1)
_DAY = timedelta(days=1)
_WEEK = 7 * _DAY
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

Span = tuple[int, int]  # minutes after local midnight, [start, end)
Window = tuple[datetime, datetime]  # from opening to closing
MOST_KNOWN_WEEKS = 200


@dataclass(frozen=True, slots=True)
class BusinessCalendar:
    """When somebody is there. `week` has the open spans of Monday to Sunday; on `dates`, and on the holidays of
    `countries` ("NL", "DE-BY"), it is closed. Made by `BusinessCalendar.of`."""

    zone: ZoneInfo
    week: tuple[tuple[Span, ...], ...]
    dates: frozenset[date] = frozenset()
    countries: tuple[str, ...] = ()
    _known: dict[date, tuple[Window, ...]] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, timezone: str, hours: str, holidays: Iterable[str] = ()) -> "BusinessCalendar":
        """A calendar as the directory file writes it.

        Raises ValueError with a sentence for a zone, hours or holidays that nobody can keep.
        """
        dates, countries = _holidays(holidays)
        return cls(zone_of(timezone), _week(hours), dates, countries)

    def add(self, start: datetime, minutes: int) -> datetime:
        """The moment at which `minutes` open minutes have passed since `start`, in UTC.

        Nothing to add leaves `start` as it is, open or not; negative minutes go back. Raises ValueError when
        the calendar is not open often enough within `HORIZON_DAYS`.
        """
        instant, left = start.astimezone(UTC), minutes * _MINUTE
        if not left:
            return instant
        return self._forward(instant, left) if minutes > 0 else self._backward(instant, -left)

    def before(self, end: datetime, minutes: int) -> datetime:
        """The earliest moment at which at most `minutes` open minutes are left until `end`, in UTC.

        At the end of a day rather than on the next morning. Raises ValueError like `add`.
        """
        instant, left = end.astimezone(UTC), minutes * _MINUTE
        for opens, closes in self._open_until(instant):
            last = min(closes, instant)
            if last - opens > left:
                return last - left
            left -= last - opens
        raise self._never()

    def add_days(self, start: datetime, days: int) -> datetime:
        """The same local time `days` business days later, in UTC. Raises ValueError like `add`."""
        local = start.astimezone(self.zone)
        day = self.days_after(local.date(), days)
        return _instant(day, _time_of_day(local), self.zone) if days else start.astimezone(UTC)

    def days_after(self, day: date, days: int) -> date:
        """The day that is so many business days after this one. Raises ValueError like `add`."""
        for _ in range(HORIZON_DAYS):
            if days <= 0:
                return day
            day += _DAY
            days -= self.is_business_day(day)
        raise self._never()

    def between(self, start: datetime, end: datetime) -> int:
        """Open minutes from `start` to `end`, whole ones rounded down; negative when `end` comes first."""
        first, last = start.astimezone(UTC), end.astimezone(UTC)
        if last < first:
            return -self.between(last, first)
        total = timedelta()
        for opens, closes in self._open_from(first, last):
            total += min(closes, last) - max(opens, first)
        return total // _MINUTE

    def is_business_day(self, day: date) -> bool:
        """Is it open at all on this day?"""
        return bool(self._spans(day))

    def _forward(self, instant: datetime, left: timedelta) -> datetime:
        for opens, closes in self._open_from(instant):
            begin = max(opens, instant)
            lasts = closes - begin
            if lasts >= left:
                return begin + left
            left -= lasts
        raise self._never()

    def _backward(self, instant: datetime, left: timedelta) -> datetime:
        for opens, closes in self._open_until(instant):
            end = min(closes, instant)
            if end - opens >= left:
                return end - left
            left -= end - opens
        raise self._never()

    def _open_from(self, instant: datetime, until: datetime | None = None) -> Iterator[tuple[datetime, datetime]]:
        """Open stretches that end after an instant (and begin before another), in order."""
        day = instant.astimezone(self.zone).date() - _DAY  # a zone that skips or repeats a midnight: begin before it
        last = day + HORIZON_DAYS * _DAY if until is None else until.astimezone(self.zone).date() + _DAY
        while day <= last:
            for opens, closes in self._week_from(day):
                if closes > instant and (until is None or opens < until):
                    yield opens, closes
            day += _WEEK

    def _open_until(self, instant: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Open stretches that begin before an instant, the latest first."""
        day = instant.astimezone(self.zone).date() - 5 * _DAY  # the first of the week that ends on the next day
        for _ in range(HORIZON_DAYS // 7):
            for opens, closes in reversed(self._week_from(day)):
                if opens < instant:
                    yield opens, closes
            day -= _WEEK

    def _week_from(self, day: date) -> tuple[Window, ...]:
        """The open stretches of seven days, remembered: the same few weeks are asked for again and again."""
        known = self._known.get(day)
        if known is None:
            if len(self._known) >= MOST_KNOWN_WEEKS:
                self._known.clear()
            windows = (self._windows_of(day + step * _DAY) for step in range(7))
            known = self._known[day] = tuple(chain.from_iterable(windows))
        return known

    def _windows_of(self, day: date) -> tuple[Window, ...]:
        bounds = (
            (_instant(day, begin * _MINUTE, self.zone), _instant(day, end * _MINUTE, self.zone))
            for begin, end in self._spans(day)
        )
        return tuple((opens, closes) for opens, closes in bounds if opens < closes)

    def _spans(self, day: date) -> tuple[Span, ...]:
        spans = self.week[day.weekday()]
        if not spans or day in self.dates or any(day in _country(code, day.year) for code in self.countries):
            return ()
        return spans

    def _never(self) -> ValueError:
        return ValueError(f"The calendar is not open often enough within {HORIZON_DAYS // 366} years.")


def zone_of(name: str) -> ZoneInfo:
    """A time zone by its IANA name. Raises ValueError with a sentence."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"There is no time zone {name!r}; write a name such as Europe/Amsterdam.") from error


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The instant at which a day begins in a zone, in UTC."""
    return _instant(day, timedelta(), zone)


def _time_of_day(local: datetime) -> timedelta:
    return timedelta(hours=local.hour, minutes=local.minute, seconds=local.second, microseconds=local.microsecond)


def _instant(day: date, after_midnight: timedelta, zone: ZoneInfo) -> datetime:
    """A local time as an instant: the first where it occurs twice, the jump where it does not occur."""
    local = datetime(day.year, day.month, day.day, tzinfo=zone) + after_midnight
    early, late = local.astimezone(UTC), local.replace(fold=1).astimezone(UTC)
    return early if early <= late else _jump(late, early, zone)


def _jump(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The instant between two at which the zone's offset changes."""
    old = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        before, after = (middle, after) if middle.astimezone(zone).utcoffset() == old else (before, middle)
    return after.replace(microsecond=0)


def _week(hours: str) -> tuple[tuple[Span, ...], ...]:
    """`Mon-Thu 08:00-12:00,13:00-17:00; Fri 08:00-15:00` or `24x7`, as seven tuples of spans."""
    if hours.strip().lower() == "24x7":
        return (((0, _DAY_MINUTES),),) * 7
    week: list[list[Span]] = [[] for _ in range(7)]
    for segment in hours.split(";"):
        days, blank, spans = segment.strip().partition(" ")
        if not blank:
            raise ValueError(f"The hours {hours!r} are not like 'Mon-Fri 09:00-17:00' or '24x7'.")
        for day in _days(days):
            week[day] += [_span(span) for span in spans.split(",")]
    return tuple(_ordered(spans) for spans in week)


def _ordered(spans: list[Span]) -> tuple[Span, ...]:
    spans.sort()
    if any(first[1] > second[0] for first, second in pairwise(spans)):
        raise ValueError("Two of the opening hours of one day overlap.")
    return tuple(spans)


def _days(text: str) -> list[int]:
    """Weekday numbers of `Mon-Fri`, `Sun-Thu` or `Mon,Wed`."""
    days: list[int] = []
    for part in text.split(","):
        first, dash, last = part.partition("-")
        begin = _weekday(first)
        end = _weekday(last) if dash else begin
        days += [(begin + step) % 7 for step in range((end - begin) % 7 + 1)]
    return days


def _weekday(text: str) -> int:
    word = text.strip().lower()
    for number, name in enumerate(_WEEKDAYS):
        if len(word) >= 3 and name.startswith(word):
            return number
    raise ValueError(f"{text.strip()!r} is no day of the week; write Mon, Tue, Wed, Thu, Fri, Sat or Sun.")


def _span(text: str) -> Span:
    first, dash, last = text.partition("-")
    if not dash:
        raise ValueError(f"{text.strip()!r} is no span of time such as 09:00-17:00.")
    span = _minutes(first), _minutes(last)
    if span[0] >= span[1]:
        raise ValueError(f"{text.strip()!r} ends before it begins; write a night as the hours of two days.")
    return span


def _minutes(text: str) -> int:
    hour, colon, minute = text.strip().partition(":")
    if not (colon and all(part.isascii() and part.isdigit() and len(part) <= 2 for part in (hour, minute))):
        raise ValueError(f"{text.strip()!r} is no time of day such as 09:00.")
    total = int(hour) * 60 + int(minute)
    if int(minute) >= 60 or total > _DAY_MINUTES:
        raise ValueError(f"{text.strip()!r} is no time of day between 00:00 and 24:00.")
    return total


def _holidays(entries: Iterable[str]) -> tuple[frozenset[date], tuple[str, ...]]:
    dates: set[date] = set()
    countries: list[str] = []
    for entry in entries:
        text = entry.strip()
        if text[:1].isdigit():
            dates.add(_date(text))
        else:
            _country(text.upper(), 2026)  # any year tells whether the country is known
            countries.append(text.upper())
    return frozenset(dates), tuple(dict.fromkeys(countries))


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"{text!r} is no holiday; write a date such as 2026-04-06 or a country such as NL.") from error


@lru_cache(maxsize=256)
def _country(code: str, year: int) -> frozenset[date]:
    """The public holidays of a country ("NL") or of a part of it ("DE-BY") in a year."""
    import holidays  # slow to import and seldom needed

    country, _, part = code.partition("-")
    try:
        return frozenset(holidays.country_holidays(country, subdiv=part or None, years=year))
    except (NotImplementedError, AttributeError) as error:
        raise ValueError(f"No holidays are known for {code!r}; write dates such as 2026-04-06 instead.") from error
