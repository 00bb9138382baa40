"""A customer's reply on a ticket."""

import pytest

from gateway.desk.desk import Desk
from tests.support.desk import (
    MONDAY,
    Document,
    case,
    change,
    notes,
    numbers,
    open_case,
    reply,
    reply_address,
    sent,
    stored,
    templates_of,
    write,
)
from tests.support.people import INES, NADIA, PAUL

CLOCKS = ("priority", "first_response_due", "resolution_due")


@pytest.fixture
def number(desk: Desk) -> str:
    """An open ticket of Ines."""
    return open_case(desk)


def test_a_reply_becomes_a_public_note_without_an_acknowledgement(desk: Desk, number: str) -> None:
    document = write(desk, INES, "It is still slow.", to=reply_address(desk, number))
    assert templates_of(document) == ["agent_reply_arrived"]
    [_, note] = case(desk, number)["notes"]
    assert (note["id"], note["text"], note["author"]) == (document["note"], "It is still slow.", INES)
    assert (note["visibility"], note["channel"]) == ("public", "mail")


def test_the_quote_and_the_signature_stay_out_of_the_note(desk: Desk, number: str) -> None:
    text = "Still slow.\n\nOn Monday Vendor wrote:\n> We look into it.\n\n-- \nInes Vogel\nAcorn\n"
    write(desk, INES, text, to=reply_address(desk, number))
    assert notes(desk, number)[-1] == "Still slow."


def test_the_assignee_is_told_and_else_the_first_line(desk: Desk, number: str) -> None:
    first = write(desk, INES, "One", to=reply_address(desk, number))
    assert sent(first, "agent_reply_arrived")["envelope_to"] == [NADIA]
    change(desk, number, assignee="otto@vendor.example")
    second = write(desk, INES, "Two", to=reply_address(desk, number))
    assert sent(second, "agent_reply_arrived")["envelope_to"] == ["otto@vendor.example"]


def test_a_reply_wakes_a_pending_ticket_and_its_resolution_clock_goes_on(desk: Desk, number: str) -> None:
    write(desk, NADIA, "Please restart it.", at="2026-03-02T11:00:00+01:00", to=reply_address(desk, number))
    assert case(desk, number)["state"] == "pending"
    before = case(desk, number)["resolution_due"]
    write(desk, INES, "Done.", at="2026-03-02T13:00:00+01:00", to=reply_address(desk, number))
    ticket = case(desk, number)
    assert ticket["state"] == "open"
    # 40 business hours of Monday 09:00, two hours later
    assert (before, ticket["resolution_due"]) == ("2026-03-06T16:00:00Z", "2026-03-09T10:00:00Z")


def test_the_engineer_is_told_how_the_ticket_stands_after_the_reply(desk: Desk, number: str) -> None:
    first = write(desk, INES, "And now?", at=MONDAY, to=reply_address(desk, number))
    assert "Response due:" in sent(first, "agent_reply_arrived")["text"]
    write(desk, NADIA, "Please restart it.", to=reply_address(desk, number))
    told = sent(write(desk, INES, "Done.", to=reply_address(desk, number)), "agent_reply_arrived")["text"]
    assert "State: open\n" in told
    assert "Response due:" not in told  # it was given


def test_a_reply_wakes_a_ticket_on_hold(desk: Desk, number: str) -> None:
    change(desk, number, state="on_hold")
    write(desk, INES, "Any news?", to=reply_address(desk, number))
    assert case(desk, number)["state"] == "open"


def test_a_reply_opens_a_solved_ticket_again_and_says_so(desk: Desk, number: str) -> None:
    change(desk, number, state="solved", solved_at=None)
    document = write(desk, INES, "It is back.", to=reply_address(desk, number))
    assert templates_of(document) == ["ack_reply_received", "agent_reply_arrived"]
    assert (case(desk, number)["state"], case(desk, number)["solved_at"]) == ("open", None)


