"""What mail programs write in the name of a person never reaches a customer and changes nothing."""

import pytest

from gateway.desk.desk import Desk
from tests.support.desk import case, change, notes, open_case, reply_address, sent, templates_of, write
from tests.support.people import INES, NADIA

NOTES = [
    ("Re: x", "Thank you for your message. I am on annual leave until Monday, please ask Otto."),
    ("Re: x", "Guten Tag, ich bin bis 12. M\u00e4rz nicht im B\u00fcro und lese keine Mails."),
    ("Automatic reply: x", "I am back on Monday."),
    ("Abwesenheitsnotiz: x", "Bin am Montag wieder da."),
    ("Recall: x", 'Berg, Nadia would like to recall the message, "x".'),
    ("Message Recall Failure: x", "Your message could not be recalled."),
    ("Declined: x", ""),
    ("Angenommen: x", "Nadia Berg hat angenommen."),
    ("Canceled: call", "The call is cancelled."),
]


@pytest.mark.parametrize(("subject", "text"), NOTES)
def test_a_note_of_an_engineers_program_stays_inside_and_stops_no_clock(desk: Desk, subject: str, text: str) -> None:
    number = open_case(desk)
    document = write(desk, NADIA, text, to=reply_address(desk, number), subject=subject)
    assert (document["decision"], templates_of(document)) == ("automatic", [])
    ticket = case(desk, number)
    assert (ticket["state"], ticket["first_response_at"]) == ("new", None)
    assert [note["visibility"] for note in ticket["notes"]] == ["public", "internal"]


@pytest.mark.parametrize("subject", ["Declined: x", "Recall: x"])
def test_a_customers_program_opens_no_solved_ticket_again(desk: Desk, subject: str) -> None:
    number = open_case(desk)
    change(desk, number, state="solved")
    text = 'Vogel, Ines would like to recall the message, "x".'
    document = write(desk, INES, text, to=reply_address(desk, number), subject=subject)
    assert (document["decision"], templates_of(document), case(desk, number)["state"]) == ("automatic", [], "solved")


def test_an_engineer_who_speaks_of_a_deputy_at_length_still_answers(desk: Desk) -> None:
    number = open_case(desk)
    text = "Please restart the node. Tomorrow my colleague Otto answers."
    write(desk, NADIA, text, to=reply_address(desk, number), subject="Re: x")
    assert notes(desk, number, "public")[-1] == text


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Declined: call about the till", "I can't make it, the system is down again."),
        ("Abgelehnt: Telefonat", "Leider unmöglich, die Kasse steht wieder."),
        ("Accepted: call", "Ines Vogel has accepted.\n\nPlease bring the log of yesterday."),
    ],
)
def test_a_customers_words_in_an_answer_to_an_invitation_reach_the_engineer(
    desk: Desk, subject: str, text: str
) -> None:
    number = open_case(desk)
    document = write(desk, INES, text, to=reply_address(desk, number), subject=subject)
    assert (document["decision"], templates_of(document)) == ("automatic", ["agent_reply_arrived"])
    assert text.splitlines()[-1] in notes(desk, number, "internal")[-1]
    assert text.splitlines()[-1] in sent(document, "agent_reply_arrived")["text"]
