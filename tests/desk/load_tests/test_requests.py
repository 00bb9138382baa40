"""A customer asks for a large-scale test: from the first mail to the end of its window."""

from datetime import timedelta
from pathlib import Path

import pytest

from gateway.desk.desk import Desk
from gateway.desk.timers.tick import tick
from gateway.store.store import Store
from tests.support.desk import (
    Document,
    build_desk,
    case,
    do_not_sync,
    moment,
    notes,
    queue,
    reply,
    reply_address,
    sent,
    templates_of,
    write,
)
from tests.support.people import CORA, DIRECTORY, INES, NADIA, OTTO, PAUL
from tests.support.query_plans import Plans

OPS, SAFE = "ops@vendor.example", "safe@vendor.example"
PEOPLE = "".join(
    f'\n[[staff]]\nemail = "{who}"\nname = "{who[:3]}"\nroles = ["{role}"]\n'
    for who, role in ((OPS, "cloud_ops"), (SAFE, "security"))
)
MONDAY = "2026-03-02T10:00:00+01:00"
ITEMS = {
    "Type of test": "load test",
    "IP addresses": "192.0.2.10, 2001:db8::/64",
    "Environment IDs": "123",
    "Exact timings": "2026-03-20 20:00 to 23:00 Europe/Amsterdam",
    "Contact details": "Ines <ines@acorn.example>; third party <team@loadrunner.example>",
}


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    """The desk, with people for operations and security."""
    do_not_sync(store)
    return build_desk(store, tmp_path, DIRECTORY + PEOPLE)


def lines(*left_out: str, **other: str) -> str:
    """The five items on lines, some left out or written otherwise (`Type_of_test`)."""
    items = ITEMS | {name.replace("_", " "): value for name, value in other.items()}
    return "\n".join(f"{name}: {value}" for name, value in items.items() if name not in left_out)


def ask(desk: Desk, text: str = "", at: str = MONDAY, subject: str = "Load test of Till", **parts: str) -> Document:
    return write(desk, INES, text or lines(), at, subject=subject, **parts)


def command(desk: Desk, text: str, by: str = OTTO, at: str = "2026-03-03 10:00") -> Document:
    return write(desk, by, text, at, to=reply_address(desk, "T-001001"))


def request(desk: Desk) -> Document:
    found: Document = case(desk, "T-001001")["test_request"]
    return found


def test_r65_what_is_missing_is_asked_for_and_several_mails_complete_it(desk: Desk) -> None:
    first = ask(desk, "Load test 2026-03-20, env 123")
    ticket = case(desk, "T-001001")
    assert (ticket["type"], ticket["subtype"], ticket["state"]) == ("change_request", "load_test", "pending")
    assert templates_of(first, "customer") == ["test_request_incomplete"]
    asked = sent(first, "test_request_incomplete")
    assert all(name in asked["text"] for name in ("IP addresses:", "Exact timings:", "Contact details:"))
    assert "Environment IDs:" not in asked["text"]
    second = reply(desk, asked, INES, "From 20:00 to 23:00. It comes from 192.0.2.10.", at=MONDAY)
    asked = sent(second, "test_request_incomplete")
    assert request(desk)["missing"] == ["contacts"]
    third = reply(desk, asked, PAUL, "Contact: Paul, +31 20 555 0142", at=MONDAY)
    received = sent(third, "test_request_received")
    assert (received["headers"]["To"], received["headers"]["Cc"]) == (PAUL, INES)
    assert request(desk)["starts"] == "2026-03-20T19:00:00Z"
    decision = sent(third, "test_decision_needed")
    assert decision["envelope_to"] == [OTTO]
    assert "\n#approve\n" in decision["text"]
    assert case(desk, "T-001001")["state"] == "open"


def test_r66_late_is_said_and_still_worked_on_and_the_end_comes_after_the_start(desk: Desk) -> None:
    unclear = ask(desk, lines(Exact_timings="2026-03-10 23:00 to 2026-03-10 20:00"))
    asked = sent(unclear, "test_request_incomplete")
    assert "not after the start" in asked["text"]
    assert "less than 14 days" in asked["text"]
    document = reply(desk, asked, INES, "Exact timings: 2026-03-10 20:00 to 23:00", at=MONDAY)
    assert "less than 14 days" in sent(document, "test_request_late")["text"]
    assert (request(desk)["state"], request(desk)["late"]) == ("complete", True)
    assert any("consent is not assured" in one for one in notes(desk, "T-001001", "internal"))


def test_r67_r69_consent_in_writing_and_the_window_to_operations(desk: Desk) -> None:
    assert templates_of(ask(desk), "customer") == ["test_request_received"]
    assert command(desk, "#approve", NADIA)["decision"] == "command_refused"
    document = command(desk, "#approve\n\nGood luck!")
    consent, window = sent(document, "test_consent_granted"), sent(document, "ops_test_window")
    assert consent["envelope_to"] == [INES]
    assert all(one in consent["text"] for one in ("20 March 2026", "192.0.2.10", "2001:db8::/64", "123"))
    assert sorted(window["envelope_to"]) == [OPS, SAFE]
    decided = request(desk)
    assert (decided["state"], decided["decided_by"]) == ("approved", OTTO)
    assert decided["consent_mail"] == next(one.id for one in queue(desk) if one.template == "test_consent_granted")
    ticket = case(desk, "T-001001")
    assert ticket["state"] == "on_hold"
    assert ticket["first_response_at"]
    assert "is approved" in sent(command(desk, "#approve"), "command_error")["text"]
    over = moment("2026-03-20T22:00:00")
    assert "test_done" not in [one.kind for one in tick(desk, over - timedelta(minutes=1)).fired]
    assert "test_done" in [one.kind for one in tick(desk, over).fired]
    assert (request(desk)["state"], case(desk, "T-001001")["state"]) == ("done", "solved")
    assert "test_done" not in [one.kind for one in tick(desk, over).fired]


