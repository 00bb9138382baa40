"""Ticket numbers as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.tickets.ticket import DASHES, all_numbers_in, number_of_digits, numbers_in, ticket_id, ticket_number

IDS = st.integers(min_value=1, max_value=10**9)
LETTERS_AND_DIGITS = st.characters(categories=("L", "Nd"))


@given(IDS)
def test_a_number_leads_back_to_its_ticket(one: int) -> None:
    assert ticket_id(ticket_number(one)) == one


@given(IDS, st.sampled_from(["", *DASHES]), st.sampled_from("tT"), st.booleans())
def test_every_spelling_is_the_same_number(one: int, dash: str, letter: str, sharp: bool) -> None:
    written = f"{'#' * sharp}{letter}{dash}{ticket_number(one).removeprefix('T-')}"
    assert numbers_in(f"Re: {written}, please") == (ticket_number(one),)


@given(
    IDS,
    st.sampled_from(["[{}]", "({})", "{}.", "“{}”", "https://x.example/{}?a=b", "x/{}#y", "*{}*", "_{}_", "、{}。"]),
)
def test_punctuation_around_a_number_does_not_hide_it(one: int, around: str) -> None:
    assert numbers_in(around.format(ticket_number(one))) == (ticket_number(one),)


@given(IDS, LETTERS_AND_DIGITS)
def test_a_letter_or_digit_right_beside_it_makes_it_something_else(one: int, beside: str) -> None:
    assert numbers_in(f"{beside}{ticket_number(one)}") == ()
    assert ticket_number(one) not in numbers_in(f"{ticket_number(one)}{beside}")


@given(st.text())
def test_any_text_is_read_without_an_error_and_every_number_has_the_public_form(text: str) -> None:
    for number in (*numbers_in(text), *all_numbers_in(text), *number_of_digits(text)):
        assert number.startswith("T-")
        assert number[2:].isdecimal()


@pytest.mark.parametrize("text", ["T-12345", "T 001001", "T--001001", "AT-001001", "T-0010011234567", "X-001001"])
def test_what_only_looks_like_a_number_is_none(text: str) -> None:
    assert numbers_in(text) == ()


def test_numbers_come_once_each_in_their_order() -> None:
    assert numbers_in("T-001003 t001001 T-001003 #T-001002") == ("T-001003", "T-001001", "T-001002")


def test_full_width_digits_and_dashes_are_read() -> None:
    assert numbers_in("Ｔ－００１００１") == ("T-001001",)


@pytest.mark.parametrize(
    "text", ["ticket 001001", "Ticket #001001", "ticket no. 001001", "CASE 001001", "Ticket number 001001"]
)
def test_bare_digits_count_behind_the_word_ticket(text: str) -> None:
    assert all_numbers_in(text) == ("T-001001",)


@pytest.mark.parametrize("text", ["001001", "tickets 001001", "ticket 12", "ticket from 001001", "call 001001"])
def test_bare_digits_elsewhere_count_for_nothing(text: str) -> None:
    assert all_numbers_in(text) == ()


@pytest.mark.parametrize("number", ["T-001000", "T-000999", "T-000000", "", "T-", "E-00001", "T-001001 x"])
def test_a_number_below_the_first_belongs_to_no_ticket(number: str) -> None:
    assert ticket_id(number) is None


@pytest.mark.parametrize(
    "text",
    ["T-0205550142 F-0205550143", "Case 00123456", "[Ticket#2026030210000023]", "our ticket 4711001", "T-0001001"],
)
def test_telephones_and_numbers_of_other_systems_are_not_ours(text: str) -> None:
    assert all_numbers_in(text) == ()
    assert all_numbers_in(f"{text} about T-001001") == ("T-001001",)
