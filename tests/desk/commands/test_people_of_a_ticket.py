"""Commands about the people of a ticket, and what these hear of it."""

import pytest

from gateway.desk.desk import Desk
from tests.support.desk import Document, case, change, notes, open_case, reply_address, sent, templates_of, write
from tests.support.people import CORA, INES, NADIA, OTTO, PAUL, ROSA


@pytest.fixture
def number(desk: Desk) -> str:
    """An open ticket of Ines."""
    return open_case(desk)


def order(desk: Desk, number: str, text: str, sender: str = NADIA) -> Document:
    """One of our people writes to the ticket."""
    return write(desk, sender, text, to=reply_address(desk, number), subject="Re: x")


@pytest.mark.parametrize("text", ["#assign me", "#take", "#assign nadia", "#assign Nadia Berg.", f"#assign {NADIA}"])
def test_a_ticket_is_given_to_somebody_by_many_names(desk: Desk, number: str, text: str) -> None:
    document = order(desk, number, text)
    assert (case(desk, number)["assignee"], case(desk, number)["state"]) == (NADIA, "open")
    assert templates_of(document) == ["command_transcript"]


def test_who_is_given_a_ticket_is_told(desk: Desk, number: str) -> None:
    document = order(desk, number, "#assign Otto Klein")
    mail = sent(document, "agent_assigned")
    assert (mail["envelope_to"], mail["audience"]) == ([OTTO], "vendor")


def test_a_name_of_nobody_is_refused(desk: Desk, number: str) -> None:
    document = order(desk, number, "#assign Zoe")
    assert (document["decision"], case(desk, number)["assignee"]) == ("command_refused", None)


def test_r11_watchers_hear_of_replies_notes_and_answers_until_they_leave(desk: Desk, number: str) -> None:
    change(desk, number, assignee=NADIA)
    order(desk, number, "#watch", sender=CORA)
    arrived = write(desk, INES, "Still slow.", to=reply_address(desk, number))
    assert sorted(sent(arrived, "agent_reply_arrived")["envelope_to"]) == [CORA, NADIA]
    assert sent(order(desk, number, "#internal: they pay late"), "agent_note")["envelope_to"] == [CORA]
    assert sent(order(desk, number, "Please restart it."), "agent_answered")["envelope_to"] == [CORA]
    order(desk, number, "#leave", sender=CORA)
    arrived = write(desk, INES, "Once more.", to=reply_address(desk, number))
    assert sent(arrived, "agent_reply_arrived")["envelope_to"] == [NADIA]


def test_an_internal_note_reaches_the_assignee_but_not_its_author(desk: Desk, number: str) -> None:
    change(desk, number, assignee=NADIA)
    assert "agent_note" not in templates_of(order(desk, number, "#internal\nThey pay late."))
    document = order(desk, number, "#internal\nThey pay late, really.", sender=CORA)
    assert sent(document, "agent_note")["envelope_to"] == [NADIA]
    assert templates_of(document, "customer") == []


def test_an_engineers_answer_takes_a_ticket_of_nobody(desk: Desk, number: str) -> None:
    order(desk, number, "Please restart it.")
    assert case(desk, number)["assignee"] == NADIA


def test_the_answer_of_an_account_manager_takes_nothing(desk: Desk, number: str) -> None:
    order(desk, number, "We speak on Friday.", sender=CORA)
    assert case(desk, number)["assignee"] is None


def test_somebody_in_copy_gets_the_answers(desk: Desk, number: str) -> None:
    order(desk, number, f"#cc {PAUL}\n\nPlease restart it.")
    document = order(desk, number, "Better now?")
    assert sent(document, "agent_public_reply")["envelope_to"] == [INES, PAUL]


@pytest.mark.parametrize("address", [ROSA, "support@vendor.example"])
def test_nobody_of_another_customer_is_copied(desk: Desk, number: str, address: str) -> None:
    document = order(desk, number, f"#cc {address}\n\nPlease restart it.")
    assert (document["decision"], templates_of(document)) == ("command_refused", ["command_error"])
    assert len(notes(desk, number)) == 1


@pytest.mark.parametrize(
    ("text", "template"),
    [
        (f"#assign {CORA}", "agent_assigned"),
        ("Please restart it.", "agent_answered"),
        ("#internal\nOdd.", "agent_note"),
    ],
)
def test_our_people_read_whose_ticket_it_is_whoever_of_us_acts(
    desk: Desk, number: str, text: str, template: str
) -> None:
    order(desk, number, "#watch", CORA)
    assert "\nOrganization: Acorn\n" in sent(order(desk, number, text), template)["text"]
