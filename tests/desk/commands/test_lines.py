"""A ticket goes to the second and third line and comes back."""

import pytest

from gateway.desk.desk import Desk
from tests.support.desk import Document, case, load, notes, open_case, reply, sent, templates_of, write
from tests.support.people import DIRECTORY, INES, NADIA

SILVIA, TARO = "silvia@vendor.example", "taro@vendor.example"
LINES = f"""
[[staff]]
email = "{SILVIA}"
name = "Silvia Kern"
roles = ["second_line"]

[[staff]]
email = "{TARO}"
name = "Taro Abe"
roles = ["third_line"]
"""


@pytest.fixture
def number(desk: Desk) -> str:
    """An open ticket of Ines that Nadia works on."""
    load(desk, DIRECTORY + LINES)
    number = open_case(desk)
    give(desk, number, "#take")
    return number


def give(desk: Desk, number: str, text: str, sender: str = NADIA) -> Document:
    """One of our people writes to the ticket."""
    return write(desk, sender, text, subject=f"Re: [{number}] x")


def test_r07_a_hand_over_puts_the_ticket_on_hold_and_keeps_its_contact(desk: Desk, number: str) -> None:
    give(desk, number, "#line 2 the driver needs a developer")
    ticket = case(desk, number)
    assert (ticket["state"], ticket["line"], ticket["assignee"]) == ("on_hold", 2, NADIA)


def test_who_hands_over_a_ticket_of_nobody_hears_what_the_line_says(desk: Desk) -> None:
    load(desk, DIRECTORY + LINES)
    number = open_case(desk)
    give(desk, number, "#line 2 the driver needs a developer")
    document = give(desk, number, "#internal\nIt is the cache.", SILVIA)
    assert sent(document, "agent_note")["envelope_to"] == [NADIA]


def test_the_line_reads_why_and_the_customer_reads_no_names(desk: Desk, number: str) -> None:
    document = give(desk, number, "#line 2 the driver needs a developer")
    assert sent(document, "handover_line")["envelope_to"] == [SILVIA]
    assert "the driver needs a developer" in sent(document, "handover_line")["text"]
    told = sent(document, "ticket_forwarded")
    assert told["envelope_to"] == [INES]
    assert all(word not in told["text"] for word in ("Silvia", "developer", "second", "line 2"))


def test_r10_why_stands_in_the_case_for_us(desk: Desk, number: str) -> None:
    give(desk, number, "#line 2 the driver needs a developer")
    assert any("the driver needs a developer" in text for text in notes(desk, number, "internal"))
    assert not any("driver" in text for text in notes(desk, number, "public"))


@pytest.mark.parametrize("argument", ["2", "4 too hard", "", "two for help", "1"])
def test_a_hand_over_without_a_line_or_a_reason_is_refused(desk: Desk, number: str, argument: str) -> None:
    assert give(desk, number, f"#line {argument}")["decision"] == "command_refused"
    assert case(desk, number)["line"] == 1


def test_a_word_of_the_line_brings_the_ticket_back_to_its_engineer(desk: Desk, number: str) -> None:
    asked = sent(give(desk, number, "#line 2 the driver needs a developer"), "handover_line")
    document = reply(desk, asked, SILVIA, "The driver is fixed in 10.2.")
    ticket = case(desk, number)
    assert (document["ticket"], ticket["state"]) == (number, "open")
    assert sent(document, "agent_note")["envelope_to"] == [NADIA]
    assert templates_of(document, "customer") == []


def test_a_ticket_goes_on_from_the_second_to_the_third_line(desk: Desk, number: str) -> None:
    give(desk, number, "#line 2 the driver needs a developer")
    document = give(desk, number, "#line 3 only its author knows it", SILVIA)
    assert (case(desk, number)["line"], case(desk, number)["state"]) == (3, "on_hold")
    assert sent(document, "handover_line")["envelope_to"] == [TARO]


def test_a_ticket_of_the_first_line_again_is_worked_on(desk: Desk, number: str) -> None:
    give(desk, number, "#line 2 the driver needs a developer")
    document = give(desk, number, "#line 1 they found it", SILVIA)
    assert (case(desk, number)["line"], case(desk, number)["state"]) == (1, "open")
    assert (sent(document, "handover_line")["envelope_to"], templates_of(document, "customer")) == ([NADIA], [])


def test_a_new_ticket_that_is_handed_over_is_new_no_more(desk: Desk, number: str) -> None:
    other = open_case(desk)
    give(desk, other, "#line 2 the driver needs a developer")
    assert case(desk, other)["state"] == "on_hold"


def test_what_is_said_to_the_customer_with_it_keeps_the_ticket_on_hold(desk: Desk, number: str) -> None:
    document = give(desk, number, "#line 2 the driver needs a developer\n\nWe have asked our developers.")
    assert sent(document, "agent_public_reply")["envelope_to"] == [INES]
    assert (case(desk, number)["state"], case(desk, number)["first_response_at"] is None) == ("on_hold", False)


def test_a_ticket_that_waits_for_the_customer_can_be_handed_over(desk: Desk, number: str) -> None:
    give(desk, number, "Which driver is it?")
    give(desk, number, "#line 2 the driver needs a developer")
    assert case(desk, number)["state"] == "on_hold"


def test_a_solved_ticket_is_not_handed_over(desk: Desk, number: str) -> None:
    give(desk, number, "#status solved")
    document = give(desk, number, "#line 2 the driver needs a developer")
    assert "#status open" in sent(document, "command_error")["text"]


def test_without_anybody_in_that_line_the_duty_is_told(desk: Desk) -> None:
    number = open_case(desk)
    document = give(desk, number, "#line 3 nobody knows it")
    assert sent(document, "handover_line")["audience"] == "vendor"
