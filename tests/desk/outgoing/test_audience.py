"""A letter knows for whom it is written, and words for our own people never go to a customer."""

from dataclasses import replace

import pytest

from gateway.desk.desk import Desk
from gateway.desk.outgoing.mail import OutgoingMail
from gateway.errors import Defect
from gateway.letters.catalog import LETTERS
from gateway.mail.message import Mailbox
from gateway.templating import Templates
from tests.support.desk import moment, open_case, queue
from tests.support.people import INES

TEMPLATES = Templates.load(None, "en")
OURS = [name for letter in LETTERS if letter.AUDIENCE == "vendor" for name in letter.TEMPLATES]
CUSTOMERS = [name for letter in LETTERS if letter.AUDIENCE == "customer" for name in letter.TEMPLATES]


def order(name: str) -> OutgoingMail:
    """The sample of a template on its way to a customer."""
    return OutgoingMail(
        name, TEMPLATES.sample(name, "en"), "customer", (Mailbox("", INES),), moment("2026-03-02T09:00:00Z")
    )


def test_the_words_for_our_own_people_are_known() -> None:
    assert {"agent_new_ticket", "command_error", "csm_escalation_needs_ticket", "escalation_new_manager"} <= set(OURS)
    assert not {"escalation_ack", "ticket_not_found", "license_answer_refused"} & set(OURS)


@pytest.mark.parametrize("name", OURS)
def test_words_for_our_own_people_cannot_be_sent_to_a_customer(name: str) -> None:
    with pytest.raises(Defect, match=f"{name} is written for our own people"):
        order(name)


@pytest.mark.parametrize("name", CUSTOMERS)
def test_words_for_customers_may_be_read_by_everybody(name: str) -> None:
    assert replace(order(name), audience="vendor").audience == "vendor"


def test_a_template_cannot_be_sent_with_the_letter_of_another() -> None:
    with pytest.raises(Defect, match="escalation_ack is no template of ReplyLetter"):
        replace(order("ack_reply_received"), template="escalation_ack")


def test_nothing_that_the_desk_sends_to_a_customer_is_written_for_our_people(desk: Desk) -> None:
    open_case(desk)
    assert not {one.template for one in queue(desk) if one.audience == "customer"} & set(OURS)
