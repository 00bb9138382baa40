"""Outgoing mail as people and programs see it (docs/domain.md, "What is seen from outside")."""

from collections.abc import Iterable

from gateway.desk.documents.cases import Document, instant
from gateway.domain.outgoing.entry import OutboxEntry
from gateway.domain.tickets.ticket import ticket_number
from gateway.store.store import UnitOfWork


def outgoing_document(entry: OutboxEntry) -> Document:
    """A mail as `receive`, `tick` and `explain` show it. `headers` is readable text, not yet encoded.

    `attachments` is there where files go along.
    """
    files = [{"name": one.name, "type": one.type, "size": one.size} for one in entry.files if one.withheld is None]
    document: Document = {
        "id": entry.id,
        "template": entry.template,
        "audience": entry.audience,
        "envelope_from": entry.envelope_from,
        "envelope_to": [one.address for one in entry.recipients],
        "headers": dict(entry.headers),
        "text": entry.text,
        "html": entry.html,
    }
    return {**document, "attachments": files} if files else document


def documents_of(work: UnitOfWork, ids: Iterable[int]) -> list[Document]:
    """Mails that were just queued, without those that a cap keeps back."""
    queued = (work.outbox.show(one) for one in ids)
    return [outgoing_document(one) for one in queued if one.state != "suppressed"]


def queue_row(entry: OutboxEntry) -> Document:
    """One line of `queue list`."""
    return {
        "id": entry.id,
        "template": entry.template,
        "audience": entry.audience,
        "ticket": ticket_number(entry.ticket_id) if entry.ticket_id is not None else None,
        "envelope_to": [one.address for one in entry.recipients],
        "subject": entry.subject,
        "state": entry.state,
        "reason": entry.reason,
        "attempts": entry.attempts,
        "next_attempt": instant(entry.next_attempt),
        "message_id": entry.message_id,
        "in_reply_to": entry.in_reply_to,
        "recipients": [{"address": one.address, "state": one.state, "reply": one.reply} for one in entry.recipients],
    }
