"""Somebody answers a letter, and the answer reaches us before the letter does."""

from typing import Any

import pytest

from gateway.desk.desk import Desk
from tests.support.desk import (
    TUESDAY,
    Document,
    desk,
    notes,
    numbers,
    open_case,
    templates_of,
    write,
)
from tests.support.people import INES, NADIA, PAUL, ROSA, STRANGER

__all__ = ["desk"]

LETTER = {"Message-ID": "<drawer-1@acorn.example>"}
ANSWER = {"In-Reply-To": "<drawer-1@acorn.example>"}
SOON, NEXT_DAYS = "2026-03-03T17:30:00+01:00", "2026-03-05T10:00:00+01:00"


def answer(desk: Desk, sender: str, **parts: Any) -> Document:
    return write(desk, sender, "I see it, too.", **{"subject": "Re: Drawer", "headers": ANSWER, **parts})


def letter(desk: Desk, sender: str = INES, at: str = SOON, **parts: Any) -> Document:
    return write(desk, sender, "The drawer is stuck.", at, **{"subject": "Drawer", "headers": LETTER, **parts})


@pytest.mark.parametrize("colleague", [PAUL, NADIA])
def test_a_letter_that_comes_after_its_answer_is_on_the_same_ticket(desk: Desk, colleague: str) -> None:
    first = answer(desk, colleague)
    later = letter(desk)
    assert (later["decision"], later["ticket"]) == ("note", first["ticket"])
    assert "ack_new_ticket" not in templates_of(later)
    assert "The drawer is stuck." in notes(desk, first["ticket"])[-1]
    assert len(numbers(desk)) == 1


def test_two_answers_to_a_letter_that_never_comes_are_one_ticket(desk: Desk) -> None:
    first = answer(desk, PAUL)
    assert answer(desk, INES)["ticket"] == first["ticket"]


def test_an_answer_that_names_its_ticket_leads_the_letter_there(desk: Desk) -> None:
    number = open_case(desk)
    assert answer(desk, PAUL, subject=f"Re: [{number}] Drawer")["ticket"] == number
    assert letter(desk)["ticket"] == number


def test_after_a_day_the_letter_is_a_ticket_of_its_own(desk: Desk) -> None:
    first = answer(desk, PAUL, at=TUESDAY)
    assert letter(desk, at=NEXT_DAYS)["ticket"] != first["ticket"]


@pytest.mark.parametrize("early", [ROSA, STRANGER])
def test_who_is_of_another_house_gets_nobodys_letter(desk: Desk, early: str) -> None:
    first = answer(desk, early, cc=INES)
    later = letter(desk)
    assert later["decision"] == "new"
    assert later["ticket"] != first["ticket"]


def test_a_letter_that_names_a_ticket_goes_there(desk: Desk) -> None:
    number = open_case(desk)
    answer(desk, PAUL)
    assert letter(desk, subject=f"[{number}] Drawer")["ticket"] == number
