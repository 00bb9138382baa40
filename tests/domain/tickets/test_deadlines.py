"""The deadlines of a ticket, held against sums that were made without them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.directory.calendar import BusinessCalendar
from gateway.domain.tickets import service_level
from gateway.domain.tickets.deadlines import Timing, deadlines, due_now
from gateway.domain.tickets.service_level import Duration, Targets, warn_at
from gateway.domain.tickets.ticket import STATES, Ticket

FOUR, SIXTEEN = Duration(240, business=True), Duration(960, business=True)
# clocks that change in spring and autumn, on the other half of the earth, by half an hour, and never
ZONES = ("Europe/Amsterdam", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu")
HOURS = ("24x7", "Mon-Fri 09:00-17:00", "Mon-Thu 08:00-12:00,13:00-17:00; Fri 08:00-15:00", "Sun-Thu 22:00-24:00")
calendars = st.builds(BusinessCalendar.of, st.sampled_from(ZONES), st.sampled_from(HOURS))
instants = st.datetimes(datetime(2025, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))
durations = st.builds(Duration, st.integers(1, 3000), st.booleans())
percents = st.integers(1, 99)
office = {zone: BusinessCalendar.of(zone, "Mon-Fri 09:00-17:00", ["2026-04-06"]) for zone in ZONES}


def timing(calendar: BusinessCalendar, response: Duration = FOUR, resolution: Duration | None = SIXTEEN) -> Timing:
    """Targets, a warning at three quarters, five days to be reminded and five more."""
    return Timing(Targets(response, resolution), calendar, 75, 5, 5, 14)


def at(text: str, zone: str = "Europe/Amsterdam") -> datetime:
    """A local time."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def ticket(received: datetime, found: Timing, **columns: object) -> Ticket:
    """A new ticket with its clocks running."""
    due = [
        service_level.due(received, one, found.calendar) for one in (found.targets.response, found.targets.resolution)
    ]
    made = Ticket(
        1, "s", "new", "question", "high", "a@b.example", received, first_response_due=due[0], resolution_due=due[1]
    )
    return replace(made, **columns)  # type: ignore[arg-type]  # of fields that the tests name


def when(one: Ticket, found: Timing) -> dict[str, datetime]:
    """When what is to come, by kind."""
    return {deadline.kind: deadline.at for deadline in deadlines(one, found)}


@pytest.mark.parametrize(
    ("received", "warned", "due"),
    [
        pytest.param("2026-03-02T09:00", "2026-03-02T12:00", "2026-03-02T13:00", id="monday morning"),
        pytest.param("2026-03-06T16:00", "2026-03-09T11:00", "2026-03-09T12:00", id="friday afternoon"),
        pytest.param("2026-03-07T12:00", "2026-03-09T12:00", "2026-03-09T13:00", id="saturday"),
        pytest.param("2026-04-03T16:00", "2026-04-07T11:00", "2026-04-07T12:00", id="before a monday holiday"),
        pytest.param("2026-03-27T16:00", "2026-03-30T11:00", "2026-03-30T12:00", id="clock change in between"),
        pytest.param("2026-03-06T14:00", "2026-03-06T17:00", "2026-03-09T10:00", id="three hours on friday"),
        pytest.param("2026-03-02T09:00:37", "2026-03-02T12:00:37", "2026-03-02T13:00:37", id="to the second"),
    ],
)
@pytest.mark.parametrize("zone", ZONES)
def test_r04_the_clock_examples_hold_in_every_zone_with_the_warning_at_three_quarters(
    zone: str, received: str, warned: str, due: str
) -> None:
    found = timing(office[zone])
    ahead = when(ticket(at(received, zone), found), found)
    assert ahead["response_warning"] == at(warned, zone)
    assert ahead["response_breach"] == at(due, zone)


def test_r04_a_target_in_hours_of_the_clock_does_not_wait_for_the_office() -> None:
    """Premium critical, one hour, Saturday 23:30."""
    found = timing(office["Europe/Amsterdam"], Duration(60, business=False))
    ahead = when(ticket(at("2026-03-07T23:30"), found), found)
    assert ahead["response_warning"] == at("2026-03-08T00:15")
    assert ahead["response_breach"] == at("2026-03-08T00:30")


@given(calendars, instants, durations, percents)
def test_a_warning_comes_when_its_part_of_the_target_is_used_and_no_minute_before(
    calendar: BusinessCalendar, received: datetime, duration: Duration, percent: int
) -> None:
    received = received.replace(second=0, microsecond=0)
    due = service_level.due(received, duration, calendar)
    assert due is not None
    warned = warn_at(due, duration, percent, calendar)
    used = calendar.between(received, warned) if duration.business else (warned - received) // timedelta(minutes=1)
    assert warned <= due
    assert 100 * used >= percent * duration.minutes > 100 * (used - 1)


