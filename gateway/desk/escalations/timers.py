"""What time does to escalations: drafts that nobody completed come to an end."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from gateway.desk.desk import Desk
from gateway.desk.timer import Timer
from gateway.domain.deadline import Fired
from gateway.domain.escalations.escalation import EscalationDraft
from gateway.domain.tickets.ticket import ticket_number
from gateway.store.store import UnitOfWork


def _due(_: Desk, work: UnitOfWork, now: datetime, limit: int) -> Sequence[EscalationDraft]:
    return work.escalations.drafts_due(now, limit)


def expire(_: Desk, work: UnitOfWork, draft: EscalationDraft, now: datetime) -> Iterator[Fired]:
    """End a draft; its sender is asked for everything again."""
    work.escalations.expire_draft(draft.id)
    yield Fired("draft_expired", ticket_number(draft.ticket_id) if draft.ticket_id else draft.sender)


TIMERS: Final = (Timer("drafts of escalations expire", _due, expire),)
