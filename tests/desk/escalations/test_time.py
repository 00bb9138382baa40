"""What time does to an escalation: decisions and updates that nobody gives, and customers who say nothing."""

import pytest

from gateway.desk.desk import Desk
from tests.desk.escalations.test_life import order
from tests.support.desk import case, escalate, load, notes, open_case, queue, running, templates_of
from tests.support.licenses import ticked
from tests.support.people import ALAN, CORA, DIRECTORY, INES, OTTO

HANNA, ELLA, DORA = (f"{name}@vendor.example" for name in ("hanna", "ella", "dora"))
STAFF = "".join(
    f'[[staff]]\nemail = "{email}"\nname = "{name}"\nroles = ["{role}"]\n'
    for email, name, role in (
        (HANNA, "Hanna Bow", "head_of_support"),
        (ELLA, "Ella Ray", "executive_sponsor"),
        (DORA, "Dora Lind", "regional_manager"),
    )
)
AWAY = 'name = "Otto Klein"\naway = [{ from = 2026-03-03, to = 2026-03-03 }]'


@pytest.fixture
def number(desk: Desk) -> str:
    """A ticket escalated at ten: its manager has until two, and there are two levels above."""
    load(desk, DIRECTORY + STAFF)
    number = open_case(desk)
    escalate(desk, number)
    return number


def told(desk: Desk, template: str) -> list[list[str]]:
    """The recipients of each mail of a template."""
    return [[one.address for one in mail.recipients] for mail in queue(desk) if mail.template == template]


def kinds(desk: Desk, at: str) -> list[tuple[str, str]]:
    """What fired, and about what, but for the deadlines of the ticket itself."""
    return [(kind, subject) for kind, subject, _ in ticked(desk, at) if subject.startswith("E-")]


def test_r32_a_silent_manager_costs_a_level_each_interval_up_to_the_last(desk: Desk, number: str) -> None:
    assert kinds(desk, "2026-03-03T12:59") == []
    assert kinds(desk, "2026-03-03T13:01") == [("manager_due", "E-00001")]
    assert kinds(desk, "2026-03-03T13:02") == []
    [escalation] = running(desk, number)
    assert (escalation["state"], escalation["level"], escalation["manager"]) == ("requested", 2, HANNA)
    assert escalation["manager_due"] == "2026-03-04T09:01:00Z"
    assert told(desk, "escalation_level_changed") == [[HANNA, OTTO]]
    assert "Level 2, Hanna Bow (hanna@vendor.example)." in notes(desk, number, "internal")[-1]
    assert [kinds(desk, f"2026-03-0{day}T16:00") for day in (4, 5, 6)] == [
        [("manager_due", "E-00001")],
        [("manager_due", "E-00001")],
        [],
    ]
    assert running(desk, number)[0]["level"] == 3
    assert told(desk, "escalation_level_changed")[1:] == [[ELLA, HANNA]]
    assert told(desk, "escalation_manager_reminder") == [[ELLA, DORA]]  # with the duty
    assert not [one for one in queue(desk) if one.audience == "customer" and one.created.day > 3]
    assert order(desk, number, "#accept", ELLA)["decision"] == "command"


def test_r43_the_deputy_is_asked_while_the_manager_is_away(desk: Desk) -> None:
    absent = DIRECTORY.replace('name = "Otto Klein"', AWAY).replace("phones =", f'deputy = "{DORA}"\nphones =')
    load(desk, absent + STAFF)
    number = open_case(desk)
    escalate(desk, number)
    assert told(desk, "escalation_new_manager") == [[DORA]]
    assert order(desk, number, "#accept", DORA)["decision"] == "command"
    assert running(desk, number)[0]["manager"] == DORA


def test_r44_updates_that_nobody_gives_reach_the_next_level(desk: Desk, number: str) -> None:
    order(desk, number, "#accept cadence=4h")
    assert kinds(desk, "2026-03-03T12:59") == []
    assert kinds(desk, "2026-03-03T13:01") == [("update_due", "E-00001")]
    assert kinds(desk, "2026-03-03T13:02") == []
    assert [len(kinds(desk, f"2026-03-0{day}T13:00")) for day in (4, 5, 6)] == [1, 1, 0]
    assert told(desk, "escalation_update_due") == [[OTTO], [OTTO, HANNA], [OTTO, ELLA]]
    assert running(desk, number)[0]["level"] == 1
    order(desk, number, "#update It is being tested.", at="2026-03-09T09:00:00+01:00")
    assert kinds(desk, "2026-03-09T11:59") == []
    assert kinds(desk, "2026-03-09T12:01") == [("update_due", "E-00001")]


def test_a_level_can_be_raised_by_hand(desk: Desk, number: str) -> None:
    document = order(desk, number, "#level 3")
    assert templates_of(document) == ["command_transcript", "escalation_level_changed"]
    assert told(desk, "escalation_level_changed") == [[ELLA, OTTO]]
    assert running(desk, number)[0]["level"] == 3


def test_r48_silence_until_the_end_of_the_time_closes(desk: Desk, number: str) -> None:
    order(desk, number, "#accept")
    order(desk, number, "#resolve workaround Use v2.")
    assert kinds(desk, "2026-03-06T08:59") == []
    assert kinds(desk, "2026-03-06T09:01") == [("monitoring_over", "E-00001")]
    assert told(desk, "escalation_closed") == [[INES, CORA, ALAN, OTTO]]
    [escalation] = running(desk, number)
    assert (escalation["state"], escalation["close_reason"]) == ("closed", "workaround: Use v2.")
    assert case(desk, number)["state"] not in ("solved", "closed")
    assert kinds(desk, "2026-03-20T09:01") == []


def test_an_escalation_while_the_customer_is_asked_is_the_recurrence(desk: Desk, number: str) -> None:
    order(desk, number, "#accept")
    order(desk, number, "#resolve solution Version 10.2")
    document = escalate(desk, number)
    assert document["decision"] == "update"
    assert {"escalation_active_again", "escalation_already_running"} <= set(templates_of(document, "customer"))
    assert running(desk, number)[0]["state"] == "active"
