"""The customer hears that their ticket is solved or closed, in one mail."""

import pytest

from gateway.desk.desk import Desk
from tests.support.desk import Document, case, change, moment, open_case, reply_address, sent, templates_of, write
from tests.support.people import INES, NADIA


def order(desk: Desk, number: str, text: str) -> Document:
    """Nadia answers the notification of the ticket."""
    return write(desk, NADIA, text, to=reply_address(desk, number))


def test_a_customer_hears_what_was_done_and_how_long_a_reply_opens_it_again(desk: Desk) -> None:
    number = open_case(desk)
    order(desk, number, "We restarted the node.")
    told = sent(order(desk, number, "#status solved"), "ticket_solved")
    assert told["envelope_to"] == [INES]
    assert "We restarted the node." in told["text"]
    assert "17 March 2026" in told["text"]


def test_words_that_solve_the_ticket_bring_the_news_themselves(desk: Desk) -> None:
    number = open_case(desk)
    document = order(desk, number, "#status solved\n\nWe restarted the node.")
    assert templates_of(document, "customer") == ["agent_public_reply"]
    assert "17 March 2026" in sent(document, "agent_public_reply")["text"]


def test_internal_words_are_not_told_as_what_was_done(desk: Desk) -> None:
    number = open_case(desk)
    told = sent(order(desk, number, "#internal\n#status solved\nTheir cable was loose."), "ticket_solved")
    assert "cable" not in told["text"]


@pytest.mark.parametrize("text", ["#status closed", "#status closed\n\nThank you for your patience."])
def test_a_customer_hears_that_the_ticket_is_closed_and_what_a_reply_does(desk: Desk, text: str) -> None:
    document = order(desk, open_case(desk), text)
    [told] = [one for one in document["outgoing"] if one["audience"] == "customer"]
    assert "closed" in told["text"]
    assert "new ticket" in told["text"]


def test_who_closes_the_ticket_gets_a_confirmation(desk: Desk) -> None:
    number = open_case(desk)
    change(desk, number, state="solved", solved_at=moment("2026-03-03T09:00:00+01:00"))
    document = write(desk, INES, "CLOSE", to=reply_address(desk, number))
    assert templates_of(document, "customer") == ["ticket_closed"]
    assert case(desk, number)["state"] == "closed"


@pytest.mark.parametrize("text", ["#status pending", "#status on_hold", "#priority high"])
def test_a_ticket_that_goes_on_is_no_news(desk: Desk, text: str) -> None:
    assert templates_of(order(desk, open_case(desk), text), "customer") == []


def test_our_own_people_are_not_told_of_tickets_they_asked_for(desk: Desk) -> None:
    number = open_case(desk, NADIA)
    assert templates_of(order(desk, number, "#status solved"), "customer") == []
