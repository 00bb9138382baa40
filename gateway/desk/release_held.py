"""A person lets a mail leave after all; one of our people's answers then counts as given."""

from collections.abc import Mapping
from datetime import datetime

from gateway.desk import queue
from gateway.desk.clocks import change_state
from gateway.desk.desk import Desk
from gateway.desk.relay import ANSWER, answered
from gateway.domain.ticket import NoteDraft
from gateway.store.store import Work


def retry(desk: Desk, work: Work, outgoing_id: int, now: datetime) -> None:
    """Let a mail be sent at once; an answer that was held becomes a public note. Raises NotFound, NotAllowed."""
    row = work.outbox.lock(outgoing_id)
    queue.retry(work, outgoing_id, now)
    if row["state"] == "held" and row["template"] == ANSWER:
        _publish(desk, work, row, now)


def _publish(desk: Desk, work: Work, row: Mapping[str, object], now: datetime) -> None:
    """Nothing where the answer is a public note already: then an operator had held it on its way out."""
    ticket = work.tickets.get(row["ticket_id"]) if isinstance(row["ticket_id"], int) else None
    notes = [one for one in work.tickets.notes(ticket.id) if one["mail_id"] == row["mail_id"]] if ticket else []
    words = " ".join(str(row["text"]).split())
    kept = [one for one in notes if one["author"] and " ".join(str(one["text"]).split()) in words and one["text"]]
    if ticket is None or not kept or any(one["visibility"] == "public" for one in kept):
        return
    note = kept[-1]
    files = tuple(note["attachments"] or ())
    work.tickets.add_note(
        NoteDraft(
            ticket.id, now, note["author"], "public", "mail", note["text"], mail_id=note["mail_id"], attachments=files
        )
    )
    state, columns = answered(ticket, now)
    change_state(desk, work, ticket, state, now, **columns)
