"""An escalation after it was requested: what managers decide, and what customers answer."""

from datetime import timedelta

import pytest

from gateway.desk.desk import Desk
from tests.support.desk import (
    TUESDAY,
    Document,
    case,
    change,
    escalate,
    moment,
    notes,
    open_case,
    reply,
    reply_address,
    running,
    sent,
    templates_of,
    write,
)
from tests.support.people import ALAN, CORA, INES, NADIA, OTTO, PAUL


@pytest.fixture
def number(desk: Desk) -> str:
    """An escalated ticket of Ines, on which Nadia works; nobody has decided about it."""
    number = open_case(desk)
    change(desk, number, impact="high", urgency="high", priority="critical", state="open", assignee=NADIA)
    escalate(desk, number)
    return number


def order(desk: Desk, number: str, text: str, sender: str = OTTO, at: str = TUESDAY) -> Document:
    """The manager answers a mail of the case."""
    return write(desk, sender, text, at, to=reply_address(desk, number), subject="Re: x")


def state(desk: Desk, number: str) -> str:
    """That of the ticket's newest escalation."""
    return str(running(desk, number)[-1]["state"])


def copied(mail: Document) -> set[str]:
    return {one for one in (CORA, ALAN, OTTO, PAUL, NADIA) if one in mail["headers"].get("Cc", "")}


def test_r42_an_accepted_escalation_is_the_managers_and_everybody_knows(desk: Desk, number: str) -> None:
    document = order(desk, number, "#accept cadence=4h")
    assert document["decision"] == "command"
    letter = sent(document, "escalation_accepted")
    assert INES in letter["headers"]["To"]
    assert copied(letter) == {CORA, ALAN, OTTO}
    assert "Otto Klein has accepted" in letter["text"]
    assert sent(document, "agent_note")["envelope_to"] == [NADIA]
    [escalation] = running(desk, number)
    assert (escalation["state"], escalation["manager"], escalation["cadence"]) == ("active", OTTO, "4h")
    assert escalation["next_update_due"] == "2026-03-03T13:00:00Z"
    assert case(desk, number)["escalated"]
    assert {"address": OTTO, "kind": "watcher"} in case(desk, number)["participants"]


def test_r43_the_manager_is_in_copy_of_what_the_engineer_answers(desk: Desk, number: str) -> None:
    order(desk, number, "#accept")
    document = order(desk, number, "We look at the log.", NADIA)
    assert OTTO in sent(document, "agent_public_reply")["headers"]["Cc"]
    assert "agent_answered" not in templates_of(document)


def test_r42_a_declined_escalation_says_why_and_leaves_the_ticket_alone(desk: Desk, number: str) -> None:
    document = order(desk, number, "#decline The workaround is enough.")
    assert "The workaround is enough." in sent(document, "escalation_declined")["text"]
    assert copied(sent(document, "escalation_declined")) == {CORA, ALAN, OTTO}
    assert (state(desk, number), case(desk, number)["state"]) == ("declined", "open")
    assert running(desk, number)[0]["close_reason"] == "The workaround is enough."
    assert not case(desk, number)["escalated"]


@pytest.mark.parametrize(("command", "template"), [("#plan", "escalation_plan"), ("#update", "escalation_update")])
def test_r44_a_plan_and_an_update_reach_everybody_on_the_ticket(
    desk: Desk, number: str, command: str, template: str
) -> None:
    write(desk, PAUL, "I see it, too.", to=reply_address(desk, number), cc=INES)
    order(desk, number, "#accept cadence=2bh", at="2026-03-03T16:00:00+01:00")
    document = order(desk, number, f"{command} A fix comes on Friday.", at="2026-03-03T16:30:00+01:00")
    letter = sent(document, template)
    assert copied(letter) == {PAUL, CORA, ALAN, OTTO}
    assert "A fix comes on Friday." in letter["text"]
    assert "A fix comes on Friday." in notes(desk, number, "public")
    [escalation] = running(desk, number)
    assert escalation["next_update_due"] == "2026-03-04T09:30:00Z"  # half an hour today, the rest after opening
    assert case(desk, number)["first_response_at"]


