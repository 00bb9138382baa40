"""Dates as programs write them."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.mail.header.dates import read_date

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


@given(st.lists(PIECES, max_size=9).map(" ".join) | st.lists(PIECES, max_size=9).map("".join) | st.text())
def test_any_words_are_an_instant_in_utc_or_refused(value: str) -> None:
    with suppress(ValueError):
        assert read_date(value).tzinfo is UTC


@given(st.datetimes(datetime(1970, 1, 1), datetime(2199, 1, 1)), st.integers(-1439, 1439))
def test_a_date_in_any_zone_is_the_instant_that_was_meant(moment: datetime, minutes: int) -> None:
    there = moment.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=minutes)))
    assert read_date(format_datetime(there)) == there
