"""The date of a message (RFC 5322 section 3.3)."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

_MAX_CHARS: Final = 200


def read_date(value: str) -> datetime:
    """The instant in UTC; a date without a zone counts as UTC. Raises ValueError for what is none."""
    try:
        date = parsedate_to_datetime(value[:_MAX_CHARS])
        return (date if date.tzinfo else date.replace(tzinfo=UTC)).astimezone(UTC)
    except (TypeError, IndexError, OverflowError) as error:
        raise ValueError(f"{value[:_MAX_CHARS]!r} is no date") from error
