"""A contact whose mail bounced counts as reachable again as soon as he proves to have written."""

import pytest

from gateway.desk.desk import Desk
from tests.support.desk import write
from tests.support.people import INES


@pytest.fixture(autouse=True)
def bounced(desk: Desk) -> None:
    with desk.store.begin() as work:
        work.directory.set_bounce_state(INES, "hard")


def state(desk: Desk) -> str:
    with desk.store.read() as work:
        contact = work.directory.contact(INES)
    assert contact is not None
    return contact.bounce_state


def test_a_proven_mail_is_a_sign_of_life(desk: Desk) -> None:
    write(desk, INES)
    assert state(desk) == "ok"


def test_a_mail_without_proof_is_none(desk: Desk) -> None:
    write(desk, INES, proof="")
    assert state(desk) == "hard"


def test_an_automatic_answer_is_none(desk: Desk) -> None:
    write(desk, INES, headers={"Auto-Submitted": "auto-replied"})
    assert state(desk) == "hard"
