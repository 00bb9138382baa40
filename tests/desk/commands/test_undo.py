"""An engineer's answer that waits a while can be taken back; one that has left cannot."""

from dataclasses import replace

import pytest

from gateway.desk.desk import Desk
from tests.support.desk import Document, case, desk, load, moment, notes, open_case, queue, reply_address, sent, write
from tests.support.people import DIRECTORY, INES, NADIA, OTTO

__all__ = ["desk"]

AT, WITHIN, AFTER = (f"2026-03-03T10:00:{second}+01:00" for second in ("00", "30", "59"))
SECOND = "vera@vendor.example"


@pytest.fixture
def waiting(desk: Desk) -> Desk:
    """A desk whose engineers' answers wait for 45 seconds."""
    load(desk, DIRECTORY + f'\n[[staff]]\nemail = "{SECOND}"\nname = "Vera Long"\nroles = ["engineer"]\n')
    gateway = desk.config.gateway.model_copy(update={"answer_hold_seconds": 45})
    return replace(desk, config=desk.config.model_copy(update={"gateway": gateway}))


def answered(desk: Desk, number: str, text: str = "Restart the till.") -> Document:
    return write(desk, NADIA, text, AT, to=reply_address(desk, number))


def undo(desk: Desk, number: str, person: str, at: str, text: str = "#undo") -> Document:
    return write(desk, person, text, at, to=reply_address(desk, number))


def the_answers(desk: Desk) -> list[str]:
    return [one.state for one in queue(desk) if one.template == "agent_public_reply"]


def test_an_answer_is_taken_back_in_time_and_said_again(waiting: Desk) -> None:
    number = open_case(waiting)
    before = case(waiting, number)
    answered(waiting, number)
    with waiting.store.begin() as work:
        due = [one.template for one in work.outbox.claim(moment(WITHIN), 60, 100)]
    assert ("agent_public_reply" in due, case(waiting, number)["state"]) == (False, "pending")
    done = undo(waiting, number, NADIA, WITHIN)
    assert "never leaves" in sent(done, "command_transcript")["text"]
    after = case(waiting, number)
    assert (the_answers(waiting), after["state"]) == (["failed"], "open")
    assert (after["first_response_at"], after["resolution_due"]) == (None, before["resolution_due"])
    assert "Restart the till." in notes(waiting, number, "internal")
    assert "Restart the till." not in notes(waiting, number, "public")
    told = sent(write(waiting, INES, "STATUS", WITHIN, to=reply_address(waiting, number)), "ticket_status")
    assert "Restart the till." not in told["text"]
    again = undo(waiting, number, NADIA, WITHIN, "Restart the till.\nAnd the printer.")
    assert sent(again, "agent_public_reply")["envelope_to"] == [INES]
    assert case(waiting, number)["first_response_at"] == "2026-03-03T09:00:30Z"


def test_what_has_left_is_not_taken_back(waiting: Desk) -> None:
    number = open_case(waiting)
    answered(waiting, number)
    done = undo(waiting, number, NADIA, AFTER)
    assert "has left: answers wait 45 seconds" in sent(done, "command_error")["text"]
    assert (the_answers(waiting), case(waiting, number)["state"]) == (["queued"], "pending")


def test_only_its_author_or_a_manager_takes_an_answer_back(waiting: Desk) -> None:
    number = open_case(waiting)
    answered(waiting, number, "#status solved\n\nRestart the till.")
    assert "no answer of yours" in sent(undo(waiting, number, SECOND, WITHIN), "command_error")["text"]
    done = undo(waiting, number, OTTO, WITHIN)
    assert sent(done, "answer_withdrawn")["envelope_to"] == [NADIA]
    assert (the_answers(waiting), case(waiting, number)["state"]) == (["failed"], "open")


def test_an_earlier_answer_still_counts(waiting: Desk) -> None:
    number = open_case(waiting)
    write(waiting, NADIA, "We look into it.", "2026-03-03T09:00:00+01:00", to=reply_address(waiting, number))
    answered(waiting, number)
    undo(waiting, number, NADIA, WITHIN)
    after = case(waiting, number)
    assert (after["state"], after["first_response_at"]) == ("pending", "2026-03-03T08:00:00Z")


def test_where_answers_leave_at_once_nothing_is_taken_back(desk: Desk) -> None:
    number = open_case(desk)
    answered(desk, number)
    assert "leave at once" in sent(undo(desk, number, NADIA, AT), "command_error")["text"]
