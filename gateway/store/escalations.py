"""Escalations and the drafts of those that were rejected."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from gateway.domain.escalation import RUNNING, Escalation, EscalationDraft
from gateway.store.rows import table_of, value
from gateway.store.tables import Escalation as EscalationRecord
from gateway.store.tables import EscalationDraft as DraftRecord

_escalation = table_of(EscalationRecord)
_draft = table_of(DraftRecord)


class Escalations:
    """The escalations."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def request(self, **columns: Any) -> Escalation:
        """A new escalation."""
        filled = {"state": "requested", "level": 1, "reason_code": "other", "production_impact": False, "early": False}
        filled |= columns
        row = self._connection.execute(insert(_escalation).values(**filled).returning(_escalation.c.id)).one()
        return value(Escalation, {**filled, "id": int(row.id)})

    def get(self, escalation_id: int) -> Escalation | None:
        """An escalation by id."""
        row = self._connection.execute(select(_escalation).where(_escalation.c.id == escalation_id)).first()
        return value(Escalation, row) if row else None

    def change(self, escalation_id: int, **columns: Any) -> None:
        """Change columns of an escalation."""
        self._connection.execute(update(_escalation).where(_escalation.c.id == escalation_id).values(**columns))

    def running(self, ticket_id: int) -> Escalation | None:
        """The escalation of a ticket that is not over."""
        statement = select(_escalation).where(_escalation.c.ticket_id == ticket_id, _escalation.c.state.in_(RUNNING))
        row = self._connection.execute(statement.order_by(_escalation.c.id.desc())).first()
        return value(Escalation, row) if row else None

    def last(self, ticket_id: int) -> Escalation | None:
        """The newest escalation of a ticket, over or not."""
        statement = select(_escalation).where(_escalation.c.ticket_id == ticket_id).order_by(_escalation.c.id.desc())
        row = self._connection.execute(statement.limit(1)).first()
        return value(Escalation, row) if row else None

    def listing(self, state: str | None, limit: int | None) -> list[Escalation]:
        """Escalations for people, newest last."""
        statement = select(_escalation).order_by(_escalation.c.id.desc())
        if state:
            statement = statement.where(_escalation.c.state == state)
        rows = self._connection.execute(statement.limit(limit) if limit else statement).all()
        return [value(Escalation, row) for row in reversed(rows)]

    def keep_draft(self, **columns: Any) -> int:
        """Keep what a rejected escalation said; its id."""
        statement = insert(_draft).values(state="open", **columns).returning(_draft.c.id)
        return int(self._connection.execute(statement).scalar_one())

    def draft_of_rejection(self, message_ids: list[str], now: datetime) -> EscalationDraft | None:
        """The newest open draft whose rejection has one of these Message-IDs and has not expired."""
        return self._draft(_draft.c.rejection.in_(message_ids), now) if message_ids else None

    def has_expired(self, message_ids: list[str], now: datetime) -> bool:
        """Had a rejection with one of these Message-IDs a draft that nobody completed in time?"""
        over = (_draft.c.state == "expired") | ((_draft.c.state == "open") & (_draft.c.expires <= now))
        statement = select(_draft.c.id).where(_draft.c.rejection.in_(message_ids), over).limit(1)
        return bool(message_ids) and self._connection.execute(statement).first() is not None

    def draft_of_ticket(self, ticket_id: int, sender: str, now: datetime) -> EscalationDraft | None:
        """The newest open draft of a person about a ticket."""
        return self._draft((_draft.c.ticket_id == ticket_id) & (_draft.c.sender == sender), now)

    def _draft(self, condition: Any, now: datetime) -> EscalationDraft | None:
        statement = select(_draft).where(condition, _draft.c.state == "open", _draft.c.expires > now)
        row = self._connection.execute(statement.order_by(_draft.c.id.desc()).limit(1)).first()
        return value(EscalationDraft, row) if row else None

    def use_draft(self, draft_id: int) -> None:
        """A draft has become an escalation or was replaced by a fuller draft."""
        self._connection.execute(update(_draft).where(_draft.c.id == draft_id).values(state="used"))

    def expire_drafts(self, now: datetime, limit: int) -> list[EscalationDraft]:
        """End drafts whose time is over, the oldest first; those that were ended."""
        due = select(_draft).where(_draft.c.state == "open", _draft.c.expires <= now).order_by(_draft.c.expires)
        rows = self._connection.execute(due.limit(limit).with_for_update(skip_locked=True)).all()
        drafts = [value(EscalationDraft, row) for row in rows]
        ids = [draft.id for draft in drafts]
        if ids:
            self._connection.execute(update(_draft).where(_draft.c.id.in_(ids)).values(state="expired"))
        return drafts
