"""A forwarded conversation: somebody outside holds a true reply address or a true mail of ours, and answers it."""

from pathlib import Path

import pytest

from gateway.desk.desk import Desk
from gateway.store.store import Store
from tests.support.desk import (
    Document,
    build_desk,
    case,
    change,
    do_not_sync,
    notes,
    open_case,
    outside,
    reply,
    reply_address,
    sent,
    templates_of,
    write,
)
from tests.support.people import INES, NADIA, ROSA, STRANGER


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    """The desk of Example Software, on each kind of database."""
    do_not_sync(store)
    return build_desk(store, tmp_path)


@pytest.fixture
def forwarded(desk: Desk) -> Document:
    """An answer of ours that Ines passed on to people outside."""
    number = open_case(desk, subject="Merger with Quartz")
    return sent(write(desk, NADIA, "The secret is plum.", to=reply_address(desk, number)), "agent_public_reply")


@pytest.mark.parametrize("sender", [ROSA, STRANGER])
def test_his_words_are_not_shown_as_the_customers(desk: Desk, forwarded: Document, sender: str) -> None:
    document = reply(desk, forwarded, sender, "Please do nothing more.", quote=True)
    assert document["decision"] == "quarantine"
    assert "Please do nothing more." not in notes(desk, "T-001001")
    assert case(desk, "T-001001")["state"] == "pending"


@pytest.mark.parametrize("sender", [ROSA, STRANGER])
def test_he_gets_no_answer_and_becomes_no_participant(desk: Desk, forwarded: Document, sender: str) -> None:
    before = len(outside(desk))
    document = reply(desk, forwarded, sender, "Who are you?")
    assert (templates_of(document, "customer"), len(outside(desk))) == ([], before)
    assert sender not in [one["address"] for one in case(desk, "T-001001")["participants"]]


def test_the_next_answer_does_not_go_to_him(desk: Desk, forwarded: Document) -> None:
    reply(desk, forwarded, STRANGER, "Copy me please.")
    mail = sent(write(desk, NADIA, "More.", to=reply_address(desk, "T-001001")), "agent_public_reply")
    assert mail["envelope_to"] == [INES]


def test_a_copy_to_him_by_the_customer_does_not_make_him_one_either(desk: Desk, forwarded: Document) -> None:
    reply(desk, forwarded, INES, "Mallory reads along.", cc=STRANGER)
    assert reply(desk, forwarded, STRANGER, "So I do.")["decision"] == "quarantine"
    mail = sent(write(desk, NADIA, "More.", to=reply_address(desk, "T-001001")), "agent_public_reply")
    assert mail["envelope_to"] == [INES]


@pytest.mark.parametrize("state", ["solved", "closed", "pending", "on_hold"])
def test_he_opens_and_wakes_nothing(desk: Desk, forwarded: Document, state: str) -> None:
    change(desk, "T-001001", state=state)
    assert reply(desk, forwarded, STRANGER, "Open it again!")["decision"] == "quarantine"
    assert case(desk, "T-001001")["state"] == state


def test_the_customers_name_without_proof_of_his_domain_is_not_the_customer(desk: Desk, forwarded: Document) -> None:
    assert reply(desk, forwarded, INES, "Close it.", proof="fail")["decision"] == "quarantine"
    assert reply(desk, forwarded, '"Ines Vogel" <mallory@elsewhere.example>', "Close it.")["decision"] == "quarantine"


def test_a_display_name_that_is_the_customers_address_changes_nothing(desk: Desk, forwarded: Document) -> None:
    document = reply(desk, forwarded, f'"{INES}" <mallory@elsewhere.example>', "Close it.")
    assert (document["decision"], document["sender"]["address"]) == ("quarantine", STRANGER)
