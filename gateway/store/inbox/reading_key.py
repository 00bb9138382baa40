"""What the reading of a mail is found by: its bytes and how it came, which are all that a reading depends on."""

import hashlib
from collections.abc import Mapping
from typing import Any

from gateway.mail.envelope import Envelope
from gateway.store.inbox import envelopes
from gateway.store.inbox.records import WaitingHead, WaitingMail


def key_of(waiting: WaitingMail) -> str:
    """Of a mail whose bytes are at hand."""
    sha256 = waiting.spooled.sha256 if waiting.spooled else hashlib.sha256(waiting.mail.content).hexdigest()
    return _key(sha256, waiting.mail.envelope)


def head_of(row: Mapping[str, Any], spooled: bool) -> WaitingHead:
    """Of a mail whose id, envelope, SHA-256 and size are in a row."""
    return WaitingHead(row["id"], spooled, row["size"], _key(row["sha256"], envelopes.envelope_of(row)))


def _key(sha256: str, envelope: Envelope) -> str:
    came = (envelope.mail_from, envelope.recipients, envelope.peer, envelope.helo, envelope.received_at.isoformat())
    return hashlib.sha256(repr((sha256, *came)).encode("utf-8", "backslashreplace")).hexdigest()
