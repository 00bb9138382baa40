from datetime import date

import pytest

from gateway.desk.desk import Desk
from gateway.desk.licenses.renewals import Renewal, forecast, renew
from gateway.domain.outgoing.own_addresses import read_reply
from gateway.errors import NotAllowed, NotFound
from tests.support.desk import load, moment, queue
from tests.support.licenses import change_license, license_of, run, ticked, whom
from tests.support.people import ADA, ALAN, CORA, DIRECTORY, TINA, TOM

NOTICE = "license_renewal_notice"
CONTACTS = [TINA, TOM]


def renewed(desk: Desk, number: str, until: str, now: str) -> Renewal:
    with desk.store.begin() as work:
        return renew(desk, work, number, date.fromisoformat(until), moment(now))


def test_ninety_days_before_the_end_the_technical_contacts_get_one_notice(desk: Desk) -> None:
    assert ticked(desk, "2026-09-02T08:00") == [("license_state", "LIC-77", -90), ("renewal", "LIC-77", -90)]
    assert whom(desk, NOTICE) == [CONTACTS]
    assert license_of(desk).state == "renewal_due"


def test_a_notice_is_a_notice_and_can_be_answered(desk: Desk) -> None:
    result = run(desk, "2026-09-02T08:00")
    (mail,) = queue(desk)
    assert result.outgoing == (mail.id,)
    assert mail.headers["Auto-Submitted"] == "auto-generated"
    assert "List-Unsubscribe" not in mail.headers
    assert mail.headers["To"] == "Tina One <tina@birch.example>, Tom Two <tom@birch.example>"
    detail = mail.headers["Reply-To"].partition("+")[2].partition("@")[0]
    token = read_reply(desk.signer, detail)
    assert token is not None
    assert token.reference == "LIC-77"
    assert "https://licenses.vendor.example/LIC-77" in mail.text


def test_running_again_on_the_same_day_sends_nothing(desk: Desk) -> None:
    run(desk, "2026-09-02T08:00")
    assert ticked(desk, "2026-09-02T08:00") == []
    assert ticked(desk, "2026-09-02T15:00") == []
    assert len(queue(desk)) == 1


def test_after_a_gap_only_the_nearest_milestone_is_sent_and_the_others_never(desk: Desk) -> None:
    run(desk, "2026-09-02T08:00")
    assert ticked(desk, "2026-11-18T08:00") == [("renewal", "LIC-77", -14)]
    assert ticked(desk, "2026-11-19T08:00") == []
    assert len(whom(desk, NOTICE)) == 2


def test_a_milestone_turns_at_midnight_in_the_zone_of_the_customers_region(desk: Desk) -> None:
    assert ticked(desk, "2026-09-01T21:59:59") == []
    assert ("renewal", "LIC-77", -90) in ticked(desk, "2026-09-01T22:00")


def test_a_milestone_turns_at_midnight_in_the_customers_own_zone_where_it_has_one(desk: Desk) -> None:
    load(desk, DIRECTORY.replace('name = "Birch"\n', 'name = "Birch"\ntimezone = "America/New_York"\n'))
    assert ticked(desk, "2026-09-02T03:59:59") == []
    assert ("renewal", "LIC-77", -90) in ticked(desk, "2026-09-02T04:00")


def test_the_circle_widens_towards_the_end(desk: Desk) -> None:
    run(desk, "2026-11-01T08:00")
    run(desk, "2026-11-17T08:00")
    assert whom(desk, NOTICE) == [
        [*CONTACTS, ADA],
        [*CONTACTS, ADA, CORA, ALAN],
    ]


def test_at_seven_days_without_a_reaction_the_account_executive_is_told(desk: Desk) -> None:
    run(desk, "2026-11-24T08:00")
    assert whom(desk, "license_no_answer_ae") == [[ALAN]]


def test_a_reaction_spares_the_account_executive(desk: Desk) -> None:
    run(desk, "2026-09-02T08:00")
    change_license(desk, reacted=True)
    assert ticked(desk, "2026-11-24T08:00") == [("renewal", "LIC-77", -7)]
    assert whom(desk, "license_no_answer_ae") == []


def test_after_the_end_grace_and_lapse_are_told(desk: Desk) -> None:
    run(desk, "2026-12-01T08:00")
    assert ticked(desk, "2026-12-02T08:00") == [("license_state", "LIC-77", 1), ("renewal", "LIC-77", 1)]
    assert license_of(desk).state == "expired_grace"
    assert ticked(desk, "2026-12-15T08:00") == [("renewal", "LIC-77", 14)]
    assert ticked(desk, "2026-12-16T08:00") == [("license_state", "LIC-77", 15)]
    assert license_of(desk).state == "lapsed"
    assert len(whom(desk, "license_expired_grace")) == 2
    assert len(whom(desk, "license_lapsed")) == 1
    assert ticked(desk, "2027-03-01T08:00") == []


