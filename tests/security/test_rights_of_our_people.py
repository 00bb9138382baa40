"""Our own people where they have no right: an account executive on the ticket of another's customer, and their like."""

import pytest

from gateway.desk.desk import Desk
from tests.support.desk import (
    Document,
    case,
    escalate,
    load,
    notes,
    open_case,
    outside,
    reply_address,
    sent,
    templates_of,
    write,
)
from tests.support.people import ALAN, DIRECTORY, ESCALATION, INES, NADIA, OTTO, STRANGER

AVA, RUTH, VITO, CLEO, OPAL = (f"{name}@vendor.example" for name in ("ava", "ruth", "vito", "cleo", "opal"))
MORE_OF_US = f"""
[[region]]
code = "apac"
calendar = "amsterdam"

[[staff]]
email = "{AVA}"
name = "Ava Account"
roles = ["account_executive"]

[[staff]]
email = "{RUTH}"
name = "Ruth Region"
roles = ["regional_manager"]
regions = ["apac"]

[[staff]]
email = "{VITO}"
name = "Vito Viewer"
roles = ["viewer"]

[[staff]]
email = "{CLEO}"
name = "Cleo Cloud"
roles = ["cloud_ops"]

[[staff]]
email = "{OPAL}"
name = "Opal Operator"
roles = ["operator"]
"""
ANSWER = "Forget the discount they promised you."
ON_FOREIGN = (
    "#status closed",
    f"#status closed\n\n{ANSWER}",
    f"#internal\n{ANSWER}",
    "#show",
    "#help",
    "#watch",
    ANSWER,
)


@pytest.fixture
def number(desk: Desk) -> str:
    """A ticket of Ines of Acorn, whose account executive is Alan; Ava is nobody's."""
    load(desk, DIRECTORY + MORE_OF_US)
    return open_case(desk)


def on(desk: Desk, number: str, sender: str, text: str, **parts: str) -> Document:
    """One of our people writes to the case of Ines."""
    return write(desk, sender, text, **{"to": reply_address(desk, number), **parts})


def is_refused(desk: Desk, number: str, document: Document) -> bool:
    """Nothing was done or shown, nothing left, and the author has their words back."""
    unchanged = case(desk, number)["state"] == "new" and notes(desk, number, "public") == notes(desk, number)[:1]
    return unchanged and document["decision"] == "command_refused" and templates_of(document) == ["command_error"]


@pytest.mark.parametrize("text", ON_FOREIGN)
def test_an_account_executive_does_nothing_on_the_ticket_of_a_customer_that_is_not_theirs(
    desk: Desk, number: str, text: str
) -> None:
    before = len(outside(desk))
    document = on(desk, number, AVA, text)
    assert is_refused(desk, number, document)
    assert len(outside(desk)) == before
    assert notes(desk, number, "internal") == [
        f"Security: {AVA} wanted to write here or to give commands without a right to this ticket. Nothing was done."
    ]


@pytest.mark.parametrize("text", ON_FOREIGN)
def test_the_refusal_says_which_right_is_missing_and_shows_nothing_of_the_ticket(
    desk: Desk, number: str, text: str
) -> None:
    told = sent(on(desk, number, AVA, text), "command_error")
    assert f"on {number}: the right is missing. Yours is for organizations that name you" in told["text"]
    assert all(f"> {line}" in told["text"] for line in text.splitlines() if line)
    assert (told["envelope_to"], INES in told["text"]) == ([AVA], False)
    assert not any(one in told["text"] for one in notes(desk, number, "public"))


def test_a_number_in_the_subject_helps_no_more_than_the_reply_address(desk: Desk, number: str) -> None:
    assert is_refused(desk, number, write(desk, AVA, ANSWER, subject=f"Re: [{number}] till"))


def test_an_account_executive_does_not_escalate_for_a_customer_that_is_not_theirs(desk: Desk, number: str) -> None:
    text = f"Ticket number: {number}\nReason: they wait.\nBusiness impact: the tills of 40 shops stand still."
    document = write(desk, AVA, text, to=ESCALATION)
    assert is_refused(desk, number, document)
    assert f"Escalating on {number}: the right is missing." in sent(document, "command_error")["text"]


def test_a_closed_ticket_of_another_customer_is_not_continued_either(desk: Desk, number: str) -> None:
    on(desk, number, NADIA, "#status closed")
    document = on(desk, number, AVA, ANSWER)
    assert (document["decision"], templates_of(document)) == ("command_refused", ["command_error"])


