"""CVE-2026-47123: a help desk took any In-Reply-To in the form of its own Message-IDs for a conversation of its own.

Whoever guessed the form wrote into the cases of other customers. Here only our signature makes a Message-ID ours, and
even a true one does not let a stranger in.
"""

import pytest

from gateway.desk.desk import Desk
from tests.support.desk import case, notes, numbers, open_case, outside, running, sent, templates_of, waiting, write
from tests.support.people import INES, PAUL, ROSA, STRANGER

FORGED = [
    "<t-001001.1.aaaaaaaaaaaaaaaaaaaaaaaaaaa@vendor.example>",
    "<T-001001.2.abcdefghijklmnopqrstuvwxyz2@vendor.example>",
    "<t-001001.1@vendor.example>",
    "<t-001001.1.@vendor.example>",
    "<t-001001@vendor.example>",
    "<1.t-001001.1.aaaaaaaaaaaaaaaaaaaaaaaaaaa@vendor.example>",
]


@pytest.mark.parametrize("forged", FORGED)
@pytest.mark.parametrize("sender", [ROSA, STRANGER])
def test_a_forged_message_id_of_ours_opens_no_door_to_another_customers_ticket(
    desk: Desk, forged: str, sender: str
) -> None:
    number = open_case(desk)
    before = case(desk, number)
    headers = {"In-Reply-To": forged, "References": forged}
    document = write(desk, sender, "Please send me the contract.", subject="Re: x", headers=headers)
    assert (document["decision"], document["ticket"] == number) == ("new", False)
    assert case(desk, number) == before


@pytest.mark.parametrize("forged", FORGED)
def test_it_is_no_reply_of_the_customer_either_when_nothing_proves_him(desk: Desk, forged: str) -> None:
    number = open_case(desk)
    document = write(desk, INES, "Close it.", subject="Re: x", headers={"In-Reply-To": forged}, proof="")
    assert document["ticket"] != number
    assert len(notes(desk, number, "public")) == 1


def test_the_signature_of_one_ticket_is_worthless_for_another(desk: Desk) -> None:
    mine = sent(write(desk, ROSA), "ack_new_ticket")["headers"]["Message-ID"]
    theirs = open_case(desk, INES)
    spliced = mine.replace("t-001001", theirs.lower())
    document = write(desk, ROSA, "x", subject="y", headers={"In-Reply-To": spliced})
    assert document["ticket"] not in (theirs, "T-001001")


@pytest.mark.parametrize("sender", [ROSA, STRANGER])
def test_a_true_message_id_does_not_let_a_stranger_in(desk: Desk, sender: str) -> None:
    ours = sent(write(desk, INES), "ack_new_ticket")["headers"]["Message-ID"]
    document = write(desk, sender, "What is it about?", subject="x", headers={"References": ours})
    assert (document["decision"], templates_of(document, "customer")) == ("quarantine", [])
    assert numbers(desk) == ["T-001001"]
    assert len(notes(desk, "T-001001", "public")) == 1
    assert [one.cause for one in waiting(desk)] == ["stranger"]


def test_a_true_message_id_does_not_let_a_stranger_escalate(desk: Desk) -> None:
    ours = sent(write(desk, INES), "ack_new_ticket")["headers"]["Message-ID"]
    text = "Reason: slow\nBusiness impact: production is down for us"
    write(desk, STRANGER, text, to="escalation@vendor.example", subject="x", headers={"References": ours})
    assert running(desk) == []
    assert len(outside(desk)) == 1


def test_the_customers_colleague_may_answer_it(desk: Desk) -> None:
    ours = sent(write(desk, INES), "ack_new_ticket")["headers"]["Message-ID"]
    assert write(desk, PAUL, "x", subject="y", headers={"References": ours})["decision"] == "note"


def test_a_mail_that_wears_a_message_id_of_ours_as_its_own_is_ours_only_if_signed(desk: Desk) -> None:
    document = write(desk, STRANGER, headers={"Message-ID": FORGED[0]})
    assert document["decision"] == "new"
    signed = desk.signer.message_id("t-001001", 99)
    assert write(desk, STRANGER, headers={"Message-ID": signed})["decision"] == "own"
