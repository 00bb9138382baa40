from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.directory.entries import License
from gateway.domain.licenses.renewal import (
    Milestone,
    People,
    RenewalPolicy,
    next_day,
    recipients,
    snooze_until,
    state_on,
    step,
)
from gateway.errors import NotAllowed

DAYS = (-90, -60, -30, -14, -7, -1, 0, 1, 7, 14, 15)
WIDER = ("company_admin", "csm", "account_executive")
MILESTONES = tuple(
    Milestone(
        days,
        stage="far",
        template="notice",
        cc=() if days < -30 else ("company_admin",) if days < -14 else WIDER,  # type: ignore[arg-type]  # Literals
        no_answer=days == -7,
        kind="license_state" if days == 15 else "renewal",
    )
    for days in DAYS
)
POLICY = RenewalPolicy(MILESTONES, grace_days=14, stale_days=30, snooze_days=60, vendor_renews=frozenset({"cloud"}))
END = date(2026, 12, 1)
LICENSE = License("LIC-77", "depot", starts=date(2025, 12, 1), expires=END)
EVERYBODY = People(
    ("tc1@birch.example", "tc2@birch.example"), ("admin@birch.example",), "csm@v.example", "ae@v.example"
)


def on(days: int) -> date:
    return END + timedelta(days=days)


def due(days: int, fired: tuple[int, ...] = (), license: License = LICENSE) -> tuple[int | None, list[int]]:
    found = step(license, fired, on(days), POLICY)
    return found.milestone.days if found.milestone else None, [one.days for one in found.skipped]


@pytest.mark.parametrize("days", DAYS)
def test_each_milestone_is_due_on_its_day_and_not_again(days: int) -> None:
    before = tuple(one for one in DAYS if one < days)
    assert due(days, before) == (days, [])
    assert due(days, (*before, days)) == (None, [])


def test_nothing_is_due_before_the_first_milestone() -> None:
    assert due(-91) == (None, [])


def test_after_a_gap_only_the_nearest_milestone_is_sent() -> None:
    assert due(-27, fired=(-90, -60)) == (-30, [])
    assert due(-5, fired=(-90,)) == (-7, [-60, -30, -14])


def test_the_first_run_of_all_sends_the_nearest_one_when_it_is_under_thirty_days_old() -> None:
    assert due(-14) == (-14, [-90, -60, -30])
    assert due(15 + 29)[0] == 15
    assert due(15 + 30) == (None, list(DAYS))


def test_a_milestone_that_the_operator_adds_later_does_not_follow_a_nearer_one() -> None:
    assert due(-20, fired=(-60, -30)) == (None, [-90])


def test_what_was_due_before_the_term_began_is_not_sent() -> None:
    short = replace(LICENSE, starts=on(-40))
    assert due(-40, license=short) == (None, [])
    assert due(-29, license=short) == (-30, [])


@pytest.mark.parametrize("state", ["renewed", "not_renewing", "cancelled"])
def test_who_renewed_stopped_or_cancelled_hears_nothing(state: str) -> None:
    assert due(-14, license=replace(LICENSE, state=state)) == (None, [])


def test_after_a_pause_the_nearest_milestone_follows_once() -> None:
    snoozed = replace(LICENSE, snooze_until=on(-50))
    assert due(-60, (-90,), snoozed) == (None, [])
    assert due(-50, (-90,), snoozed) == (-60, [])
    assert due(-49, (-90, -60), snoozed) == (None, [])


def test_silence_is_reported_at_seven_days_unless_somebody_reacted() -> None:
    fired = (-90, -60, -30, -14)
    assert step(LICENSE, fired, on(-7), POLICY).no_answer
    assert step(LICENSE, fired, on(-3), POLICY).no_answer
    assert not step(replace(LICENSE, reacted=True), fired, on(-7), POLICY).no_answer
    assert not step(LICENSE, fired, on(2), POLICY).no_answer
    assert not step(LICENSE, (-90, -60, -30), on(-14), POLICY).no_answer


@pytest.mark.parametrize(
    ("days", "state"),
    [
        (-91, "active"),
        (-90, "renewal_due"),
        (0, "renewal_due"),
        (1, "expired_grace"),
        (14, "expired_grace"),
        (15, "lapsed"),
    ],
)
def test_time_moves_a_license_from_active_to_lapsed(days: int, state: str) -> None:
    assert state_on(LICENSE, on(days), POLICY) == state


