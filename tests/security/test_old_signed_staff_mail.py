"""A signed mail of one of our people is sent again, years later or to somebody else: its signature still holds."""

import pytest

from gateway.desk.desk import Desk
from tests.support.desk import (
    RELAY,
    Document,
    case,
    deliver,
    load,
    open_case,
    reply_address,
    sent,
    templates_of,
    waiting,
    write,
)
from tests.support.people import DIRECTORY, INES, NADIA

COVERED = "from:to:subject:date:message-id:in-reply-to:references"
TODAY = "Tue, 03 Mar 2026 09:58:00 +0100"
LONG_AGO = "Mon, 02 Mar 2020 09:00:00 +0100"
ANSWER = "Please try the new version."


def signature(covered: str = COVERED, domain: str = "vendor.example", tags: str = "", value: str = "c2lnbmVk") -> str:
    """A DKIM-Signature that the relay calls good."""
    return f"v=1; a=rsa-sha256; d={domain}; s=one; h={covered}; {tags}bh=aGFzaA==; b={value}"


def replayed(desk: Desk, number: str, text: str = ANSWER, **headers: str) -> Document:
    """Mail of Nadia that nothing but its signature proves; to the customer's case unless a header says otherwise."""
    fields = {"Date": TODAY, "DKIM-Signature": signature(), **{k.replace("_", "-"): v for k, v in headers.items()}}
    to = fields.pop("To", reply_address(desk, number))
    return write(desk, NADIA, text, to=to, recipients=[reply_address(desk, number)], headers=fields)


@pytest.fixture
def number(desk: Desk) -> str:
    """A ticket of Ines, who waits for an answer."""
    return open_case(desk)


def is_held(desk: Desk, number: str, document: Document) -> bool:
    """Nothing went to the customer, no clock stopped, and the mail waits for a person."""
    held = document["decision"] == "quarantine" and waiting(desk)[-1].cause == "unproven_staff"
    return held and templates_of(document, "customer") == [] and case(desk, number)["first_response_at"] is None


def test_todays_signed_answer_goes_to_the_customer(desk: Desk, number: str) -> None:
    assert sent(replayed(desk, number), "agent_public_reply")["envelope_to"] == [INES]


def test_an_old_mail_to_a_public_list_is_no_answer_to_a_customer(desk: Desk, number: str) -> None:
    document = replayed(desk, number, To="announce@lists.example", Date=LONG_AGO)
    assert is_held(desk, number, document)


def test_a_command_above_an_old_text_is_not_obeyed(desk: Desk, number: str) -> None:
    document = replayed(desk, number, "#priority critical\n\nHello all.", Date=LONG_AGO)
    assert is_held(desk, number, document)
    assert case(desk, number)["priority"] != "critical"


@pytest.mark.parametrize("uncovered", ["to", "date"])
def test_what_the_signature_does_not_cover_can_be_anybodys(desk: Desk, number: str, uncovered: str) -> None:
    covered = ":".join(name for name in COVERED.split(":") if name != uncovered)
    assert is_held(desk, number, replayed(desk, number, DKIM_Signature=signature(covered)))


def test_a_thread_above_the_signature_chooses_no_ticket(desk: Desk, number: str) -> None:
    covered = "from:to:subject:date:message-id"
    thread = {"References": "<some.mail@acorn.example>", "DKIM_Signature": signature(covered)}
    assert is_held(desk, number, replayed(desk, number, **thread))


@pytest.mark.parametrize("time", ["1583136000", "0", "999999999999"])  # the last is a year that no calendar has
def test_the_time_in_the_signature_counts_like_the_date(desk: Desk, number: str, time: str) -> None:
    assert is_held(desk, number, replayed(desk, number, DKIM_Signature=signature(tags=f"t={time}; ")))


def test_the_same_signature_under_another_message_id_is_a_replay(desk: Desk, number: str) -> None:
    unnamed = signature("from:to:subject:date:in-reply-to:references")
    first = replayed(desk, number, DKIM_Signature=unnamed)
    assert templates_of(first, "customer") == ["agent_public_reply"]
    second = replayed(desk, number, DKIM_Signature=unnamed)
    assert (second["decision"], templates_of(second, "customer")) == ("quarantine", [])


def test_a_second_signature_that_covers_everything_helps_no_replay(desk: Desk, number: str) -> None:
    genuine, made_up = signature("from:subject"), signature(value="bWFkZXVw")
    fields = {"DKIM-Signature": made_up, "dkim-signature": genuine, "Date": TODAY}
    document = write(desk, NADIA, ANSWER, to=reply_address(desk, number), headers=fields)
    assert is_held(desk, number, document)


def test_a_signature_that_cannot_be_read_proves_nothing(desk: Desk, number: str) -> None:
    assert is_held(desk, number, replayed(desk, number, DKIM_Signature="v=1; d=vendor.example"))


def test_where_the_domains_own_host_hands_the_mail_over_nothing_of_it_is_asked(desk: Desk, number: str) -> None:
    said = f"{RELAY}; spf=pass smtp.mailfrom={NADIA}; dmarc=pass header.from=vendor.example"
    fields = {"Authentication-Results": said, "DKIM-Signature": signature("from:subject"), "Date": TODAY}
    document = write(desk, NADIA, ANSWER, to=reply_address(desk, number), proof="", headers=fields)
    assert templates_of(document, "customer") == ["agent_public_reply"]


def test_the_pass_of_another_host_is_none_of_the_domain(desk: Desk, number: str) -> None:
    said = f"{RELAY}; spf=pass smtp.mailfrom=bounce@lists.example; dmarc=pass header.from=vendor.example"
    fields = {"Authentication-Results": said, "DKIM-Signature": signature(), "Date": LONG_AGO}
    document = write(desk, NADIA, ANSWER, to=reply_address(desk, number), proof="", headers=fields)
    assert is_held(desk, number, document)


def test_the_author_hears_of_it_and_can_let_it_out_with_a_fresh_mail(desk: Desk, number: str) -> None:
    document = replayed(desk, number, Date=LONG_AGO)
    told = sent(document, "quarantine_alert")
    assert NADIA in told["envelope_to"]
    allowed = write(
        desk, NADIA, "#allow", to=told["headers"]["Reply-To"], headers={"In-Reply-To": told["headers"]["Message-ID"]}
    )
    assert allowed["decision"] == "command"


def test_an_old_mail_of_a_domain_in_letters_of_its_language_is_old(desk: Desk, number: str) -> None:
    load(desk, DIRECTORY + '[[staff]]\nemail = "bo@bücher.example"\nname = "Bo"\nroles = ["engineer"]\n')
    lines = [
        f"Authentication-Results: {RELAY}; dmarc=pass header.from=xn--bcher-kva.example",
        f"DKIM-Signature: {signature(domain='xn--bcher-kva.example')}",
        "From: bo@bücher.example",
        "To: announce@lists.example",
        "Subject: News",
        "Message-ID: <old@xn--bcher-kva.example>",
        f"Date: {LONG_AGO}",
        "",
        ANSWER,
    ]
    content = "\r\n".join(lines).encode()
    assert is_held(desk, number, deliver(desk, content, recipients=[reply_address(desk, number)]))
