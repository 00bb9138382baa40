"""Who did not get a mail, why, and whether for good."""

import pytest

from gateway.mail.bounce.reader import MAX_RECIPIENTS, read_bounce
from gateway.mail.nature import Bounce, FailedRecipient
from gateway.mail.parse import parse

_HEAD = (
    "Return-Path: <>\nFrom: MAILER-DAEMON@mx.acorn.example\n"
    "To: bounces+k7q2@vendor.example\nSubject: Undelivered mail\n"
)


def _text(body: str) -> Bounce:
    bounce = read_bounce(parse(f"{_HEAD}Content-Type: text/plain; charset=utf-8\n\n{body}".encode()))
    assert bounce is not None
    return bounce


def _fields(address: str, action: str = "failed", status: str = "5.1.1", more: str = "") -> str:
    return f"Final-Recipient: rfc822; {address}\nAction: {action}\nStatus: {status}\n{more}"


def _report(fields: str, returned: str = "") -> Bounce | None:
    body = f"--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.acorn.example\n\n{fields}\n"
    if returned:
        body += f"--b\nContent-Type: text/rfc822-headers\n\n{returned}\n"
    head = f"{_HEAD}MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
    return read_bounce(parse(f"{head}{body}--b--\n".encode()))


def _only(bounce: Bounce | None) -> FailedRecipient:
    assert bounce is not None
    (recipient,) = bounce.recipients
    return recipient


def test_the_fields_of_a_report_are_read() -> None:
    bounce = _report(
        _fields("ines@acorn.example", "failed", "5.2.2", "Diagnostic-Code: smtp; 552 5.2.2 full"),
        "Message-ID: <1@vendor.example>\nFrom: <bounces+k7q2@vendor.example>\nTo: ines@acorn.example",
    )
    recipient = FailedRecipient("ines@acorn.example", "failed", "5.2.2", "552 5.2.2 full", "mailbox_full")
    assert bounce == Bounce(True, (recipient,), "<1@vendor.example>", ("bounces+k7q2@vendor.example",))


def test_only_failures_are_named_where_some_deliveries_are_late() -> None:
    fields = _fields("a@x.example", "delayed", "4.4.1") + "\n" + _fields("b@x.example")
    assert _only(_report(fields)).address == "b@x.example"


def test_a_delay_is_not_permanent() -> None:
    bounce = _report(_fields("a@x.example", "delayed", "4.2.2"))
    assert bounce is not None
    assert not bounce.permanent
    assert _only(bounce).action == "delayed"


def test_a_report_of_success_is_no_bounce() -> None:
    assert _report(_fields("a@x.example", "delivered", "2.0.0")) is None


def test_the_address_that_was_written_to_comes_before_the_final_one() -> None:
    fields = "Original-Recipient: rfc822; a@x.example\n" + _fields("a@inside.x.example")
    assert _only(_report(fields)).address == "a@x.example"


@pytest.mark.parametrize(
    ("status", "diagnostic", "expected"),
    [
        ("5.0.0", "smtp; 550 5.7.26 not authenticated", "5.7.26"),
        ("5.0.0", "smtp; 550 no such user here", "5.1.1"),
        ("5.0.0", "smtp; 554 failed", "5.0.0"),
        ("5.1.1 (bad destination)", "smtp; 550 5.0.0 failed", "5.1.1"),
        ("", "smtp; 452 mailbox full", "4.2.2"),
        ("", "smtp; mailbox full", "5.2.2"),
        ("", "smtp; said no", "5.0.0"),
    ],
)
def test_the_best_status_is_put_together(status: str, diagnostic: str, expected: str) -> None:
    fields = _fields("a@x.example", "failed", status, f"Diagnostic-Code: {diagnostic}")
    assert _only(_report(fields)).status == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("550 user unknown", "user_unknown"),
        ("552 over quota", "mailbox_full"),
        ("554 listed by dnsbl", "spam"),
        ("552 message too large", "size"),
        ("550 relaying denied", "relay"),
        ("Host not found", "host_unknown"),
        ("connection refused", "network"),
        ("retry timeout exceeded", "expired"),
        ("550 account has been suspended", "suspended"),
        ("550 5.7.1 SPF check failed", "authentication"),
        ("421 too many connections", "rate"),
        ("551 user has moved", "moved"),
        ("554 virus found", "virus"),
        ("550 prohibited attachment", "content"),
        ("550 access denied", "policy"),
        ("451 local error in processing", "system_error"),
        ("Empfänger unbekannt", "user_unknown"),
        ("boîte pleine", "mailbox_full"),
        ("邮箱已满", "mailbox_full"),
        ("boîte aux lettres pleine", "mailbox_full"),
        ("Schránka je plná", "mailbox_full"),
        ("nie ma takiego użytkownika", "user_unknown"),
        ("Kullanıcı bulunamadı", "user_unknown"),
        ("Користувача не знайдено", "user_unknown"),
        ("said by mx.spam-relay.oak.example: no such user", "user_unknown"),
    ],
)
def test_the_reason_has_a_class(text: str, reason: str) -> None:
    assert _only(_text(f"The following address failed:\n\n  ines@acorn.example\n    {text}\n")).reason == reason


