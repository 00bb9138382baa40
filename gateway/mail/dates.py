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
    day, year, hour, minute, second = (int(usual[group]) for group in (1, 3, 4, 5, 6))
    offset = timedelta(hours=int(usual[8]), minutes=int(usual[9]))
    local = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    return local - offset if usual[7] == "+" else local + offset


def _tolerant(value: str) -> datetime:
    try:
        date = parsedate_to_datetime(value[:_MAX_CHARS])
        return (date if date.tzinfo else date.replace(tzinfo=UTC)).astimezone(UTC)
    except (TypeError, IndexError, OverflowError) as error:
        raise ValueError(f"{value[:_MAX_CHARS]!r} is no date") from error
