"""The ticket trick: somebody signs up at a third service with the reply address of his ticket, so that the service's
verification mail lands in the ticket, where he could read it and so prove to own an address of the vendor.
"""

import pytest

from gateway.desk.desk import Desk
from tests.support.desk import case, notes, open_case, outside, reply_address, sent, templates_of, write
from tests.support.people import INES, NADIA

CODE = "Your verification code is 884213. Or follow https://chat.example/verify?t=xyz"
SERVICES = ["no-reply@chat.example", "welcome@chat.example", "Chat Team <feedback@mail.chat.example>"]


@pytest.fixture
def number(desk: Desk) -> str:
    """A ticket that the attacker, a customer, has opened."""
    return open_case(desk)


@pytest.mark.parametrize("service", SERVICES)
def test_the_verification_mail_does_not_become_a_note_that_the_attacker_sees(
    desk: Desk, number: str, service: str
) -> None:
    document = write(desk, service, CODE, to=reply_address(desk, number), subject="Confirm your address")
    assert document["decision"] in ("automatic", "quarantine")
    assert "884213" not in "".join(notes(desk, number))
    assert all("884213" not in one.text for one in outside(desk))


@pytest.mark.parametrize("service", SERVICES)
def test_it_is_not_answered_so_that_no_address_of_ours_is_confirmed(desk: Desk, number: str, service: str) -> None:
    document = write(desk, service, CODE, to=reply_address(desk, number), subject="Confirm your address")
    assert templates_of(document, "customer") == []


@pytest.mark.parametrize("service", SERVICES)
def test_the_number_in_the_name_or_subject_does_not_bring_it_there_either(
    desk: Desk, number: str, service: str
) -> None:
    document = write(desk, service, f"Hello [{number}]!\n{CODE}", subject=f"[{number}], please confirm")
    assert document["ticket"] != number
    assert "884213" not in "".join(notes(desk, number))


def test_the_next_answer_of_an_engineer_does_not_carry_it(desk: Desk, number: str) -> None:
    stopped = write(desk, SERVICES[1], CODE, to=reply_address(desk, number), subject="Confirm your address")
    assert sent(stopped, "quarantine_alert")["envelope_to"] == [NADIA]
    mail = sent(write(desk, NADIA, "We look into it.", to=reply_address(desk, number)), "agent_public_reply")
    assert (mail["envelope_to"], "884213" in mail["text"]) == ([INES], False)


def test_the_service_does_not_become_a_participant(desk: Desk, number: str) -> None:
    write(desk, SERVICES[1], CODE, to=reply_address(desk, number), cc=INES)
    assert [one["address"] for one in case(desk, number)["participants"]] == [INES]


def test_the_escalation_address_is_no_way_around_it(desk: Desk, number: str) -> None:
    tagged = reply_address(desk, number).replace("support", "escalation")
    document = write(desk, SERVICES[1], CODE, to=tagged, subject="Confirm your address")
    assert "884213" not in "".join(notes(desk, number))
    assert "884213" not in "".join(one["text"] for one in document["outgoing"])
