"""Messages that somebody passes on, and answers written into a quote: nothing of them is lost."""

import pytest

from gateway.desk.desk import Desk
from tests.support.desk import case, notes, open_case, queue, reply_address, sent, templates_of, write
from tests.support.people import INES, NADIA

FORWARDED = f"""From: Ines Vogel <{INES}>
Sent: Monday, March 2, 2026 8:40 AM
To: Nadia Berg <{NADIA}>
Subject: Stock list

Hi Nadia,

the stock list counts every pallet twice.

Ines
"""


@pytest.fixture
def number(desk: Desk) -> str:
    """An open ticket of Ines."""
    return open_case(desk)


def test_an_engineer_who_forwards_a_customers_mail_loses_none_of_its_words(desk: Desk) -> None:
    document = write(desk, NADIA, f"Who has time for this?\n\n{FORWARDED}", subject="FW: Stock list")
    assert "Who has time for this?" in notes(desk, str(document["ticket"]))[0]
    assert "counts every pallet twice" in notes(desk, str(document["ticket"]))[0]
    assert "counts every pallet twice" in sent(document, "agent_new_ticket")["text"]


def test_a_customer_who_forwards_a_mail_of_a_colleague_loses_none_of_its_words(desk: Desk) -> None:
    document = write(desk, INES, f"Please help.\n\n{FORWARDED}", subject="WG: Stock list")
    assert "counts every pallet twice" in notes(desk, str(document["ticket"]))[0]


def test_a_forward_with_an_unknown_command_comes_back_whole(desk: Desk) -> None:
    document = write(desk, NADIA, f"#frobnicate\nWho has time?\n\n{FORWARDED}", subject="FW: Stock list")
    assert document["decision"] == "command_refused"
    assert "counts every pallet twice" in sent(document, "command_error")["text"]


def test_what_an_engineer_passes_on_with_an_answer_stays_with_us(desk: Desk, number: str) -> None:
    text = f"Good morning,\n\nplease restart it.\n\n{FORWARDED}"
    document = write(desk, NADIA, text, subject="FW: Stock list", to=reply_address(desk, number))
    assert "pallet" not in sent(document, "agent_public_reply")["text"]
    assert "counts every pallet twice" in notes(desk, number, "internal")[-1]


def test_a_forward_under_internal_is_in_the_note(desk: Desk, number: str) -> None:
    text = f"#internal\nFor later.\n\n{FORWARDED}"
    write(desk, NADIA, text, subject="FW: Stock list", to=reply_address(desk, number))
    assert notes(desk, number, "internal")[-1].startswith("For later.\n\nFrom: Ines")


def quoted_by_outlook(labels: str, text: str) -> str:
    """The header block that Outlook puts over what it quotes without any mark, and the quote."""
    sender, date, to, subject = labels.split("/")
    return f"""{sender} Example Software Support <support@vendor.example>
{date} Monday, March 2, 2026 11:06 AM
{to} Ines Vogel
{subject} The list is slow

{text}
"""


ANNOUNCED = {
    "english": ("Hello, see my answers below in blue.", "From:/Sent:/To:/Subject:"),
    "one line": ("See inline.", "From:/Sent:/To:/Subject:"),
    "french": ("Bonjour, voir mes réponses ci-dessous.", "De :/Envoyé :/À :/Objet :"),
    "german": ("Hallo,\n\nsiehe unten.\n\nIV", "Von:/Gesendet:/An:/Betreff:"),
    "dutch": ("Zie hieronder.", "Van:/Verzonden:/Aan:/Onderwerp:"),
}


@pytest.mark.parametrize(("said", "labels"), ANNOUNCED.values(), ids=ANNOUNCED)
def test_answers_in_the_quote_that_a_customer_announces_are_kept(
    desk: Desk, number: str, said: str, labels: str
) -> None:
    text = f"{said}\n\n{quoted_by_outlook(labels, 'Which version?' + chr(10) + 'It is 10.2.1')}"
    document = write(desk, INES, text, to=reply_address(desk, number))
    assert "It is 10.2.1" in notes(desk, number)[-1]
    assert "It is 10.2.1" in sent(document, "agent_reply_arrived")["text"]


def test_a_quote_that_nothing_announces_stays_out(desk: Desk, number: str) -> None:
    text = f"It is version 10.2.1.\n\n{quoted_by_outlook('From:/Sent:/To:/Subject:', 'Which version?')}"
    write(desk, INES, text, to=reply_address(desk, number))
    assert notes(desk, number)[-1] == "It is version 10.2.1."


def test_an_engineer_who_only_announces_answers_sends_nothing_and_is_told(desk: Desk, number: str) -> None:
    quote = quoted_by_outlook("From:/Sent:/To:/Subject:", "Which button?\nThe green one.")
    document = write(desk, NADIA, f"Hi Ines, see my comments inline.\n\n{quote}", to=reply_address(desk, number))
    assert [one.template for one in queue(desk, "held")] == ["agent_public_reply"]
    assert "only announces answers" in sent(document, "agent_reply_held")["text"]
    assert "The green one." in notes(desk, number, "internal")[-1]
    assert case(desk, number)["state"] == "new"


def test_an_engineer_who_announces_and_answers_is_sent(desk: Desk, number: str) -> None:
    quote = quoted_by_outlook("From:/Sent:/To:/Subject:", "Which button?")
    text = f"Hi Ines,\n\nsee below what you wrote. Please press the green button twice.\n\n{quote}"
    assert "agent_public_reply" in templates_of(write(desk, NADIA, text, to=reply_address(desk, number)))
    assert queue(desk, "held") == []
