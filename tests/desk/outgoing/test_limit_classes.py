"""Every class of mail that leaves by itself has caps: answers by domain and kind, staff, notices, digests."""

from pathlib import Path

from gateway.desk.desk import Desk
from gateway.domain.outgoing.entry import OutboxEntry
from gateway.store.store import Store
from tests.support.desk import (
    build_desk,
    do_not_sync,
    escalate,
    moment,
    open_case,
    outside,
    queue,
    templates_of,
    write,
)
from tests.support.people import CORA, INES, NADIA, OTTO


def at(minute: int) -> str:
    return f"2026-03-03T{10 + minute // 60:02}:{minute % 60:02}:00+01:00"


def limited(store: Store, folder: Path, **limits: int) -> Desk:
    do_not_sync(store)
    return build_desk(store, folder, limits=limits)


def reasons(desk: Desk, state: str = "suppressed") -> set[str | None]:
    return {one.reason for one in queue(desk, state)}


def alerts(desk: Desk, template: str) -> list[OutboxEntry]:
    return [one for one in queue(desk, "queued") if one.template == template]


def test_a_domain_has_its_own_cap(store: Store, tmp_path: Path) -> None:
    desk = limited(store, tmp_path, automatic_per_domain_hour=3)
    for place in range(5):
        write(desk, f"person{place}@acorn.example", at=at(place))
    assert templates_of(write(desk, "rosa@birch.example", at=at(6)), "customer") == ["ack_new_ticket"]
    assert reasons(desk) == {"acorn.example has already had 3 automatic answers within an hour"}
    assert "acorn.example" in alerts(desk, "burst_alert")[0].subject


def test_rejections_of_customers_over_their_cap_leave_later(store: Store, tmp_path: Path) -> None:
    desk = limited(store, tmp_path, rejections_per_hour=2)
    for place in range(4):
        escalate(desk, None, sender=f"person{place}@acorn.example", at=at(place))
    rejections = outside(desk)
    assert [one.template for one in rejections] == ["escalation_rejected_no_ticket"] * 4
    assert [one.next_attempt for one in rejections] == [moment(at(place)) for place in (0, 1, 62, 63)]
    assert {one.reason for one in rejections[2:]} == {
        "2 rejections have already been sent within an hour, to all senders together"
    }
    assert [one.recipients[0].address for one in alerts(desk, "breaker_opened")] == [OTTO]
    assert templates_of(write(desk, INES, at=at(5)), "customer") == ["ack_new_ticket"]


def test_errors_have_a_cap_of_their_own(store: Store, tmp_path: Path) -> None:
    desk = limited(store, tmp_path, errors_per_hour=1)
    for place in range(3):
        write(desk, f"person{place}@acorn.example", subject="T-999999 again", at=at(place))
    assert [one.template for one in outside(desk)].count("ticket_not_found") == 1
    assert [one.template for one in outside(desk)].count("ack_new_ticket") == 3


def test_our_own_people_are_not_answered_without_end(store: Store, tmp_path: Path) -> None:
    desk = limited(store, tmp_path, staff_answers_per_hour=2)
    number = open_case(desk)
    answered = [
        templates_of(write(desk, NADIA, f"#ticket {number}\n#wrong", at=at(place), cc=CORA)) for place in range(4)
    ]
    assert answered[:2] == [["command_error"]] * 2
    assert reasons(desk) == {f"{NADIA} has already had 2 answers within an hour"}


def test_a_person_who_writes_on_has_no_more_than_a_days_worth_of_answers(store: Store, tmp_path: Path) -> None:
    desk = limited(store, tmp_path, automatic_per_sender_day=4)
    answered = [templates_of(write(desk, INES, at=at(minute)), "customer") for minute in range(0, 600, 60)]
    assert answered == [["ack_new_ticket"]] * 4 + [[]] * 6
    assert f"{INES} has already had 4 automatic answers within a day" in reasons(desk)


def test_caps_that_are_not_set_follow_the_total(desk: Desk) -> None:
    limits = desk.config.limits
    assert [limits.share(own) for own in (None, 0, 7)] == [500, 0, 7]
    assert limits.model_copy(update={"automatic_per_hour": 0}).share(None) == 0
    assert limits.model_copy(update={"automatic_per_hour": 9000}).share(None) == 4500
    assert limits.sender_day == 24
    assert limits.model_copy(update={"automatic_per_sender_hour": 1000}).sender_day == 0