def test_r47_a_workaround_is_asked_about_and_lowers_the_impact(desk: Desk, number: str) -> None:
    order(desk, number, "#accept")
    document = order(desk, number, '#resolve workaround "use v2 endpoint"')
    letter = sent(document, "escalation_resolved_confirm")
    assert "\nuse v2 endpoint\n" in letter["text"]
    assert "stays open" in letter["text"]
    ticket = case(desk, number)
    assert (ticket["impact"], ticket["priority"], ticket["state"]) == ("medium", "high", "open")
    assert ticket["first_response_due"] == "2026-03-02T12:00:00Z"  # of its priority now, from the receipt
    assert state(desk, number) == "resolved_pending"


@pytest.mark.parametrize("text", ["works, thanks", "CONFIRM"])
def test_r48_the_customer_confirms_and_the_escalation_ends_but_not_the_ticket(
    desk: Desk, number: str, text: str
) -> None:
    order(desk, number, "#accept")
    asked = sent(order(desk, number, "#resolve solution Version 10.2 mends it."), "escalation_resolved_confirm")
    document = reply(desk, asked, INES, text, quote=True)
    closed = sent(document, "escalation_closed")
    assert (INES in closed["headers"]["To"], copied(closed)) == (True, {CORA, ALAN, OTTO})
    assert "Version 10.2 mends it." in closed["text"]
    [escalation] = running(desk, number)
    assert (escalation["state"], escalation["close_reason"]) == ("closed", "solution: Version 10.2 mends it.")
    assert (case(desk, number)["state"], case(desk, number)["escalated"]) == ("open", False)
    told = sent(document, "agent_reply_arrived")
    assert OTTO in told["envelope_to"]
    assert "It is closed." in told["text"]


def test_r48_the_customer_denies_and_it_goes_on(desk: Desk, number: str) -> None:
    order(desk, number, "#accept cadence=4h")
    order(desk, number, "#resolve solution Version 10.2 mends it.")
    document = write(desk, INES, "It is still slow.", to=reply_address(desk, number), at="2026-03-04T10:00:00+01:00")
    assert "Otto Klein" in sent(document, "escalation_active_again")["text"]
    [escalation] = running(desk, number)
    assert (escalation["state"], escalation["next_update_due"]) == ("active", "2026-03-04T13:00:00Z")
    assert OTTO in sent(document, "agent_reply_arrived")["envelope_to"]


def test_r48_other_words_leave_it_as_it_is_and_the_manager_reads_them(desk: Desk, number: str) -> None:
    order(desk, number, "#accept")
    order(desk, number, "#resolve solution Version 10.2 mends it.")
    document = write(desk, INES, "Thanks, we will test it.", to=reply_address(desk, number))
    assert state(desk, number) == "resolved_pending"
    assert OTTO in sent(document, "agent_reply_arrived")["envelope_to"]


def test_words_without_proof_end_nothing(desk: Desk, number: str) -> None:
    order(desk, number, "#accept")
    order(desk, number, "#resolve solution Version 10.2 mends it.")
    for text in ("CONFIRM", "works, thanks", "WITHDRAW", "It is still slow."):
        write(desk, INES, text, to=reply_address(desk, number), proof="none")
    assert state(desk, number) == "resolved_pending"


@pytest.mark.parametrize("first", ["#accept", "#internal"])
def test_who_withdraws_is_confirmed_and_the_manager_knows(desk: Desk, number: str, first: str) -> None:
    order(desk, number, first)
    document = write(desk, INES, "WITHDRAW", to=reply_address(desk, number))
    assert document["decision"] == "command"
    assert "is withdrawn" in sent(document, "escalation_withdrawn")["text"]
    told = sent(document, "agent_reply_arrived")
    assert (OTTO in told["envelope_to"], "has withdrawn it" in told["text"]) == (True, True)
    assert (state(desk, number), case(desk, number)["state"]) == ("withdrawn", "open")


