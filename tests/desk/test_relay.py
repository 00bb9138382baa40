"""An engineer answers by mail: his words go to the customer, and nothing else does."""

import pytest
from support_desk import (
    Document,
    case,
    change,
    moment,
    notes,
    open_case,
    outside,
    queue,
    reply,
    reply_address,
    sent,
    templates_of,
    waiting,
    write,
)
from support_people import INES, NADIA, OTTO, PAUL, STRANGER

from gateway.desk.desk import Desk
from gateway.desk.queue import hold
from gateway.desk.release_held import retry

SECRET = "The vendor of the cache lost our data, do not tell Lumen"


@pytest.fixture
def number(desk: Desk) -> str:
    """An open ticket of Ines."""
    return open_case(desk)


def answer(desk: Desk, number: str, text: str = "Please restart it.", **parts: object) -> Document:
    """The engineer writes to the address of the ticket."""
    return write(desk, NADIA, text, **{"to": reply_address(desk, number), "subject": "Re: x", **parts})  # type: ignore[arg-type]  # parts of a letter


def test_the_words_of_an_engineer_go_to_the_customer_from_the_support_address(desk: Desk, number: str) -> None:
    document = answer(desk, number)
    mail = sent(document, "agent_public_reply")
    assert (document["decision"], mail["envelope_to"]) == ("note", [INES])
    assert mail["headers"]["From"] == "Nadia Berg via Harbor Software Support <support@harbor.example>"
    assert "Please restart it." in mail["text"]
    assert "Auto-Submitted" not in mail["headers"]
    assert NADIA not in str(mail["headers"])


def test_the_answer_continues_the_customers_thread(desk: Desk) -> None:
    opened = write(desk, INES, headers={"Message-ID": "<first@lumen.example>"})
    mail = sent(answer(desk, opened["ticket"]), "agent_public_reply")
    assert mail["headers"]["In-Reply-To"] == "<first@lumen.example>"
    assert mail["headers"]["Subject"].startswith(f"[{opened['ticket']}]")


def test_the_first_answer_stops_the_response_clock_and_waits_for_the_customer(desk: Desk, number: str) -> None:
    answer(desk, number, at="2026-03-02T11:00:00+01:00")
    answer(desk, number, "And again.", at="2026-03-02T12:00:00+01:00")
    ticket = case(desk, number)
    assert (ticket["state"], ticket["first_response_at"]) == ("pending", "2026-03-02T10:00:00Z")
    assert [note["author"] for note in ticket["notes"]] == [INES, NADIA, NADIA]


def test_an_acknowledgement_does_not_stop_the_response_clock(desk: Desk, number: str) -> None:
    assert case(desk, number)["first_response_at"] is None


def test_participants_of_the_customer_read_along_and_outsiders_do_not(desk: Desk) -> None:
    opened = write(desk, INES, cc=f"{PAUL}, {STRANGER}")
    mail = sent(answer(desk, opened["ticket"]), "agent_public_reply")
    assert mail["envelope_to"] == [INES, PAUL]


def test_people_whom_the_engineer_copies_are_not_mailed_by_us(desk: Desk, number: str) -> None:
    mail = sent(answer(desk, number, cc=STRANGER), "agent_public_reply")
    assert mail["envelope_to"] == [INES]


def test_the_manager_reads_along_while_the_ticket_is_escalated(desk: Desk, number: str) -> None:
    change(desk, number, escalated=True)
    assert sent(answer(desk, number), "agent_public_reply")["envelope_to"] == [INES, OTTO]


def test_what_the_engineer_quotes_stays_inside(desk: Desk, number: str) -> None:
    alert = sent(write(desk, INES, "Is it slow?", to=reply_address(desk, number)), "agent_reply_arrived")
    document = reply(desk, alert, NADIA, "Yes, we see it.", quote=True)
    text = sent(document, "agent_public_reply")["text"]
    assert ("Yes, we see it." in text, "Is it slow?" in text, "wrote:" in text) == (True, False, False)


def test_text_below_internal_stays_inside(desk: Desk, number: str) -> None:
    document = answer(desk, number, f"#internal\n{SECRET}")
    assert templates_of(document, "customer") == []
    assert (document["decision"], notes(desk, number, "internal")) == ("command", [SECRET])
    assert case(desk, number)["first_response_at"] is None


def test_internal_words_are_held_back_and_their_author_is_told(desk: Desk, number: str) -> None:
    answer(desk, number, f"#internal\n{SECRET}")
    document = answer(desk, number, f"Hello Ines,\n{SECRET.upper()}.\nRegards")
    [held] = queue(desk, "held")
    assert "internal note" in held["reason"]
    assert [one["template"] for one in outside(desk)] == ["ack_new_ticket"]
    assert sent(document, "agent_reply_held")["envelope_to"] == [NADIA]


def test_a_held_answer_does_not_stop_the_response_clock(desk: Desk, number: str) -> None:
    answer(desk, number, f"#internal\n{SECRET}")
    answer(desk, number, SECRET)
    ticket = case(desk, number)
    assert (ticket["first_response_at"], ticket["state"]) == (None, "new")


def test_short_words_of_an_internal_note_hold_nothing_back(desk: Desk, number: str) -> None:
    answer(desk, number, "#internal\nRestart it")
    assert templates_of(answer(desk, number, "Restart it please."), "customer") == ["agent_public_reply"]


@pytest.mark.parametrize("proof", ["", "fail"])
def test_without_proof_nothing_goes_to_the_customer(desk: Desk, number: str, proof: str) -> None:
    document = answer(desk, number, proof=proof)
    assert (document["decision"], document["outgoing"]) == ("quarantine", [])
    assert len(waiting(desk)) == 1
    assert case(desk, number)["first_response_at"] is None


def test_a_proven_stranger_of_our_own_domain_is_a_stranger(desk: Desk, number: str) -> None:
    document = write(desk, "intern@harbor.example", "Hello customer", to=reply_address(desk, number))
    assert (document["decision"], templates_of(document, "customer")) == ("quarantine", [])


def test_an_empty_answer_is_kept_inside(desk: Desk, number: str) -> None:
    document = answer(desk, number, "")
    assert templates_of(document, "customer") == []


def test_an_answer_on_a_closed_ticket_opens_no_ticket_of_the_engineers(desk: Desk, number: str) -> None:
    change(desk, number, state="closed")
    document = answer(desk, number)
    assert document["decision"] in ("note", "follow_up")


def release(desk: Desk, at: str) -> None:
    [held] = queue(desk, "held")
    with desk.store.begin() as work:
        retry(desk, work, held["id"], moment(at))


def test_a_held_answer_that_is_released_is_a_public_note_and_the_first_response(desk: Desk, number: str) -> None:
    answer(desk, number, f"#internal\n{SECRET}")
    answer(desk, number, f"Hello Ines,\n{SECRET}")
    release(desk, "2026-03-03T11:30:00+01:00")
    ticket = case(desk, number)
    assert (ticket["first_response_at"], ticket["state"]) == ("2026-03-03T10:30:00Z", "pending")
    assert notes(desk, number, "public")[-1] == f"Hello Ines,\n{SECRET}"
    assert [one["template"] for one in outside(desk)] == ["ack_new_ticket", "agent_public_reply"]


def test_an_answer_that_an_operator_held_for_a_while_is_no_second_note(desk: Desk, number: str) -> None:
    document = answer(desk, number, "Restart it please.")
    before = notes(desk, number)
    with desk.store.begin() as work:
        hold(work, int(sent(document, "agent_public_reply")["id"]))
    release(desk, "2026-03-03T11:30:00+01:00")
    assert notes(desk, number) == before
