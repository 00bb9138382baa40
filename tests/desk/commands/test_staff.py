"""Mail commands of our own people."""

from dataclasses import replace

import pytest

from gateway.desk.commands.table import VOCABULARY
from gateway.desk.desk import Desk
from gateway.domain.phrase import phrase
from tests.support.desk import (
    Document,
    case,
    change,
    escalate,
    notes,
    numbers,
    open_case,
    outside,
    reply,
    reply_address,
    sent,
    templates_of,
    waiting,
    write,
)
from tests.support.people import CORA, INES, NADIA, OTTO, STRANGER


@pytest.fixture
def number(desk: Desk) -> str:
    """An open ticket of Ines."""
    return open_case(desk)


def order(desk: Desk, number: str, text: str, sender: str = NADIA, **parts: object) -> Document:
    """One of our people, the engineer where nobody else is named, writes commands to the ticket."""
    return write(desk, sender, text, **{"to": reply_address(desk, number), "subject": "Re: x", **parts})  # type: ignore[arg-type]  # parts of a letter


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


def test_commands_count_wherever_they_stand(desk: Desk, number: str) -> None:
    document = order(desk, number, "We will write\n- #priority: low\nsoon.")
    assert (document["decision"], case(desk, number)["priority"]) == ("command", "low")
    assert "We will write\nsoon." in sent(document, "agent_public_reply")["text"]


def test_a_refused_mail_comes_back_with_what_was_written_and_what_was_meant(desk: Desk, number: str) -> None:
    document = order(desk, number, "Hello Ines,\n#interal they have not paid")
    text = sent(document, "command_error")["text"]
    assert templates_of(document, "customer") == []
    assert "Did you mean #internal?" in text
    assert "> #interal they have not paid" in text


@pytest.mark.parametrize(
    "text",
    [
        "#internal: They pay late.",
        "#internal\nThey pay late.",
        "They pay late.\n\n\u2022 #internal",
        "Hello Ines,\n**\uff03internal**\nThey pay late.",
        "They pay late.\n\n-- \n#internal",
    ],
)
def test_internal_keeps_every_word_inside(desk: Desk, number: str, text: str) -> None:
    document = order(desk, number, text)
    assert (document["decision"], templates_of(document, "customer")) == ("command", [])
    assert "They pay late." in notes(desk, number, "internal")[-1]
    assert case(desk, number)["first_response_at"] is None


def test_quoted_commands_are_not_carried_out_again(desk: Desk, number: str) -> None:
    transcript = sent(order(desk, number, "#priority high"), "command_transcript")
    document = reply(desk, transcript, NADIA, "We look into it.", quote=True)
    assert (document["decision"], notes(desk, number, "internal")[-1]) == ("command", "We look into it.")
    assert not any("#priority" in one for one in sent(document, "command_transcript")["text"].splitlines()[:6])


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
    text = sent(document, "command_help")["text"]
    assert all(f"\n- #{word.name}" in text for word in VOCABULARY.values() if not word.later)


def test_help_says_what_a_command_does_what_stands_behind_it_and_who_may(desk: Desk) -> None:
    text = sent(write(desk, NADIA, "#help", subject="hm"), "command_help")["text"]
    assert "You may write, as may all of our people:" in text
    line = "- #status solved: another state; it wins over what your answer would do (behind it: one of: open, pending,"
    assert line in text


def test_help_shows_what_others_may_after_what_one_may_oneself(desk: Desk) -> None:
    data = desk.rules.data
    access = replace(data.access, who_may={"allow": frozenset({"head_of_support", "support_lead"})})
    desk = replace(desk, rules=replace(desk.rules, data=replace(data, access=access)))
    document = write(desk, NADIA, "#help", subject="hm")
    mine, _, theirs = sent(document, "command_help")["text"].partition(
        "Only the head of support, support leads may write:"
    )
    assert "\n- #discard" in mine
    assert "#allow" not in mine
    assert "\n- #allow" in theirs
    assert "#allow" not in sent(document, "command_transcript")["text"]


def test_help_shows_a_command_that_nobody_described_by_its_example(desk: Desk) -> None:
    assert desk.templates.say_if_known(phrase("help.nothing_yet"), "en") == ""


