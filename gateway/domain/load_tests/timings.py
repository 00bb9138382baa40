"""Dates and times as people write them: "2026-03-20 20:00 to 23:00 Europe/Amsterdam", "20. März, 20 bis 23 Uhr". Pure.

A date that can be read in two ways is not read: a consent to the wrong day is worse than a question.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Final, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

Trouble = Literal["none", "order", "past"]
MAX_TEXT: Final = 2000  # characters of one place that are read
_IANA = re.compile(r"\b[A-Z][A-Za-z]{1,20}(?:/[A-Z][A-Za-z_-]{1,30}){1,2}\b")
_OFFSET = re.compile(r"\b(?:UTC|GMT)(?:[ ]?([+-])(\d{1,2})(?::?(\d{2}))?)?(?![\w:])|(?<=:\d\d)[ ]?(\+)(\d\d):?(\d\d)\b")
_ZULU = re.compile(r"(?<=\d\d:\d\d)Z\b")
_YEAR_FIRST = re.compile(r"(?<![\d.])(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)(?:T(?=\d))?")
_NUMBERS = re.compile(r"(?<![\d.])(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?!\d)")
_HALF = r"(?:[ ]?([ap])[.]?m\b[.]?)"
_CLOCK = re.compile(rf"(?<![\d.:])(\d{{1,2}})[:h](\d\d)(?::\d\d(?:[.]\d{{1,6}})?)?(?!\d){_HALF}?", re.IGNORECASE)
_HOUR_UNIT = rf"(?:{_HALF}|[ ]?(?:uhr|uur|heures?|horas?|hrs?|h)\b)"


@dataclass(frozen=True, slots=True, eq=False)  # known to the cache below by what it is
class TimingWords:
    """`months`: numbers by their names, case-folded; `zones`: IANA names by what people write, as they write it;
    `until`: words between two days or times."""

    months: Mapping[str, int]
    zones: Mapping[str, str]
    until: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """With what a text is read. `now`: when it came, UTC; `zone`: where it names none; `slashes`: which comes first
    in 03/04/2026, None where nobody knows; `day`: the one that was named before, for a text that names times only."""

    now: datetime
    zone: tzinfo
    slashes: Literal["day", "month"] | None = "day"
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Timings:
    """The first day that is named, and from when to when, UTC; `trouble` where what is named cannot be."""

    day: date | None = None
    starts: datetime | None = None
    ends: datetime | None = None
    trouble: Trouble = "none"


def read_timings(text: str, words: TimingWords, reading: Reading) -> Timings:
    """What a text says about when; without two times it is a day at most."""
    scan = _Scan(text[:MAX_TEXT])
    zone = _zone(scan, words) or reading.zone
    days, clocks = _days(scan, words, reading), _clocks(scan, words)
    if not days and reading.day:
        days = [(0, reading.day)]
    if not days:
        return Timings()
    moments = [datetime.combine(day, clock, zone).astimezone(UTC) for day, clock in _pairs(days, clocks)]
    day = days[0][1]
    if len(moments) < 2:
        return Timings(day)
    if moments[-1] <= moments[0]:
        return Timings(day, trouble="order")
    return Timings(day, trouble="past") if moments[0] <= reading.now else Timings(day, moments[0], moments[-1])


def _pairs(days: Sequence[tuple[int, date]], clocks: Sequence[tuple[int, time]]) -> Iterator[tuple[date, time]]:
    """Each time on the day before it, else on the first; two days in front of two times have one each."""
    if len(days) == 2 == len(clocks) and days[1][0] < clocks[0][0]:
        yield from zip((day for _, day in days), (clock for _, clock in clocks), strict=True)
        return
    for place, clock in clocks:
        before = [day for at, day in days if at < place]
        yield (before[-1] if before else days[0][1]), clock


class _Scan:
    """A text of which is taken away what was understood."""

    def __init__(self, text: str) -> None:
        self.text = text

    def take(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Every place that fits, blank from then on."""
        found = list(pattern.finditer(self.text))
        self.text = pattern.sub(lambda match: " " * len(match[0]), self.text)
        return iter(found)


def _zone(scan: _Scan, words: TimingWords) -> tzinfo | None:
    named = [_known(match[0]) for match in scan.take(_IANA)]
    short = [_known(words.zones[match[0]]) for match in scan.take(_patterns(words).zone)]
    offsets = [_offset(match) for match in scan.take(_OFFSET)]
    zulu = [UTC for _ in scan.take(_ZULU)]
    return next((one for one in (*named, *short, *offsets, *zulu) if one), None)