def test_r67_new_times_need_consent_anew_and_operations_hear(desk: Desk) -> None:
    ask(desk)
    consent = sent(command(desk, "#approve"), "test_consent_granted")
    assert "ops_test_window" not in templates_of(reply(desk, consent, INES, "Thank you, see you on 2026-03-20."))
    unproven = reply(desk, consent, INES, "Exact timings: 2026-03-27 20:00 to 23:00", proof="none")
    assert (unproven["decision"], request(desk)["state"]) == ("note", "approved")
    moved = reply(desk, consent, INES, "We have to move it to 27 March 2026, 20:00 to 23:00.")
    assert templates_of(moved, "customer") == ["test_request_received"]
    assert "no longer valid" in sent(moved, "ops_test_window")["text"]
    assert "27 March 2026" in sent(moved, "test_decision_needed")["text"]
    changed = request(desk)
    assert (changed["state"], changed["decision"], changed["consent_mail"]) == ("complete", None, None)
    assert tick(desk, moment("2026-03-20T23:00:00"))
    assert request(desk)["state"] == "complete"


def test_r67_a_refusal_has_a_reason_and_a_changed_request_is_looked_at_again(desk: Desk) -> None:
    ask(desk)
    assert command(desk, "#refuse")["decision"] == "command_refused"
    refused = sent(command(desk, "#refuse It is too close to our release."), "test_refused")
    assert "too close to our release" in refused["text"]
    assert (request(desk)["state"], case(desk, "T-001001")["state"]) == ("refused", "solved")
    reply(desk, refused, INES, "Exact timings: 2026-04-20 20:00 to 23:00")
    assert (request(desk)["state"], request(desk)["reason"]) == ("complete", None)


def test_r68_a_penetration_test_waits_for_the_signed_agreement(desk: Desk) -> None:
    document = ask(desk, lines(Type_of_test="penetration test"), subject="Test of Till")
    needed = sent(document, "test_indemnification_needed")
    assert needed["envelope_to"] == [INES, CORA]
    assert case(desk, "T-001001")["subtype"] == "penetration_test"
    error = sent(command(desk, "#approve"), "command_error")
    assert "agreement of indemnification" in error["text"]
    assert templates_of(command(desk, "#indemnified", CORA)) == ["command_transcript", "test_decision_needed"]
    consent = sent(command(desk, "#approve"), "test_consent_granted")
    assert "agreement of indemnification applies" in consent["text"]


def test_r69_a_closed_ticket_withdraws_the_test_and_operations_hear(desk: Desk) -> None:
    ask(desk)
    command(desk, "#approve")
    command(desk, "#status closed", NADIA)
    assert request(desk)["state"] == "withdrawn"
    tick(desk, moment("2026-03-03 11:00"))
    told = [one for one in queue(desk) if one.template == "ops_test_window"]
    assert len(told) == 2
    assert "no longer valid" in told[1].text
    assert "is withdrawn" in sent(command(desk, "#approve"), "command_error")["text"]


def test_r65_without_proof_nothing_is_asked_until_the_mail_comes_with_proof(desk: Desk) -> None:
    headers = {"Message-ID": "<copy-of-a-test@acorn.example>"}
    first = write(desk, INES, lines(), MONDAY, subject="Load test", proof="none", headers=headers)
    assert templates_of(first, "customer") == []
    second = write(desk, INES, lines(), MONDAY, subject="Load test", headers=headers)
    assert "test_request_received" in templates_of(second, "customer")


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Till is down", "During our load test production went down."),
        ("Results", "Please explain the results of our performance test of 2026-02-20."),
        ("Load test", "How can I run a load test?"),
        ("Till is slow", "It is slower than in the load test."),
    ],
)
def test_r65_who_only_speaks_of_a_test_asks_for_none(desk: Desk, subject: str, text: str) -> None:
    document = write(desk, INES, text, MONDAY, subject=subject)
    assert "ack_new_ticket" in templates_of(document)
    assert case(desk, str(document["ticket"]))["subtype"] is None
    assert command(desk, "#approve")["decision"] == "command_refused"


def test_a_request_reads_no_table_from_end_to_end(desk: Desk) -> None:
    plans = Plans(desk.store)
    ask(desk)
    consent = sent(command(desk, "#approve"), "test_consent_granted")
    reply(desk, consent, INES, "Environment IDs: 124")
    command(desk, "#approve")
    tick(desk, moment("2026-03-20T23:00:00"))
    assert request(desk)["environment_ids"] == ["124"]
    assert plans.scans() == []
