"""Two tickets about one thing become one."""

import pytest

from gateway.desk.desk import Desk
from tests.support.desk import Document, case, escalate, notes, open_case, reply_address, sent, templates_of, write
from tests.support.people import INES, NADIA, PAUL, ROSA


@pytest.fixture
def target(desk: Desk) -> str:
    """The older ticket of Ines."""
    return open_case(desk)


def merge(desk: Desk, number: str, into: str, sender: str = NADIA) -> Document:
    """Nadia merges one ticket into another."""
    return write(desk, sender, f"#merge into {into}", subject=f"Re: [{number}] x")


def test_a_merged_ticket_points_to_its_target(desk: Desk, target: str) -> None:
    number = open_case(desk)
    document = merge(desk, number, target)
    assert (document["decision"], case(desk, number)["merged_into"]) == ("command", target)
    assert (case(desk, number)["state"], case(desk, target)["state"]) == ("merged", "new")


def test_its_replies_become_notes_of_the_target(desk: Desk, target: str) -> None:
    number = open_case(desk)
    merge(desk, number, target)
    document = write(desk, INES, "It is the same on the delivery slip.", to=reply_address(desk, number))
    assert (document["decision"], document["ticket"]) == ("note", target)
    assert case(desk, number)["state"] == "merged"


def test_both_tickets_say_so(desk: Desk, target: str) -> None:
    number = open_case(desk)
    merge(desk, number, target)
    assert target in notes(desk, number)[-1]
    assert any(number in text for text in notes(desk, target, "internal"))


def test_whoever_asked_is_told_once_under_the_number_of_the_target(desk: Desk, target: str) -> None:
    document = merge(desk, open_case(desk), target)
    told = sent(document, "ticket_merged")
    assert (told["envelope_to"], told["headers"]["Subject"].startswith(f"[{target}]")) == ([INES], True)
    assert templates_of(document, "customer") == ["ticket_merged"]


def test_a_colleague_who_asked_reads_the_target_from_then_on(desk: Desk, target: str) -> None:
    number = open_case(desk, sender=PAUL)
    document = merge(desk, number, target)
    told = [one["envelope_to"] for one in document["outgoing"] if one["template"] == "ticket_merged"]
    assert sorted(told) == [[INES], [PAUL]]
    assert {"address": PAUL, "kind": "cc"} in case(desk, target)["participants"]


def test_tickets_of_two_customers_are_never_merged(desk: Desk, target: str) -> None:
    number = open_case(desk, sender=ROSA)
    document = merge(desk, number, target)
    assert (document["decision"], case(desk, number)["merged_into"]) == ("command_refused", None)
    assert templates_of(document, "customer") == []


def test_a_ticket_is_not_merged_into_itself_however_long_the_way(desk: Desk, target: str) -> None:
    middle = open_case(desk)
    merge(desk, middle, target)
    assert merge(desk, target, middle)["decision"] == "command_refused"
    assert merge(desk, target, target)["decision"] == "command_refused"


def test_a_chain_of_merges_ends_at_the_last_target(desk: Desk, target: str) -> None:
    first, second = open_case(desk), open_case(desk)
    merge(desk, first, second)
    merge(desk, second, target)
    assert write(desk, INES, "Still so.", to=reply_address(desk, first))["ticket"] == target


@pytest.mark.parametrize("into", ["T-009999", "nothing"])
def test_a_target_that_does_not_exist_is_refused(desk: Desk, target: str, into: str) -> None:
    assert merge(desk, target, into)["decision"] == "command_refused"


def test_an_escalated_ticket_is_no_source(desk: Desk, target: str) -> None:
    number = open_case(desk)
    escalate(desk, number)
    assert merge(desk, number, target)["decision"] == "command_refused"


def test_nothing_is_merged_into_a_ticket_that_is_over(desk: Desk, target: str) -> None:
    write(desk, NADIA, "#status closed", subject=f"Re: [{target}] x")
    assert merge(desk, open_case(desk), target)["decision"] == "command_refused"
