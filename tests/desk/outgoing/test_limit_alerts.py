"""Alarms: told once, told again when it is over; alerts that are too many become one summary an hour."""

from datetime import timedelta
from pathlib import Path

import pytest

from gateway.desk.desk import Desk
from gateway.desk.timers.tick import tick
from gateway.domain.outgoing.entry import OutboxEntry
from gateway.store.store import Store, UnitOfWork
from tests.support.desk import Document, build_desk, do_not_sync, moment, numbers, queue, templates_of, write
from tests.support.people import INES, NADIA, OTTO, STRANGER

START = "2026-03-03T10:00:00+01:00"


def at(minute: int) -> str:
    return f"2026-03-03T{10 + minute // 60:02}:{minute % 60:02}:00+01:00"


def ticked(desk: Desk, minute: int) -> list[tuple[str, str]]:
    """What the alarms fired at a minute."""
    fired = tick(desk, moment(START) + timedelta(minutes=minute)).fired
    return [(one.kind, one.subject) for one in fired if one.kind in ("breaker_closed", "alert_summary")]


def told(desk: Desk, template: str) -> list[OutboxEntry]:
    return [one for one in queue(desk, "queued") if one.template == template]


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    """A desk with small caps."""
    do_not_sync(store)
    return build_desk(store, tmp_path, limits={"automatic_per_hour": 4, "unproven_alerts_per_hour": 3})


def flood(desk: Desk, count: int, first: int = 0) -> list[Document]:
    """Mails of ever new senders, one a minute, none proven."""
    return [
        write(
            desk, f"victim{place}@domain{place}.example", f"Hello {place}", at(place), proof="", subject=f"Hi {place}"
        )
        for place in range(first, first + count)
    ]


def test_the_breaker_is_told_once_however_many_are_held_back(desk: Desk) -> None:
    for place in range(12):
        write(desk, f"person{place}@acorn.example", at=at(place))
    [alert] = told(desk, "breaker_opened")
    assert alert.recipients[0].address == OTTO
    assert told(desk, "burst_alert") == []


def test_the_breaker_is_told_again_when_the_rate_is_down_to_half(desk: Desk) -> None:
    for place in range(12):
        write(desk, f"person{place}@acorn.example", at=at(place))
    assert ticked(desk, 30) == []
    assert ticked(desk, 62) == [("breaker_closed", "automatic answers")]
    assert ticked(desk, 63) == []
    [alert] = told(desk, "breaker_closed")
    assert "Kept back: 8" in alert.text


def test_a_second_flood_is_told_again(desk: Desk) -> None:
    for place in (*range(6), *range(70, 76)):
        write(desk, f"person{place}@acorn.example", at=at(place))
        ticked(desk, place)
    assert len(told(desk, "breaker_opened")) == 2


def test_unproven_mail_tells_the_first_line_of_the_first_few_only(desk: Desk) -> None:
    documents = flood(desk, 10)
    assert [templates_of(one, "vendor") for one in documents] == [["agent_new_ticket"]] * 3 + [[]] * 7
    assert len(numbers(desk)) == 10
    held = [one for one in queue(desk, "suppressed") if one.template == "agent_new_ticket"]
    reason = f"3 such alerts about mail without proof have already gone to {NADIA} within an hour; a summary follows"
    assert {one.reason for one in held} == {reason}


def test_what_proven_senders_write_is_told_all_the_same(desk: Desk) -> None:
    flood(desk, 10)
    assert "agent_new_ticket" in templates_of(write(desk, INES, at=at(11)), "vendor")


def test_another_kind_of_alert_is_told_all_the_same(desk: Desk) -> None:
    flood(desk, 10)
    document = write(desk, STRANGER, "Impact: high\nUrgency: high", at(11), proof="", subject="Production down")
    assert templates_of(document, "vendor") == ["agent_critical_alert"]


def test_an_hour_later_one_summary_says_what_was_not_sent(desk: Desk) -> None:
    flood(desk, 10)
    assert ticked(desk, 50) == []
    assert ticked(desk, 64) == [("alert_summary", NADIA)]
    [summary] = told(desk, "alert_summary")
    assert [one.address for one in summary.recipients] == [NADIA]
    assert summary.subject == "7 more alerts in the last hour"
    assert "Hi 3" in summary.text
    assert "Hi 2" not in summary.text
    assert ticked(desk, 65) == []


def test_a_flood_that_goes_on_is_summed_up_once_an_hour(desk: Desk) -> None:
    fired = []
    for place in range(0, 240, 5):
        flood(desk, 1, place)
        fired += ticked(desk, place)
    assert 2 <= len(fired) <= 4
    assert 3 <= len(told(desk, "agent_new_ticket")) <= 15


def count_and_fail(work: UnitOfWork) -> None:
    with work.savepoint():
        work.counters.add("something", moment(START))
        raise ValueError("on purpose")


def test_a_mail_that_fails_does_not_count(desk: Desk) -> None:
    with desk.store.begin() as work:
        with pytest.raises(ValueError, match="on purpose"):
            count_and_fail(work)
        work.counters.add("something", moment(START))
        assert work.counters.in_last_hour("something", moment(START)) == 1
    with desk.store.read() as work:
        assert work.counters.in_last_hour("something", moment(START)) == 1


def test_counts_add_up_over_transactions(desk: Desk) -> None:
    for minute in range(3):
        with desk.store.begin() as work:
            work.counters.add("something", moment(at(minute)))
    with desk.store.begin() as work:
        assert work.counters.in_last_hour("something", moment(at(2))) == 3
        assert work.counters.in_last_hour("something", moment(at(60))) == 2
        assert work.counters.in_last_hour("something", moment(at(1))) == 2


def test_old_counts_are_forgotten(desk: Desk) -> None:
    with desk.store.begin() as work:
        work.counters.add("something", moment(START))
    ticked(desk, 240)
    with desk.store.read() as work:
        assert work.counters.in_last_hour("something", moment(START)) == 0


def test_a_sender_with_very_many_mails_is_told_to_the_operator_once_an_hour(desk: Desk) -> None:
    for minute in range(15):
        write(desk, "person@acorn.example", at=at(minute), proof="")
    [alert] = told(desk, "burst_alert")
    assert alert.text.startswith("person@acorn.example sent 10 mails or more within an hour")


def test_forged_mail_in_any_number_makes_nobody_write(desk: Desk) -> None:
    for minute in range(15):
        write(desk, INES, at=at(minute), proof="fail")
    assert queue(desk) == []
