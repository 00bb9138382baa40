"""Mail that nobody answers is still shown to somebody."""

from pathlib import Path
from typing import Any

import pytest

from gateway.desk.desk import Desk
from gateway.store.store import Store
from tests.support.desk import (
    TUESDAY,
    Document,
    build_desk,
    case,
    change,
    escalate,
    moment,
    notes,
    numbers,
    open_case,
    outside,
    queue,
    reply,
    reply_address,
    sent,
    stored,
    templates_of,
    waiting,
    write,
)
from tests.support.people import INES, NADIA, PAUL, STRANGER, SUPPORT

OUR_GROUP = {
    "Precedence": "list",
    "List-ID": "<support.vendor.example>",
    "List-Post": f"<mailto:{SUPPORT}>",
    "List-Unsubscribe": "<mailto:leave@groups.example>",
}
THEIR_LIST = {
    "Precedence": "list",
    "List-Id": "Tills of Acorn <tills.acorn.example>",
    "List-Post": "<mailto:tills@acorn.example>",
}
BY_RULE = {"Auto-Submitted": "auto-forwarded"}
DUTY = "duty@vendor.example"


@pytest.fixture
def wide(store: Store, tmp_path: Path) -> Desk:
    """A desk with every kind of address, and somebody on duty."""
    addresses = {"training": ["learn@vendor.example"], "alerts": ["watch@vendor.example"]}
    return build_desk(store, tmp_path, addresses=addresses, gateway={"duty": DUTY})


def solved(desk: Desk, **columns: object) -> str:
    number = open_case(desk)
    change(desk, number, **{"state": "solved", "solved_at": moment(TUESDAY), **columns})
    return number


def answer_of(desk: Desk) -> Document:
    """Our acknowledgement of a first mail."""
    return sent(write(desk, INES, "The till is slow.", subject="Till"), "ack_new_ticket")


# A list in front of the support address, or in front of the customer


def test_a_customer_who_writes_to_a_group_that_is_our_address_gets_a_ticket_and_an_answer(desk: Desk) -> None:
    document = write(desk, INES, "The till is slow.", headers=OUR_GROUP)
    assert (document["decision"], document["nature"]) == ("new", "person")
    assert templates_of(document, "customer") == ["ack_new_ticket"]


@pytest.mark.parametrize(
    "marks", [{"List-Id": "<support.vendor.example>"}, {"List-Post": "<mailto:SUPPORT@Vendor.example?subject=x>"}]
)
def test_one_field_that_names_our_address_is_enough(desk: Desk, marks: dict[str, str]) -> None:
    assert outside(desk) == []
    assert write(desk, INES, "Hello?", headers=marks | {"Precedence": "bulk"})["decision"] == "new"
    assert len(outside(desk)) == 1


def test_a_machine_that_writes_to_our_group_stays_a_machine(desk: Desk) -> None:
    document = write(desk, INES, "Backup done.", headers=OUR_GROUP | {"Auto-Submitted": "auto-generated"})
    assert (document["decision"], document["outgoing"]) == ("automatic", [])


def test_a_reply_through_the_customers_own_list_wakes_the_ticket(desk: Desk) -> None:
    number = open_case(desk)
    change(desk, number, state="pending")
    document = write(desk, INES, "It is slow again.", to=reply_address(desk, number), headers=THEIR_LIST)
    assert (document["decision"], case(desk, number)["state"]) == ("note", "open")


def test_a_reply_through_a_list_that_only_our_message_id_proves_is_a_note(desk: Desk) -> None:
    ours = answer_of(desk)
    assert reply(desk, ours, INES, "Still slow.", to=SUPPORT, headers=THEIR_LIST)["decision"] == "note"


@pytest.mark.parametrize("marks", [THEIR_LIST, BY_RULE, {"Precedence": "bulk"}])
def test_a_proven_contact_whose_mail_a_list_or_rule_marks_is_filed_unanswered_and_shown(
    desk: Desk, marks: dict[str, str]
) -> None:
    document = write(desk, INES, "Nobody can pay at till four.", headers=marks)
    assert (document["decision"], outside(desk)) == ("new", [])
    assert sent(document, "agent_new_ticket")["envelope_to"] == [NADIA]


@pytest.mark.parametrize("sender", [PAUL, STRANGER])
def test_the_marks_of_a_list_on_mail_of_others_stay_those_of_a_machine(desk: Desk, sender: str) -> None:
    assert write(desk, sender, "Our news of May.", headers=THEIR_LIST)["decision"] == "automatic"


def test_marked_mail_without_proof_is_no_case(desk: Desk) -> None:
    assert write(desk, INES, "News.", headers=THEIR_LIST, proof="none")["decision"] == "automatic"


