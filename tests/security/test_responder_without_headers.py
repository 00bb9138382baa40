"""A vacation responder or help desk that answers each of our mails and marks none of its own."""

import pytest

from gateway.desk.desk import Desk
from tests.support.desk import Document, open_case, outside, reply, reply_address, sent, write
from tests.support.people import INES, NADIA


def at(minute: int) -> str:
    return f"2026-03-03T{10 + minute // 60:02}:{minute % 60:02}:00+01:00"


@pytest.mark.parametrize("to", ["support@vendor.example", "escalation@vendor.example"])
def test_it_gets_at_most_three_answers_an_hour(desk: Desk, to: str) -> None:
    for minute in range(0, 60, 2):
        write(desk, INES, "I am away until Monday.", at(minute), to=to, subject=f"Case {minute} was received")
    assert len(outside(desk)) <= 3


def test_over_a_day_it_never_gets_more_than_three_in_any_hour(desk: Desk) -> None:
    answered = []
    for minute in range(0, 600, 10):
        document = write(desk, INES, "I am away.", at(minute), subject=f"Case {minute} was received")
        answered += [minute] * any(one["audience"] == "customer" for one in document["outgoing"])
    assert all(sum(begin <= minute < begin + 60 for minute in answered) <= 3 for begin in answered)
    assert 3 <= len(answered) <= 30


def test_its_answers_within_a_conversation_are_not_acknowledged_at_all(desk: Desk) -> None:
    mail: Document = sent(write(desk, INES), "ack_new_ticket")
    for minute in range(5):
        document = reply(desk, mail, INES, "I am away until Monday.", at=at(minute))
        assert (document["decision"], [one["audience"] for one in document["outgoing"]]) == ("note", ["vendor"])


def test_it_answers_an_engineer_once_for_each_of_his_mails(desk: Desk) -> None:
    number = open_case(desk)
    for minute in range(4):
        mail = sent(write(desk, NADIA, "Try it.", at(minute), to=reply_address(desk, number)), "agent_public_reply")
        reply(desk, mail, INES, "I am away.", at=at(minute))
    assert [one.template for one in outside(desk)] == ["ack_new_ticket", *["agent_public_reply"] * 4]


def test_a_solved_ticket_that_it_opens_again_and_again_is_acknowledged_three_times(desk: Desk) -> None:
    number = open_case(desk)
    for minute in range(8):
        write(desk, NADIA, "#status solved", at(minute * 2), to=reply_address(desk, number))
        write(desk, INES, "I am away.", at(minute * 2 + 1), to=reply_address(desk, number), subject="Re: x")
    assert [one.template for one in outside(desk)].count("ack_reply_received") <= 3
