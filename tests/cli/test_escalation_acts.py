"""`gateway escalation show` and `do`: the manager's commands without a mail, and what became of them."""

from datetime import UTC, datetime

import pytest

from gateway.config import load
from gateway.domain.escalations.escalation import Escalation
from gateway.domain.tickets.ticket import UNNUMBERED
from gateway.store.store import Store
from tests.support.commandline import CommandLine

USER, ENGINEER, MANAGER = "user@acorn.example", "engineer@vendor.example", "manager@vendor.example"
AT = ("--at", "2026-03-03T10:00:00+01:00")


@pytest.fixture
def escalated(gateway: CommandLine) -> CommandLine:
    """A gateway with an escalated ticket of Tuesday morning."""
    words = gateway.folder / "words.txt"
    words.write_text("The printer stays silent.\n")
    assert gateway("ticket", "open", "--from", USER, "--subject", "No print", str(words), *AT).code == 0
    store = Store(load(gateway.folder / "config.toml").database_url)
    with store.begin() as work:
        now = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
        impact = "Forty people wait.\nTrucks wait, too."
        asked = Escalation(UNNUMBERED, 1, "email", "requested", 1, USER, "other", now, business_impact=impact)
        work.escalations.request(asked)
    store.close()
    return gateway


def test_a_manager_decides_at_the_command_line_and_the_timeline_tells_it(escalated: CommandLine) -> None:
    done = escalated("escalation", "do", "E-00001", "accept cadence=4h", "plan A fix.", "--as", MANAGER, *AT)
    assert (done.code, "escalation E-00001: active, level 1" in done.out) == (0, True), done.err
    assert "escalation_accepted to user@acorn.example" in done.out
    shown = escalated("escalation", "show", "E-00001", *AT).out
    assert "E-00001  active, level 1, through email\n" in shown
    assert "3 Mar 14:00, due in 4 h" in shown
    assert "Business impact\n  Forty people wait.\n  Trucks wait, too.\n" in shown
    timeline = shown.partition("What happened\n")[2]
    said = ["requested", "accepted by", "the customer was told by", "mail escalation_accepted", "mail escalation_plan"]
    places = [timeline.find(one) for one in said]
    assert -1 not in places
    assert places[:3] == sorted(places[:3])
    steps = escalated("escalation", "show", "E-00001", "--json").json["steps"]
    assert [(one["event"], one["actor"], one["text"]) for one in steps] == [
        ("manager_accepts", MANAGER, "4h"),
        ("customer_told", MANAGER, "A fix."),
    ]


def test_what_cannot_be_done_by_mail_cannot_be_done_here(escalated: CommandLine) -> None:
    for commands, who, why in (
        (["accept"], ["--as", ENGINEER], "#accept is not allowed"),
        (["accept"], [], "has no manager"),
        (["accept", "close"], ["--as", MANAGER], "#close needs a reason"),
    ):
        refused = escalated("escalation", "do", "E-00001", *commands, *who, *AT)
        assert (refused.code != 0, why in refused.err) == (True, True), refused.err
    assert escalated("escalation", "do", "E-00001", "decline no impact", "--as", MANAGER, *AT).code == 0
    over = escalated("escalation", "do", "E-00001", "accept", "--as", MANAGER, *AT)
    assert (over.code != 0, "is over (declined)" in over.err) == (True, True)
