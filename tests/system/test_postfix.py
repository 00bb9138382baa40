"""The gateway behind a real Postfix: mail comes in by LMTP, and goes out with Postfix as smarthost."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from gateway.adapters.clock import SystemClock
from tests.support.gateway_process import GatewayProcess, free_port, open_folder, until
from tests.support.people import CORA, ESCALATION, INES, OTTO, SUPPORT
from tests.support.postfix_server import DEPLOY, Postfix, text_of
from tests.support.swaks import message, send

pytestmark = [
    pytest.mark.system,
    pytest.mark.skipif(shutil.which("postfix") is None, reason="Postfix is not installed"),
    pytest.mark.skipif(shutil.which("swaks") is None, reason="swaks is not installed"),
    pytest.mark.skipif(os.geteuid() != 0, reason="Postfix starts only as root"),
]

CUSTOMER = INES
TABLES = """
[limits]
message_bytes = 200000
automatic_per_sender_hour = 100
rejection_without_ticket_per_hour = 100
burst_per_sender_hour = 1000

[[listener]]
protocol = "smtp"
port = {smtp}

[[listener]]
protocol = "lmtp"
{lmtp}
"""
REPORT = """This is a delivery report.

--report
Content-Type: text/plain

{address} has moved away.

--report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.acorn.example

Final-Recipient: rfc822; {address}
Action: failed
Status: 5.1.6
Diagnostic-Code: smtp; 550 5.1.6 moved away

--report
Content-Type: text/rfc822-headers

Message-ID: {original}
Subject: {subject}

