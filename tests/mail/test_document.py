"""The document that `gateway read` prints holds plain JSON values under the names of the contract."""

import json
from datetime import UTC, datetime

from gateway.mail.document import document
from gateway.mail.nature import Bounce, FailedRecipient, Nature
from gateway.mail.parse import parse

NAMES = {
    "file", "message_id", "in_reply_to", "references", "date", "from", "to", "cc", "reply_to", "subject", "nature",
    "bounce", "text", "reply", "quoted", "signature", "html", "attachments", "forwarded", "language", "defects",
}  # fmt: skip


def test_every_name_of_the_contract_is_there_for_any_bytes() -> None:
    found = document("a.eml", parse(b""), Nature("person", ()))
    assert set(found) >= NAMES
    assert (found["message_id"], found["in_reply_to"], found["date"], found["bounce"]) == (None, None, None, None)
    assert found["html"] is False
    json.dumps(found)


def test_a_message_is_told_in_plain_values() -> None:
    content = (
        b"From: Ada <ada@acorn.example>\nTo: support@vendor.example\nSubject: s\nMessage-ID: <a@x>\n"
        b"In-Reply-To: <b@x>\nReferences: <c@x> <b@x>\nDate: Tue, 3 Mar 2026 10:00:00 +0100\n"
        b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nwords\n"
        b"--b\nContent-Disposition: attachment; filename=a.txt\n\nabc\n--b--\n"
    )
    found = document("a.eml", parse(content), Nature("person", ("no sign of a machine",)))
    assert found["from"] == [{"name": "Ada", "address": "ada@acorn.example"}]
    assert found["date"] == datetime(2026, 3, 3, 9, tzinfo=UTC).isoformat().replace("+00:00", "Z")
    assert (found["in_reply_to"], found["references"]) == ("<b@x>", ["<c@x>", "<b@x>"])
    assert found["attachments"] == [
        {
            "name": "a.txt",
            "type": "text/plain",
            "size": 3,
            "sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            "inline": False,
        }
    ]


def test_a_bounce_names_its_recipients() -> None:
    failed = FailedRecipient("bo@x.example", "failed", "5.1.1", "no such user", "user_unknown")
    nature = Nature("bounce", (), bounce=Bounce(True, (failed,), "<a@x>"))
    found = document("a.eml", parse(b"Subject: x\n\nhi"), nature)
    assert found["bounce"] == {
        "permanent": True,
        "recipients": [
            {
                "address": "bo@x.example",
                "action": "failed",
                "status": "5.1.1",
                "diagnostic": "no such user",
                "reason": "user_unknown",
            }
        ],
        "original_message_id": "<a@x>",
    }
