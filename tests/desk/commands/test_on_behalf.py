"""One of our people passes a customer's mail on: whose case it becomes, and what the customer reads."""

import pytest

from gateway.desk.desk import Desk
from tests.support.desk import Document, case, deliver, letter, open_case, reply, sent, templates_of, write
from tests.support.people import CORA, ELMO, INES, NADIA, OTTO, PAUL, ROSA, STRANGER, SUPPORT

FORWARDED = f"""---------- Forwarded message ---------
From: Ines Vogel <{INES}>
To: Nadia Berg <{NADIA}>
Subject: Till prints nothing

The printer stays silent since noon."""


def passed_on(desk: Desk, text: str, below: str = FORWARDED, **parts: object) -> Document:
    """Nadia forwards a mail that Ines wrote to her."""
    return write(desk, NADIA, f"{text}\n\n{below}", **{"subject": "Fwd: Till prints nothing", **parts})  # type: ignore[arg-type]  # parts of a letter


def of(desk: Desk, number: str) -> list[Document]:
    """The notes of a ticket."""
    found: list[Document] = case(desk, number)["notes"]
    return found


def outside(document: Document) -> list[Document]:
    """What a mail made us write to customers."""
    return [one for one in document["outgoing"] if one["audience"] == "customer"]


def test_a_forward_with_for_is_the_ticket_of_the_customer(desk: Desk) -> None:
    document = passed_on(desk, f"#for {INES}")
    ticket = case(desk, document["ticket"])
    assert (document["decision"], ticket["requester"], ticket["organization"]) == ("command", INES, "acorn")
    assert (ticket["subject"], ticket["plan"], ticket["triage"]) == ("Till prints nothing", "standard", False)
    assert ticket["first_response_due"] is not None


def test_the_customer_is_acknowledged_and_our_people_are_told(desk: Desk) -> None:
    document = passed_on(desk, f"#for {INES}")
    acknowledged = sent(document, "ack_new_ticket")
    assert acknowledged["envelope_to"] == [INES]
    assert templates_of(document, "vendor") == ["agent_new_ticket", "command_transcript"]


def test_the_forwarded_words_are_a_public_note_of_the_customer(desk: Desk) -> None:
    number = passed_on(desk, f"#for {INES}")["ticket"]
    public = [one for one in of(desk, number) if one["visibility"] == "public"]
    assert [(one["author"], one["text"]) for one in public] == [(INES, "The printer stays silent since noon.")]
    inside = [one["text"] for one in of(desk, number) if one["visibility"] == "internal"]
    assert any(NADIA in text or "Nadia Berg" in text for text in inside)


def test_a_forward_that_is_attached_begins_the_ticket_like_one_in_the_text(desk: Desk) -> None:
    mail = letter(NADIA, f"#for {INES}\n\nShe pays late.", subject="Fwd: Till prints nothing")
    theirs = letter(INES, "The printer fails with an error.", to=NADIA, subject="Till prints nothing")
    mail.add_attachment(theirs)
    document = deliver(desk, mail)
    [public] = [one for one in of(desk, document["ticket"]) if one["visibility"] == "public"]
    assert (public["author"], public["text"]) == (INES, "The printer fails with an error.")
    assert case(desk, document["ticket"])["subject"] == "Till prints nothing"
    assert "fails with an error" in sent(document, "agent_new_ticket")["text"]


def test_the_message_of_one_customer_does_not_become_the_ticket_of_another(desk: Desk) -> None:
    document = passed_on(desk, f"#for {INES}", FORWARDED.replace(INES, ROSA))
    assert (document["decision"], outside(document)) == ("command_refused", [])
    assert ROSA in sent(document, "command_error")["text"]


def test_a_mistyped_address_gets_nothing_of_a_customers_message(desk: Desk) -> None:
    document = passed_on(desk, "#for ines@acron.example")
    assert (document["decision"], outside(document)) == ("command_refused", [])


def test_a_message_from_an_address_of_no_customer_may_be_theirs(desk: Desk) -> None:
    document = passed_on(desk, f"#for {INES}", FORWARDED.replace(INES, STRANGER))
    assert case(desk, document["ticket"])["requester"] == INES


def test_what_our_people_write_above_a_forward_stays_inside(desk: Desk) -> None:
    document = passed_on(desk, f"#for {INES}\n\nShe pays late, be careful.")
    assert all("pays late" not in one["text"] for one in outside(document))
    kept = next(one for one in of(desk, document["ticket"]) if "pays late" in one["text"])
    assert (kept["author"], kept["visibility"]) == (NADIA, "internal")


def test_what_our_people_write_below_a_marked_forward_stays_inside(desk: Desk) -> None:
    marked = "\n".join(f"> {line}" for line in FORWARDED.replace("-", "").splitlines()).replace(
        "Forwarded message", "Begin forwarded message:"
    )
    document = passed_on(desk, f"#for {INES}", f"{marked}\n\nShe pays late, be careful.")
    kept = next(one for one in of(desk, document["ticket"]) if "pays late" in one["text"])
    assert (kept["author"], kept["visibility"]) == (NADIA, "internal")
    public = [one["text"] for one in of(desk, document["ticket"]) if one["visibility"] == "public"]
    assert ["stays silent" in one for one in public] == [True]
    assert all("pays late" not in one["text"] for one in outside(document))


def test_what_our_people_tell_of_a_customer_opens_a_ticket_and_stays_inside(desk: Desk) -> None:
    document = write(desk, NADIA, f"#for {INES}\n\nShe called: the printer is silent.", subject="Till prints nothing")
    ticket = case(desk, document["ticket"])
    assert (ticket["requester"], ticket["state"]) == (INES, "new")
    assert all("She called" not in one["text"] for one in outside(document))
    assert [one["visibility"] for one in ticket["notes"] if "She called" in one["text"]] == ["internal"]