def test_a_renewal_on_its_way_is_kept_until_the_term_is_over() -> None:
    on_its_way = replace(LICENSE, state="in_renewal")
    assert state_on(on_its_way, on(-10), POLICY) == "in_renewal"
    assert state_on(on_its_way, on(1), POLICY) == "expired_grace"


def test_a_renewed_license_is_active_when_its_new_term_begins() -> None:
    renewed = replace(LICENSE, state="renewed", starts=on(1), expires=on(366))
    assert state_on(renewed, on(0), POLICY) == "renewed"
    assert state_on(renewed, on(1), POLICY) == "active"


@pytest.mark.parametrize("state", ["not_renewing", "cancelled"])
def test_time_does_not_change_what_a_person_decided(state: str) -> None:
    license = replace(LICENSE, state=state)
    assert state_on(license, on(100), POLICY) == state
    assert next_day(license, on(-100), POLICY) is None


def test_a_license_is_looked_at_again_on_the_next_day_that_matters() -> None:
    assert next_day(LICENSE, on(-200), POLICY) == on(-90)
    assert next_day(LICENSE, on(-90), POLICY) == on(-60)
    assert next_day(replace(LICENSE, snooze_until=on(-70)), on(-90), POLICY) == on(-70)
    assert next_day(LICENSE, on(15), POLICY) is None


def test_a_license_without_an_end_is_no_trouble() -> None:
    forever = replace(LICENSE, expires=date.max)
    assert step(forever, (), END, POLICY).milestone is None
    assert next_day(forever, END, POLICY) == date.max - timedelta(days=90)
    assert POLICY.grace_until(forever) == date.max


@given(st.lists(st.integers(1, 40), min_size=1, max_size=30))
def test_however_rarely_it_runs_no_milestone_is_sent_twice_or_after_a_nearer_one(gaps: list[int]) -> None:
    today, fired, sent = on(-100), set[int](), list[int]()
    for gap in gaps:
        today += timedelta(days=gap)
        found = step(LICENSE, fired, today, POLICY)
        done = [one.days for one in found.skipped] + ([found.milestone.days] if found.milestone else [])
        assert fired.isdisjoint(done)
        fired |= set(done)
        sent += [found.milestone.days] if found.milestone else []
        assert fired == {days for days in DAYS if on(days) <= today}
    assert sent == sorted(set(sent))


def by_days(days: int) -> Milestone:
    return MILESTONES[DAYS.index(days)]


def test_technical_contacts_get_the_notice_and_the_circle_widens_towards_the_end() -> None:
    far, near, last = (recipients(by_days(days), EVERYBODY, vendor_renews=False) for days in (-90, -30, -14))
    assert far.to == near.to == last.to == ("tc1@birch.example", "tc2@birch.example")
    assert far.cc == ()
    assert near.cc == ("admin@birch.example",)
    assert last.cc == ("admin@birch.example", "csm@v.example", "ae@v.example")
    assert far.customer


def test_what_we_renew_ourselves_never_reaches_a_customer() -> None:
    for milestone in MILESTONES:
        found = recipients(milestone, EVERYBODY, vendor_renews=True)
        assert found.to == ("csm@v.example", "ae@v.example")
        assert not found.cc
        assert not found.customer


def test_without_a_technical_contact_the_company_admins_and_the_csm_get_it() -> None:
    found = recipients(by_days(-90), replace(EVERYBODY, contacts=()), vendor_renews=False)
    assert (found.to, found.cc, found.customer) == (("admin@birch.example",), ("csm@v.example",), True)


def test_without_anybody_at_the_customer_our_own_people_get_it() -> None:
    found = recipients(by_days(-90), replace(EVERYBODY, contacts=(), admins=()), vendor_renews=False)
    assert (found.to, found.customer) == (("csm@v.example", "ae@v.example"), False)


def test_nobody_gets_the_same_notice_twice() -> None:
    both = replace(EVERYBODY, admins=("tc1@birch.example",), csm="ae@v.example")
    assert recipients(by_days(-14), both, vendor_renews=False).cc == ("ae@v.example",)


def test_a_pause_ends_at_the_last_valid_day() -> None:
    assert snooze_until(LICENSE, on(-30), 14, POLICY) == on(-16)
    assert snooze_until(LICENSE, on(-5), 14, POLICY) == END


@pytest.mark.parametrize(("today", "days"), [(-30, 0), (-30, 61), (0, 1), (3, 5)])
def test_a_pause_that_is_too_long_or_too_late_is_refused(today: int, days: int) -> None:
    with pytest.raises(NotAllowed):
        snooze_until(LICENSE, on(today), days, POLICY)
