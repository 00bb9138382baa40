"""`gateway ticket open`, `note` and `do`: the same use cases as by mail, without one."""

import pytest

from tests.support.commandline import CommandLine, Done

USER, ENGINEER = "user@acorn.example", "engineer@vendor.example"


@pytest.fixture
def told(gateway: CommandLine) -> CommandLine:
    """A gateway beside which there are words in a file."""
    (gateway.folder / "words.txt").write_text("The printer stays silent.\n\nImpact: high\nUrgency: high\n")
    return gateway


def opened(told: CommandLine, channel: str = "portal") -> Done:
    """A customer reached us in another way than by mail."""
    words = str(told.folder / "words.txt")
    return told("ticket", "open", "--from", USER, "--channel", channel, "--subject", "No print", words, "--json")


def test_r01_what_a_portal_brings_becomes_a_ticket_that_is_acknowledged(told: CommandLine) -> None:
    shown = opened(told).json
    assert (shown["requester"], shown["state"], shown["priority"]) == (USER, "new", "critical")
    assert shown["phone_call_required"] is True
    assert [one["envelope_to"] for one in shown["outgoing"] if one["audience"] == "customer"] == [[USER]]
    assert [(one["author"], one["channel"]) for one in shown["notes"] if one["author"]] == [(USER, "portal")]


def test_who_has_called_is_not_asked_to_call(told: CommandLine) -> None:
    shown = opened(told, "phone").json
    assert shown["phone_call_required"] is False
    assert "ack_critical_call_us" not in [one["template"] for one in shown["outgoing"]]


def test_one_of_our_own_people_is_no_customer(told: CommandLine) -> None:
    words = str(told.folder / "words.txt")
    refused = told("ticket", "open", "--from", ENGINEER, "--subject", "x", words)
    assert (refused.code != 0, ENGINEER in refused.err) == (True, True)


def test_an_answer_leaves_under_the_name_of_who_writes_it(told: CommandLine) -> None:
    opened(told)
    words = str(told.folder / "words.txt")
    shown = told("ticket", "note", "T-001001", words, "--as", ENGINEER, "--json").json
    [answer] = [one for one in shown["outgoing"] if one["template"] == "agent_public_reply"]
    assert (answer["envelope_to"], shown["state"], shown["first_response_at"] is None) == ([USER], "pending", False)


def test_an_answer_without_a_name_is_refused(told: CommandLine) -> None:
    opened(told)
    refused = told("ticket", "note", "T-001001", str(told.folder / "words.txt"))
    assert (refused.code != 0, "--as" in refused.err) == (True, True)


def test_an_internal_note_stays_inside(told: CommandLine) -> None:
    opened(told)
    shown = told("ticket", "note", "T-001001", str(told.folder / "words.txt"), "--internal", "--json").json
    assert (shown["notes"][-1]["visibility"], shown["notes"][-1]["channel"]) == ("internal", "cli")
    assert [one for one in shown["outgoing"] if one["audience"] == "customer"] == []


def test_commands_are_carried_out_and_their_transcript_is_printed(told: CommandLine) -> None:
    opened(told)
    shown = told("ticket", "do", "T-001001", "priority low", "#take", "--as", ENGINEER, "--json").json
    assert (shown["priority"], shown["assignee"]) == ("low", ENGINEER)
    assert [line.partition(":")[0] for line in shown["transcript"]] == ["#priority low", "#take"]
    assert "command_transcript" not in [one["template"] for one in shown["outgoing"]]


@pytest.mark.parametrize("wrong", ["fly away", "priority urgent", "resolve solution x", "allow"])
def test_one_wrong_command_undoes_all_of_them(told: CommandLine, wrong: str) -> None:
    opened(told)
    refused = told("ticket", "do", "T-001001", "priority low", wrong, "--as", ENGINEER)
    assert (refused.code != 0, "Nothing was done" in refused.err) == (True, True)
    assert told("ticket", "show", "T-001001", "--json").json["priority"] == "critical"


def test_the_account_team_has_the_rights_that_it_has_by_mail(told: CommandLine) -> None:
    opened(told)
    refused = told("ticket", "do", "T-001001", "priority low", "--as", "csm@vendor.example")
    assert (refused.code != 0, "priority" in refused.err) == (True, True)


def test_somebody_who_is_not_ours_gives_no_commands(told: CommandLine) -> None:
    opened(told)
    refused = told("ticket", "do", "T-001001", "take", "--as", USER)
    assert (refused.code != 0, "[[staff]]" in refused.err) == (True, True)


def test_people_read_what_became_of_it(told: CommandLine) -> None:
    words = str(told.folder / "words.txt")
    said = told("ticket", "open", "--from", USER, "--subject", "No print", words).out
    assert ("T-001001" in said, "ack_new_ticket" in said) == (True, True)
