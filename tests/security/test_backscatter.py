"""Backscatter: reports, forged or true, must not make the gateway write to anybody outside, nor change its cases."""

import pytest

from gateway.desk.desk import Desk
from tests.support.desk import case, deliver, letter, numbers, open_case, outside, reply_address, templates_of, write
from tests.support.people import ESCALATION, INES, STRANGER, SUPPORT
from tests.support.reports import delivery_report


@pytest.mark.parametrize("to", [SUPPORT, ESCALATION, "bounces@vendor.example", "bounces+1.aaaa@vendor.example"])
def test_a_report_about_mail_we_never_sent_is_stored_and_nothing_else(desk: Desk, to: str) -> None:
    document = deliver(desk, delivery_report(None, "victim@victims.example", to=to), mail_from="")
    assert (document["decision"], document["outgoing"]) == ("bounce", [])
    assert (numbers(desk), outside(desk)) == ([], [])


@pytest.mark.parametrize("to", [SUPPORT, ESCALATION])
def test_the_null_sender_is_never_answered_whatever_it_says(desk: Desk, to: str) -> None:
    for text in ("Hello, how are you?", "Reason: slow\nBusiness impact: nobody can print here"):
        deliver(desk, letter(INES, text, to=to), mail_from="")
    assert outside(desk) == []


@pytest.mark.parametrize(
    "local", ["mailer-daemon", "postmaster", "MAILER-DAEMON", "no-reply", "list-request", "owner-list"]
)
def test_the_addresses_of_machines_are_never_answered(desk: Desk, local: str) -> None:
    write(desk, f"{local}@elsewhere.example", "Your mail was received.")
    assert outside(desk) == []


def test_a_report_about_a_report_ends_there(desk: Desk) -> None:
    first = delivery_report(None, STRANGER, to="bounces@vendor.example")
    for _ in range(5):
        document = deliver(desk, first.replace(b"<", b"<x", 1), mail_from="")
        assert document["outgoing"] == []
    assert outside(desk) == []


def test_a_mail_in_the_form_of_a_report_does_not_touch_the_ticket_that_it_names(desk: Desk) -> None:
    number = open_case(desk)
    before = case(desk, number)
    content = delivery_report(None, INES, to=reply_address(desk, number))
    assert deliver(desk, content, mail_from="")["outgoing"] == []
    assert case(desk, number) == before


def test_mail_to_the_bounce_address_that_is_no_report_is_not_answered(desk: Desk) -> None:
    document = write(desk, INES, "Hello?", to="bounces@vendor.example")
    assert document["decision"] == "quarantine"  # a person may have answered the envelope: somebody looks
    assert templates_of(document, "customer") == []
    assert numbers(desk) == []


@pytest.mark.parametrize(
    "header", ["Auto-Submitted: auto-replied", "Precedence: bulk", "List-Id: <l.elsewhere.example>"]
)
def test_marked_mail_is_not_answered(desk: Desk, header: str) -> None:
    name, value = header.split(": ")
    document = write(desk, STRANGER, "Newsletter", headers={name: value})
    assert (document["decision"], document["outgoing"]) == ("automatic", [])