@given(calendars, instants, durations, percents, st.integers(0, 3000), st.integers(0, 20000))
def test_a_pause_moves_the_warning_as_it_moves_the_due_time(
    calendar: BusinessCalendar, received: datetime, duration: Duration, percent: int, worked: int, paused: int
) -> None:
    received = received.replace(second=0, microsecond=0)
    due = service_level.due(received, duration, calendar)
    assert due is not None
    stopped, resumed = received + timedelta(minutes=worked), received + timedelta(minutes=worked + paused)
    left = service_level.resolution_left(due, stopped, duration, calendar)
    again = service_level.resume(resumed, left, duration, calendar)
    gap = [
        service_level.resolution_left(one, warn_at(one, duration, percent, calendar), duration, calendar)
        for one in (due, again)
    ]
    assert gap[0] == gap[1] == duration.minutes * (100 - percent) // 100


@given(calendars, instants, st.integers(0, 2000))
def test_before_is_the_earliest_moment_from_which_so_much_is_left(
    calendar: BusinessCalendar, end: datetime, minutes: int
) -> None:
    end = end.replace(second=0, microsecond=0)
    moment = calendar.before(end, minutes)
    assert moment <= end
    assert calendar.between(moment, end) == minutes
    assert calendar.between(moment - timedelta(minutes=1), end) == minutes + 1


@given(st.sampled_from(ZONES), instants, st.integers(1, 30))
def test_business_days_keep_the_time_of_day_over_changes_of_the_clocks(zone: str, start: datetime, days: int) -> None:
    calendar = office[zone]
    end = calendar.add_days(start, days)
    local, begun = end.astimezone(calendar.zone), start.astimezone(calendar.zone)
    between = [begun.date() + timedelta(days=step) for step in range(1, (local.date() - begun.date()).days + 1)]
    assert sum(map(calendar.is_business_day, between)) == days
    assert calendar.is_business_day(local.date())
    jump = abs((local.utcoffset() or timedelta()) - (begun.utcoffset() or timedelta()))
    wall = datetime.combine(local.date(), local.time()) - datetime.combine(local.date(), begun.time())
    assert wall in (timedelta(), jump)  # later only where the hour does not exist


def test_no_business_days_are_now_and_a_calendar_that_never_opens_is_an_error() -> None:
    start = at("2026-03-07T12:00")
    assert office["Europe/Amsterdam"].add_days(start, 0) == start
    closed = BusinessCalendar(ZoneInfo("UTC"), ((),) * 7)
    for ask in (closed.add_days, closed.before):
        with pytest.raises(ValueError, match="not open often enough"):
            ask(start, 1)


@pytest.mark.parametrize("state", STATES)
def test_which_clocks_run_in_which_state(state: str) -> None:
    """The resolution clock in new and open; the response clock until the ticket is over."""
    found = timing(office["Europe/Amsterdam"])
    kinds = set(when(ticket(at("2026-03-02T09:00"), found, state=state), found))
    response, resolution = {"response_warning", "response_breach"}, {"resolution_warning", "resolution_breach"}
    expected = {"new": response | resolution, "open": response | resolution, "pending": response, "on_hold": response}
    assert kinds == expected.get(state, set())


def test_what_was_answered_has_no_response_clock() -> None:
    found = timing(office["Europe/Amsterdam"])
    received = at("2026-03-02T09:00")
    answered = ticket(received, found, state="open", first_response_at=received)
    assert set(when(answered, found)) == {"resolution_warning", "resolution_breach"}


def test_what_fired_is_not_ahead_and_after_a_breach_nobody_is_warned() -> None:
    found = timing(office["Europe/Amsterdam"])
    late = ticket(at("2026-03-02T09:00"), found, fired=("response_breach", "resolution_warning"))
    assert set(when(late, found)) == {"resolution_breach"}


def test_of_a_warning_and_a_breach_that_are_both_due_only_the_breach_is_told() -> None:
    found, now = timing(office["Europe/Amsterdam"]), at("2026-03-02T13:00")
    late = ticket(at("2026-03-02T09:00"), found, phone_call_required=True)
    assert {one.kind for one in due_now(late, found, now)} == {"response_breach", "call_reminder"}


def test_r13_days_of_zero_never_remind_and_never_solve() -> None:
    calendar, since = office["Europe/Amsterdam"], at("2026-03-02T09:00")
    never, once = (Timing(Targets(None, None), calendar, 75, remind, 0, 14) for remind in (0, 5))
    waiting = ticket(since, once, state="pending", waiting_since=since)
    assert when(waiting, never) == {}
    assert when(waiting, once) == {"pending_reminder": at("2026-03-09T09:00")}
    assert when(replace(waiting, reminded_at=since), once) == {}
