"""The envelope of a mail as columns; the spool and the table of mails have the same ones. Waiting mails from rows."""

from collections.abc import Mapping
from typing import Any

from gateway.mail.envelope import Envelope, InboundMail
from gateway.store.inbox.records import WaitingMail


def columns_of(envelope: Envelope) -> dict[str, Any]:
    """What is written."""
    return {
        "envelope_from": envelope.mail_from,
        "envelope_to": list(envelope.recipients),
        "peer": envelope.peer,
        "helo": envelope.helo,
        "received_at": envelope.received_at,
    }


def envelope_of(row: Mapping[str, Any]) -> Envelope:
    """What was written."""
    recipients = tuple(row["envelope_to"] or ())
    return Envelope(row["envelope_from"], recipients, row["received_at"], row["peer"], row["helo"])


def waiting_of(row: Mapping[str, Any]) -> WaitingMail:
    """A mail of the database with its bytes."""
    mail = InboundMail(bytes(row["content"]), envelope_of(row))
    return WaitingMail(row["id"], mail, row["source"], row["attempts"])
