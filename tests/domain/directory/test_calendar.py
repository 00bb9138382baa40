from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.directory.calendar import BusinessCalendar, midnight

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
OFFICE = BusinessCalendar.of("Europe/Amsterdam", "Mon-Fri 09:00-17:00", ["2026-04-06"])
FOUR_HOURS = 240

# zones that change their clocks at midnight, by half an hour, across the date line, or not at all
ZONES = (
    "Europe/Amsterdam",
    "America/New_York",
    "America/Havana",
    "Africa/Cairo",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Asia/Kolkata",
    "UTC",
)
HOURS = (
    "24x7",
    "Mon-Fri 09:00-17:00",
    "Mon-Thu 08:00-12:00,13:00-17:00; Fri 08:00-15:00",
    "Sun-Thu 00:00-03:00,22:00-24:00",
    "Sun 01:30-02:30",
)
calendars = st.builds(BusinessCalendar.of, st.sampled_from(ZONES), st.sampled_from(HOURS))
instants = st.datetimes(datetime(2010, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))
lengths = st.integers(0, 3000)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        pytest.param("2026-03-02T09:00", "2026-03-02T13:00", id="monday morning"),
        pytest.param("2026-03-06T16:00", "2026-03-09T12:00", id="friday afternoon"),
        pytest.param("2026-03-07T12:00", "2026-03-09T13:00", id="saturday"),
        pytest.param("2026-04-03T16:00", "2026-04-07T12:00", id="before a monday holiday"),
        pytest.param("2026-03-27T16:00", "2026-03-30T12:00", id="clock change in between"),
        pytest.param("2026-03-02T07:00", "2026-03-02T13:00", id="before the opening"),
        pytest.param("2026-03-06T13:00", "2026-03-06T17:00", id="to the minute of closing"),
    ],
)
def test_four_business_hours_are_counted_while_the_office_is_open(start: str, end: str) -> None:
    assert OFFICE.add(local(start), FOUR_HOURS) == local(end)


def test_due_times_are_utc() -> None:
    due = OFFICE.add(local("2026-03-27T16:00"), FOUR_HOURS)
    assert due.tzinfo is UTC
    assert due == datetime(2026, 3, 30, 10, 0, tzinfo=UTC)


def test_around_the_clock_hours_go_on_over_midnight() -> None:
    always = BusinessCalendar.of("Europe/Amsterdam", "24x7")
    assert always.add(local("2026-03-07T23:30"), 60) == local("2026-03-08T00:30")


def test_a_lunch_break_does_not_count() -> None:
    calendar = BusinessCalendar.of("Europe/Amsterdam", "Mon-Thu 08:00-12:00,13:00-17:00; Fri 08:00-15:00")
    assert calendar.add(local("2026-03-05T11:30"), 60) == local("2026-03-05T13:30")
    assert calendar.add(local("2026-03-06T14:30"), 60) == local("2026-03-09T08:30")


def test_a_week_may_begin_on_sunday() -> None:
    calendar = BusinessCalendar.of("Asia/Jerusalem", "Sun-Thu 09:00-17:00")
    assert [calendar.is_business_day(date(2026, 3, day)) for day in range(1, 8)] == [True] * 5 + [False] * 2


def test_holidays_of_a_country_and_of_its_parts_are_known() -> None:
    dutch = BusinessCalendar.of("Europe/Amsterdam", "Mon-Fri 09:00-17:00", ["NL"])
    bavarian = BusinessCalendar.of("Europe/Berlin", "Mon-Fri 09:00-17:00", ["de-by", "2026-05-15"])
    german = BusinessCalendar.of("Europe/Berlin", "Mon-Fri 09:00-17:00", ["DE"])
    assert not dutch.is_business_day(date(2026, 4, 27))
    assert german.is_business_day(date(2026, 1, 6))
    assert not bavarian.is_business_day(date(2026, 1, 6))
    assert not bavarian.is_business_day(date(2026, 5, 15))


def test_an_hour_that_does_not_exist_opens_at_the_jump() -> None:
    night = BusinessCalendar.of("Europe/Amsterdam", "Sun 02:30-04:00")
    assert night.add(local("2026-03-28T12:00"), 1) == datetime(2026, 3, 29, 1, 1, tzinfo=UTC)
    assert night.between(local("2026-03-29T00:00"), local("2026-03-30T00:00")) == 60


def test_an_hour_that_occurs_twice_opens_at_the_first() -> None:
    night = BusinessCalendar.of("Europe/Amsterdam", "Sun 02:30-04:00")
    assert night.add(local("2026-10-24T12:00"), 1) == datetime(2026, 10, 25, 0, 31, tzinfo=UTC)
    assert night.between(local("2026-10-25T00:00"), local("2026-10-26T00:00")) == 150