def test_after_the_window_a_solved_ticket_is_continued_in_a_new_one(desk: Desk, number: str) -> None:
    write(desk, NADIA, "#status solved", at=MONDAY, subject=f"[{number}]")
    document = write(desk, INES, "Again!", at="2026-03-17T10:00:00+01:00", to=reply_address(desk, number))
    assert (document["decision"], document["ticket"]) == ("follow_up", "T-001002")
    assert case(desk, number)["state"] == "solved"


def test_a_machines_answer_is_kept_out_of_sight_and_changes_nothing(desk: Desk, number: str) -> None:
    change(desk, number, state="solved")
    headers = {"Auto-Submitted": "auto-replied"}
    document = write(desk, INES, "I am away.", to=reply_address(desk, number), headers=headers)
    assert (document["decision"], document["outgoing"]) == ("automatic", [])
    assert case(desk, number)["state"] == "solved"
    assert case(desk, number)["notes"][-1]["visibility"] == "internal"


def test_a_suspected_machine_adds_a_note_but_wakes_nothing(desk: Desk, number: str) -> None:
    change(desk, number, state="solved")
    document = write(desk, INES, "Bin im Urlaub.", to=reply_address(desk, number), subject="Abwesenheitsnotiz")
    assert document["decision"] in ("note", "automatic")
    assert case(desk, number)["state"] == "solved"
    assert templates_of(document, "customer") == []


def test_a_colleague_becomes_a_participant(desk: Desk, number: str) -> None:
    write(desk, PAUL, "Me too.", to=reply_address(desk, number))
    people = {one["address"]: one["kind"] for one in case(desk, number)["participants"]}
    assert people == {INES: "requester", PAUL: "cc"}


def test_files_are_listed_and_dangerous_ones_are_named_so(desk: Desk, number: str) -> None:
    files = {"log.txt": b"words", "tool.exe": b"MZ\x90"}
    write(desk, INES, "See the log.", to=reply_address(desk, number), files=files)
    assert [one["name"] for one in case(desk, number)["notes"][-1]["attachments"]] == ["log.txt", "tool.exe.blocked"]


def test_without_proof_a_typed_number_is_a_case_of_its_own(desk: Desk, number: str) -> None:
    document = write(desk, INES, "Please send me the logs.", subject=f"[{number}]", proof="")
    assert (document["decision"], document["ticket"]) == ("new", "T-001002")
    assert len(notes(desk, number, "public")) == 1


def test_without_proof_the_signed_address_is_enough_for_a_note(desk: Desk, number: str) -> None:
    document = write(desk, INES, "Still slow.", to=reply_address(desk, number), proof="")
    assert (document["decision"], document["ticket"]) == ("note", number)


def test_without_proof_nobody_else_comes_to_read_the_case_and_our_people_are_told(desk: Desk, number: str) -> None:
    address = reply_address(desk, number)
    spy = "spy@acorn.example"
    document = write(desk, PAUL, "Please send the access code again.", to=address, cc=spy, proof="none")
    told = sent(document, "agent_reply_arrived")["text"]
    assert f"Not proven: nothing shows that this mail really comes from {PAUL}" in told
    assert f"Nobody takes part because of it: {PAUL}, {spy}" in notes(desk, number, "internal")[-1]
    answered = sent(write(desk, NADIA, "It is on its way.", to=address), "agent_public_reply")
    assert answered["envelope_to"] == [INES]


def test_a_ticket_opened_without_proof_is_read_by_its_requester_alone(desk: Desk) -> None:
    number = str(write(desk, INES, "The export hangs.", cc=PAUL, proof="")["ticket"])
    answered = sent(write(desk, NADIA, "Which version?", to=reply_address(desk, number)), "agent_public_reply")
    assert answered["envelope_to"] == [INES]


