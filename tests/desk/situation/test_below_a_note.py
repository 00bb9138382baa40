"""Text below the note of a device, or below the header of another mail: what a person wrote is seen."""

import pytest

from gateway.desk.desk import Desk
from tests.support.desk import change, notes, open_case, queue, reply_address, sent, write
from tests.support.people import INES, NADIA


@pytest.mark.parametrize(
    ("note", "below"),
    [
        ("Von meinem iPhone gesendet", "Nachtrag: Es betrifft auch die Mandanten in Köln."),
        ("Sent from my Galaxy", "PS it also happens on the test system"),
        ("Envoyé de mon iPhone", "Pouvez-vous me rappeler ?"),
        ("-- \nGesendet mit der K-9 Mail App", "Achtung: seit heute sind alle betroffen!"),
        ("Kind regards\nInes\n\nVerstuurd vanaf mijn iPhone", "De export werkt ook niet meer."),
    ],
)
def test_what_a_customer_writes_below_a_device_note_is_in_the_note_and_the_alert(
    desk: Desk, note: str, below: str
) -> None:
    document = write(desk, INES, f"The page is blank.\n\n{note}\n\n{below}\n", subject="Blank page")
    assert below in notes(desk, str(document["ticket"]))[0]
    assert below in sent(document, "agent_new_ticket")["text"]


def test_what_a_customer_replies_below_a_device_note_is_in_the_note(desk: Desk) -> None:
    number = open_case(desk)
    text = "Thank you!\n\nSent from my iPhone\n\nIt still fails on the second server, though.\n"
    document = write(desk, INES, text, to=reply_address(desk, number), subject="Re: A question")
    assert "second server" in notes(desk, number)[-1]
    assert "second server" in sent(document, "agent_reply_arrived")["text"]


def test_thanks_above_a_device_note_with_a_fault_below_open_a_solved_ticket_again(desk: Desk) -> None:
    number = open_case(desk)
    change(desk, number, state="solved", solved_at=desk.clock.now())
    write(desk, INES, "Thanks!\n\nSent from my Pixel\n\nBut the list is empty again.", to=reply_address(desk, number))
    assert [one.template for one in queue(desk)].count("ack_reply_received") == 1


@pytest.mark.parametrize(
    "footer",
    [
        "Ines Vogel\nAcorn Ltd\n+49 221 123456",
        "This e-mail is confidential and intended solely for the addressee. If you received it in error, delete it.",
        "-- \nThe list of the administrators",
    ],
)
def test_a_footer_below_a_device_note_is_no_text_of_the_customer(desk: Desk, footer: str) -> None:
    document = write(desk, INES, f"The page is blank.\n\nSent from my iPhone\n\n{footer}\n", subject="Blank page")
    assert notes(desk, str(document["ticket"]))[0] == "The page is blank."


def test_an_engineers_text_below_a_device_note_is_not_sent_to_the_customer(desk: Desk) -> None:
    number = open_case(desk)
    text = "Please restart it.\n\nSent from my iPhone\n\nThey have not paid since May.\n"
    document = write(desk, NADIA, text, to=reply_address(desk, number), subject="Re: A question")
    assert "paid" not in sent(document, "agent_public_reply")["text"]


PASTED = """From: Otto Lang <otto@acorn.example>
Sent: Monday, March 2, 2026 8:40 AM
To: Ines Vogel <ines@acorn.example>
Subject: Stock list

The stock list counts every pallet twice.

That was Otto. I see the same on the second server.
"""


def test_text_below_the_pasted_header_of_a_colleagues_mail_is_in_the_new_ticket(desk: Desk) -> None:
    document = write(desk, INES, f"See what Otto found.\n\n{PASTED}", subject="Stock list")
    assert "same on the second server" in notes(desk, str(document["ticket"]))[0]
    assert "same on the second server" in sent(document, "agent_new_ticket")["text"]


def test_a_conversation_among_customers_that_reaches_us_late_is_whole_in_the_new_ticket(desk: Desk) -> None:
    text = "Support, can you help?\n\nOn Mon, 2 Mar 2026 at 08:40, Otto Lang wrote:\n> Every pallet counts twice.\n"
    document = write(desk, INES, text, subject="Re: Stock list", headers={"In-Reply-To": "<otto-1@acorn.example>"})
    assert "Every pallet counts twice." in notes(desk, str(document["ticket"]))[0]


def test_a_bare_quote_of_nobody_is_kept_with_the_mail_alone(desk: Desk) -> None:
    html = "<p>The list is empty.</p><blockquote type='cite'><p>Spring offers for you</p></blockquote>"
    document = write(desk, INES, "The list is empty.\n\n> Spring offers for you\n", subject="List", html=html)
    assert notes(desk, str(document["ticket"]))[0] == "The list is empty."
