"""Outgoing mail as JSON (CONTRACT section 4)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from gateway.domain.ticket import ticket_number

Columns = Mapping[str, Any]


def outgoing_document(row: Columns) -> dict[str, object]:
    """One mail of ours as `receive` and `tick` print it."""
    return {
        "id": row["id"],
        "template": row["template"],
        "audience": row["audience"],
        "envelope_from": row["envelope_from"],
        "envelope_to": [one["address"] for one in row["recipients"]],
        "headers": row["headers"],
        "text": row["text"],
        "html": row["html"],
    }


def queue_row(row: Columns) -> dict[str, object]:
    """One line of `queue list`."""
    return {
        "id": row["id"],
        "template": row["template"],
        "audience": row["audience"],
        "ticket": ticket_number(row["ticket_id"]) if row["ticket_id"] else None,
        "envelope_to": [one["address"] for one in row["recipients"]],
        "subject": row["subject"],
        "state": row["state"],
        "reason": row["reason"],
        "attempts": row["attempts"],
        "next_attempt": _instant(row["next_attempt"]),
        "message_id": row["message_id"],
        "in_reply_to": row["in_reply_to"],
        "recipients": row["recipients"],
    }


def _instant(value: datetime | None) -> str | None:
    return value.isoformat() if value else None