def test_the_decision_is_kept_with_the_mail(desk: Desk, number: str) -> None:
    kept = stored(desk, write(desk, INES, "Still slow.", to=reply_address(desk, number)))
    assert (kept.state, kept.decision, kept.rule) == ("settled", "note", "intake/reply")
    assert (kept.sender_address, kept.sender_organization, kept.sender_proof) == (INES, "acorn", "pass")
    assert kept.why


def test_an_empty_reply_is_kept_too(desk: Desk, number: str) -> None:
    document = write(desk, INES, "", to=reply_address(desk, number))
    assert (document["decision"], numbers(desk)) == ("note", [number])


def acknowledged(desk: Desk, text: str, at: str = MONDAY) -> Document:
    """Our first answer to a mail of Ines."""
    return sent(write(desk, INES, text, at, subject="Invoices"), "ack_new_ticket")


def type_line(ours: Document) -> str:
    """The line that our acknowledgement shows as an example."""
    return str([line for line in ours["text"].splitlines() if line.startswith(("Type:", "Art:"))][-1])


@pytest.mark.parametrize(
    ("text", "line", "wanted"),
    [
        ("Where do I find the invoices?", "Type: incident", "incident"),
        ("Wo finde ich bitte die Rechnungen von gestern und heute?", "Art: Störung", "incident"),
        ("Die Rechnungen sind nicht da, es kommt ein Fehler.", "Art: Frage", "question"),
    ],
)
def test_a_reply_with_the_line_that_we_show_corrects_the_type(desk: Desk, text: str, line: str, wanted: str) -> None:
    ours = acknowledged(desk, text)
    assert type_line(ours) == line
    number = ours["headers"]["X-Gateway-Ticket"]
    before = case(desk, number)
    document = reply(desk, ours, INES, f"{line}\n\nThank you", quote=True)
    after = case(desk, number)
    assert (before["type"] != wanted, after["type"]) == (True, wanted)
    assert [after[clock] for clock in CLOCKS] == [before[clock] for clock in CLOCKS]
    [note] = [one for one in after["notes"] if one["visibility"] == "internal"]
    assert note["text"].startswith(f"{INES} corrected the type: {wanted} instead of ")
    assert note["text"] in sent(document, "agent_reply_arrived")["text"]


@pytest.mark.parametrize("word", ["change request", "Change Request.", "Änderungswunsch", "change_request"])
@pytest.mark.parametrize("label", ["Type", "Art", "* Type"])
def test_a_type_is_written_in_either_language(desk: Desk, number: str, label: str, word: str) -> None:
    write(desk, INES, f"{label}: {word}", to=reply_address(desk, number))
    assert case(desk, number)["type"] == "change_request"


def test_the_same_type_again_is_no_news(desk: Desk, number: str) -> None:
    for _ in range(2):
        document = write(desk, INES, "Type: change request", to=reply_address(desk, number))
    assert len(notes(desk, number, "internal")) == 1
    assert "corrected" not in sent(document, "agent_reply_arrived")["text"].partition("Before this:")[0]


@pytest.mark.parametrize("text", ["Type: banana", "Is the type incident right?", "What type is this?", "Type:"])
def test_words_that_name_no_type_change_none(desk: Desk, text: str) -> None:
    number = open_case(desk, text="Where do I find the invoices?", subject="Invoices")
    write(desk, INES, text, to=reply_address(desk, number))
    assert case(desk, number)["type"] == "question"


def test_our_acknowledgement_quoted_in_a_reply_corrects_nothing(desk: Desk) -> None:
    ours = acknowledged(desk, "Where do I find the invoices?")
    reply(desk, ours, INES, "I still look for them.", quote=True)
    reply(desk, ours, INES, f"I do not see them.\n\n{ours['text']}")
    assert case(desk, ours["headers"]["X-Gateway-Ticket"])["type"] == "question"


def test_an_unproven_reply_corrects_no_type(desk: Desk, number: str) -> None:
    write(desk, INES, "Type: change request", to=reply_address(desk, number), proof="")
    assert case(desk, number)["type"] == "incident"
