"""Outgoing mail as people and programs see it: the JSON of CONTRACT.md section 4."""

from gateway.desk.handover import recipients_of
from gateway.desk.views import Columns, Document, instant
from gateway.domain.ticket import ticket_number


def outgoing_document(row: Columns) -> Document:
    """A mail as `receive`, `tick` and `explain` show it. `headers` is readable text, not yet encoded."""
    headers = row["headers"]
    return {
        "id": row["id"],
        "template": row["template"],
        "audience": row["audience"],
        "envelope_from": row["envelope_from"],
        "envelope_to": [one["address"] for one in recipients_of(row)],
        "headers": dict(headers) if isinstance(headers, dict) else {},
        "text": row["text"],
        "html": row["html"],
    }


def queue_row(row: Columns) -> Document:
    """One line of `queue list`."""
    ticket = row["ticket_id"]
    return {
        "id": row["id"],
        "template": row["template"],
        "audience": row["audience"],
        "ticket": ticket_number(ticket) if isinstance(ticket, int) else None,
        "envelope_to": [one["address"] for one in recipients_of(row)],
        "subject": row["subject"],
        "state": row["state"],
        "reason": row["reason"],
        "attempts": row["attempts"],
        "next_attempt": instant(row["next_attempt"]),
        "message_id": row["message_id"],
        "in_reply_to": row["in_reply_to"],
        "recipients": recipients_of(row),
    }
