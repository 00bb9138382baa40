"""Mail commands of our own people."""

import pytest
from support_desk import (
    Document,
    case,
    change,
    notes,
    numbers,
    open_case,
    reply,
    reply_address,
    sent,
    templates_of,
    waiting,
    write,
)
from support_people import CORA, INES, NADIA, OTTO, STRANGER

from gateway.desk.desk import Desk


@pytest.fixture
def number(desk: Desk) -> str:
    """An open ticket of Ines."""
    return open_case(desk)


def order(desk: Desk, number: str, text: str, **parts: object) -> Document:
    """The engineer writes commands to the ticket."""
    return write(desk, NADIA, text, **{"to": reply_address(desk, number), "subject": "Re: x", **parts})  # type: ignore[arg-type]  # parts of a letter


def test_commands_are_carried_out_and_answered_with_a_transcript(desk: Desk, number: str) -> None:
    document = order(desk, number, f"#priority high\n#assign {NADIA}\n#type incident")
    assert (document["decision"], templates_of(document)) == ("command", ["command_transcript"])
    transcript = sent(document, "command_transcript")
    assert (transcript["envelope_to"], transcript["audience"]) == ([NADIA], "vendor")
    assert "#priority high" in transcript["text"]
    ticket = case(desk, number)
    assert (ticket["priority"], ticket["assignee"], ticket["type"]) == ("high", NADIA, "incident")


def test_assigning_somebody_opens_a_new_ticket(desk: Desk, number: str) -> None:
    order(desk, number, f"#assign {OTTO}")
    assert case(desk, number)["state"] == "open"


def test_another_priority_counts_its_target_from_the_receipt(desk: Desk, number: str) -> None:
    order(desk, number, "#priority high")
    assert case(desk, number)["first_response_due"] == "2026-03-02T12:00:00Z"


@pytest.mark.parametrize(
    "text",
    [
        "#status solved\n#status closed",
        "#priority high\n#priority low",
        "#priority high\n#fly away",
        "#priority urgent",
        "#priority high\n#assign nobody@elsewhere.example",
        "#priority high\n#app unknown",
        "#priority high\n#assign",
        "#priority high\n#resolve solution it works",
    ],
)
def test_one_wrong_command_undoes_all(desk: Desk, number: str, text: str) -> None:
    before = case(desk, number)
    document = order(desk, number, f"{text}\nWords for the customer")
    assert (document["decision"], templates_of(document)) == ("command_refused", ["command_error"])
    assert sent(document, "command_error")["envelope_to"] == [NADIA]
    assert case(desk, number) == before


def test_the_error_says_what_is_wrong(desk: Desk, number: str) -> None:
    text = sent(order(desk, number, "#status solved\n#status closed\n#fly"), "command_error")["text"]
    assert "#status is given twice." in text
    assert "#fly is not a command." in text


def test_the_text_below_goes_to_the_customer(desk: Desk, number: str) -> None:
    document = order(desk, number, "#priority high\n\nWe look into it.")
    mail = sent(document, "agent_public_reply")
    assert ("We look into it." in mail["text"], "#priority" in mail["text"]) == (True, False)
    assert templates_of(document) == ["agent_public_reply", "command_transcript"]


def test_commands_count_only_above_the_first_line_that_is_none(desk: Desk, number: str) -> None:
    document = order(desk, number, "We will write\n#priority low\nsoon.")
    assert (document["decision"], case(desk, number)["priority"]) == ("note", "medium")


def test_quoted_commands_are_not_carried_out_again(desk: Desk, number: str) -> None:
    transcript = sent(order(desk, number, "#priority high"), "command_transcript")
    document = reply(desk, transcript, NADIA, "We look into it.", quote=True)
    assert document["decision"] == "note"


@pytest.mark.parametrize("sender", [INES, STRANGER])
def test_customers_have_no_commands(desk: Desk, number: str, sender: str) -> None:
    write(desk, sender, "#status closed\n#priority critical", to=reply_address(desk, number))
    assert (case(desk, number)["priority"], case(desk, number)["state"]) == ("medium", "new")


