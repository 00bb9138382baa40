"""How many automatic answers leave."""

from pathlib import Path

import pytest

from gateway.desk.desk import Desk
from gateway.store.store import Store
from tests.support.desk import (
    ESCALATION_FIELDS,
    Document,
    build_desk,
    do_not_sync,
    escalate,
    open_case,
    outside,
    queue,
    sent,
    templates_of,
    waiting,
    write,
)
from tests.support.people import ESCALATION, INES, OTTO, PAUL, STRANGER


def at(minute: int) -> str:
    return f"2026-03-03T{10 + minute // 60:02}:{minute % 60:02}:00+01:00"


def held_back(desk: Desk) -> list[tuple[str, str | None]]:
    return [(one.template, one.reason) for one in queue(desk, "suppressed")]


def test_an_address_has_three_automatic_answers_an_hour(desk: Desk) -> None:
    answered = [templates_of(write(desk, INES, at=at(minute)), "customer") for minute in range(5)]
    assert answered == [["ack_new_ticket"]] * 3 + [[]] * 2
    assert held_back(desk) == [("ack_new_ticket", f"{INES} has already had 3 automatic answers within an hour")] * 2


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
    spelled = ["Ines@acorn.example", "INES@acorn.example", "ines@ACORN.example", "iNes@acorn.example"]
    answered = [templates_of(write(desk, one, at=at(place)), "customer") for place, one in enumerate(spelled)]
    assert answered[-1] == []


def test_an_unknown_sender_is_asked_who_they_are_once_a_day(desk: Desk) -> None:
    assert templates_of(write(desk, STRANGER, at=at(0)), "customer") == ["ack_unknown_sender"]
    assert templates_of(write(desk, STRANGER, at=at(300)), "customer") == []
    assert templates_of(write(desk, STRANGER, at="2026-03-04T11:00:00+01:00"), "customer") == ["ack_unknown_sender"]


def test_an_escalation_without_a_ticket_is_answered_once_an_hour(desk: Desk) -> None:
    answered = [templates_of(escalate(desk, None, "Help!", at=at(one)), "customer") for one in (0, 30, 61)]
    assert answered == [["escalation_rejected_no_ticket"], [], ["escalation_rejected_no_ticket"]]


def test_a_ticket_causes_ten_automatic_answers_an_hour(desk: Desk) -> None:
    number = open_case(desk)
    people = [f"person{place}@acorn.example" for place in range(11)]
    answered = [
        templates_of(escalate(desk, number, "Please!", one, at(place)), "customer") for place, one in enumerate(people)
    ]
    assert answered == [["escalation_rejected_incomplete"]] * 10 + [[]]
    assert held_back(desk)[-1][1] == f"{number} has already caused 10 automatic answers within an hour"


@pytest.fixture
def small(store: Store, tmp_path: Path) -> Desk:
    """A desk that sends five automatic answers an hour to all the world."""
    do_not_sync(store)
    return build_desk(store, tmp_path, limits={"automatic_per_hour": 5})


def test_in_total_there_is_a_cap_over_all_senders(small: Desk) -> None:
    for place in range(8):
        write(small, f"person{place}@acorn.example", at=at(place * 5))
    assert len(outside(small)) == 5
    reasons = {reason for _, reason in held_back(small)}
    assert reasons == {"5 automatic answers have already been sent within an hour, to all senders together"}


def test_the_hour_of_the_total_cap_slides(small: Desk) -> None:
    for place in range(8):
        write(small, f"person{place}@acorn.example", at=at(place * 5))
    assert templates_of(write(small, "late@acorn.example", at=at(59)), "customer") == []
    assert templates_of(write(small, "later@acorn.example", at=at(61)), "customer") == ["ack_new_ticket"]


def test_no_cap_is_no_cap(store: Store, tmp_path: Path) -> None:
    open_desk = build_desk(store, tmp_path, limits={"automatic_per_hour": 0})
    for place in range(8):
        write(open_desk, f"person{place}@acorn.example", at=at(place))
    assert len(outside(open_desk)) == 8


def test_our_own_people_are_told_whatever_was_suppressed(small: Desk) -> None:
    documents = [write(small, f"person{place}@acorn.example", at=at(place)) for place in range(8)]
    assert all("agent_new_ticket" in templates_of(one, "vendor") for one in documents)


@pytest.mark.parametrize("to", ["support@vendor.example", ESCALATION])
def test_senders_without_proof_get_nothing(desk: Desk, to: str) -> None:
    for sender in (INES, STRANGER, "who@nowhere.example"):
        write(desk, sender, to=to, proof="")
    assert outside(desk) == []
    assert {reason for _, reason in held_back(desk)} <= {"the sender is not proven"}
    assert len(held_back(desk)) + len(waiting(desk)) == 3