def _known(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _offset(match: re.Match[str]) -> tzinfo:
    sign, hours, minutes = (match[1] or match[4] or "+"), (match[2] or match[5] or "0"), (match[3] or match[6] or "0")
    shift = timedelta(hours=min(int(hours), 14), minutes=int(minutes) % 60)
    return timezone(-shift if sign == "-" else shift)


def _days(scan: _Scan, words: TimingWords, reading: Reading) -> list[tuple[int, date]]:
    """The days that are named, with their places."""
    patterns, found = _patterns(words), list[tuple[int, date]]()

    def add(match: re.Match[str], year: str | None, month: int, day: str) -> None:
        with suppress(ValueError):  # the 31st of February
            found.append((match.start(), _dated(year, month, int(day), reading)))

    for match in scan.take(_YEAR_FIRST):
        add(match, match[1], int(match[2]), match[3])
    for match in scan.take(_NUMBERS):
        order = _order(match, reading)
        if order:
            add(match, match[4], order[1], str(order[0]))
    for match in scan.take(patterns.two_days):
        add(match, match[4], words.months[match[3].casefold()], match[1])
        add(match, match[4], words.months[match[3].casefold()], match[2])
    for match in scan.take(patterns.day_month):
        add(match, match[3], words.months[match[2].casefold()], match[1])
    for match in scan.take(patterns.month_day):
        add(match, match[3], words.months[match[1].casefold()], match[2])
    return sorted(found, key=lambda one: one[0])


def _order(match: re.Match[str], reading: Reading) -> tuple[int, int] | None:
    """Day and month of 20/03/2026; with dots and dashes the day comes first."""
    first, second = int(match[1]), int(match[3])
    if first == second or match[2] != "/" or first > 12:
        return first, second
    if second > 12 or reading.slashes == "month":
        return second, first
    return (first, second) if reading.slashes == "day" else None


def _dated(year: str | None, month: int, day: int, reading: Reading) -> date:
    """Without a year it is the next such day."""
    if year:
        return date(int(year), month, day)
    today = reading.now.astimezone(reading.zone).date()
    this = date(today.year, month, day)
    return this if this >= today else date(today.year + 1, month, day)


def _clocks(scan: _Scan, words: TimingWords) -> list[tuple[int, time]]:
    """The times of day, with their places."""
    patterns, found = _patterns(words), list[tuple[int, time]]()
    for match in scan.take(patterns.two_hours):
        found += [
            (match.start(), _clock(match[1], match[2], match[5])),
            (match.start(), _clock(match[3], match[4], match[5])),
        ]
    for match in scan.take(_CLOCK):
        found.append((match.start(), _clock(match[1], match[2], match[3])))
    for match in scan.take(patterns.hour):
        found.append((match.start(), _clock(match[1], None, match[2])))
    return sorted(found, key=lambda one: one[0])


def _clock(hour: str, minute: str | None, half: str | None) -> time:
    number = int(hour) % 24
    if half:
        number = number % 12 + (12 if half.casefold() == "p" else 0)
    return time(number, int(minute or 0) % 60)


@dataclass(frozen=True, slots=True)
class _Patterns:
    """What hangs on the words of the rules."""

    zone: re.Pattern[str]
    two_days: re.Pattern[str]
    day_month: re.Pattern[str]
    month_day: re.Pattern[str]
    two_hours: re.Pattern[str]
    hour: re.Pattern[str]


@lru_cache(maxsize=8)
def _patterns(words: TimingWords) -> _Patterns:
    months = _any_of(words.months)
    until = rf"[ ]?(?:[-–—]|\b{_any_of(words.until)}\b)[ ]?"
    ordinal, year = r"(?:[.]|st|nd|rd|th|er)?", r"(?:[.,]?[ ](?:de[l]?[ ])?(\d{4})\b)?"
    day, minutes = r"(?<![\d.:])(\d{1,2})", r"(?:[:.](\d\d))?"
    of = r"[ ]?(?:of[ ]|de[ ])?"
    ignore = re.IGNORECASE
    return _Patterns(
        zone=re.compile(rf"\b{_any_of(words.zones)}\b"),
        two_days=re.compile(rf"{day}{ordinal}{until}(\d{{1,2}}){ordinal}{of}({months})\b{year}", ignore),
        day_month=re.compile(rf"{day}{ordinal}{of}({months})\b{year}", ignore),
        month_day=re.compile(rf"\b({months})[ ](\d{{1,2}}){ordinal}(?![\d:]){year}", ignore),
        two_hours=re.compile(rf"{day}{minutes}{until}(\d{{1,2}}){minutes}{_HOUR_UNIT}", ignore),
        hour=re.compile(rf"{day}{_HOUR_UNIT}", ignore),
    )


def _any_of(words: Mapping[str, object] | Sequence[str]) -> str:
    ordered = sorted(words, key=len, reverse=True)
    return f"(?:{'|'.join(map(re.escape, ordered))})" if ordered else "(?!)"