@pytest.mark.parametrize("was", ["open", "solved"])
def test_close_is_refused_while_an_escalation_runs(desk: Desk, number: str, was: str) -> None:
    change(desk, number, state=was, solved_at=moment(TUESDAY) - timedelta(hours=1) if was == "solved" else None)
    document = write(desk, INES, "CLOSE", to=reply_address(desk, number))
    assert document["decision"] == "command_refused"
    assert "WITHDRAW" in sent(document, "escalation_withdraw_first")["text"]
    assert (case(desk, number)["state"], state(desk, number)) == (was, "requested")


def test_r47_closing_needs_a_reason_and_does_not_close_the_ticket(desk: Desk, number: str) -> None:
    order(desk, number, "#accept")
    refused = order(desk, number, "#close")
    assert (refused["decision"], templates_of(refused, "customer"), state(desk, number)) == (
        "command_refused",
        [],
        "active",
    )
    document = order(desk, number, "#close The release of today has it.")
    assert "The release of today has it." in sent(document, "escalation_closed")["text"]
    assert (state(desk, number), case(desk, number)["state"]) == ("closed", "open")


REFUSED = {
    "": [
        ("#plan A fix on Friday.", "first #accept it"),
        ("#resolve solution 10.2", "first #accept it"),
        ("#close because", "first #accept it"),
        ("#accept cadence=often", "#accept needs nothing, or a time"),
        ("#decline", "#decline needs a reason"),
        ("#level 2", "Nobody of our people is on level 2"),
        ("#level 4", "#level needs one of: 2, 3"),
    ],
    "#accept": [
        ("#accept", "is accepted already"),
        ("#decline no", "is accepted already"),
        ("#resolve it is done", "#resolve needs solution or workaround"),
        ("#update I told them.\n#accept", "is accepted already"),
    ],
    "#accept\n#resolve solution 10.2": [("#resolve solution 10.3", "is resolved, and the customer is asked")],
    "#decline no impact": [("#accept", "is over (declined)")],
}


@pytest.mark.parametrize("before", REFUSED)
def test_what_cannot_be_is_refused_with_what_to_do(desk: Desk, number: str, before: str) -> None:
    if before:
        assert order(desk, number, before)["decision"] == "command"
    was = running(desk, number)
    for command, said in REFUSED[before]:
        document = order(desk, number, command)
        assert document["decision"] == "command_refused"
        assert said in " ".join(sent(document, "command_error")["text"].split())
        assert (templates_of(document, "customer"), running(desk, number)) == ([], was)


def test_a_ticket_that_is_not_escalated_has_nothing_to_accept(desk: Desk) -> None:
    other = open_case(desk, subject="Another one")
    document = order(desk, other, "#accept")
    assert "is not escalated" in sent(document, "command_error")["text"]


def test_only_managers_decide(desk: Desk, number: str) -> None:
    for sender in (NADIA, CORA):
        assert order(desk, number, "#accept", sender)["decision"] == "command_refused"
    assert state(desk, number) == "requested"


def test_r32_a_managers_plain_answer_is_the_response_and_leaves_the_decision_open(desk: Desk, number: str) -> None:
    document = order(desk, number, "I call you at eleven.", at="2026-03-03T10:40:00+01:00")
    assert "agent_public_reply" in templates_of(document)
    [escalation] = running(desk, number)
    assert (escalation["state"], escalation["level"]) == ("requested", 1)
    assert escalation["manager_due"] == "2026-03-03T10:40:00Z"  # an hour for a critical ticket, once more
    assert case(desk, number)["first_response_at"] == "2026-03-03T09:40:00Z"
