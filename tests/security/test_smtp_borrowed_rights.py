"""Rights that somebody does not have, over SMTP: a stolen mailbox of sales, results that a sender brings along."""

from pathlib import Path

import pytest

from gateway.store.store import Store
from tests.support.desk import RELAY, letter, load, reply_address
from tests.support.people import DIRECTORY, INES, NADIA
from tests.support.running_desk import ELSEWHERE, OUR_RELAY, RunningDesk, running_desk, templates, wire_bytes

AVA = "ava@vendor.example"
OF_NOBODY = f"""
[[staff]]
email = "{AVA}"
name = "Ava Account"
roles = ["account_executive"]
"""
ANSWER = "Forget the discount they promised you."
SAID = f"{RELAY}; spf=pass smtp.mailfrom={NADIA}; dmarc=pass header.from=vendor.example"


def at(running: RunningDesk, number: str) -> str:
    """The address that answers about a ticket come to."""
    return reply_address(running.desk, number)


@pytest.mark.parametrize("text", ["#status closed", f"#status closed\n\n{ANSWER}", ANSWER, "#show"])
def test_an_account_executive_of_one_customer_does_nothing_on_anothers_ticket(running: RunningDesk, text: str) -> None:
    load(running.desk, DIRECTORY + OF_NOBODY)
    number = running.open_case()
    left = running.after(AVA, text, to=at(running, number))
    assert [(one.template, one.to) for one in left] == [("command_error", (AVA,))]
    assert "Since nine o'clock." not in left[0].text
    assert running.case(number)["state"] == "new"
    assert running.notes(number, "public") == ["Since nine o'clock."]


def results(running: RunningDesk, number: str, client: str, *said: str) -> list[str]:
    """Mail under Nadia's name with results on top; what leaves for Ines because of it."""
    running.settle()
    top = "".join(f"Authentication-Results: {one}\r\n" for one in said).encode()
    mail = wire_bytes(letter(NADIA, ANSWER, at(running, number), proof=""))
    running.send_bytes(top + mail, NADIA, [at(running, number)], client)
    return templates(running.settle(), INES)


def test_results_in_our_relays_name_are_worth_nothing_from_outside(running: RunningDesk) -> None:
    assert results(running, running.open_case(), ELSEWHERE, SAID) == []
    assert running.quarantined() == ["unproven_staff"]


def test_results_in_our_relays_name_below_its_own_are_worth_nothing(running: RunningDesk) -> None:
    fails = f"{RELAY}; spf=fail smtp.mailfrom={NADIA}; dmarc=fail header.from=vendor.example"
    assert results(running, running.open_case(), OUR_RELAY, fails, SAID) == []
    assert running.quarantined() == ["forged"]


def test_results_of_another_name_are_worth_nothing_from_our_relay(running: RunningDesk) -> None:
    assert results(running, running.open_case(), OUR_RELAY, SAID.replace(RELAY, "mx.elsewhere.example")) == []
    assert running.quarantined() == ["unproven_staff"]


def test_results_of_our_relay_are_believed(running: RunningDesk) -> None:
    assert results(running, running.open_case(), OUR_RELAY, SAID) == ["agent_public_reply"]


def test_a_user_of_this_machine_is_nobody_where_the_loop_back_is_not_trusted(store: Store, tmp_path: Path) -> None:
    """As with a unix socket for Postfix alone: who else can connect to a port is as little believed as the world."""
    trust = {"trusted_peers": ["127.0.0.1"]}  # the load balancer of the tests
    with running_desk(store, tmp_path, authentication=trust) as running:
        assert results(running, running.open_case(), "127.0.0.2", SAID) == []
        assert running.quarantined() == ["unproven_staff"]
