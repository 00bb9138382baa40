"""Delivery reports for tests."""

from support_desk import Document, new_id
from support_people import SUPPORT


def delivery_report(
    returned: Document | None,
    failed: str,
    status: str = "5.1.1",
    *,
    to: str | None = None,
    action: str = "failed",
    message_id: str | None = None,
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
        f"Your mail could not be delivered to {failed}.",
        "",
        "--cut",
        "Content-Type: message/delivery-status",
        "",
        "Reporting-MTA: dns; mx.elsewhere.example",
        "",
        f"Final-Recipient: rfc822; {failed}",
        f"Action: {action}",
        f"Status: {status}",
        "Diagnostic-Code: smtp; 550 no such user",
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