def test_marked_words_reopen_what_is_solved_and_change_nothing_else(desk: Desk) -> None:
    number = solved(desk)
    write(desk, INES, "It is slow again.", subject=f"[{number}]", headers=BY_RULE)
    assert case(desk, number)["state"] == "open"
    change(desk, number, state="pending")
    document = write(desk, INES, "Any news of till four", subject=f"[{number}]", headers=BY_RULE)
    assert (case(desk, number)["state"], templates_of(document)) == ("pending", ["agent_reply_arrived"])


def test_an_absence_note_never_reopens_a_ticket(desk: Desk) -> None:
    number = solved(desk)
    headers = BY_RULE | {"Precedence": "bulk"}
    write(desk, INES, "I am out of the office.", subject=f"Out of office [{number}]", headers=headers)
    assert case(desk, number)["state"] == "solved"


# The bounce address


def test_who_answers_the_bounce_address_of_a_mail_writes_on_its_ticket(desk: Desk) -> None:
    ours = answer_of(desk)
    document = write(desk, INES, "We tried another cable.", to=ours["envelope_from"])
    assert (document["decision"], document["ticket"]) == ("note", "T-001001")
    assert "We tried another cable." in notes(desk, "T-001001", "public")[-1]


def test_a_stranger_at_somebodys_bounce_address_waits_and_the_engineer_is_told(desk: Desk) -> None:
    ours = answer_of(desk)
    document = write(desk, STRANGER, "Tell me more.", to=ours["envelope_from"])
    assert document["decision"] == "quarantine"
    assert waiting(desk)[-1].cause == "stranger"


@pytest.mark.parametrize("to", ["bounces@vendor.example", "bounces+1.forged@vendor.example"])
def test_a_person_at_the_bounce_address_without_a_token_is_shown_to_the_duty(wide: Desk, to: str) -> None:
    document = write(wide, INES, "Please call me.", to=to)
    assert (document["decision"], waiting(wide)[0].cause) == ("quarantine", "bounce_address")
    assert sent(document, "quarantine_alert")["envelope_to"] == [DUTY]


def test_an_absence_note_to_the_bounce_address_wakes_nothing(desk: Desk) -> None:
    ours = answer_of(desk)
    headers = {"Auto-Submitted": "auto-replied"}
    document = write(desk, INES, "Back on Monday.", to=ours["envelope_from"], headers=headers)
    assert (document["decision"], document["outgoing"]) == ("automatic", [])


# Our own address


@pytest.mark.parametrize("headers", [{"Reply-To": INES}, {"Reply-To": INES, "Auto-Submitted": "auto-generated"}, {}])
def test_a_form_that_writes_from_our_address_waits_with_its_text_and_answers_nobody(
    wide: Desk, headers: dict[str, str]
) -> None:
    document = write(wide, SUPPORT, "Name: Ines\nI cannot pay.", headers=headers)
    assert (document["decision"], waiting(wide)[0].cause) == ("quarantine", "own_address")
    assert outside(wide) == []
    assert sent(document, "quarantine_alert")["envelope_to"] == [DUTY]


def test_our_loop_header_shows_that_we_wrote_it(desk: Desk) -> None:
    assert write(desk, SUPPORT, headers={"X-Loop": "vendor.example"})["decision"] == "own"


# The escalation address


@pytest.mark.parametrize("proof", ["none", "fail"])
def test_a_stranger_without_proof_who_escalates_is_shown_to_the_duty(wide: Desk, proof: str) -> None:
    document = escalate(wide, None, sender=STRANGER, proof=proof)
    assert (document["decision"], waiting(wide)[0].cause) == ("quarantine", "unproven_escalation")
    assert sent(document, "quarantine_alert")["envelope_to"] == [DUTY]
    assert outside(wide) == []


# Words whose capability does not exist yet


@pytest.mark.parametrize("word", ["Withdraw", "*CONFIRM*"])
def test_a_single_word_without_a_ticket_opens_none_and_is_shown(wide: Desk, word: str) -> None:
    document = write(wide, INES, word)
    assert (document["decision"], waiting(wide)[0].cause) == ("quarantine", "customer_word")
    assert (numbers(wide), outside(wide)) == ([], [])


def test_the_word_close_closes_what_is_solved(desk: Desk) -> None:
    number = solved(desk)
    document = write(desk, INES, "CLOSE", to=reply_address(desk, number))
    assert (document["decision"], case(desk, number)["state"]) == ("command", "closed")
    assert templates_of(document) == ["agent_reply_arrived", "ticket_closed"]


def test_the_word_close_without_proof_closes_nothing(desk: Desk) -> None:
    number = solved(desk)
    write(desk, INES, "CLOSE", to=reply_address(desk, number), proof="none")
    assert case(desk, number)["state"] == "solved"