def test_a_day_that_a_zone_skipped_has_no_hours() -> None:
    samoa = BusinessCalendar.of("Pacific/Apia", "Mon-Fri 09:00-17:00")
    thursday = datetime(2011, 12, 29, 9, 0, tzinfo=ZoneInfo("Pacific/Apia"))
    assert samoa.add(thursday, 9 * 60) == datetime(2012, 1, 2, 10, 0, tzinfo=ZoneInfo("Pacific/Apia"))


def test_a_day_begins_at_its_first_moment_even_without_a_midnight() -> None:
    assert midnight(date(2026, 3, 29), AMSTERDAM) == datetime(2026, 3, 28, 23, 0, tzinfo=UTC)
    # Cairo goes forward at midnight: the day begins at 01:00
    assert midnight(date(2026, 4, 24), ZoneInfo("Africa/Cairo")) == datetime(2026, 4, 23, 22, 0, tzinfo=UTC)


def test_a_calendar_that_never_opens_is_an_error_and_no_endless_search() -> None:
    closed = BusinessCalendar(AMSTERDAM, ((),) * 7)
    for minutes in (1, -1):
        with pytest.raises(ValueError, match="not open often enough"):
            closed.add(local("2026-03-02T09:00"), minutes)
    assert closed.between(local("2026-03-02T09:00"), local("2026-03-09T09:00")) == 0


@pytest.mark.parametrize(
    "hours",
    [
        "",
        "whenever",
        "Mon-Fri",
        "Mon-Fri 9-17",
        "Mon-Fri 17:00-09:00",
        "Mon-Fri 09:00-25:00",
        "Mon-Fri 09:60-17:00",
        "Mo-Fr 09:00-17:00",
        "Mon-Fri 09:00-17:00; Wed 16:00-18:00",
        "Mon 09:00-12:00-17:00",
        "Mon \u0660\u0669:00-17:00",
    ],
)
def test_hours_that_nobody_can_keep_are_refused_with_a_sentence(hours: str) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        BusinessCalendar.of("Europe/Amsterdam", hours)


@pytest.mark.parametrize("holiday", ["2026-13-01", "2026", "Christmas", "XX", "DE-XX", ""])
def test_holidays_that_are_neither_date_nor_country_are_refused_with_a_sentence(holiday: str) -> None:
    with pytest.raises(ValueError, match="such as"):
        BusinessCalendar.of("Europe/Amsterdam", "24x7", [holiday])


def test_an_unknown_time_zone_is_refused_with_a_sentence() -> None:
    with pytest.raises(ValueError, match="Europe/Amsterdam"):
        BusinessCalendar.of("Europe/Atlantis", "24x7")


@given(calendars, instants, lengths)
def test_what_was_added_lies_between(calendar: BusinessCalendar, start: datetime, minutes: int) -> None:
    assert calendar.between(start, calendar.add(start, minutes)) == minutes
    assert calendar.between(calendar.add(start, -minutes), start) == minutes


@given(calendars, instants, lengths, lengths)
def test_adding_twice_is_adding_the_sum(calendar: BusinessCalendar, start: datetime, first: int, second: int) -> None:
    assert calendar.add(calendar.add(start, first), second) == calendar.add(start, first + second)


@given(calendars, instants, st.integers(0, 5000), lengths, st.integers(0, 500))
def test_later_starts_and_longer_times_end_no_earlier(
    calendar: BusinessCalendar, start: datetime, delay: int, minutes: int, more: int
) -> None:
    end = calendar.add(start, minutes)
    assert end >= start
    assert calendar.add(start + timedelta(minutes=delay), minutes) >= end
    assert calendar.add(start, minutes + more) >= end


@given(calendars, instants, lengths)
def test_the_open_minutes_of_two_parts_make_the_whole(
    calendar: BusinessCalendar, start: datetime, minutes: int
) -> None:
    start = start.replace(second=0, microsecond=0)
    middle, end = start + timedelta(minutes=minutes), start + timedelta(minutes=2 * minutes)
    assert calendar.between(start, middle) + calendar.between(middle, end) == calendar.between(start, end)
    assert calendar.between(end, start) == -calendar.between(start, end)


@given(st.sampled_from(ZONES), instants, lengths)
def test_around_the_clock_is_the_clock(zone: str, start: datetime, minutes: int) -> None:
    assert BusinessCalendar.of(zone, "24x7").add(start, minutes) == start + timedelta(minutes=minutes)
