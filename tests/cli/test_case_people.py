"""`gateway ticket remove`."""

from datetime import UTC, datetime

import pytest

from gateway.config import load
from gateway.domain.tickets.ticket import UNNUMBERED, Ticket
from gateway.store.store import Store
from tests.support.commandline import CommandLine


@pytest.fixture
def case(gateway: CommandLine) -> CommandLine:
    """A ticket that its requester and a colleague read."""
    store = Store(load(gateway.folder / "config.toml").database_url)
    with store.begin() as work:
        at = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
        ticket = work.tickets.open(
            Ticket(UNNUMBERED, "Orders stop", "new", "question", "medium", "user@acorn.example", at)
        )
        people = [("user@acorn.example", "requester"), ("left@acorn.example", "cc")]
        work.tickets.add_participants(ticket.id, people)
    store.close()
    return gateway


def test_who_has_left_the_company_is_taken_off_and_a_note_says_by_whom(case: CommandLine) -> None:
    shown = case("ticket", "remove", "T-001001", "Left@acorn.example", "--by", "lead@vendor.example", "--json").json
    assert shown["participants"] == [{"address": "user@acorn.example", "kind": "requester"}]
    assert "lead@vendor.example" in shown["notes"][-1]["text"]


@pytest.mark.parametrize("who", ["user@acorn.example", "nobody@acorn.example"])
def test_a_requester_stays_and_somebody_unknown_is_named(case: CommandLine, who: str) -> None:
    refused = case("ticket", "remove", "T-001001", who)
    assert refused.code != 0
    assert who in refused.err
