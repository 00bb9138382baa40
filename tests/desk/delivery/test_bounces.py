"""Reports about mail of ours that did not arrive."""

from pathlib import Path
from typing import Any

import pytest

from gateway.desk.desk import Desk
from gateway.domain.outgoing.entry import OutboxEntry
from gateway.store.store import Store
from tests.support.desk import (
    Document,
    build_desk,
    deliver,
    escalate,
    notes,
    numbers,
    open_case,
    queue,
    sent,
    templates_of,
    write,
)
from tests.support.people import CORA, INES, NADIA, PAUL, ROSA, SUPPORT
from tests.support.reports import delivery_report


@pytest.fixture
def answer(desk: Desk) -> Document:
    """The acknowledgement of a ticket of Ines."""
    return sent(write(desk, INES, subject="Till is slow"), "ack_new_ticket")


def report(desk: Desk, content: bytes, **parts: Any) -> Document:
    """A delivery report comes in from the null sender."""
    return deliver(desk, content, mail_from="", **parts)


def bounce_state(desk: Desk, address: str) -> str:
    with desk.store.read() as work:
        found = work.directory.contact(address)
        assert found is not None
        return found.bounce_state


def outgoing(desk: Desk, mail: Document) -> OutboxEntry:
    with desk.store.read() as work:
        return work.outbox.show(int(mail["id"]))


def test_a_permanent_failure_marks_mail_and_contact_and_tells_the_engineers(desk: Desk, answer: Document) -> None:
    document = report(desk, delivery_report(answer, INES))
    assert (document["decision"], document["ticket"]) == ("bounce", "T-001001")
    assert sent(document, "bounce_alert")["envelope_to"] == [NADIA]
    assert bounce_state(desk, INES) == "hard"
    kept = outgoing(desk, answer)
    assert (kept.state, kept.recipients[0].state) == ("bounced", "bounced")
    assert "5.1.1" in str(kept.reason)


@pytest.mark.parametrize(
    ("status", "words", "state"),
    [
        ("5.1.0", "address rejected", "hard"),
        ("5.1.2", "no such host", "hard"),
        ("5.1.6", "the mailbox has moved", "hard"),
        ("5.1.10", "the domain takes no mail", "hard"),
        ("5.2.1", "the mailbox is disabled", "hard"),
        ("5.4.4", "unable to route", "hard"),
        ("5.0.0", "user unknown", "hard"),
        ("5.2.2", "mailbox full", "soft"),
        ("5.2.3", "message too large", "soft"),
        ("5.3.4", "message too big", "soft"),
        ("5.4.7", "delivery time expired", "soft"),
        ("5.7.1", "looks like spam", "soft"),
        ("5.7.26", "not authenticated", "soft"),
        ("4.4.7", "giving up", "soft"),
        ("4.2.2", "over quota", "soft"),
    ],
)
def test_whoever_works_on_the_case_hears_of_every_final_failure_but_only_some_say_the_address_is_dead(
    desk: Desk, answer: Document, status: str, words: str, state: str
) -> None:
    document = report(desk, delivery_report(answer, INES, status, words=words))
    assert NADIA in sent(document, "bounce_alert")["envelope_to"]
    assert (bounce_state(desk, INES), outgoing(desk, answer).state) == (state, "bounced")


@pytest.mark.parametrize(("status", "words"), [("5.7.1", "rejected as spam"), ("5.7.26", "no valid SPF or DKIM")])
def test_what_is_our_own_fault_is_told_to_the_duty_as_ours(
    store: Store, tmp_path: Path, status: str, words: str
) -> None:
    desk = build_desk(store, tmp_path, gateway={"duty": "duty@vendor.example"})
    answer = sent(write(desk, INES), "ack_new_ticket")
    alert = sent(report(desk, delivery_report(answer, INES, status, words=words)), "bounce_alert")
    assert alert["envelope_to"] == [NADIA, "duty@vendor.example"]
    assert "our own mail system" in alert["text"]


@pytest.mark.parametrize("status", ["4.2.2", "4.4.1"])
def test_a_report_that_goes_on_trying_changes_nothing(desk: Desk, answer: Document, status: str) -> None:
    document = report(desk, delivery_report(answer, INES, status, action="delayed", words="will be tried again"))
    assert document["outgoing"] == []
    assert (bounce_state(desk, INES), outgoing(desk, answer).state) == ("ok", "queued")


