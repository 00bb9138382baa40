from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.directory.calendar import BusinessCalendar
from gateway.domain.tickets.service_level import Duration, Plan, ServiceLevels, due, due_again, resolution_left, resume
from gateway.errors import NotFound

OFFICE = BusinessCalendar.of("Europe/Amsterdam", "Mon-Fri 09:00-17:00")
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
EIGHT = Duration(480, business=True)
SIXTEEN = Duration(960, business=True)
instants = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))
durations = st.builds(Duration, st.integers(1, 5000), st.booleans())


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM)


@pytest.mark.parametrize(
    ("text", "minutes", "business"),
    [("4bh", 240, True), ("1h", 60, False), ("30m", 30, False), ("90bm", 90, True), (" 8BH ", 480, True)],
)
def test_durations_are_written_with_their_kind(text: str, minutes: int, business: bool) -> None:
    assert Duration.of(text) == Duration(minutes, business)


def test_none_promises_nothing() -> None:
    assert Duration.of("none") is None
    assert due(local("2026-03-02T09:00"), None, OFFICE) is None


@pytest.mark.parametrize("text", ["", "4", "bh", "4d", "-4h", "0h", "1.5h", "4hb", "four hours", "\u0664h", "9999999h"])
def test_other_durations_are_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="write 4bh"):
        Duration.of(text)


@given(durations)
def test_a_duration_reads_back_as_it_is_written(duration: Duration) -> None:
    assert Duration.of(str(duration)) == duration


def test_business_hours_wait_for_the_office_and_clock_hours_do_not() -> None:
    saturday = local("2026-03-07T23:30")
    assert due(saturday, Duration(240, business=True), OFFICE) == local("2026-03-09T13:00")
    assert due(saturday, Duration(60, business=False), OFFICE) == local("2026-03-08T00:30")


def test_the_resolution_clock_stands_still_while_we_wait_for_the_customer() -> None:
    promised = due(local("2026-03-02T09:00"), EIGHT, OFFICE)
    assert promised is not None
    left = resolution_left(promised, local("2026-03-02T11:00"), EIGHT, OFFICE)
    assert left == 360
    assert resume(local("2026-03-05T10:00"), left, EIGHT, OFFICE) == local("2026-03-05T16:00")


def test_what_was_overdue_before_a_pause_stays_overdue_by_as_much() -> None:
    promised = local("2026-03-02T10:00")
    left = resolution_left(promised, local("2026-03-02T12:00"), EIGHT, OFFICE)
    assert left == -120
    assert resume(local("2026-03-05T10:00"), left, EIGHT, OFFICE) == local("2026-03-04T16:00")


def test_a_raised_priority_counts_from_the_receipt_and_may_be_overdue_at_once() -> None:
    received = local("2026-03-02T09:00")
    present = due(received, SIXTEEN, OFFICE)
    assert due_again(received, SIXTEEN, Duration(60, business=True), present, OFFICE) == local("2026-03-02T10:00")


def test_a_changed_priority_keeps_the_pauses_there_were() -> None:
    received = local("2026-03-02T09:00")
    paused_a_day = local("2026-03-04T17:00")
    assert due_again(received, SIXTEEN, EIGHT, paused_a_day, OFFICE) == local("2026-03-03T17:00")


def test_a_changed_priority_without_a_former_promise_counts_from_the_receipt() -> None:
    received = local("2026-03-02T09:00")
    assert due_again(received, None, EIGHT, None, OFFICE) == local("2026-03-02T17:00")
    assert due_again(received, EIGHT, None, local("2026-03-02T17:00"), OFFICE) is None


@given(instants, durations, st.integers(0, 4000), st.integers(0, 10000))
def test_a_pause_neither_takes_nor_gives_time(received: datetime, duration: Duration, worked: int, paused: int) -> None:
    received = received.replace(second=0, microsecond=0)
    promised = due(received, duration, OFFICE)
    assert promised is not None
    stopped = received + timedelta(minutes=worked)
    left = resolution_left(promised, stopped, duration, OFFICE)
    again = resume(stopped + timedelta(minutes=paused), left, duration, OFFICE)
    assert resolution_left(again, stopped + timedelta(minutes=paused), duration, OFFICE) == left


def test_the_best_of_several_plans_is_the_last_in_the_file() -> None:
    levels = ServiceLevels((Plan("standard", "Standard", {}), Plan("premium", "Premium", {})))
    best = levels.best(["premium", "standard", "gold"])
    assert best is not None
    assert best.code == "premium"
    assert levels.best(["gold"]) is None


def test_an_unknown_plan_is_named_with_those_that_exist() -> None:
    with pytest.raises(NotFound, match=r"gold.*standard"):
        ServiceLevels((Plan("standard", "Standard", {}),)).plan("gold")