--report--"""


class Site:
    """A gateway and the Postfix in front of it and behind it."""

    def __init__(self, folder: Path, over: str) -> None:
        self.smtp_port = free_port()
        lmtp_port = free_port()
        self.gateway = GatewayProcess(folder / "gateway", "")
        next_hop = f"inet:127.0.0.1:{lmtp_port}" if over == "TCP" else f"unix:{folder}/gateway/lmtp.sock"
        place = f"port = {lmtp_port}" if over == "TCP" else 'socket = "lmtp.sock"\nsocket_mode = "666"'
        self.gateway.tables = TABLES.format(smtp=self.smtp_port, lmtp=place)
        self.postfix = Postfix(folder / "postfix", next_hop)
        self.gateway.smarthost = self.postfix.port

    def start(self) -> None:
        self.gateway.prepare()
        self.postfix.start()
        self.gateway.start(self.smtp_port)

    def end(self) -> None:
        self.postfix.stop()
        self.gateway.kill()

    def deliver(self, content: bytes, *recipients: str, sender: str = CUSTOMER) -> str:
        """Hand a mail to Postfix; the id under which Postfix queued it."""
        sent = send(self.postfix.port, content, *recipients, sender=sender)
        assert sent.code == 0, sent.transcript
        return re.search(r"queued as (\w+)", sent.transcript)[1]  # type: ignore[index]  # taken: it has an id

    def settled(self, message_id: str) -> dict[str, Any]:
        """Wait for the one mail with a Message-ID to be settled; its row."""

        def look() -> list[dict[str, Any]]:
            rows: list[dict[str, Any]] = self.gateway.json("mail", "list", "--message-id", message_id)
            return rows

        [row] = until(look, f"{message_id} is not settled:\n{self.postfix.log()[-2000:]}\n{self.gateway.log()[-2000:]}")
        return row

    def ask(self, content: bytes, message_id: str, *recipients: str, sender: str = CUSTOMER) -> dict[str, Any]:
        """Hand a mail to Postfix; what it became."""
        self.deliver(content, *recipients, sender=sender)
        return self.settled(message_id)


@pytest.fixture
def site(request: pytest.FixtureRequest) -> Iterator[Site]:
    with open_folder("gateway-postfix-") as folder:
        one = Site(folder, getattr(request, "param", "TCP"))
        one.start()
        yield one
        one.end()


@pytest.mark.parametrize("site", ["TCP", "unix socket"], indirect=True)
def test_two_recipients_of_one_lmtp_transaction_are_one_delivery(site: Site) -> None:
    queue_id = site.deliver(message("<both@acorn.example>", "Orders stops", "It stops."), SUPPORT, ESCALATION)
    row = site.settled("<both@acorn.example>")
    site.postfix.wait_until_empty()
    assert row["decision"] == "no_ticket_at_request"
    assert len(site.gateway.json("mail", "list")) == 1
    assert sorted(site.postfix.outcomes(queue_id)) == [(ESCALATION, "sent"), (SUPPORT, "sent")]
    kept = site.gateway.json("mail", "show", str(row["mail"]))
    assert sorted(kept["envelope_to"]) == [ESCALATION, SUPPORT]
    assert "status=bounced" not in site.postfix.log()
    assert "status=deferred" not in site.postfix.log()


def test_postfix_takes_the_answers_and_the_conversation_goes_on(site: Site) -> None:
    asked = site.ask(message("<q@acorn.example>", "Export stops", "It stops halfway."), "<q@acorn.example>")
    assert asked["decision"] == "new"
    answer = site.postfix.arrived(CUSTOMER, answering="<q@acorn.example>")
    assert answer["Auto-Submitted"] == "auto-replied"
    assert asked["ticket"] in answer["Subject"]
    assert str(answer["Return-Path"]).startswith("<bounces+")
    replied = site.ask(reply_to(answer), "<r@acorn.example>", answer["Reply-To"].addresses[0].addr_spec)
    assert (replied["decision"], replied["ticket"]) == ("note", asked["ticket"])
    away = site.ask(out_of_office(answer), "<ooo@acorn.example>", answer["Reply-To"].addresses[0].addr_spec, sender="")
    assert away["decision"] == "automatic"
    returned = site.ask(moved_away(answer), "<dsn@mx.acorn.example>", bounce_address(answer), sender="")
    assert returned["decision"] == "bounce"
    site.postfix.wait_until_empty()
    until(lambda: bounced(site.gateway), "the answer is not shown as bounced")


def test_escalations_are_answered_through_postfix(site: Site) -> None:
    content = message("<e1@acorn.example>", "Escalation", "Reason: slow", to=ESCALATION)
    refused = site.ask(content, "<e1@acorn.example>", ESCALATION)
    assert refused["decision"] == "no_ticket"
    assert "ticket" in text_of(site.postfix.arrived(CUSTOMER, answering="<e1@acorn.example>"))
    number = ticket_of_last_week(site.gateway)
    text = "Reason: no response in time\nBusiness impact: no orders can be shipped"
    content = message("<e2@acorn.example>", f"Escalation {number}", text, to=ESCALATION, more=f"Cc: {CORA}\n")
    accepted = site.ask(content, "<e2@acorn.example>", ESCALATION)
    assert (accepted["decision"], accepted["ticket"]) == ("accept", number)
    answer = site.postfix.arrived(CUSTOMER, answering="<e2@acorn.example>")
    assert number in answer["Subject"]
    assert answer["Cc"].addresses[0].addr_spec == CORA
    until(lambda: not unsent(site.gateway), "not everything is sent")
    site.postfix.wait_until_empty()
    reached = {mail["Delivered-To"] for mail in site.postfix.maildir()}
    assert {CUSTOMER, CORA, OTTO} <= reached


def test_an_answer_that_postfix_cannot_deliver_is_shown_as_bounced(site: Site) -> None:
    content = message("<g@acorn.example>", "Leaving", "A last question.", sender="gone@acorn.example")
    asked = site.ask(content, "<g@acorn.example>", sender="gone@acorn.example")
    assert asked["decision"] == "new"
    [answer] = until(lambda: bounced(site.gateway), "the bounce is not noticed")
    assert answer["envelope_to"] == ["gone@acorn.example"]
    assert "550 5.7.1" in answer["reason"]
    assert [row["decision"] for row in site.gateway.json("mail", "list")] == ["new", "bounce"]
    site.postfix.wait_until_empty()


def test_a_message_over_the_limit_and_an_unknown_recipient_are_refused(site: Site) -> None:
    large = send(site.smtp_port, message("<l@acorn.example>", "Large", "x" * 70 + "\n" + ("y" * 70 + "\n") * 5000))
    assert large.code != 0
    assert "<** 552" in large.transcript
    unknown = send(site.smtp_port, message("<u@acorn.example>", "Hello", "Who?"), "sales@vendor.example")
    assert (unknown.code, "<** 550" in unknown.transcript) == (24, True)
    relay = send(site.smtp_port, message("<u@acorn.example>", "Hello", "Who?"), "someone@elsewhere.example")
    assert (relay.code, "<** 550" in relay.transcript) == (24, True)
    assert site.gateway.json("mail", "list") == []


def reply_to(answer: EmailMessage) -> bytes:
    references = f"In-Reply-To: {answer['Message-ID']}\nReferences: {answer['Message-ID']}\n"
    return message("<r@acorn.example>", f"Re: {answer['Subject']}", "It happens every evening.", more=references)


def out_of_office(answer: EmailMessage) -> bytes:
    more = f"In-Reply-To: {answer['Message-ID']}\nAuto-Submitted: auto-replied\n"
    return message("<ooo@acorn.example>", "Out of office", "I am back on Monday.", more=more)


def moved_away(answer: EmailMessage) -> bytes:
    more = 'MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary="report"\n'
    text = REPORT.format(address=CUSTOMER, original=answer["Message-ID"], subject=answer["Subject"])
    sender = "mailer-daemon@mx.acorn.example"
    return message("<dsn@mx.acorn.example>", "Undelivered", f"--report\n\n{text}", sender=sender, more=more)


def bounce_address(answer: EmailMessage) -> str:
    return str(answer["Return-Path"]).strip("<>")


def bounced(gateway: GatewayProcess) -> list[Any]:
    return [row for row in gateway.json("queue", "list") if row["state"] == "bounced"]


def unsent(gateway: GatewayProcess) -> list[Any]:
    return [row for row in gateway.json("queue", "list") if row["state"] not in ("sent", "suppressed")]


def ticket_of_last_week(gateway: GatewayProcess) -> str:
    """A ticket whose response time has passed."""
    at = (SystemClock().now() - timedelta(days=7)).isoformat()
    content = message("<old@acorn.example>", "Orders is slow", "It takes minutes.")
    return str(gateway.json("receive", "--at", at, "-", content=content)["ticket"])


@pytest.mark.parametrize(
    ("field", "kept"),
    [
        ("Authentication-Results: mx.vendor.example; dmarc=pass header.from=acorn.example", False),
        ("authentication-results: (forged) MX.vendor.example; dmarc=pass", False),
        ("Authentication-Results: mx.vendor.example 1;\n\tdmarc=pass", False),
        ("Authentication-Results: mx.acorn.example; dmarc=pass header.from=mx.vendor.example", True),
        ("Subject: Authentication-Results: mx.vendor.example;", True),
    ],
)
def test_what_strangers_say_in_our_name_is_dropped_by_the_postfix_that_we_show(field: str, kept: bool) -> None:
    asked = ["postmap", "-q", field, f"regexp:{DEPLOY / 'header_checks'}"]
    answer = subprocess.run(asked, check=False, capture_output=True, text=True)
    assert answer.stdout.strip() == ("" if kept else "IGNORE")
