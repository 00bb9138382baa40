"""Delivery reports for tests."""

from tests.support.desk import Document, new_id
from tests.support.people import SUPPORT


def delivery_report(
    returned: Document | None,
    failed: str,
    status: str = "5.1.1",
    *,
    to: str | None = None,
    action: str = "failed",
    message_id: str | None = None,
    words: str = "no such user",
) -> bytes:
    """A report that a mail of ours did not arrive (RFC 3464), with its header as the reporter got it."""
    original = message_id or (returned["headers"]["Message-ID"] if returned else "<unknown@elsewhere.example>")
    lines = [
        "From: Mail Delivery System <mailer-daemon@mx.elsewhere.example>",
        f"To: {to or (returned['envelope_from'] if returned else SUPPORT)}",
        "Subject: Undelivered Mail Returned to Sender",
        f"Message-ID: {new_id('mx.elsewhere.example')}",
        "Auto-Submitted: auto-replied",
        "MIME-Version: 1.0",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="cut"',
        "",
        "--cut",
        "Content-Type: text/plain",
        "",
        f"Your mail could not be delivered to {failed}." if action == "failed" else "Your mail waits.",
        "",
        "--cut",
        "Content-Type: message/delivery-status",
        "",
        "Reporting-MTA: dns; mx.elsewhere.example",
        "",
        f"Final-Recipient: rfc822; {failed}",
        f"Action: {action}",
        f"Status: {status}",
        f"Diagnostic-Code: smtp; {status[0]}50 {status} {words}",
        "",
        "--cut",
        "Content-Type: text/rfc822-headers",
        "",
        f"Message-ID: {original}",
        "Subject: [T-001001] Till is slow",
        "",
        "--cut--",
        "",
    ]
    return "\r\n".join(lines).encode()


def complaint(returned: Document | None, who: str, *, to: str = "bounces@vendor.example") -> bytes:
    """A provider's report that a recipient called a mail of ours spam (RFC 5965)."""
    original = returned["headers"]["Message-ID"] if returned else "<unknown@elsewhere.example>"
    back = returned["envelope_from"] if returned else "bounces+1.aaaa@vendor.example"
    lines = [
        "From: Feedback Loop <fbl@provider.example>",
        f"To: {to}",
        "Subject: complaint about message from 192.0.2.10",
        f"Message-ID: {new_id('provider.example')}",
        "MIME-Version: 1.0",
        'Content-Type: multipart/report; report-type=feedback-report; boundary="cut"',
        "",
        "--cut",
        "Content-Type: text/plain",
        "",
        "This is an email abuse report for a message received from 192.0.2.10.",
        "",
        "--cut",
        "Content-Type: message/feedback-report",
        "",
        "Feedback-Type: abuse",
        "User-Agent: Loop/1.0",
        "Version: 1",
        f"Original-Rcpt-To: <{who}>",
        "",
        "--cut",
        "Content-Type: message/rfc822",
        "",
        f"Return-Path: <{back}>",
        f"Message-ID: {original}",
        "From: support@vendor.example",
        f"To: {who}",
        "Subject: News",
        "",
        "Hello",
        "",
        "--cut--",
        "",
    ]
    return "\r\n".join(lines).encode()
