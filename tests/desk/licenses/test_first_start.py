"""The first start on a new database writes to no customer before a person says so."""

from gateway.desk.desk import Desk
from gateway.desk.licenses.first_start import hold_first_notices, release_notices
from gateway.desk.licenses.renewals import forecast
from tests.support.desk import moment, queue
from tests.support.licenses import run, ticked, whom
from tests.support.people import TINA, TOM

NOTICE = "license_renewal_notice"
DUE, BEFORE = "2026-09-02T08:00", "2026-08-01T08:00"


def start(desk: Desk, at: str) -> list[object]:
    """What a start holds: for whom."""
    return [one["to"] for one in hold_first_notices(desk, moment(at)) if one["template"] == NOTICE]


def test_notices_that_are_due_at_the_first_start_are_shown_and_wait(desk: Desk) -> None:
    assert start(desk, DUE) == [[TINA, TOM]]
    assert ticked(desk, DUE) == [("license_notices_held", "renewals", None)]
    assert ticked(desk, "2026-09-03T08:00") == []


def test_the_duty_hears_once_of_notices_that_are_held_and_what_lets_them_leave(desk: Desk) -> None:
    start(desk, DUE)
    run(desk, DUE)
    run(desk, "2026-11-18T08:00")
    [told] = queue(desk)
    assert (told.template, told.audience) == ("license_notices_held", "vendor")
    assert "Due and held now: 1\n" in told.text
    assert "gateway renewals release" in told.text


def test_the_forecast_says_of_every_notice_that_it_is_held_until_it_is_released(desk: Desk) -> None:
    start(desk, DUE)
    with desk.store.begin() as work:
        ahead = forecast(desk, work, moment(DUE), 90)
        assert len(ahead) > 1
        assert {one["held"] for one in ahead} == {"gateway renewals release"}
        assert {one["held"] for one in release_notices(desk, work, moment(DUE))} == {None}
        assert {one["held"] for one in forecast(desk, work, moment(DUE), 90)} == {None}


def test_a_digest_that_left_before_is_no_notice_to_a_customer(desk: Desk) -> None:
    with desk.store.begin() as work:
        work.notices.record("quarantine_digest", "quarantine", "2026-09-01", 0, moment(DUE))
    assert start(desk, DUE) == [[TINA, TOM]]


def test_released_notices_leave_with_the_next_tick(desk: Desk) -> None:
    start(desk, DUE)
    with desk.store.begin() as work:
        assert [one["license"] for one in release_notices(desk, work, moment(DUE))] == ["LIC-77"]
    run(desk, DUE)
    assert whom(desk, NOTICE) == [[TINA, TOM]]
    assert start(desk, DUE) == []


def test_where_none_is_due_at_the_first_start_later_ones_leave_by_themselves(desk: Desk) -> None:
    assert start(desk, BEFORE) == []
    run(desk, BEFORE)
    assert start(desk, DUE) == []
    run(desk, DUE)
    assert whom(desk, NOTICE) == [[TINA, TOM]]


def test_a_gateway_that_has_sent_notices_goes_on(desk: Desk) -> None:
    run(desk, DUE)
    assert start(desk, "2026-11-18T08:00") == []
    run(desk, "2026-11-18T08:00")
    assert len(whom(desk, NOTICE)) == 2
