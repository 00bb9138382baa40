"""How a message came: the SMTP envelope and the connection."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Envelope:
    """RFC 5321 envelope of one delivery.

    `mail_from` is "" for the null sender and None where the way in has no envelope (IMAP, a pipe without
    `--mail-from`). `recipients` is empty in the same cases; then the addressees come from the header.
    `peer` is the IP address of the client, None for a local hand-over, which is trusted.
    """

    mail_from: str | None
    recipients: tuple[str, ...]
    received_at: datetime  # aware, UTC
    peer: str | None = None
    helo: str | None = None


@dataclass(frozen=True, slots=True)
class InboundMail:
    """The bytes of one delivery with their envelope."""

    content: bytes
    envelope: Envelope
