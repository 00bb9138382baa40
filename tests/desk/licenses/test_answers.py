from datetime import date
from typing import Any

import pytest

from gateway.desk.desk import Desk
from gateway.desk.licenses.answers import Answered, NoticeReply, answer_notice
from tests.support.desk import moment, queue
from tests.support.licenses import change_license, license_of, run, ticked, whom
from tests.support.people import ADA, ALAN, CORA, INES, TINA, TOM

MESSAGE_ID = "<answer@birch.example>"


@pytest.fixture(autouse=True)
def noticed(desk: Desk) -> None:
    """The desk has sent the first notice about the license."""
    run(desk, "2026-09-02T08:00")


def answer(desk: Desk, text: str, sender: str = TOM, now: str = "2026-09-03T08:00", number: str = "LIC-77") -> Answered:
    with desk.store.begin() as work:
        license = work.directory.license(number)
        assert license is not None
        return answer_notice(desk, work, license, NoticeReply(sender, text, 17, MESSAGE_ID), moment(now))


def test_stop_ends_the_notices_with_one_confirmation_and_tells_the_account_executive(desk: Desk) -> None:
    answered = answer(desk, "STOP")
    assert (answered.kind, answered.done) == ("stop", True)
    assert license_of(desk).state == "not_renewing"
    assert whom(desk, "license_not_renewing_confirm") == [[TOM]]
    assert whom(desk, "license_reaction") == [[ALAN]]
    assert answer(desk, "STOP", TINA).outgoing == ()
    assert ticked(desk, "2026-10-02T08:00") == []


def test_a_confirmation_is_an_answer_in_the_thread_and_belongs_to_the_mail(desk: Desk) -> None:
    answer(desk, "STOP")
    confirmation, reaction = queue(desk)[-2:]
    assert confirmation.in_reply_to == MESSAGE_ID
    assert confirmation.headers["Auto-Submitted"] == "auto-replied"
    assert confirmation.mail_id == reaction.mail_id == 17


def test_renewed_waits_for_the_account_executive(desk: Desk) -> None:
    assert answer(desk, "renewed").done
    assert license_of(desk).state == "in_renewal"
    assert license_of(desk).reacted
    assert whom(desk, "license_reaction") == [[ALAN]]
    assert whom(desk, "license_answer_done") == [[TOM]]


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
        assert whom(desk, "license_answer_refused") == [[TOM]]


def test_contact_hands_the_notices_over_and_tells_those_who_had_them(desk: Desk) -> None:
    assert answer(desk, "CONTACT Ada@birch.example").done
    assert license_of(desk).notify == ADA
    assert whom(desk, "license_answer_done") == [[TOM, TINA]]
    run(desk, "2026-10-02T08:00")
    assert whom(desk, "license_renewal_notice")[-1] == [ADA]


@pytest.mark.parametrize("address", ["new@birch.example", INES])
def test_somebody_who_is_no_contact_of_the_organization_has_to_be_confirmed(desk: Desk, address: str) -> None:
    answer(desk, f"CONTACT {address}")
    assert license_of(desk).notify is None
    assert whom(desk, "license_reaction") == [[ALAN]]
    assert f"They ask that {address} gets the notices" in queue(desk)[-2].text
    run(desk, "2026-10-02T08:00")
    assert whom(desk, "license_renewal_notice")[-1] == [TINA, TOM]


def test_words_for_a_person_count_as_a_reaction_and_reach_the_account_executive(desk: Desk) -> None:
    answered = answer(desk, "Could we have five more users?", sender=ADA)
    assert answered.kind == "message"
    assert license_of(desk).reacted
    assert license_of(desk).state == "in_renewal"
    assert whom(desk, "license_reaction") == [[ALAN]]
    assert "five more users" in queue(desk)[-1].text


@pytest.mark.parametrize("sender", [INES, "stranger@birch.example", CORA])
def test_nobody_else_can_answer_for_the_customer(desk: Desk, sender: str) -> None:
    before = license_of(desk)
    answered = answer(desk, "STOP", sender)
    assert not answered.done
    assert answered.outgoing == ()
    assert license_of(desk) == before


def test_nobody_answers_for_a_license_that_is_our_own_business(desk: Desk) -> None:
    assert not answer(desk, "STOP", INES, number="LIC-10").done
    assert license_of(desk, "LIC-10").state == "active"


def test_a_license_that_was_renewed_or_cancelled_cannot_be_stopped(desk: Desk) -> None:
    for state in ("renewed", "cancelled"):
        change_license(desk, state=state)
        assert not answer(desk, "STOP").done
        assert license_of(desk).state == state


def test_a_customer_who_asks_for_too_long_a_pause_reads_what_is_possible_with_an_example(desk: Desk) -> None:
    answered = answer(desk, "SNOOZE 400d")
    assert (answered.kind, answered.done) == ("snooze", False)
    letter = queue(desk)[-1]
    assert letter.template == "license_answer_refused"
    for words in ('You wrote: "SNOOZE 400d".', "for 1 to 60 days", "\n\nSNOOZE 14d\n", "Nothing has been changed."):
        assert words in letter.text
    for words in ("went to the customer", "#help", "commands"):
        assert words not in letter.text


@pytest.mark.parametrize(
    ("text", "now", "columns", "words"),
    [
        ("SNOOZE 14d", "2026-12-03T08:00", {}, "so its reminders cannot be paused any more"),
        ("CONTACT", "2026-09-03T08:00", {}, "CONTACT name@company.example\n"),
        (
            "STOP",
            "2026-09-03T08:00",
            {"state": "renewed"},
            "has been renewed already and is valid until 1 December 2026",
        ),
        ("STOP", "2026-09-03T08:00", {"state": "cancelled"}, "This license has been cancelled"),
        ("RENEWED", "2026-09-03T08:00", {"state": "renewed"}, "renewed already and is valid until 1 December 2026"),
        ("RENEWED", "2026-09-03T08:00", {}, "the renewal is on its way"),
        ("SNOOZE 14d", "2026-09-03T08:00", {}, "We send no reminders before 17 September 2026."),
        ("CONTACT ada@birch.example", "2026-09-03T08:00", {}, "From now on our reminders go to ada@birch.example"),
        ("CONTACT new@birch.example", "2026-09-03T08:00", {}, "We do not know new@birch.example as a contact"),
    ],
)
def test_a_customers_answer_is_answered_in_words_for_customers(
    desk: Desk, text: str, now: str, columns: dict[str, Any], words: str
) -> None:
    change_license(desk, **columns)
    answer(desk, text, now=now)
    [letter] = [one for one in queue(desk) if one.template.startswith("license_answer_")]
    assert letter.audience == "customer"
    assert words in letter.text
