"""A customer's one word asks how their tickets stand: STATUS on one of them, LIST for all."""

import pytest

from gateway.desk.desk import Desk
from gateway.desk.inbound.audit import audit
from tests.support.desk import (
    case,
    change,
    desk,
    notes,
    open_case,
    outside,
    queue,
    quoted,
    reply_address,
    sent,
    templates_of,
    waiting,
    write,
)
from tests.support.people import INES, NADIA, PAUL, ROSA, STRANGER, TINA

__all__ = ["desk"]

ASKS = [
    "STATUS",
    "Status?",
    "Hello,\n\nstatus\n\nThanks\nInes",
    "Statut\n\nEnvoyé de mon iPhone",
    "*** This message is from an external sender. Take care. ***\n\nESTADO\n\n-- \nInes Vogel\nAcorn",
]


@pytest.mark.parametrize("text", ASKS)
def test_r06_status_on_a_ticket_is_answered_with_the_ticket(desk: Desk, text: str) -> None:
    number = open_case(desk)
    write(desk, NADIA, "Please restart the till.", to=reply_address(desk, number))
    before, said = case(desk, number), len(notes(desk, number))
    asked = text + "\n\nOn Tuesday Example Software wrote:\n" + quoted("Please restart the till.")
    done = write(desk, INES, asked, to=reply_address(desk, number), subject=f"Re: [{number}] Till is slow")
    assert (done["decision"], done["ticket"], templates_of(done)) == ("command", number, ["ticket_status"])
    told = sent(done, "ticket_status")
    assert told["envelope_to"] == [INES]
    assert told["headers"]["Subject"] == f"[{number}] Till is slow"
    for one in ("waiting for your answer", "Please restart the till.", "Nadia Berg", "UTC"):
        assert one in told["text"]
    after = case(desk, number)
    assert (after["state"], len(notes(desk, number))) == (before["state"], said)


def test_r06_status_of_a_ticket_by_its_number(desk: Desk) -> None:
    number = open_case(desk)
    asked = (("", f"Status {number}"), (f"STATUS {number}", "A question"), ("status", f"[{number}] Till"))
    assert [templates_of(write(desk, INES, text, subject=subject)) for text, subject in asked] == [
        ["ticket_status"]
    ] * 3


def test_r06_who_has_no_right_to_it_learns_nothing_of_a_ticket(desk: Desk) -> None:
    """Foreign, without rights on its app, or of nobody: the same words, but for the number."""
    number = open_case(desk, sender=TINA)
    change(desk, number, app="depot")
    asked = [
        write(desk, sender, "STATUS", subject=subject)
        for sender, subject in ((INES, number), (ROSA, number), (INES, "T-999999"), (STRANGER, number))
    ]
    assert [one["decision"] for one in asked] == ["command"] * 4
    texts = [sent(one, "ticket_not_found")["text"] for one in asked]
    assert texts[0].replace(number, "T-999999") == texts[2]
    assert all("ticket_status" not in templates_of(one) and "Till is slow" not in str(one["outgoing"]) for one in asked)
    assert templates_of(write(desk, "tom@birch.example", "STATUS", subject=number)) == ["ticket_status"]


@pytest.mark.parametrize("word", ["STATUS", "LIST"])
def test_r06_without_proof_nobody_is_answered(desk: Desk, word: str) -> None:
    number = open_case(desk)
    for to in (reply_address(desk, number), "support@vendor.example"):
        done = write(desk, INES, word, to=to, proof="")
        assert templates_of(done, "customer") == []


def test_r06_list_shows_own_tickets_and_those_of_own_apps(desk: Desk) -> None:
    own, urgent, of_app, others, over = (
        open_case(desk, sender, subject)
        for sender, subject in (
            (TINA, "Own"),
            (TINA, "Urgent"),
            (ROSA, "Of the depot"),
            (ROSA, "Of nobody's app"),
            (TINA, "Over"),
        )
    )
    change(desk, urgent, priority="critical")
    change(desk, of_app, app="depot")
    change(desk, over, state="closed")
    for subject, text in (("LIST", ""), ("A question", "Liste"), (f"Re: [{own}] Own", "list")):
        done = write(desk, TINA, text, subject=subject)
        assert (done["decision"], templates_of(done)) == ("command", ["ticket_list"])
        told = sent(done, "ticket_list")["text"]
        assert told.index(urgent) < told.index(of_app) < told.index(own)
        assert others not in told
        assert over not in told


def test_r06_a_long_list_says_how_many_it_leaves_out(desk: Desk) -> None:
    for place in range(22):
        open_case(desk, PAUL if place == 0 else INES, f"Case {place}")
    told = sent(write(desk, INES, "LIST"), "ticket_list")["text"]
    assert told.count("- T-00") == 20
    assert "1 more" in told
    assert "no open ticket" in sent(write(desk, ROSA, "LIST"), "ticket_list")["text"]


@pytest.mark.parametrize("word", ["STATUS", "LIST"])
def test_r06_an_answer_that_is_held_back_leaves_the_mail_to_a_person(desk: Desk, word: str) -> None:
    """It changes nothing and is on no ticket: without this nobody would ever see it."""
    number = open_case(desk, ROSA)
    asked = [write(desk, ROSA, word, to=reply_address(desk, number)) for _ in range(12)]
    left = [one["mail"] for one in asked if any(each.mail_id == one["mail"] for each in outside(desk))]
    unanswered = [one["mail"] for one in asked if one["mail"] not in left]
    assert left
    assert unanswered
    assert [(one.mail_id, one.cause) for one in waiting(desk)] == [(one, "unanswered") for one in unanswered]
    with desk.store.read() as work:
        assert audit(desk, work).unseen == ()


def test_r06_an_unlisted_colleague_gets_no_list(desk: Desk) -> None:
    open_case(desk, sender=PAUL)
    done = write(desk, PAUL, "LIST")
    assert done["decision"] == "quarantine"
    assert all(one.template != "ticket_list" for one in queue(desk))
