"""A priority that the customer claims counts at once, and stays unvalidated until a person looked."""

import pytest

from gateway.desk.desk import Desk
from tests.support.desk import Document, case, reply_address, sent, templates_of, write
from tests.support.people import INES, NADIA

CRITICAL = "It hangs.\n\nImpact: high\nUrgency: high\n"


def claim(desk: Desk, words: str = CRITICAL) -> Document:
    return write(desk, INES, words, subject="Till hangs")


def test_r05_what_is_claimed_counts_and_is_shown_as_claimed(desk: Desk) -> None:
    document = claim(desk)
    shown = case(desk, str(document["ticket"]))
    assert (shown["priority"], shown["priority_claimed"], shown["phone_call_required"]) == ("critical", True, True)
    for template in ("agent_new_ticket", "agent_critical_alert"):
        told = sent(document, template)["text"]
        assert "Claimed by the customer, not validated: critical (impact high, urgency high)" in told


def test_r05_only_a_priority_that_a_person_sets_or_confirms_is_validated(desk: Desk) -> None:
    number = str(claim(desk)["ticket"])
    before = case(desk, number)
    write(desk, NADIA, "We look at it.", to=reply_address(desk, number))
    assert case(desk, number)["priority_claimed"] is True
    confirmed = write(desk, NADIA, "#priority critical", to=reply_address(desk, number))
    assert "#priority critical: critical, confirmed" in sent(confirmed, "command_transcript")["text"]
    assert "agent_critical_alert" not in templates_of(confirmed)
    shown = case(desk, number)
    assert (shown["priority"], shown["priority_claimed"]) == ("critical", False)
    assert shown["first_response_due"] == before["first_response_due"]


def test_r05_medium_needs_nobody(desk: Desk) -> None:
    assert case(desk, str(claim(desk, "It hangs.")["ticket"]))["priority_claimed"] is False


@pytest.mark.parametrize(
    ("more", "asked"),
    [("", True), ("Business impact: nobody can pay\n", False), ("Production is down.\n", False)],
)
def test_r05_critical_without_an_impact_is_asked_for_it_and_stays(desk: Desk, more: str, asked: bool) -> None:
    document = claim(desk, f"{more}\n{CRITICAL}")
    told = sent(document, "ack_critical_call_us")["text"]
    assert ("Business impact:\n" in told, "Please call us now" in told) == (asked, True)
    assert case(desk, str(document["ticket"]))["priority"] == "critical"