def test_what_ended_long_before_the_first_run_changes_its_state_without_a_mail(desk: Desk) -> None:
    assert ticked(desk, "2027-02-01T08:00") == [("license_state", "LIC-77", 15)]
    assert queue(desk) == []


def test_a_contact_whose_mail_comes_back_is_left_out(desk: Desk) -> None:
    with desk.store.begin() as work:
        work.directory.set_bounce_state(TINA, "hard")
    run(desk, "2026-09-02T08:00")
    assert whom(desk, NOTICE) == [[TOM]]


def test_with_no_contact_left_the_company_admins_and_the_csm_get_it(desk: Desk) -> None:
    with desk.store.begin() as work:
        for address in CONTACTS:
            work.directory.set_bounce_state(address, "hard")
    run(desk, "2026-09-02T08:00")
    assert whom(desk, NOTICE) == [[ADA, CORA]]


def test_with_nobody_left_at_the_customer_our_own_people_take_over(desk: Desk) -> None:
    with desk.store.begin() as work:
        for address in (*CONTACTS, ADA):
            work.directory.set_bounce_state(address, "hard")
    run(desk, "2026-09-02T08:00")
    assert whom(desk, "license_no_answer_ae") == [[CORA, ALAN]]
    assert whom(desk, NOTICE) == []


def test_people_who_read_different_languages_get_a_mail_each(desk: Desk) -> None:
    load(desk, DIRECTORY.replace('name = "Tom Two"\n', 'name = "Tom Two"\nlanguage = "de"\n'))
    run(desk, "2026-11-01T08:00")
    assert whom(desk, NOTICE) == [[TINA, ADA], [TOM]]


def test_a_chosen_contact_gets_the_notices_instead(desk: Desk) -> None:
    change_license(desk, notify=ADA)
    run(desk, "2026-11-01T08:00")
    assert whom(desk, NOTICE) == [[ADA]]


def test_a_cloud_license_is_our_own_business_at_every_milestone(desk: Desk) -> None:
    change_license(desk, "LIC-77", state="cancelled")
    for day in ("2027-05-01", "2027-06-23", "2027-06-30", "2027-07-01", "2027-07-15"):
        run(desk, f"{day}T08:00")
    assert {one.audience for one in queue(desk)} == {"vendor"}
    assert whom(desk, "license_internal_renewal") == [[CORA, ALAN]] * 5


@pytest.mark.parametrize("state", ["not_renewing", "cancelled"])
def test_nothing_leaves_after_a_no(desk: Desk, state: str) -> None:
    run(desk, "2026-09-02T08:00")
    change_license(desk, state=state)
    for day in ("2026-10-02", "2026-11-24", "2026-12-02", "2026-12-20"):
        assert ticked(desk, f"{day}T08:00") == []
    assert license_of(desk).state == state


def test_after_a_pause_the_nearest_milestone_follows_once(desk: Desk) -> None:
    run(desk, "2026-09-02T08:00")
    change_license(desk, snooze_until=date(2026, 10, 10))
    assert ticked(desk, "2026-10-03T08:00") == []
    assert ticked(desk, "2026-10-10T08:00") == [("renewal", "LIC-77", -60)]
    assert ticked(desk, "2026-10-11T08:00") == []


def test_a_renewal_is_confirmed_and_plans_the_next_term(desk: Desk) -> None:
    run(desk, "2026-11-17T08:00")
    result = renewed(desk, "LIC-77", "2027-12-01", "2026-11-20T08:00")
    license = license_of(desk)
    assert (license.starts, license.expires, license.state) == (date(2026, 12, 2), date(2027, 12, 1), "renewed")
    assert whom(desk, "license_renewed") == [CONTACTS]
    assert len(result.outgoing) == 1
    assert ticked(desk, "2026-11-24T08:00") == []
    assert ticked(desk, "2026-12-02T08:00") == [("license_state", "LIC-77", None)]
    assert ticked(desk, "2026-12-15T08:00") == []
    assert license_of(desk).state == "active"
    assert ("renewal", "LIC-77", -90) in ticked(desk, "2027-09-02T08:00")


def test_a_late_renewal_begins_on_the_day_after_the_old_end(desk: Desk) -> None:
    run(desk, "2026-12-20T08:00")
    renewed(desk, "LIC-77", "2027-12-01", "2027-01-15T08:00")
    license = license_of(desk)
    assert (license.starts, license.state) == (date(2026, 12, 2), "active")


