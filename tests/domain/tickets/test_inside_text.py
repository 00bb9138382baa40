"""Our internal words in an answer."""

import time

import pytest

from gateway.domain.tickets.inside_text import InsideText, found_in

MAIL = """Ines Vogel replied on ticket T-001001.

Organization: Acorn
Priority: high

> Since nine o'clock the tills are slow.

Your reply to this mail goes to the customer; with the right word it becomes an internal note.
"""
INSIDE = InsideText.of([MAIL], ["Since nine o'clock the tills are slow."])


@pytest.mark.parametrize(
    "quoted",
    [
        MAIL,
        MAIL.replace("> ", ""),
        "\n".join("  " + line for line in MAIL.splitlines()),
        MAIL.replace("customer; with", "customer;\nwith"),
        MAIL.replace("\n\n", "\n"),
        "-----\n" + MAIL,
    ],
)
def test_a_quotation_without_marks_is_cut(quoted: str) -> None:
    assert INSIDE.without_quotations(f"Please restart it.\n\n{quoted}") == "Please restart it."


def test_an_answer_below_the_quotation_stays() -> None:
    assert INSIDE.without_quotations(f"{MAIL}\nPlease restart it.\nNadia") == "Please restart it.\nNadia"


def test_the_words_of_the_customer_may_be_quoted() -> None:
    text = "You wrote:\nSince nine o'clock the tills are slow.\nPlease restart one."
    assert INSIDE.without_quotations(text) == text
    assert INSIDE.leaking(text) is None


def test_one_line_of_ours_in_the_middle_is_told() -> None:
    line = "Your reply to this mail goes to the customer, with"
    assert INSIDE.leaking(f"Hello\n{line}\nBye") == line


def test_short_lines_are_no_leak() -> None:
    assert INSIDE.leaking("Priority: high") is None


def test_a_line_of_a_note_is_found_across_line_breaks() -> None:
    assert found_in(["They have not paid since May of last year."], "So: they have not\npaid since May of last year!")


NOTE = "They have not paid their invoice since May of last year, so we do not hurry with the restart."


@pytest.mark.parametrize(
    "text",
    [
        "Hello, as they have not paid their invoice since May you may wait.",
        "They have not paid\ntheir invoice since\nMay, sorry.",
        "*they* have **not** paid; their invoice -- since MAY",
    ],
)
def test_a_part_of_a_note_is_found_wherever_its_lines_break(text: str) -> None:
    assert InsideText.of([NOTE], []).stretch(text) == "they have not paid their invoice since may"


def test_a_few_words_that_anybody_writes_are_no_part_of_a_note() -> None:
    assert InsideText.of([NOTE], []).stretch("We do not hurry with the update of your tills.") is None


def test_what_the_customer_has_read_already_is_no_part_of_a_note() -> None:
    public = "We do not hurry with the restart of the tills at noon."
    note = f"I told them: {public}"
    assert InsideText.of([note], [public]).stretch(f"As I said, {public}") is None


def test_long_texts_are_compared_quickly() -> None:
    text = "\n".join(f"word{one} and another one of many" for one in range(20_000))
    began = time.process_time()
    InsideText.of([text], [text]).without_quotations(text)
    assert time.process_time() - began < 5
