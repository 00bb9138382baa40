"""The mails of the bench: plain text of 2 KB, and 10 KB with HTML and an attachment. Every one is another mail."""

from base64 import encodebytes
from hashlib import sha256

SENDERS = 200
SUPPORT = "support@vendor.example"  # what the gateway takes
CUSTOMER = "user0@acorn.example"  # what only a mail server takes

PARAGRAPH = (
    "Since the release of last week the nightly export of the orders application stops halfway. "
    "The log shows that the connection to the warehouse is closed after thirty seconds, and the rows behind it "
    "are missing in the morning. We have restarted the container twice without any change.\r\n"
)


def sender(number: int) -> str:
    """The address of a sender; all of them are contacts of the directory the bench imports."""
    return f"user{number % SENDERS}@acorn.example"


def _header(number: int, run: str) -> str:
    return (
        "Received: from mail.acorn.example (mail.acorn.example [192.0.2.10])\r\n"
        "\tby mx.vendor.example with ESMTPS; Tue, 03 Mar 2026 10:00:00 +0100\r\n"
        "Authentication-Results: mx.vendor.example; spf=pass smtp.mailfrom=acorn.example;\r\n"
        "\tdkim=pass header.d=acorn.example; dmarc=pass header.from=acorn.example\r\n"
        "Date: Tue, 03 Mar 2026 10:00:00 +0100\r\n"
        f"From: User {number % SENDERS} <{sender(number)}>\r\n"
        "To: Support <support@vendor.example>\r\n"
        f"Subject: Export of orders stops, case {number}\r\n"
        f"Message-ID: <{run}.{number}@acorn.example>\r\n"
        "MIME-Version: 1.0\r\n"
    )


def small(number: int, run: str) -> bytes:
    """About 2 KB of plain text."""
    body = f"Dear support,\r\n\r\n{PARAGRAPH * 4}\r\nThis is about order {number}.\r\n\r\nKind regards,\r\nUser\r\n"
    return f"{_header(number, run)}Content-Type: text/plain; charset=utf-8\r\n\r\n{body}".encode()


def large(number: int, run: str) -> bytes:
    """About 10 KB: text, HTML and an attachment."""
    text = f"Dear support,\r\n\r\n{PARAGRAPH * 4}\r\nThis is about order {number}.\r\n\r\nKind regards,\r\nUser\r\n"
    rows = "".join(f'<tr><td style="padding:2px">{n}</td><td>order {number + n}</td></tr>\r\n' for n in range(20))
    html = (
        "<html><head><style>p { margin: 0 }</style></head><body>\r\n<p>Dear support,</p>\r\n"
        + f"<p>{PARAGRAPH.strip()}</p>\r\n" * 4
        + f"<table>{rows}</table>\r\n<p>Kind regards,<br>User</p></body></html>\r\n"
    )
    seed = sha256(f"{run}{number}".encode()).digest()
    attachment = encodebytes(seed * 100).decode().replace("\n", "\r\n")
    return (
        f'{_header(number, run)}Content-Type: multipart/mixed; boundary="outer"\r\n\r\n'
        '--outer\r\nContent-Type: multipart/alternative; boundary="inner"\r\n\r\n'
        f"--inner\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n"
        f"--inner\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{html}\r\n--inner--\r\n\r\n"
        '--outer\r\nContent-Type: application/octet-stream; name="export.log"\r\n'
        'Content-Disposition: attachment; filename="export.log"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
        f"{attachment}\r\n--outer--\r\n"
    ).encode()


def reply(number: int, ticket: str, message_id: str, run: str) -> bytes:
    """About 1 KB: a customer answers a mail of ours about a ticket, as their client writes it."""
    header = _header(number, run).replace(f"Export of orders stops, case {number}", f"Re: [{ticket}] Export of orders")
    return (
        f"{header}In-Reply-To: {message_id}\r\nReferences: {message_id}\r\n"
        f"Content-Type: text/plain; charset=utf-8\r\n\r\n{PARAGRAPH}\r\nIt still happens with order {number}.\r\n"
    ).encode()


MAKERS = {"2 KB text": small, "10 KB with HTML and attachment": large}
