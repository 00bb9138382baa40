"""Mail from outside, sent by swaks: real SMTP from a program that is not ours."""

import subprocess
from dataclasses import dataclass

from tests.support.people import INES

PROOF = (
    "Authentication-Results: mx.vendor.example; spf=pass smtp.mailfrom=acorn.example;"
    " dkim=pass header.d=acorn.example; dmarc=pass header.from=acorn.example\n"
)


@dataclass(frozen=True, slots=True)
class Sent:
    """How a delivery ended: swaks's exit code (0 taken, 24 no recipient accepted) and what both sides said."""

    code: int
    transcript: str


def message(
    message_id: str,
    subject: str,
    text: str,
    sender: str = INES,
    to: str = "support@vendor.example",
    more: str = "",
) -> bytes:
    """A mail as it leaves a host that has checked its sender. `more`: further header lines."""
    return (
        f"{PROOF}From: {sender}\nTo: {to}\nSubject: {subject}\nMessage-ID: {message_id}\n"
        f"Date: Mon, 02 Mar 2026 09:00:00 +0100\n{more}\n{text}\n"
    ).encode()


def send(port: int, content: bytes, *recipients: str, sender: str = INES) -> Sent:
    """Deliver to a host on this machine, in one transaction."""
    command = ["swaks", "--server", "127.0.0.1", "--port", str(port), "--helo", "client.acorn.example"]
    envelope = ["--from", sender or "<>", "--to", ",".join(recipients or ("support@vendor.example",))]
    done = subprocess.run(
        [*command, *envelope, "--suppress-data", "--data", "-"],
        check=False,
        input=content,
        capture_output=True,
        timeout=60,
    )
    return Sent(done.returncode, (done.stdout + done.stderr).decode("utf-8", "replace"))