def test_a_report_opens_no_ticket_wherever_it_comes_in(desk: Desk, answer: Document) -> None:
    document = report(desk, delivery_report(answer, INES, to=SUPPORT))
    assert (document["decision"], numbers(desk)) == ("bounce", ["T-001001"])
    assert outgoing(desk, answer).state == "bounced"


def test_the_token_of_the_bounce_address_is_enough(desk: Desk, answer: Document) -> None:
    content = delivery_report(answer, INES, message_id="<rewritten@relay.example>")
    assert report(desk, content)["ticket"] == "T-001001"
    assert outgoing(desk, answer).state == "bounced"


def test_the_envelope_names_the_bounce_address_where_the_header_does_not(desk: Desk, answer: Document) -> None:
    content = delivery_report(answer, INES, to="undisclosed@mx.elsewhere.example", message_id="<x@y.example>")
    report(desk, content, recipients=[answer["envelope_from"]])
    assert outgoing(desk, answer).state == "bounced"


def forged_token(answer: Document) -> bytes:
    local, _, domain = answer["envelope_from"].rpartition("@")
    swapped = local[:-1] + ("a" if local[-1] != "a" else "b")
    return delivery_report(answer, INES, to=f"{swapped}@{domain}", message_id="<x@y.example>")


def forged_message_id(answer: Document) -> bytes:
    forged = answer["headers"]["Message-ID"].replace(".2.", ".1.").replace(".1.", ".9.")
    return delivery_report(None, INES, message_id=forged)


def without_any_proof(answer: Document) -> bytes:
    return delivery_report(None, INES)


@pytest.mark.parametrize("forge", [forged_token, forged_message_id, without_any_proof])
def test_a_forged_report_changes_nothing(desk: Desk, answer: Document, forge: Any) -> None:
    before = (queue(desk), notes(desk, "T-001001"))
    document = report(desk, forge(answer))
    assert (document["decision"], document["ticket"], document["outgoing"]) == ("bounce", None, [])
    assert (queue(desk), notes(desk, "T-001001")) == before
    assert bounce_state(desk, INES) == "ok"


@pytest.mark.parametrize("other", [PAUL, ROSA])
def test_a_report_about_somebody_we_did_not_write_to_changes_nothing(desk: Desk, answer: Document, other: str) -> None:
    document = report(desk, delivery_report(answer, other))
    assert (document["decision"], document["outgoing"]) == ("bounce", [])
    assert (outgoing(desk, answer).state, bounce_state(desk, ROSA)) == ("queued", "ok")


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed"])
def test_a_report_that_nothing_failed_changes_nothing(desk: Desk, answer: Document, action: str) -> None:
    document = report(desk, delivery_report(answer, INES, "2.0.0", action=action))
    assert document["outgoing"] == []
    assert (outgoing(desk, answer).state, bounce_state(desk, INES)) == ("queued", "ok")


def test_a_lost_escalation_is_told_to_the_customer_success_manager(desk: Desk) -> None:
    answer = sent(escalate(desk, open_case(desk)), "escalation_ack")
    alert = sent(report(desk, delivery_report(answer, INES)), "bounce_alert")
    assert alert["envelope_to"] == [NADIA, CORA]


def test_a_bounced_alert_raises_no_alert(desk: Desk, answer: Document) -> None:
    alert = sent(report(desk, delivery_report(answer, INES)), "bounce_alert")
    assert report(desk, delivery_report(alert, NADIA))["outgoing"] == []


def test_the_alert_does_not_go_to_whom_we_cannot_reach(desk: Desk) -> None:
    internal = sent(write(desk, INES), "agent_new_ticket")
    assert templates_of(report(desk, delivery_report(internal, NADIA))) in ([], ["bounce_alert"])
    assert all(NADIA not in str(one.recipients) for one in queue(desk) if one.template == "bounce_alert")


def test_the_ticket_keeps_what_did_not_arrive(desk: Desk, answer: Document) -> None:
    report(desk, delivery_report(answer, INES))
    assert any(INES in text for text in notes(desk, "T-001001", "internal"))


def test_the_same_report_twice_tells_once(desk: Desk, answer: Document) -> None:
    content = delivery_report(answer, INES)
    assert [templates_of(report(desk, content)) for _ in range(2)] == [["bounce_alert"], []]


def test_a_later_delay_does_not_make_a_dead_address_a_soft_one(desk: Desk, answer: Document) -> None:
    report(desk, delivery_report(answer, INES))
    other = sent(write(desk, PAUL, at="2026-03-03T12:00:00+01:00"), "ack_new_ticket")
    report(desk, delivery_report(other, INES, "4.2.2"))
    assert bounce_state(desk, INES) == "hard"