def test_a_temporary_code_is_not_permanent() -> None:
    bounce = _text("Could not be delivered to:\n\n<ines@acorn.example>: 451 4.7.1 come back later\n")
    assert (bounce.permanent, _only(bounce).status) == (False, "4.7.1")


def test_an_address_for_help_is_no_failed_recipient() -> None:
    bounce = _text(
        "Could not deliver to ines@acorn.example: user unknown.\nFor help please contact postmaster@acorn.example.\n"
    )
    assert _only(bounce).address == "ines@acorn.example"


def test_our_own_side_is_no_failed_recipient() -> None:
    body = "Your message from support@vendor.example could not be delivered to:\n\nines@acorn.example\n\n"
    body += "--- Original message follows.\n\n"
    assert _only(_text(f"{body}From: support@vendor.example\nTo: ines@acorn.example\n")).address == "ines@acorn.example"


def test_who_writes_to_himself_is_his_own_recipient() -> None:
    body = "<me@x.example>: user unknown\n\n--- Original message follows.\n\nFrom: me@x.example\nTo: me@x.example\n"
    assert _only(_text(body)).address == "me@x.example"


def test_the_message_id_is_found_in_what_was_quoted() -> None:
    body = "<a@x.example>: user unknown\n\n--- Below this line is a copy of the message.\n\n"
    body += "Received: from x\nMessage-ID: <1@vendor.example>\n"
    assert _text(body).original_message_id == "<1@vendor.example>"


def test_a_token_in_a_transcript_is_kept() -> None:
    body = "could not be delivered:\n\n<a@x.example>\n\n>>> MAIL FROM:<bounces+k7q2@vendor.example>\n<<< 550 no\n"
    assert _text(body).bounce_addresses == ("bounces+k7q2@vendor.example",)


def test_addresses_behind_the_copy_are_not_read() -> None:
    body = "<a@x.example>:\nuser unknown\n\n--- Below this line is a copy of the message.\n\n"
    body += "<b@x.example>:\nuser unknown\n"
    assert _only(_text(body)).address == "a@x.example"


def test_a_failure_that_names_nobody_is_still_a_failure() -> None:
    assert _text("The mailbox is full.\n").recipients == ()


def test_a_mail_about_nothing_is_no_bounce() -> None:
    assert read_bounce(parse(b"From: a@x.example\nSubject: Lunch\n\nAt noon?\n")) is None


def test_recipients_of_one_report_are_limited() -> None:
    fields = "\n".join(_fields(f"u{n}@x.example") for n in range(MAX_RECIPIENTS + 50))
    bounce = _report(fields)
    assert bounce is not None
    assert len(bounce.recipients) == MAX_RECIPIENTS


@pytest.mark.parametrize(
    "filler", ["@", "a@", "a@b ", "<", '"@', "550 ", "5.1.", "\n", "Final-Recipient:\n", "Action: failed\n\n"]
)
def test_a_megabyte_of_anything_is_read_without_an_exception(filler: str) -> None:
    _text("could not be delivered:\n" + filler * (1_000_000 // len(filler)))
