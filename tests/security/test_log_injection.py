"""Line breaks and control characters in mail forge no log lines and move no cursor."""

import json
import subprocess
import sys
import unicodedata

import pytest

from gateway.desk.desk import Desk
from tests.support.desk import case, deliver, new_id, stored
from tests.support.people import INES, SUPPORT

HOSTILE = "x\r\n2026-03-03 ERROR forged line\x1b[2J\x1b]0;title\x07\u2028next\x85last\x00"
PROGRAM = """
import logging, sys
from gateway.worker.log import configure_logging
writer = configure_logging("test")
text = sys.argv[1].encode().decode("unicode_escape")
logging.getLogger("one").info(text, extra={"peer": text, "reason": text})
try:
    raise ValueError(text)
except ValueError:
    logging.getLogger("two").exception("mail not settled")
writer.flush(5)
"""


def test_every_event_is_one_line_of_the_log_whatever_it_says() -> None:
    argument = HOSTILE.encode("unicode_escape").decode()
    run = subprocess.run([sys.executable, "-c", PROGRAM, argument], capture_output=True, check=True, timeout=120)
    lines = run.stderr.decode().splitlines()
    assert [json.loads(line)["level"] for line in lines] == ["info", "error"]
    assert not any(unicodedata.category(c) == "Cc" for line in lines for c in line)


ENCODED = "=?utf-8?q?x=0D=0AERROR_forged=1B=5B2J=07=E2=80=A8next=C2=85last=00?="


@pytest.mark.parametrize("field", ["Subject", "From", "Message-ID", "In-Reply-To"])
def test_what_is_stored_and_shown_of_a_header_is_one_printable_line(desk: Desk, field: str) -> None:
    headers = {"From": INES, "To": SUPPORT, "Subject": "x", "Message-ID": new_id()}
    headers[field] = f"{ENCODED} <{INES}>" if field == "From" else ENCODED
    content = "Authentication-Results: mx.vendor.example; dmarc=pass header.from=acorn.example\r\n"
    content += "".join(f"{name}: {value}\r\n" for name, value in headers.items()) + "\r\nhello\r\n"
    document = deliver(desk, content.encode())
    kept = stored(desk, document)
    shown = [str(getattr(kept, name)) for name in ("subject", "message_id", "sender_address", "why", "sender_evidence")]
    shown += [case(desk, document["ticket"])["subject"]]
    for mail in document["outgoing"]:
        shown += mail["headers"].values()
    for value in shown:
        assert not [c for c in value if unicodedata.category(c) in ("Cc", "Zl", "Zp")], value
