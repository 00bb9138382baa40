"""The date of a message (RFC 5322 section 3.3)."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

_MAX_CHARS: Final = 200
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NUMBERS: Final = {name: number for number, name in enumerate(_MONTHS, 1)}
# what nearly all programs write; anything else is left to the standard library, which takes ten times as long
_USUAL: Final = re.compile(
    r"(?:[A-Z][a-z]{2}, )?([0-9]{1,2}) ([A-Z][a-z]{2}) ([12][0-9]{3}) ([0-9]{2}):([0-9]{2}):([0-9]{2})"
    r" ([+-])([01][0-9]|2[0-3])([0-5][0-9])(?: \([A-Z]{1,5}\))?"
)


def read_date(value: str) -> datetime:
    """The instant in UTC; a date without a zone counts as UTC. Raises ValueError for what is none."""
    usual = _USUAL.fullmatch(value)
    month = _NUMBERS.get(usual[2]) if usual else None
    if usual is None or month is None:
        return _tolerant(value)
    day, _, year, hour, minute, second, sign, hours, minutes = usual.groups()
    local = datetime(int(year), month, int(day), int(hour), int(minute), int(second), tzinfo=UTC)
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    return local - offset if sign == "+" else local + offset


def _tolerant(value: str) -> datetime:
    try:
        date = parsedate_to_datetime(value[:_MAX_CHARS])
        return (date if date.tzinfo else date.replace(tzinfo=UTC)).astimezone(UTC)
    except (TypeError, IndexError, OverflowError) as error:
        raise ValueError(f"{value[:_MAX_CHARS]!r} is no date") from error