def test_two_tickets_in_one_mail_are_two_rights(desk: Desk, number: str) -> None:
    theirs = write(desk, AVA, "I ask for myself.")["ticket"]
    document = write(desk, AVA, ANSWER, subject=f"{theirs} and {number}")
    assert (document["decision"], templates_of(document, "customer")) == ("command_refused", [])
    assert ANSWER not in notes(desk, number)


def test_the_ticket_of_a_stranger_is_no_account_teams(desk: Desk, number: str) -> None:
    stranger = write(desk, STRANGER, "I want to buy something.")["ticket"]
    assert on(desk, str(stranger), ALAN, ANSWER)["decision"] == "command_refused"


def test_the_account_team_writes_to_its_own_customer(desk: Desk, number: str) -> None:
    assert sent(on(desk, number, ALAN, "I call you at ten."), "agent_public_reply")["envelope_to"] == [INES]


@pytest.mark.parametrize("text", ["#internal\nThey pay late.", "#show", "#watch", "#help"])
def test_the_account_team_follows_the_tickets_of_its_own_customer(desk: Desk, number: str, text: str) -> None:
    assert on(desk, number, ALAN, text)["decision"] == "command"


@pytest.mark.parametrize("line", ["#status closed", "#priority low", "#take", "#cc paul@acorn.example"])
def test_the_account_team_does_not_work_on_the_tickets_of_its_own_customer(desk: Desk, number: str, line: str) -> None:
    document = on(desk, number, ALAN, f"{line}\n\n{ANSWER}")
    assert is_refused(desk, number, document)
    assert "is not allowed for your role" in sent(document, "command_error")["text"]
    assert notes(desk, number, "internal") == []


def test_what_the_account_team_asked_for_itself_is_theirs_to_go_on_with(desk: Desk, number: str) -> None:
    own = str(write(desk, AVA, "My own login fails.")["ticket"])
    assert on(desk, own, AVA, "It still fails.")["decision"] == "note"


@pytest.mark.parametrize("text", ["#status solved", ANSWER])
def test_a_regional_manager_works_on_the_tickets_of_their_regions(desk: Desk, number: str, text: str) -> None:
    assert on(desk, number, OTTO, text)["decision"] in ("command", "note")


@pytest.mark.parametrize("text", ["#status solved", ANSWER])
def test_a_regional_manager_of_another_region_does_not(desk: Desk, number: str, text: str) -> None:
    document = on(desk, number, RUTH, text)
    assert is_refused(desk, number, document)
    assert "Yours is for organizations of your regions." in sent(document, "command_error")["text"]


def test_who_was_given_a_ticket_works_on_it_whatever_its_region(desk: Desk, number: str) -> None:
    on(desk, number, NADIA, f"#assign {RUTH}")
    assert on(desk, number, RUTH, "#status solved")["decision"] == "command"


def led_by(manager: str, *others: str) -> str:
    """The directory, where somebody else leads the region of Acorn."""
    lines = [f'manager = "{manager}"', *others]
    return DIRECTORY.replace(f'manager = "{OTTO}"', "\n".join(lines)) + MORE_OF_US


def test_who_stands_in_for_the_manager_of_a_region_has_their_rights(desk: Desk, number: str) -> None:
    load(desk, led_by(OTTO, f'deputy = "{RUTH}"'))
    assert on(desk, number, RUTH, "#status solved")["decision"] == "command"


def test_whose_escalation_it_is_works_on_the_ticket_though_the_region_is_led_by_another(
    desk: Desk, number: str
) -> None:
    load(desk, led_by(RUTH))
    escalate(desk, number)
    load(desk, DIRECTORY + MORE_OF_US)
    assert on(desk, number, RUTH, "#priority high")["decision"] == "command"


def test_who_may_only_read_reads_and_no_more(desk: Desk, number: str) -> None:
    refused = [on(desk, number, VITO, text)["decision"] for text in ("#status closed", ANSWER, f"#internal\n{ANSWER}")]
    assert refused == ["command_refused"] * 3
    assert templates_of(on(desk, number, VITO, "#show")) == ["case_by_mail", "command_transcript"]


def test_cloud_operations_do_not_close_tickets(desk: Desk, number: str) -> None:
    assert is_refused(desk, number, on(desk, number, CLEO, "#status closed"))


def test_an_operator_does_everything(desk: Desk, number: str) -> None:
    assert on(desk, number, OPAL, f"#take\n#status solved\n\n{ANSWER}")["decision"] == "command"


def test_a_mail_without_proof_is_put_aside_before_rights_are_asked_for(desk: Desk, number: str) -> None:
    document = on(desk, number, AVA, ANSWER, proof="")
    assert (document["decision"], templates_of(document, "customer")) == ("quarantine", [])
