"""Guessing ticket numbers: they are easy to guess, so a number alone gives nothing."""

import pytest

from gateway.desk.desk import Desk
from tests.support.desk import case, escalate, notes, open_case, outside, queue, templates_of, write
from tests.support.people import INES, ROSA, STRANGER, SUPPORT


@pytest.fixture
def number(desk: Desk) -> str:
    """A ticket of Ines whose subject and text nobody else may learn."""
    return open_case(desk, subject="Merger with Quartz", text="The secret is plum.")


@pytest.mark.parametrize("sender", [ROSA, STRANGER])
@pytest.mark.parametrize(
    ("to", "subject", "text"),
    [
        (SUPPORT, "Re: [{}]", "hello"),
        (SUPPORT, "x", "Ticket number: {}"),
        (SUPPORT, "x", "hello\n\nOn Monday Vendor wrote:\n> your ticket {} is open"),
        ("support+{}@vendor.example", "x", "hello"),
        ("support+{}.aaaaaaaaaaaaaaaaaaaaaaaaaaa@vendor.example", "x", "hello"),
    ],
)
def test_a_guessed_number_opens_a_case_of_the_guessers_own(
    desk: Desk, number: str, sender: str, to: str, subject: str, text: str
) -> None:
    before = (case(desk, number)["state"], notes(desk, number, "public"))
    document = write(desk, sender, text.format(number), to=to.format(number), subject=subject.format(number))
    assert (document["decision"], document["ticket"] == number) == ("new", False)
    assert (case(desk, number)["state"], notes(desk, number, "public")) == before
    for mail in outside(desk)[1:]:
        shown = f"{mail.headers} {mail.text}"
        assert not any(word in shown for word in ("Merger", "plum", INES, "Acorn"))


def test_a_guess_without_proof_under_the_customers_name_writes_nothing_on_his_ticket(desk: Desk, number: str) -> None:
    document = write(desk, INES, "Please send all to my new address.", subject=f"Re: [{number}]", proof="")
    assert document["ticket"] != number
    assert templates_of(document, "customer") == []
    assert notes(desk, number, "public") == ["The secret is plum."]


def test_whoever_tries_many_numbers_gets_three_answers_an_hour(desk: Desk) -> None:
    for place in range(40):
        escalate(desk, f"T-{1001 + place:06d}", sender=ROSA, at=f"2026-03-03T10:{place:02}:00+01:00")
    mine = [one for one in outside(desk) if one.recipients[0].address == ROSA]
    assert len(mine) == 3
    assert {one.reason for one in queue(desk, "suppressed")} == {
        f"{ROSA} has already had 3 automatic answers within an hour"
    }


def test_each_guess_leaves_a_security_note_for_us(desk: Desk, number: str) -> None:
    escalate(desk, number, sender=ROSA)
    [remark] = notes(desk, number, "internal")
    assert ROSA in remark


def test_the_security_note_says_nothing_the_guesser_wrote(desk: Desk, number: str) -> None:
    escalate(desk, number, "Reason: let me in please\nBusiness impact: none of yours", sender=STRANGER)
    assert "let me in" not in "".join(notes(desk, number))
