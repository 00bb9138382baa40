"""What filters and phrases write in one language. Dates, times, days and months are written as Babel knows them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale
from babel.dates import format_date, format_time, get_timezone_name

from gateway.domain.phrase import Phrase, Value

WHEN = "{weekday} {date}, {time} {zone}"


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language. `when` is a form for `str.format`; `phrases` are complete: each key has a form."""

    locale: Locale
    when: str
    codes: Mapping[str, str]
    phrases: Mapping[str, str]

    def day(self, value: date) -> str:
        """A date as people write it: "31 January 2026"."""
        return format_date(value, "long", locale=self.locale)

    def moment(self, value: datetime, timezone: str) -> str:
        """An aware instant in a zone and in UTC: "Monday 2 March 2026, 13:00 CET (12:00 UTC)".

        The date is repeated for UTC where it is another one there; an unknown zone counts as UTC.
        """
        local, utc = value.astimezone(_zone(timezone)), value.astimezone(UTC)
        zone = _zone_name(local, self.locale)
        weekday = format_date(local, "EEEE", locale=self.locale)
        text = self.when.format(weekday=weekday, date=self.day(local), time=self._time(local), zone=zone)
        if zone == "UTC":
            return text
        same_day = local.date() == utc.date()
        there = f"{self._time(utc)} UTC"
        return f"{text} ({there})" if same_day else f"{text} ({self.day(utc)}, {there})"

    def word(self, code: str) -> str:
        """A code such as `change_request` in this language; a code nobody translated loses its underscores."""
        return self.codes.get(code) or code.replace("_", " ")

    def say(self, phrase: Phrase) -> str:
        """A phrase in this language. Raises KeyError for a key that is in no `words.toml`."""
        return self.phrases[phrase.key].format_map({name: self._value(value) for name, value in phrase.values})

    def _value(self, value: Value) -> str:
        if isinstance(value, Phrase):
            return self.say(value)
        return "; ".join(map(self.say, value)) if isinstance(value, tuple) else str(value)

    def _time(self, moment: datetime) -> str:
        return format_time(moment.time(), "short", locale=self.locale)


@lru_cache(maxsize=256)
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def _zone_name(local: datetime, locale: Locale) -> str:
    """CET, in German MEZ; zones without letters of their own are UTC+3, since "+03" behind a time reads like a sum."""
    name = local.tzname() or ""
    if name == "UTC":
        return name
    spoken = get_timezone_name(local, "short", locale=locale)  # an offset or the long name where there are no letters
    if spoken.isalpha():
        return spoken
    if not name.startswith(("+", "-")):
        return name
    hours, minutes = name[1:3], name[3:]
    return f"UTC{name[0]}{int(hours)}" + (f":{minutes}" if minutes else "")