@pytest.mark.parametrize("proof", ["", "fail"])
def test_commands_need_proof(desk: Desk, number: str, proof: str) -> None:
    document = order(desk, number, "#status closed", proof=proof)
    assert (document["decision"], document["outgoing"]) == ("quarantine", [])
    assert case(desk, number)["state"] == "new"


def test_commands_without_a_ticket_are_refused(desk: Desk) -> None:
    document = write(desk, NADIA, "#priority high", subject="hm")
    assert (document["decision"], numbers(desk)) == ("command_refused", [])


def test_help_names_what_may_be_written(desk: Desk) -> None:
    document = write(desk, NADIA, "#help", subject="hm")
    assert document["decision"] == "command"
    assert "#priority" in sent(document, "command_transcript")["text"]


def test_solving_passes_through_open(desk: Desk, number: str) -> None:
    order(desk, number, "#status solved")
    ticket = case(desk, number)
    assert (ticket["state"], ticket["solved_at"]) == ("solved", "2026-03-03T09:00:00Z")


def test_a_closed_ticket_stays_closed(desk: Desk, number: str) -> None:
    change(desk, number, state="closed")
    assert order(desk, number, "#status open")["decision"] == "command_refused"
    assert case(desk, number)["state"] == "closed"


def test_a_logged_call_clears_the_mark_and_is_a_note(desk: Desk, number: str) -> None:
    change(desk, number, phone_call_required=True)
    order(desk, number, f"#call {INES} ten minutes, she restarts it")
    ticket = case(desk, number)
    assert ticket["phone_call_required"] is False
    assert (ticket["notes"][-1]["channel"], ticket["notes"][-1]["visibility"]) == ("phone", "internal")


def test_commands_leave_a_trace_inside(desk: Desk, number: str) -> None:
    order(desk, number, "#priority high")
    assert notes(desk, number, "internal") == ["#priority high"]


def test_allow_lets_a_strangers_mail_in(desk: Desk, number: str) -> None:
    stopped = write(desk, STRANGER, "I am the new administrator.", to=reply_address(desk, number))
    alert = sent(stopped, "quarantine_alert")
    document = reply(desk, alert, NADIA, "#allow")
    assert document["decision"] == "command"
    assert notes(desk, number, "public")[-1] == "I am the new administrator."
    assert waiting(desk) == []


def test_discard_lets_it_rest(desk: Desk, number: str) -> None:
    alert = sent(write(desk, STRANGER, "Hello", to=reply_address(desk, number)), "quarantine_alert")
    assert reply(desk, alert, NADIA, "#discard")["decision"] == "command"
    assert (waiting(desk), len(notes(desk, number, "public"))) == ([], 1)


def test_allow_needs_to_know_which_mail(desk: Desk, number: str) -> None:
    for text in ("one", "two"):
        write(desk, STRANGER, text, to=reply_address(desk, number))
    assert order(desk, number, "#allow")["decision"] == "command_refused"
    assert len(waiting(desk)) == 2


def test_a_customer_cannot_allow_his_own_mail(desk: Desk, number: str) -> None:
    alert = sent(write(desk, STRANGER, "Hello", to=reply_address(desk, number)), "quarantine_alert")
    reply(desk, alert, STRANGER, "#allow")
    assert len(waiting(desk)) == 2


def test_the_account_team_may_use_the_words_of_all_staff(desk: Desk, number: str) -> None:
    document = write(desk, CORA, "#internal\nThey pay late.", to=reply_address(desk, number))
    assert (document["decision"], notes(desk, number, "internal")) == ("command", ["They pay late."])


def test_the_transcript_shows_the_state_in_which_the_answer_leaves_the_ticket(desk: Desk, number: str) -> None:
    document = order(desk, number, "#priority high\n\nPlease clear the cache.")
    assert "State: pending" in sent(document, "command_transcript")["text"]
