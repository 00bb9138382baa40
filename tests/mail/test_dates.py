"""Dates as programs write them."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.mail.dates import read_date

DAYS = ("Mon, ", "2", "02", "30", "31", "99", " ", "Feb", "Mar", "mar", "Foo", "2026", "26", "0026")
TIMES = ("10:05:07", "10:05", "25:00:00", "10:05:60")
ZONES = ("+0100", "-0000", "-1200", "+2359", "+2400", "+0160", "GMT", "EST", "(CET)", "\t")
PIECES = st.sampled_from((*DAYS, *TIMES, *ZONES))


@pytest.mark.parametrize(
    ("value", "instant"),
    [
        ("Mon, 2 Mar 2026 10:05:07 +0100", datetime(2026, 3, 2, 9, 5, 7, tzinfo=UTC)),
        ("2 Mar 2026 10:05:07 -0530 (EST)", datetime(2026, 3, 2, 15, 35, 7, tzinfo=UTC)),
        ("Mon, 02 Mar 2026 10:05 GMT", datetime(2026, 3, 2, 10, 5, tzinfo=UTC)),
        ("Mon, 2 Mar 2026 10:05:07", datetime(2026, 3, 2, 10, 5, 7, tzinfo=UTC)),
        ("Mon, 2 Mar 26 10:05:07 -0000", datetime(2026, 3, 2, 10, 5, 7, tzinfo=UTC)),
    ],
)
def test_a_date_is_an_instant_in_utc(value: str, instant: datetime) -> None:
    assert read_date(value) == instant
    assert read_date(value).tzinfo is UTC


@pytest.mark.parametrize("value", ["soon", "Mon, 31 Feb 2026 10:05:07 +0100", "2 Mar 2026 25:00:00 +0100", "\x00"])
def test_what_is_no_date_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        read_date(value)


def tolerant(value: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(value)
        return (date if date.tzinfo else date.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def read(value: str) -> datetime | None:
    try:
        return read_date(value)
    except ValueError:
        return None


@given(st.lists(PIECES, max_size=9).map(" ".join) | st.lists(PIECES, max_size=9).map("".join))
def test_the_short_way_reads_what_the_standard_library_reads(value: str) -> None:
    assert read(value) == tolerant(value)


@given(st.datetimes(datetime(1970, 1, 1), datetime(2199, 1, 1)), st.sampled_from(["+0000", "-0800", "+1345", "-0000"]))
def test_every_usual_date_is_read_as_by_the_standard_library(moment: datetime, zone: str) -> None:
    value = f"{moment:%a, %d %b %Y %H:%M:%S} {zone}"
    assert read(value) == tolerant(value)
