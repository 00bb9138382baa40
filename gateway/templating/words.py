"""The few words that filters need in each language: names of days and months, forms of dates, names for codes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from gateway.config import read_toml
from gateway.errors import ConfigurationError

FILE_NAME = "words.toml"
_DAY_FIELDS = {"day": "2", "month": "March", "year": "2026"}
_MOMENT_FIELDS = {"weekday": "Monday", "date": "2 March 2026", "time": "13:00", "zone": "CET"}


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language. `day_form` and `moment_form` are forms for `str.format`."""

    weekdays: tuple[str, ...]  # Monday first
    months: tuple[str, ...]
    day_form: str
    moment_form: str
    codes: Mapping[str, str]

    def day(self, value: date) -> str:
        """A date as people write it: "31 January 2026"."""
        return self.day_form.format(day=value.day, month=self.months[value.month - 1], year=value.year)

    def moment(self, value: datetime, timezone: str) -> str:
        """An aware instant in a zone and in UTC: "Monday 2 March 2026, 13:00 CET (12:00 UTC)".

        The date is repeated for UTC where it is another one there; an unknown zone counts as UTC.
        """
        local, utc = value.astimezone(_zone(timezone)), value.astimezone(UTC)
        zone = _zone_name(local)
        text = self.moment_form.format(
            weekday=self.weekdays[local.weekday()], date=self.day(local), time=_clock(local), zone=zone
        )
        if zone == "UTC":
            return text
        same_day = local.date() == utc.date()
        return f"{text} ({_clock(utc)} UTC)" if same_day else f"{text} ({self.day(utc)}, {_clock(utc)} UTC)"

    def word(self, code: str) -> str:
        """A code such as `change_request` in this language; a code nobody translated loses its underscores."""
        return self.codes.get(code) or code.replace("_", " ")


@lru_cache(maxsize=256)
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def _clock(moment: datetime) -> str:
    return f"{moment.hour:02}:{moment.minute:02}"


def _zone_name(local: datetime) -> str:
    """CET; zones without letters of their own are shown as UTC+3, since "+03" behind a time reads like a sum."""
    name = local.tzname() or ""
    if not name.startswith(("+", "-")):
        return name
    hours, minutes = name[1:3], name[3:]
    return f"UTC{name[0]}{int(hours)}" + (f":{minutes}" if minutes else "")


def load_words(file: Path) -> Words:
    """The words in a `words.toml`. Raises ConfigurationError with the key that is wrong."""
    data = read_toml(file, "Copy it from the folder of another language.")
    return Words(
        weekdays=_names(file, data, "weekdays", 7),
        months=_names(file, data, "months", 12),
        day_form=_form(file, data, "day", _DAY_FIELDS),
        moment_form=_form(file, data, "when", _MOMENT_FIELDS),
        codes=_codes(file, data),
    )


def _names(file: Path, data: Mapping[str, object], key: str, count: int) -> tuple[str, ...]:
    value = data.get(key)
    names = tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()
    if len(names) != count:
        raise ConfigurationError(str(file), key, f"must be a list of {count} names.")
    return names


def _form(file: Path, data: Mapping[str, object], key: str, fields: Mapping[str, str]) -> str:
    value = data.get(key)
    known = ", ".join(f"{{{name}}}" for name in fields)
    if not isinstance(value, str):
        raise ConfigurationError(str(file), key, f"must be a text with {known}.")
    try:
        value.format_map(fields)
    except (KeyError, IndexError, ValueError, AttributeError) as error:
        raise ConfigurationError(str(file), key, f"uses something else than {known}.") from error
    return value


def _codes(file: Path, data: Mapping[str, object]) -> dict[str, str]:
    codes = data.get("codes", {})
    if not isinstance(codes, dict) or not all(isinstance(word, str) for word in codes.values()):
        raise ConfigurationError(str(file), "codes", "must be a table of texts.")
    return codes
