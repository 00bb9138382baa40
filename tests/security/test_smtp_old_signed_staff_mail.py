"""Signed mail of one of our people, sent again over SMTP from a host that is not ours: its signature still holds."""

from email.utils import format_datetime

import pytest

from tests.support.desk import RELAY, letter, reply_address
from tests.support.dns_zone import sign
from tests.support.people import INES, NADIA, SUPPORT
from tests.support.running_desk import ELSEWHERE, OUR_RELAY, RunningDesk, templates, wire_bytes

COVERED = "from:to:subject:date:message-id:in-reply-to:references"
LONG_AGO = "Mon, 02 Mar 2020 09:00:00 +0100"
ANSWER = "Please try the new version."


@pytest.fixture
def number(running: RunningDesk) -> str:
    """A ticket of Ines, who waits for an answer."""
    return running.open_case()


def today(running: RunningDesk) -> str:
    """A Date field of now."""
    return format_datetime(running.clock.instant)


def signed(text: str, to: str, date: str, covered: str = COVERED, message_id: str = "<one@vendor.example>") -> bytes:
    """Mail of Nadia with a true signature of her domain."""
    mail = letter(NADIA, text, to, proof="", headers={"Date": date, "Message-ID": message_id})
    return sign(wire_bytes(mail), "vendor.example", covered)


def replay(running: RunningDesk, number: str, content: bytes, *more: str, client: str = ELSEWHERE) -> list[str]:
    """The attacker hands it over from their own host, for the case of Ines; what leaves for Ines because of it."""
    running.settle()
    recipients = [*more] or [reply_address(running.desk, number)]
    running.send_bytes(content, "bounces@lists.example", recipients, client)
    return templates(running.settle(), INES)


def is_held(running: RunningDesk, number: str) -> bool:
    """It waits for a person, and no clock stopped."""
    return running.quarantined() == ["unproven_staff"] and running.case(number)["first_response_at"] is None


def test_a_signed_answer_of_today_is_an_answer(running: RunningDesk, number: str) -> None:
    content = signed(ANSWER, reply_address(running.desk, number), today(running))
    assert replay(running, number, content) == ["agent_public_reply"]


def test_an_old_mail_to_a_public_list_is_no_answer_to_a_customer(running: RunningDesk, number: str) -> None:
    assert replay(running, number, signed(ANSWER, "announce@lists.example", LONG_AGO)) == []
    assert is_held(running, number)


def test_a_command_in_an_old_mail_is_not_carried_out(running: RunningDesk, number: str) -> None:
    content = signed("#priority critical\n\nHello all.", "announce@lists.example", LONG_AGO)
    assert replay(running, number, content) == []
    assert is_held(running, number)
    assert running.case(number)["priority"] != "critical"


def test_an_old_mail_to_us_is_no_answer_either(running: RunningDesk, number: str) -> None:
    assert replay(running, number, signed(ANSWER, SUPPORT, LONG_AGO)) == []
    assert is_held(running, number)


@pytest.mark.parametrize("field", ["References", "In-Reply-To"])
def test_a_thread_above_the_signature_chooses_no_ticket(running: RunningDesk, number: str, field: str) -> None:
    known = running.after(INES, "And another thing.", to=reply_address(running.desk, number))[0]
    thread = f"{field}: {known.headers['Message-ID']}\r\n".encode()
    content = signed(ANSWER, SUPPORT, today(running), covered="from:to:subject:date:message-id")
    assert replay(running, number, thread + content, SUPPORT) == []
    assert is_held(running, number)


def test_a_subject_that_is_not_signed_chooses_no_ticket(running: RunningDesk, number: str) -> None:
    content = signed(ANSWER, SUPPORT, today(running), covered="from:to:date:message-id")
    content = content.replace(b"Subject: A question", f"Subject: [{number}] till".encode())
    assert replay(running, number, content, SUPPORT) == []
    assert is_held(running, number)


@pytest.mark.parametrize("client", [ELSEWHERE, OUR_RELAY])
def test_ten_signatures_of_others_do_not_hide_the_old_one(running: RunningDesk, number: str, client: str) -> None:
    content = signed(ANSWER, "announce@lists.example", LONG_AGO)
    for _ in range(10):
        content = sign(content, "evil.example")
    said = f"{RELAY}; spf=pass smtp.mailfrom=bounces@lists.example; dmarc=pass header.from=vendor.example"
    content = f"Authentication-Results: {said}\r\n".encode() + content
    assert replay(running, number, content, client=client) == []
    assert is_held(running, number)


def test_the_same_signature_under_another_message_id_is_a_replay(running: RunningDesk, number: str) -> None:
    unnamed = "from:to:subject:date:in-reply-to:references"
    content = signed(ANSWER, reply_address(running.desk, number), today(running), unnamed)
    assert replay(running, number, content) == ["agent_public_reply"]
    again = content.replace(b"<one@vendor.example>", b"<two@vendor.example>")
    assert replay(running, number, again) == []
    assert running.quarantined() == ["unproven_staff"]