def test_an_operator_may_answer_the_unproven(store: Store, tmp_path: Path) -> None:
    generous = build_desk(store, tmp_path, authentication={"answer_unproven": True})
    assert templates_of(write(generous, INES, proof=""), "customer") == ["ack_new_ticket"]


def test_the_operator_is_told_of_a_burst_once_an_hour(desk: Desk) -> None:
    for minute in range(6):
        write(desk, INES, at=at(minute))
    [alert] = [one for one in queue(desk) if one.template == "burst_alert"]
    assert (alert.audience, alert.recipients[0].address) == ("vendor", OTTO)


QUESTIONS = (
    "The till hangs.",
    "Where is the manual of the scale?",
    "Labels come out upside down",
    "Who can reset my password for the shop?",
    "Receipts lack the tax line since Monday.",
    "Can the drawer open by itself?",
    "Orders of yesterday are gone",
    "Please explain the colors of the lamp.",
    "An update asks for a key",
    "The scanner reads every code twice.",
    "How do I export customers?",
    "Night mode is too bright",
)


def test_a_listed_contact_with_many_different_questions_has_ten_answers_an_hour(desk: Desk) -> None:
    answered = [write(desk, INES, text, at(minute), subject=text) for minute, text in enumerate(QUESTIONS)]
    assert [templates_of(one, "customer") for one in answered] == [["ack_new_ticket"]] * 10 + [[]] * 2


def test_different_questions_of_an_unlisted_colleague_have_three(desk: Desk) -> None:
    who = "new@acorn.example"
    answered = [write(desk, who, text, at(minute), subject=text) for minute, text in enumerate(QUESTIONS[:5])]
    assert [len(templates_of(one, "customer")) for one in answered] == [1, 1, 1, 0, 0]


def test_mails_that_quote_ours_have_three(desk: Desk) -> None:
    quote = "\n\nOn Tuesday Vendor wrote:\n> We have received your mail.\n"
    answered = [write(desk, INES, text + quote, at(minute)) for minute, text in enumerate(QUESTIONS[:5])]
    assert [len(templates_of(one, "customer")) for one in answered] == [1, 1, 1, 0, 0]


def test_no_answers_at_all_are_none_for_a_listed_contact_either(store: Store, tmp_path: Path) -> None:
    desk = build_desk(store, tmp_path, limits={"automatic_per_sender_hour": 0})
    assert templates_of(write(desk, INES), "customer") == []


def test_rejections_of_a_listed_contact_are_not_withheld_at_three(desk: Desk) -> None:
    cases = [open_case(desk, subject=text, text=text) for text in QUESTIONS[:5]]
    answered = [
        escalate(desk, number, f"{text}\n", at=at(minute), subject=text)
        for minute, (number, text) in enumerate(zip(cases, QUESTIONS[5:], strict=False))
    ]
    assert [templates_of(one, "customer") for one in answered] == [["escalation_rejected_incomplete"]] * 5


def test_our_people_hear_whether_the_answer_went_out(desk: Desk) -> None:
    number = open_case(desk)
    told = [sent(escalate(desk, number, "Please!", at=at(place)), "agent_escalation_rejected") for place in range(4)]
    assert "The sender was told so." in told[0]["text"]
    assert "has not been told" in told[-1]["text"]
    assert "nearly the same" in told[-1]["text"]


def in_dialogue(desk: Desk, quote: str = "", sender: str = INES) -> Document:
    """Three cases within an hour, then an escalation of the first of them."""
    cases = [write(desk, sender, text, at(place), subject=text)["ticket"] for place, text in enumerate(QUESTIONS[:3])]
    return escalate(desk, cases[0], f"{ESCALATION_FIELDS}Production is down.\n{quote}", sender, at(10))


def test_a_listed_contact_is_told_that_the_escalation_arrived_after_three_other_answers(desk: Desk) -> None:
    document = in_dialogue(desk)
    assert (document["decision"], templates_of(document, "customer")) == ("accept", ["escalation_ack"])


def test_the_receipt_of_an_escalation_that_quotes_ours_is_one_of_three(desk: Desk) -> None:
    document = in_dialogue(desk, "\n\nOn Tuesday Vendor wrote:\n> We have received your mail.\n")
    assert (document["decision"], templates_of(document, "customer")) == ("accept", [])


def test_the_receipt_of_an_escalation_of_an_unlisted_colleague_is_one_of_three(desk: Desk) -> None:
    document = in_dialogue(desk, sender="new@acorn.example")
    assert (document["decision"], templates_of(document, "customer")) == ("accept", [])
