from datetime import date
from pathlib import Path

import pytest
from license_desk import at, change, license_desk, license_of, mails, run, ticked, whom

from gateway.desk.desk import Desk
from gateway.desk.notice_answers import Answered, NoticeReply, answer_notice
from gateway.store.store import Store

TC2 = "tc2@birch.example"
MESSAGE_ID = "<answer@birch.example>"


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    desk = license_desk(store, tmp_path)
    run(desk, "2026-09-02T08:00")
    return desk


def answer(desk: Desk, text: str, sender: str = TC2, now: str = "2026-09-03T08:00", number: str = "LIC-77") -> Answered:
    with desk.store.begin() as work:
        license = work.directory.license(number)
        assert license is not None
        return answer_notice(desk, work, license, NoticeReply(sender, text, 17, MESSAGE_ID), at(now))


def test_stop_ends_the_notices_with_one_confirmation_and_tells_the_account_executive(desk: Desk) -> None:
    answered = answer(desk, "STOP")
    assert (answered.kind, answered.done) == ("stop", True)
    assert license_of(desk).state == "not_renewing"
    assert whom(desk, "license_not_renewing_confirm") == [[TC2]]
    assert whom(desk, "license_reaction") == [["ae@vendor.example"]]
    assert answer(desk, "STOP", "tc1@birch.example").outgoing == ()
    assert ticked(desk, "2026-10-02T08:00") == []


def test_a_confirmation_is_an_answer_in_the_thread_and_belongs_to_the_mail(desk: Desk) -> None:
    answer(desk, "STOP")
    confirmation, reaction = mails(desk)[-2:]
    assert confirmation["in_reply_to"] == MESSAGE_ID
    assert confirmation["headers"]["Auto-Submitted"] == "auto-replied"
    assert confirmation["mail_id"] == reaction["mail_id"] == 17


def test_renewed_waits_for_the_account_executive(desk: Desk) -> None:
    assert answer(desk, "renewed").done
    assert license_of(desk).state == "in_renewal"
    assert license_of(desk).reacted
    assert whom(desk, "license_reaction") == [["ae@vendor.example"]]
    assert whom(desk, "command_transcript") == [[TC2]]


def test_after_the_end_only_a_renewal_changes_the_state(desk: Desk) -> None:
    run(desk, "2026-12-03T08:00")
    answer(desk, "RENEWED", now="2026-12-04T08:00")
    assert license_of(desk).state == "expired_grace"


def test_who_stopped_may_come_back(desk: Desk) -> None:
    answer(desk, "STOP")
    answer(desk, "RENEWED")
    assert license_of(desk).state == "in_renewal"


def test_snooze_puts_the_notices_off(desk: Desk) -> None:
    assert answer(desk, "SNOOZE 14d", now="2026-09-25T08:00").done
    assert license_of(desk).snooze_until == date(2026, 10, 9)
    assert ticked(desk, "2026-10-02T08:00") == []
    assert ticked(desk, "2026-10-09T08:00") == [("renewal", "LIC-77", -60)]


@pytest.mark.parametrize("text", ["SNOOZE", "SNOOZE 0d", "SNOOZE 61d", "SNOOZE soon 5"])
def test_a_pause_that_cannot_be_changes_nothing(desk: Desk, text: str) -> None:
    answered = answer(desk, text)
    assert license_of(desk).snooze_until is None
    if answered.kind == "snooze":
        assert not answered.done
        assert whom(desk, "command_error") == [[TC2]]


def test_contact_hands_the_notices_over_and_tells_those_who_had_them(desk: Desk) -> None:
    assert answer(desk, "CONTACT Admin@birch.example").done
    assert license_of(desk).notify == "admin@birch.example"
    assert whom(desk, "command_transcript") == [[TC2, "tc1@birch.example"]]
    run(desk, "2026-10-02T08:00")
    assert whom(desk, "license_renewal_notice")[-1] == ["admin@birch.example"]


@pytest.mark.parametrize("address", ["new@birch.example", "tc@acorn.example"])
def test_somebody_who_is_no_contact_of_the_organization_has_to_be_confirmed(desk: Desk, address: str) -> None:
    answer(desk, f"CONTACT {address}")
    assert license_of(desk).notify is None
    assert whom(desk, "license_reaction") == [["ae@vendor.example"]]
    assert address in mails(desk)[-2]["text"]
    run(desk, "2026-10-02T08:00")
    assert whom(desk, "license_renewal_notice")[-1] == ["tc1@birch.example", TC2]


def test_words_for_a_person_count_as_a_reaction_and_reach_the_account_executive(desk: Desk) -> None:
    answered = answer(desk, "Could we have five more users?", sender="admin@birch.example")
    assert answered.kind == "message"
    assert license_of(desk).reacted
    assert license_of(desk).state == "in_renewal"
    assert whom(desk, "license_reaction") == [["ae@vendor.example"]]
    assert "five more users" in mails(desk)[-1]["text"]


@pytest.mark.parametrize("sender", ["tc@acorn.example", "stranger@birch.example", "csm@vendor.example"])
def test_nobody_else_can_answer_for_the_customer(desk: Desk, sender: str) -> None:
    before = license_of(desk)
    answered = answer(desk, "STOP", sender)
    assert not answered.done
    assert answered.outgoing == ()
    assert license_of(desk) == before


def test_nobody_answers_for_a_license_that_is_our_own_business(desk: Desk) -> None:
    assert not answer(desk, "STOP", "tc@acorn.example", number="LIC-10").done
    assert license_of(desk, "LIC-10").state == "active"


def test_a_license_that_was_renewed_or_cancelled_cannot_be_stopped(desk: Desk) -> None:
    for state in ("renewed", "cancelled"):
        change(desk, state=state)
        assert not answer(desk, "STOP").done
        assert license_of(desk).state == state
