"""Nothing that a mail says becomes a header of what the gateway sends, from the first byte to the last."""

import email
from email import policy

import pytest

from gateway.desk.desk import Desk
from gateway.mail.compose import compose
from tests.support.desk import TUESDAY, deliver, moment, new_id
from tests.support.people import INES, SUPPORT

ATTACKS = [
    "hi\r\n Bcc: thief@elsewhere.example",
    "=?utf-8?q?hi=0D=0ABcc:_thief@elsewhere.example?=",
    "=?utf-8?b?aGkNCkJjYzogdGhpZWZAZWxzZXdoZXJlLmV4YW1wbGU=?=",
    "hi\u2028Bcc: thief@elsewhere.example",
    "hi\x0bBcc: thief@elsewhere.example\x0c\x1c\x1e\x85",
    "[T-001001] [T-001001] Re: AW: hi\tBcc: thief@elsewhere.example",
]
ALLOWED = {
    *("From", "To", "Cc", "Subject", "Message-ID", "In-Reply-To", "References", "Reply-To", "Date", "MIME-Version"),
    *("Auto-Submitted", "X-Auto-Response-Suppress", "X-Gateway-Ticket", "X-Gateway-Template", "X-Loop"),
    *("Content-Type", "Content-Transfer-Encoding", "Content-Language"),
}


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("field", ["Subject", "From", "Message-ID", "References", "Reply-To"])
def test_no_header_of_an_answer_comes_from_a_mail(desk: Desk, attack: str, field: str) -> None:
    headers = {"From": f"Ines <{INES}>", "To": SUPPORT, "Subject": "x", "Message-ID": new_id(), field: attack}
    if field == "From":
        headers["From"] = f'"{attack}" <{INES}>'
    content = "Authentication-Results: mx.vendor.example; dmarc=pass header.from=acorn.example\r\n"
    content += "".join(f"{name}: {value}\r\n" for name, value in headers.items()) + "\r\nhello\r\n"
    for mail in deliver(desk, content.encode())["outgoing"]:
        assert all(value.isprintable() for value in mail["headers"].values())
        assert "thief@elsewhere.example" not in mail["envelope_to"]
        written = compose(mail["headers"], mail["text"], None, moment(TUESDAY))
        parsed = email.message_from_bytes(written, policy=policy.default)
        assert set(parsed.keys()) <= ALLOWED
        assert len(parsed.keys()) == len(set(parsed.keys()))
        assert {one.addr_spec for one in parsed["To"].addresses} <= set(mail["envelope_to"])