@pytest.mark.parametrize("address", [NADIA, CORA, SUPPORT, "nobody@vendor.example"])
def test_for_one_of_ours_is_refused(desk: Desk, address: str) -> None:
    document = passed_on(desk, f"#for {address}")
    assert (document["decision"], document["ticket"]) == ("command_refused", None)


def test_for_somebody_whom_nobody_knows_asks_them_who_they_are(desk: Desk) -> None:
    document = passed_on(desk, f"#for {STRANGER}", FORWARDED.replace(INES, STRANGER))
    assert sent(document, "ack_unknown_sender")["envelope_to"] == [STRANGER]
    assert case(desk, document["ticket"])["triage"]


def test_without_for_the_mail_to_the_engineer_names_the_probable_customer(desk: Desk) -> None:
    document = passed_on(desk, "Please have a look.")
    assert case(desk, document["ticket"])["requester"] == NADIA
    assert f"#for {INES}" in sent(document, "ack_new_ticket_of_ours")["text"]
    assert templates_of(document, "customer") == []


def test_for_in_the_answer_gives_the_ticket_to_the_customer(desk: Desk) -> None:
    asked = sent(passed_on(desk, "Please have a look."), "ack_new_ticket_of_ours")
    number = asked["headers"]["X-Gateway-Ticket"]
    document = reply(desk, asked, NADIA, f"#for {INES}")
    ticket = case(desk, number)
    assert (document["ticket"], ticket["requester"], ticket["organization"]) == (number, INES, "acorn")
    assert ticket["first_response_due"] is not None
    acknowledged = sent(document, "ack_new_ticket")
    assert (acknowledged["envelope_to"], "have a look" in acknowledged["text"]) == ([INES], False)
    assert {one["address"]: one["kind"] for one in ticket["participants"]} == {NADIA: "watcher", INES: "requester"}


def test_what_our_people_wrote_before_the_ticket_was_the_customers_is_never_told_them(desk: Desk) -> None:
    asked = sent(passed_on(desk, "She pays late."), "ack_new_ticket_of_ours")
    reply(desk, asked, NADIA, "And she shouts.")
    reply(desk, asked, NADIA, f"#for {INES}")
    told = sent(reply(desk, asked, NADIA, "#status solved"), "ticket_solved")
    assert [word for word in ("pays late", "shouts", "wrote") if word in told["text"]] == []
    assert {one["visibility"] for one in of(desk, asked["headers"]["X-Gateway-Ticket"])} == {"internal"}


def test_the_ticket_of_a_customer_is_not_given_to_another(desk: Desk) -> None:
    number = open_case(desk)
    document = write(desk, NADIA, f"#for {ROSA}", subject=f"Re: [{number}] x")
    assert document["decision"] == "command_refused"
    assert case(desk, number)["requester"] == INES


def test_a_message_that_names_another_ticket_in_passing_begins_a_case_of_its_own(desk: Desk) -> None:
    number = open_case(desk)
    document = passed_on(desk, f"#for {INES}", f"{FORWARDED}\nIt is not the same as {number}.")
    assert (document["decision"], case(desk, document["ticket"])["requester"]) == ("command", INES)
    assert document["ticket"] != number


def test_r10_a_forward_with_a_ticket_number_is_filed_there(desk: Desk) -> None:
    number = open_case(desk)
    document = passed_on(desk, f"#ticket {number}")
    [filed] = [one for one in of(desk, number) if "silent since noon" in one["text"]]
    assert (document["ticket"], templates_of(document, "customer")) == (number, [])
    assert (filed["author"], filed["visibility"]) == (INES, "public")


def test_what_somebody_of_another_customer_wrote_stays_inside(desk: Desk) -> None:
    number = open_case(desk)
    passed_on(desk, f"#ticket {number}", FORWARDED.replace(INES, ROSA))
    [filed] = [one for one in of(desk, number) if "silent since noon" in one["text"]]
    assert (filed["author"], filed["visibility"]) == (NADIA, "internal")


def test_the_number_behind_ticket_counts_more_than_that_in_the_subject(desk: Desk) -> None:
    one, other = open_case(desk), open_case(desk)
    document = passed_on(desk, f"#ticket {other}", subject=f"Fwd: [{one}] Till prints nothing")
    assert document["ticket"] == other


def test_a_ticket_that_does_not_exist_is_refused(desk: Desk) -> None:
    document = passed_on(desk, "#ticket T-009999")
    assert document["decision"] == "command_refused"
    assert "T-009999" in sent(document, "command_error")["text"]


def test_a_colleague_of_the_customer_who_is_not_listed_belongs_to_them(desk: Desk) -> None:
    assert case(desk, passed_on(desk, f"#for {PAUL}")["ticket"])["organization"] == "acorn"


def test_a_customer_whose_contract_has_ended_hears_so(desk: Desk) -> None:
    document = passed_on(desk, f"#for {ELMO}", FORWARDED.replace(INES, ELMO))
    assert sent(document, "ack_new_ticket_no_contract")["envelope_to"] == [ELMO]


def test_a_manager_of_the_region_may_give_a_ticket_to_its_customer(desk: Desk) -> None:
    document = write(desk, OTTO, f"#for {INES}\n\n{FORWARDED}", subject="Fwd: Till prints nothing")
    assert case(desk, document["ticket"])["requester"] == INES
