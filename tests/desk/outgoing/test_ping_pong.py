"""Who writes nearly the same on a ticket again and again gets no further automatic answers about it."""

from pathlib import Path

import pytest

from gateway.desk.desk import Desk
from gateway.store.store import Store
from tests.support.desk import build_desk, do_not_sync, escalate, open_case, queue, templates_of
from tests.support.people import INES, PAUL


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    """A desk whose other caps are out of the way."""
    do_not_sync(store)
    return build_desk(store, tmp_path, limits={"automatic_per_sender_hour": 90, "automatic_per_ticket_hour": 0x100})


def again(desk: Desk, number: str, place: int, sender: str = INES, text: str = "") -> list[str]:
    said = text or f"Your request {place}/{place * 7} was received at 10:{place:02}. We will get back to you."
    return templates_of(escalate(desk, number, said, sender, f"2026-03-03T10:{place:02}:00+01:00"), "customer")


def test_after_three_texts_that_differ_in_numbers_only_there_is_silence(desk: Desk) -> None:
    number = open_case(desk)
    assert [bool(again(desk, number, place)) for place in range(6)] == [True, True, True, False, False, False]
    assert queue(desk, "suppressed")[0].reason == f"{INES} has written nearly the same 3 times on {number} within a day"


def test_the_silence_is_for_this_sender_and_this_ticket(desk: Desk) -> None:
    number, other = open_case(desk), open_case(desk, subject="Another")
    for place in range(5):
        again(desk, number, place)
    assert again(desk, number, 6, PAUL)
    assert again(desk, other, 7)


def test_other_words_are_answered_again(desk: Desk) -> None:
    number = open_case(desk)
    for place in range(5):
        again(desk, number, place)
    assert again(desk, number, 6, text="Nobody can print invoices since the update of Monday, please call us.")


def test_the_next_day_there_is_an_answer_again(desk: Desk) -> None:
    number = open_case(desk)
    for place in range(5):
        again(desk, number, place)
    said = "Your request 5 was received at 10:05. We will get back to you."
    assert templates_of(escalate(desk, number, said, INES, "2026-03-04T10:10:00+01:00"), "customer")


def test_it_can_be_turned_off(store: Store, tmp_path: Path) -> None:
    desk = build_desk(store, tmp_path, limits={"automatic_per_sender_hour": 90, "similar_per_ticket_day": 0})
    number = open_case(desk)
    assert all(again(desk, number, place) for place in range(6))