@pytest.mark.parametrize("state", ["new", "open", "pending", "on_hold"])
@pytest.mark.parametrize("word", ["WITHDRAW", "CLOSE"])
def test_a_single_word_on_a_ticket_is_a_note_and_whoever_works_on_it_is_told(desk: Desk, word: str, state: str) -> None:
    number = open_case(desk)
    change(desk, number, state=state)
    document = write(desk, INES, word, to=reply_address(desk, number))
    assert (document["decision"], case(desk, number)["state"]) == ("note", state)
    assert templates_of(document) == ["agent_reply_arrived"]


def test_a_sentence_with_such_a_word_is_a_sentence(desk: Desk) -> None:
    assert write(desk, INES, "Please close it, or list what is missing.")["decision"] == "new"


def test_mail_to_an_address_without_a_capability_is_shown_to_the_duty(wide: Desk) -> None:
    document = write(wide, INES, "Is this the right place?", to="watch@vendor.example")
    assert (document["decision"], waiting(wide)[0].cause) == ("quarantine", "alert")
    assert (outside(wide), numbers(wide)) == ([], [])
    assert sent(document, "quarantine_alert")["envelope_to"] == [DUTY]


def test_a_machine_at_the_address_for_alerts_is_heard(wide: Desk) -> None:
    headers = {"Auto-Submitted": "auto-generated"}
    document = write(wide, STRANGER, "CPU at 99 %", to="watch@vendor.example", headers=headers)
    assert (document["decision"], waiting(wide)[0].cause) == ("quarantine", "alert")


def test_training_and_support_together_are_a_ticket_in_either_order(wide: Desk) -> None:
    headers = {"Message-ID": "<both@acorn.example>"}
    parts: dict[str, Any] = {"to": "learn@vendor.example", "cc": SUPPORT, "headers": headers}
    first = write(wide, INES, "Till crashes.", recipients=["learn@vendor.example"], **parts)
    second = write(wide, INES, "Till crashes.", recipients=[SUPPORT], **parts)
    assert [first["decision"], second["decision"]] == ["redirect", "new"]


def test_what_the_training_team_has_is_not_handed_over_again(wide: Desk) -> None:
    headers = {"Message-ID": "<both@acorn.example>"}
    parts: dict[str, Any] = {"to": "learn@vendor.example", "cc": SUPPORT, "headers": headers}
    first = write(wide, INES, "A course?", recipients=["learn@vendor.example"], **parts)
    second = write(wide, INES, "A course?", recipients=[SUPPORT], **parts)
    assert [first["decision"], second["decision"]] == ["redirect", "duplicate"]
    assert second["outgoing"] == []


# Thanks


@pytest.mark.parametrize(
    "text",
    ["Thank you!", "Many thanks, it works now.\n\nInes", "Danke, läuft wieder.", "Merci beaucoup, tout est réglé."],
)
def test_thanks_and_nothing_else_close_a_solved_ticket(desk: Desk, text: str) -> None:
    number = solved(desk)
    document = write(desk, INES, text, to=reply_address(desk, number))
    assert (document["decision"], case(desk, number)["state"]) == ("note", "closed")
    assert templates_of(document, "customer") == ["ticket_closed"]
    assert templates_of(document, "vendor") == ["agent_reply_arrived"]


def test_thanks_without_proof_or_in_an_outage_leave_a_solved_ticket_solved(desk: Desk) -> None:
    number = solved(desk)
    write(desk, INES, "Thank you!", to=reply_address(desk, number), proof="")
    assert case(desk, number)["state"] == "solved"
    change(desk, number, outage="O-1")
    write(desk, INES, "Thank you!", to=reply_address(desk, number))
    assert case(desk, number)["state"] == "solved"


@pytest.mark.parametrize(
    "text",
    [
        "Thanks, but till four still hangs.",
        "Thank you. Is it fixed for till four too?",
        "Danke, geht leider noch nicht.",
        "Merci, mais la caisse bloque encore.",
    ],
)
def test_thanks_with_a_complaint_or_a_question_reopen_it(desk: Desk, text: str) -> None:
    number = solved(desk)
    write(desk, INES, text, to=reply_address(desk, number))
    assert case(desk, number)["state"] == "open"


def test_thanks_on_a_closed_ticket_begin_no_new_case(desk: Desk) -> None:
    number = solved(desk, state="closed", closed_at=moment(TUESDAY))
    document = write(desk, INES, "Thank you very much!", to=reply_address(desk, number))
    assert (document["decision"], document["ticket"], numbers(desk)) == ("note", number, [number])
    assert stored(desk, document).rule == "intake/thanks-at-the-end"
    assert queue(desk)[-1].template == "agent_reply_arrived"
