"""How many automatic answers leave."""

from pathlib import Path

import pytest
from support_desk import build_desk, do_not_sync, escalate, open_case, outside, queue, templates_of, write
from support_people import ESCALATION, INES, OTTO, PAUL, STRANGER

from gateway.desk.desk import Desk
from gateway.store.store import Store


def at(minute: int) -> str:
    return f"2026-03-03T{10 + minute // 60:02}:{minute % 60:02}:00+01:00"


def held_back(desk: Desk) -> list[tuple[str, str]]:
    return [(one["template"], one["reason"]) for one in queue(desk, "suppressed")]


def test_an_address_has_three_automatic_answers_an_hour(desk: Desk) -> None:
    answered = [templates_of(write(desk, INES, at=at(minute)), "customer") for minute in range(5)]
    assert answered == [["ack_new_ticket"]] * 3 + [[]] * 2
    assert held_back(desk) == [("ack_new_ticket", f"{INES} had 3 automatic answers in an hour already")] * 2


def test_the_tickets_are_opened_all_the_same(desk: Desk) -> None:
    assert [write(desk, INES, at=at(minute))["ticket"] for minute in range(5)][-1] == "T-001005"


def test_after_an_hour_there_is_an_answer_again(desk: Desk) -> None:
    for minute in range(4):
        write(desk, INES, at=at(minute))
    assert templates_of(write(desk, INES, at=at(61)), "customer") == ["ack_new_ticket"]


def test_a_suppressed_answer_does_not_count(desk: Desk) -> None:
    for minute in range(0, 60, 10):
        write(desk, INES, at=at(minute))
    assert templates_of(write(desk, INES, at=at(61)), "customer") == ["ack_new_ticket"]


def test_another_address_has_its_own_three(desk: Desk) -> None:
    for minute in range(4):
        write(desk, INES, at=at(minute))
    assert templates_of(write(desk, PAUL, at=at(5)), "customer") == ["ack_new_ticket"]


def test_the_case_of_an_address_does_not_make_it_another(desk: Desk) -> None:
    spelled = ["Ines@lumen.example", "INES@lumen.example", "ines@LUMEN.example", "iNes@lumen.example"]
    answered = [templates_of(write(desk, one, at=at(place)), "customer") for place, one in enumerate(spelled)]
    assert answered[-1] == []


def test_an_unknown_sender_is_asked_who_he_is_once_a_day(desk: Desk) -> None:
    assert templates_of(write(desk, STRANGER, at=at(0)), "customer") == ["ack_unknown_sender"]
    assert templates_of(write(desk, STRANGER, at=at(300)), "customer") == []
    assert templates_of(write(desk, STRANGER, at="2026-03-04T11:00:00+01:00"), "customer") == ["ack_unknown_sender"]


def test_an_escalation_without_a_ticket_is_answered_once_an_hour(desk: Desk) -> None:
    answered = [templates_of(escalate(desk, None, "Help!", at=at(minute))) for minute in (0, 30, 61)]
    assert answered == [["escalation_rejected_no_ticket"], [], ["escalation_rejected_no_ticket"]]


def test_a_ticket_causes_ten_automatic_answers_an_hour(desk: Desk) -> None:
    number = open_case(desk)
    people = [f"person{place}@lumen.example" for place in range(11)]
    answered = [
        templates_of(escalate(desk, number, "Please!", one, at(place)), "customer") for place, one in enumerate(people)
    ]
    assert answered == [["escalation_rejected_incomplete"]] * 10 + [[]]
    assert held_back(desk)[-1][1] == f"{number} caused 10 automatic answers in an hour already"


@pytest.fixture
def small(store: Store, tmp_path: Path) -> Desk:
    """A desk that sends five automatic answers an hour to all the world."""
    do_not_sync(store)
    return build_desk(store, tmp_path, limits={"automatic_per_hour": 5})


def test_in_total_there_is_a_cap_over_all_senders(small: Desk) -> None:
    for place in range(8):
        write(small, f"person{place}@lumen.example", at=at(place * 5))
    assert len(outside(small)) == 5
    reasons = {reason for _, reason in held_back(small)}
    assert reasons == {"5 automatic answers left in an hour already, over all senders"}


def test_the_hour_of_the_total_cap_slides(small: Desk) -> None:
    for place in range(8):
        write(small, f"person{place}@lumen.example", at=at(place * 5))
    assert templates_of(write(small, "late@lumen.example", at=at(59)), "customer") == []
    assert templates_of(write(small, "later@lumen.example", at=at(61)), "customer") == ["ack_new_ticket"]


def test_no_cap_is_no_cap(store: Store, tmp_path: Path) -> None:
    open_desk = build_desk(store, tmp_path, limits={"automatic_per_hour": 0})
    for place in range(8):
        write(open_desk, f"person{place}@lumen.example", at=at(place))
    assert len(outside(open_desk)) == 8


def test_our_own_people_are_told_whatever_was_suppressed(small: Desk) -> None:
    documents = [write(small, f"person{place}@lumen.example", at=at(place)) for place in range(8)]
    assert all("agent_new_ticket" in templates_of(one, "vendor") for one in documents)


@pytest.mark.parametrize("to", ["support@harbor.example", ESCALATION])
def test_senders_without_proof_get_nothing(desk: Desk, to: str) -> None:
    for sender in (INES, STRANGER, "who@nowhere.example"):
        write(desk, sender, to=to, proof="")
    assert outside(desk) == []
    assert {reason for _, reason in held_back(desk)} == {"the sender is not proven"}


def test_an_operator_may_answer_the_unproven(store: Store, tmp_path: Path) -> None:
    generous = build_desk(store, tmp_path, authentication={"answer_unproven": True})
    assert templates_of(write(generous, INES, proof=""), "customer") == ["ack_new_ticket"]


def test_the_operator_is_told_of_a_burst_once_an_hour(desk: Desk) -> None:
    for minute in range(6):
        write(desk, INES, at=at(minute))
    [alert] = [one for one in queue(desk) if one["template"] == "burst_alert"]
    assert (alert["audience"], alert["recipients"][0]["address"]) == ("vendor", OTTO)