def test_show_sends_the_whole_case(desk: Desk, number: str) -> None:
    text = sent(order(desk, number, "#show"), "case_by_mail")["text"]
    assert all(part in text for part in (number, "Acorn", INES, "Received:", "> Since nine o'clock."))


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


def test_allow_alone_gives_the_sender_no_part_in_the_case(desk: Desk, number: str) -> None:
    alert = sent(write(desk, STRANGER, "Let me see.", to=reply_address(desk, number)), "quarantine_alert")
    reply(desk, alert, NADIA, "#allow")
    assert {"address": STRANGER, "kind": "external"} in case(desk, number)["participants"]
    order(desk, number, "Here it is.")
    assert STRANGER not in [one.address for mail in outside(desk) for one in mail.recipients]


def test_allow_add_lets_the_mail_in_and_its_sender_takes_part_from_then_on(desk: Desk, number: str) -> None:
    alert = sent(write(desk, STRANGER, "I look after it now.", to=reply_address(desk, number)), "quarantine_alert")
    document = reply(desk, alert, NADIA, "#allow add")
    assert document["decision"] == "command"
    assert f"{STRANGER} takes part from now on" in sent(document, "command_transcript")["text"]
    assert notes(desk, number, "public")[-1] == "I look after it now."
    assert write(desk, STRANGER, "Any news?", to=reply_address(desk, number))["decision"] == "note"
    assert STRANGER in sent(order(desk, number, "Soon."), "agent_public_reply")["envelope_to"]


def test_allow_add_leaves_the_requester_of_a_new_case_its_requester(desk: Desk) -> None:
    alert = sent(write(desk, STRANGER, "Is this you?", to="bounces@vendor.example"), "quarantine_alert")
    assert reply(desk, alert, OTTO, "#allow add")["decision"] == "command"
    [number] = numbers(desk)
    assert {"address": STRANGER, "kind": "requester"} in case(desk, number)["participants"]


def test_remove_takes_back_that_a_sender_was_added(desk: Desk, number: str) -> None:
    alert = sent(write(desk, STRANGER, "Me, too.", to=reply_address(desk, number)), "quarantine_alert")
    reply(desk, alert, NADIA, "#allow add")
    assert order(desk, number, f"#remove {STRANGER}")["decision"] == "command"
    assert write(desk, STRANGER, "Hello?", to=reply_address(desk, number))["decision"] == "quarantine"
    refused = order(desk, number, f"#remove {INES}")
    assert f"{INES} takes no part in it that could be taken away." in sent(refused, "command_error")["text"]


@pytest.mark.parametrize("text", ["#allow", "#allow add", "#discard"])
def test_what_was_decided_is_not_decided_again_and_the_second_person_hears_by_whom(
    desk: Desk, number: str, text: str
) -> None:
    alert = sent(write(desk, STRANGER, "Hello", to=reply_address(desk, number)), "quarantine_alert")
    reply(desk, alert, NADIA, "#discard")
    document = reply(desk, alert, OTTO, text)
    assert document["decision"] == "command_refused"
    assert f"was decided already by {NADIA}." in sent(document, "command_error")["text"]


def test_allow_says_what_it_needs(desk: Desk) -> None:
    alert = sent(write(desk, STRANGER, "Is this you?", to="bounces@vendor.example"), "quarantine_alert")
    document = reply(desk, alert, OTTO, "#allow later")
    assert "#allow needs nothing, or add." in sent(document, "command_error")["text"]
    assert len(waiting(desk)) == 1


def test_discard_all_from_an_address_decides_a_flood(desk: Desk, number: str) -> None:
    for text in ("one", "two", "three"):
        write(desk, STRANGER, text, to=reply_address(desk, number))
    write(desk, "other@elsewhere.example", "four", to=reply_address(desk, number))
    document = order(desk, number, f"#discard all from {STRANGER.upper()}")
    assert f"mails of {STRANGER} that are kept out now: 3" in sent(document, "command_transcript")["text"]
    assert [one.sender_address for one in waiting(desk)] == ["other@elsewhere.example"]
    again = order(desk, number, f"#discard all from {STRANGER}")
    assert f"No mail of {STRANGER} waits." in sent(again, "command_error")["text"]


