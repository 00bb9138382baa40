"""One mail about two things becomes two tickets."""

from datetime import datetime

from gateway.desk.desk import Desk
from tests.support.desk import MONDAY, Document, case, moment, notes, reply_address, sent, templates_of, write
from tests.support.people import INES, NADIA, PAUL

WORDS = "The till is slow.\n\nAnd the printer prints nothing."


def two_things(desk: Desk) -> str:
    """Ines writes about two things, with a file, and Paul reads along."""
    document = write(desk, INES, WORDS, MONDAY, subject="Till is slow", cc=PAUL, files={"trace.log": b"slow"})
    return str(document["ticket"])


def split(desk: Desk, number: str, words: str) -> tuple[Document, str]:
    """Nadia makes two of one; the number of the second."""
    document = write(desk, NADIA, words, to=reply_address(desk, number))
    return document, str(sent(document, "ticket_split")["headers"]["X-Gateway-Ticket"])


def test_the_last_words_of_the_customer_become_a_second_ticket_with_its_files(desk: Desk) -> None:
    first = two_things(desk)
    document, second = split(desk, first, "#split Printer prints nothing")
    told, shown = sent(document, "ticket_split"), case(desk, second)
    assert templates_of(document, "customer") == ["ticket_split"]
    assert (told["envelope_to"], first in told["text"], second in told["text"]) == ([INES], True, True)
    assert (shown["subject"], shown["requester"]) == ("Printer prints nothing", INES)
    [note] = [one for one in shown["notes"] if one["visibility"] == "public"]
    assert (note["text"], [one["name"] for one in note["attachments"]]) == (WORDS, ["trace.log"])
    assert [one["name"] for one in sent(document, "agent_new_ticket")["attachments"]] == ["trace.log"]
    assert any(first in text for text in notes(desk, second, "internal"))
    assert any(second in text for text in notes(desk, first, "internal"))
    assert {"address": PAUL, "kind": "cc"} in shown["participants"]


def test_the_clock_of_the_second_runs_from_the_receipt_of_the_mail(desk: Desk) -> None:
    first = two_things(desk)
    _, second = split(desk, first, "#split Printer prints nothing")
    assert datetime.fromisoformat(case(desk, second)["created"]) == moment(MONDAY)
    assert case(desk, second)["first_response_due"] == case(desk, first)["first_response_due"]
    answered = write(desk, INES, "It prints now.", to=reply_address(desk, second))
    assert answered["ticket"] == second


def test_words_below_the_command_are_for_colleagues(desk: Desk) -> None:
    first = two_things(desk)
    document, second = split(desk, first, "#split Printer\n\nShe says that it prints nothing; see the driver.")
    assert templates_of(document, "customer") == ["ticket_split"]
    assert "driver" not in sent(document, "ticket_split")["text"]
    assert any("driver" in text for text in notes(desk, second, "internal"))
    assert not any("driver" in text for text in notes(desk, first))
    assert case(desk, first)["state"] == "new"
