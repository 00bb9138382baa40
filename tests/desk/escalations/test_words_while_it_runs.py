"""A customer's words on a ticket whose escalation runs."""

import pytest

from gateway.desk.desk import Desk
from tests.support.desk import escalate, open_case, reply_address, running, sent, write
from tests.support.people import INES


@pytest.mark.parametrize(
    "text",
    [
        "Please withdraw the escalation, we found the cause.",
        "It is solved, thank you!",
        "Die Eskalation hat sich erledigt, vielen Dank.",
        "C'est résolu, merci.",
    ],
)
def test_the_manager_of_a_running_escalation_hears_what_the_customer_writes(desk: Desk, text: str) -> None:
    number = open_case(desk)
    escalate(desk, number)
    before = running(desk, number)
    document = write(desk, INES, text, to=reply_address(desk, number), subject="Re: Please help")
    assert str(before[0]["manager"]) in sent(document, "agent_reply_arrived")["envelope_to"]
    assert running(desk, number)[0]["state"] == before[0]["state"]
