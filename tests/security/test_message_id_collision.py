"""An attacker gives his mail the Message-ID of a customer's mail, before or after it."""

from pathlib import Path

import pytest

from gateway.desk.desk import Desk
from gateway.store.store import Store
from tests.support.desk import (
    build_desk,
    case,
    do_not_sync,
    notes,
    numbers,
    open_case,
    outside,
    stored,
    templates_of,
    write,
)
from tests.support.people import INES, PAUL, ROSA, STRANGER

SAME = {"Message-ID": "<shared@acorn.example>"}


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    """The desk of Example Software, on each kind of database."""
    do_not_sync(store)
    return build_desk(store, tmp_path)


@pytest.mark.parametrize("attacker", [ROSA, STRANGER])
def test_a_mail_that_reuses_a_message_id_does_not_swallow_the_customers(desk: Desk, attacker: str) -> None:
    first = write(desk, attacker, "I was here before.", headers=SAME)
    second = write(desk, INES, "Till is slow.", headers=SAME)
    assert (first["decision"], second["decision"]) == ("new", "new")
    assert notes(desk, second["ticket"]) == ["Till is slow."]


def test_not_even_with_the_same_words(desk: Desk) -> None:
    write(desk, STRANGER, "Till is slow.", headers=SAME)
    second = write(desk, INES, "Till is slow.", headers=SAME)
    assert (second["decision"], templates_of(second, "customer")) == ("new", ["ack_new_ticket"])


def test_without_proof_under_the_customers_own_name_it_does_not_either(desk: Desk) -> None:
    write(desk, INES, "Till is slow.", headers=SAME, proof="fail")
    assert write(desk, INES, "Till is slow.", headers=SAME)["decision"] == "new"


@pytest.mark.parametrize("attacker", [ROSA, STRANGER])
def test_a_second_mail_with_the_customers_message_id_is_no_part_of_his_ticket(desk: Desk, attacker: str) -> None:
    first = write(desk, INES, "Till is slow.", headers=SAME)
    before = case(desk, first["ticket"])
    second = write(desk, attacker, "And now me.", headers=SAME)
    assert (second["decision"], second["ticket"] == first["ticket"]) == ("new", False)
    assert case(desk, first["ticket"]) == before


@pytest.mark.parametrize("attacker", [ROSA, STRANGER])
def test_answers_to_the_shared_message_id_stay_with_their_writers(desk: Desk, attacker: str) -> None:
    theirs = write(desk, INES, "Till is slow.", headers=SAME)
    his = write(desk, attacker, "And now me.", headers=SAME)
    answer = {"In-Reply-To": SAME["Message-ID"]}
    assert write(desk, INES, "More.", subject="x", headers=answer)["ticket"] == theirs["ticket"]
    assert write(desk, PAUL, "More.", subject="x", headers=answer)["ticket"] == theirs["ticket"]
    assert write(desk, attacker, "More.", subject="x", headers=answer)["ticket"] == his["ticket"]


def test_a_mail_in_quarantine_lends_its_message_id_to_nobody(desk: Desk) -> None:
    number = open_case(desk)
    stopped = write(desk, STRANGER, "x", to=f"support+{desk.signer.sub_address('reply', number)}@vendor.example")
    trap = {"In-Reply-To": stored(desk, stopped).message_id}
    document = write(desk, ROSA, "I answer Mallory.", subject="x", headers=trap)
    assert document["ticket"] != number
    assert len(notes(desk, number, "public")) == 1


def test_the_same_mail_to_both_addresses_by_an_attacker_escalates_nothing(desk: Desk) -> None:
    first = write(desk, INES, "Till is slow.", headers=SAME)
    copy = write(desk, STRANGER, "Till is slow.", to="escalation@vendor.example", headers=SAME)
    assert (copy["decision"], copy["ticket"]) == ("no_ticket", None)
    assert numbers(desk) == [first["ticket"]]
    assert len(outside(desk)) == 2
