"""What a user sees of the clocks of a ticket: `gateway tick --at`."""

from typing import Any

from tests.support.commandline import CommandLine
from tests.support.desk import letter

USER, ENGINEER = "user@acorn.example", "engineer@vendor.example"
MANAGER = "manager@vendor.example"


def receive(gateway: CommandLine, sender: str, text: str, at: str, **parts: Any) -> Any:
    """Somebody writes; the document of the mail."""
    file = gateway.folder / "in.eml"
    file.write_bytes(letter(sender, text, **parts).as_bytes())
    return gateway("receive", "--json", "--at", at, str(file)).json


def tick(gateway: CommandLine, at: str) -> tuple[list[tuple[str, str]], list[tuple[str, list[str]]]]:
    """What fired, and what leaves for whom."""
    done = gateway("tick", "--json", "--at", at).json
    return (
        [(one["kind"], one["subject"]) for one in done["fired"]],
        [(one["template"], one["envelope_to"]) for one in done["outgoing"]],
    )


def test_r05_a_critical_ticket_warns_breaks_and_asks_for_its_call_each_once(gateway: CommandLine) -> None:
    opened = receive(gateway, USER, "Impact: high\nUrgency: high\nAll is down.\n", "2026-03-02T09:00+01:00")
    number = opened["ticket"]
    assert tick(gateway, "2026-03-02T10:29+01:00") == ([], [])
    assert tick(gateway, "2026-03-02T10:30+01:00") == ([("response_warning", number)], [("sla_warning", [MANAGER])])
    assert tick(gateway, "2026-03-02T11:00+01:00") == (
        [("response_breach", number), ("call_reminder", number)],
        [("sla_breached", [MANAGER]), ("agent_call_reminder", [MANAGER])],
    )
    assert tick(gateway, "2026-03-02T11:00+01:00") == ([], [])


def test_r04_the_due_times_of_a_ticket_stand_still_while_it_is_the_customers_turn(gateway: CommandLine) -> None:
    opened = receive(gateway, USER, "Impact: high\nUrgency: medium\nHow do we move a node?\n", "2026-03-02T09:00+01:00")
    number, subject = opened["ticket"], f"Re: [{opened['ticket']}] A question"
    receive(gateway, ENGINEER, "Which node?", "2026-03-02T11:00+01:00", subject=subject)
    asked = gateway("ticket", "show", number, "--json").json
    assert (asked["state"], asked["first_response_at"]) == ("pending", "2026-03-02T10:00:00Z")
    assert tick(gateway, "2026-03-06T17:00+01:00") == ([], [])
    assert tick(gateway, "2026-03-09T11:00+01:00") == ([("pending_reminder", number)], [("pending_reminder", [USER])])
    assert tick(gateway, "2026-03-16T11:00+01:00") == ([("auto_solve", number)], [("ticket_auto_solved", [USER])])
    receive(gateway, USER, "The second one, it is still slow.", "2026-03-17T09:00+01:00", subject=subject)
    reopened = gateway("ticket", "show", number, "--json").json
    assert (reopened["state"], reopened["resolution_code"]) == ("open", None)
    assert reopened["resolution_due"] == "2026-03-18T14:00:00Z"
    assert tick(gateway, "2026-03-18T15:00+01:00")[0] == [("resolution_breach", number)]