@pytest.mark.parametrize("text", ["#discard all", "#discard all from there", "#discard them"])
def test_discard_says_what_it_needs(desk: Desk, number: str, text: str) -> None:
    document = order(desk, number, text)
    assert "#discard needs nothing, or all from and an address." in sent(document, "command_error")["text"]


def test_a_customer_cannot_allow_his_own_mail(desk: Desk, number: str) -> None:
    alert = sent(write(desk, STRANGER, "Hello", to=reply_address(desk, number)), "quarantine_alert")
    reply(desk, alert, STRANGER, "#allow")
    assert len(waiting(desk)) == 2


def test_the_account_team_may_use_the_words_of_all_staff(desk: Desk, number: str) -> None:
    document = write(desk, CORA, "#internal\nThey pay late.", to=reply_address(desk, number))
    assert (document["decision"], notes(desk, number, "internal")) == ("command", ["They pay late."])


def test_the_transcript_shows_the_state_in_which_the_answer_leaves_the_ticket(desk: Desk, number: str) -> None:
    document = order(desk, number, "#priority high\n\nPlease clear the cache.")
    assert "State: waiting for the customer" in sent(document, "command_transcript")["text"]


@pytest.mark.parametrize("line", ["#internal #take", "#internal, #take", "#internal and #take", "#Internal: **#take**"])
def test_a_command_on_the_line_of_internal_is_done_too(desk: Desk, number: str, line: str) -> None:
    document = write(desk, NADIA, f"{line}\nThey pay late.", to=reply_address(desk, number))
    assert (document["decision"], case(desk, number)["assignee"]) == ("command", NADIA)
    assert "They pay late." in notes(desk, number, "internal")[-1]
    assert "agent_public_reply" not in templates_of(document)


def test_somebody_is_assigned_on_the_line_of_internal(desk: Desk, number: str) -> None:
    write(desk, NADIA, "#internal #assign Otto Klein\nThey pay late.", to=reply_address(desk, number))
    assert case(desk, number)["assignee"] == "otto@vendor.example"


@pytest.mark.parametrize("line", ["#internal #tkae", "#internal #take they pay late", "#internal #assign Nobody Known"])
def test_a_command_on_the_line_of_internal_that_cannot_be_done_comes_back(desk: Desk, number: str, line: str) -> None:
    document = write(desk, NADIA, f"{line}\nThey pay late.", to=reply_address(desk, number))
    assert document["decision"] == "command_refused"
    assert line in sent(document, "command_error")["text"]


def test_internal_behind_another_command_keeps_the_text_inside(desk: Desk, number: str) -> None:
    text = "#cc paul@acorn.example #internal\nThey pay late."
    document = write(desk, NADIA, text, to=reply_address(desk, number))
    assert (document["decision"], "agent_public_reply" in templates_of(document)) == ("command", False)


@pytest.mark.parametrize("decision", ["#override timing all stands still"])
def test_a_managers_decision_that_no_command_takes_yet_is_kept_where_the_assignee_sees_it(
    desk: Desk, number: str, decision: str
) -> None:
    order(desk, number, f"#assign {NADIA}")
    escalate(desk, number)
    document = order(desk, number, f"{decision}\nI called Ines about it.", sender=OTTO)
    assert (document["decision"], templates_of(document)) == ("command_refused", ["agent_note", "command_error"])
    assert sent(document, "agent_note")["envelope_to"] == [NADIA]
    returned = sent(document, "command_error")["text"]
    assert "is not available in this version" in returned
    assert f"kept as an internal note on {number}" in returned
    assert f"> {decision}\n> I called Ines about it." in returned
    assert f"{decision}\nI called Ines about it." in notes(desk, number, "internal")
    assert case(desk, number)["state"] == "open"


def test_the_mail_that_asks_a_manager_to_decide_names_the_commands_for_it(desk: Desk, number: str) -> None:
    text = sent(escalate(desk, number), "escalation_new_manager")["text"]
    assert "\n#accept cadence=4h\n#decline " in text