def test_nobody_is_reminded_of_a_short_term_that_was_renewed_today(desk: Desk) -> None:
    renewed(desk, "LIC-77", "2026-12-20", "2026-11-25T08:00")
    assert ticked(desk, "2026-11-25T09:00") == []
    assert ("renewal", "LIC-77", -14) in ticked(desk, "2026-12-06T08:00")


def test_a_renewal_lets_the_reactions_of_the_old_term_be_forgotten(desk: Desk) -> None:
    change_license(desk, reacted=True, snooze_until=date(2026, 11, 1), state="not_renewing")
    renewed(desk, "LIC-77", "2027-12-01", "2026-11-25T08:00")
    license = license_of(desk)
    assert (license.reacted, license.snooze_until, license.state) == (False, None, "renewed")


def test_renewing_a_cloud_license_tells_no_customer(desk: Desk) -> None:
    assert renewed(desk, "LIC-10", "2028-06-30", "2027-05-01T08:00").outgoing == ()


def test_a_renewal_that_cannot_be_says_what_to_do(desk: Desk) -> None:
    with pytest.raises(NotFound, match="gateway directory export"):
        renewed(desk, "LIC-99", "2027-12-01", "2026-11-20T08:00")
    with pytest.raises(NotAllowed, match="name a later day"):
        renewed(desk, "LIC-77", "2026-12-01", "2026-11-20T08:00")
    with pytest.raises(NotAllowed, match="century"):
        renewed(desk, "LIC-77", "9999-12-31", "2026-11-20T08:00")
    change_license(desk, state="cancelled")
    with pytest.raises(NotAllowed, match="cancelled"):
        renewed(desk, "LIC-77", "2027-12-01", "2026-11-20T08:00")


def test_a_term_that_an_import_moves_starts_afresh(desk: Desk) -> None:
    run(desk, "2026-11-24T08:00")
    change_license(desk, reacted=True, state="in_renewal")
    load(desk, DIRECTORY.replace("expires = 2026-12-01", "expires = 2027-12-01"))
    assert ticked(desk, "2026-11-25T08:00") == []
    assert ("renewal", "LIC-77", -90) in ticked(desk, "2027-09-02T08:00")


def test_a_license_without_an_end_never_comes_up(desk: Desk) -> None:
    load(desk, DIRECTORY.replace("expires = 2026-12-01", "expires = 9999-12-31"))
    assert ticked(desk, "2026-12-01T08:00") == []


def test_a_forecast_says_what_will_go_to_whom_and_sends_nothing(desk: Desk) -> None:
    run(desk, "2026-09-02T08:00")
    with desk.store.read() as work:
        rows = forecast(desk, work, moment("2026-09-02T12:00"), days=105)
    assert [(row["date"], row["milestone"], row["template"]) for row in rows] == [
        ("2026-10-02", -60, NOTICE),
        ("2026-11-01", -30, NOTICE),
        ("2026-11-17", -14, NOTICE),
        ("2026-11-24", -7, NOTICE),
        ("2026-11-24", -7, "license_no_answer_ae"),
        ("2026-11-30", -1, NOTICE),
        ("2026-12-01", 0, NOTICE),
        ("2026-12-02", 1, "license_expired_grace"),
        ("2026-12-08", 7, "license_expired_grace"),
        ("2026-12-15", 14, "license_expired_grace"),
        ("2026-12-16", 15, "license_lapsed"),
    ]
    assert rows[1]["to"] == CONTACTS
    assert rows[1]["cc"] == [ADA]
    assert len(queue(desk)) == 1


def test_a_forecast_knows_pauses_and_what_is_due_at_once(desk: Desk) -> None:
    change_license(desk, snooze_until=date(2026, 10, 10))
    with desk.store.read() as work:
        rows = forecast(desk, work, moment("2026-09-20T12:00"), days=30)
        nothing = forecast(desk, work, moment("2026-09-20T12:00"), days=10)
    assert [(row["date"], row["milestone"]) for row in rows] == [("2026-10-10", -60)]
    assert nothing == []


@pytest.mark.parametrize("day", ["2026-09-02", "2026-10-20", "2026-11-24", "2026-12-20"])
def test_what_a_forecast_says_for_today_is_what_a_tick_sends(desk: Desk, day: str) -> None:
    with desk.store.read() as work:
        rows = forecast(desk, work, moment(f"{day}T08:00"), days=1)
    run(desk, f"{day}T08:00")
    expected = [(row["template"], [*row["to"], *row["cc"]]) for row in rows if row["date"] == day]  # type: ignore[misc]
    sent = [(one.template, [r.address for r in one.recipients]) for one in queue(desk)]
    assert expected == sent
