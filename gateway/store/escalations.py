"""Escalations and the drafts of those that were rejected."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Integer, bindparam, insert, literal_column, select, update

from gateway.domain.escalations.escalation import Escalation, EscalationDraft, Step
from gateway.domain.escalations.states import RUNNING
from gateway.store.sql.ids import Numbers
from gateway.store.sql.listing import Listing, Wanted
from gateway.store.sql.look_ahead import LookAhead, Question
from gateway.store.sql.rows import columns_of, differences, table_of, value, values
from gateway.store.sql.statement import ManyStatement, Statement, values_of
from gateway.store.sql.unwritten import write_later
from gateway.store.tables.escalations import Escalation as EscalationRecord
from gateway.store.tables.escalations import EscalationDraft as DraftRecord
from gateway.store.tables.escalations import EscalationStep as StepRecord
from gateway.store.tables.tickets import Ticket as TicketRecord

_escalation = table_of(EscalationRecord)
_draft = table_of(DraftRecord)
_step = table_of(StepRecord)
_ticket = table_of(TicketRecord)
_RUNNING: Final[list[Any]] = [literal_column(f"'{state}'") for state in RUNNING]
_REQUEST = Statement(lambda _: insert(_escalation).values(values_of(_escalation.c.keys())))
_RUNNING_ON = ManyStatement(
    lambda tickets: (
        select(_escalation)
        .where(_escalation.c.ticket_id.in_(tickets), _escalation.c.state.in_(_RUNNING))
        .order_by(_escalation.c.id)
    )
)
_DUE = Statement(
    lambda _: (
        select(_escalation)
        .where(_escalation.c.timer_due <= bindparam("now"))
        .order_by(_escalation.c.timer_due)
        .limit(bindparam("most", type_=Integer))
        .with_for_update(skip_locked=True)
    )
)
_ADD_STEP = Statement(lambda _: insert(_step).values(values_of([one.name for one in _step.c if one.name != "id"])))
_LISTING = Listing(
    select(_escalation).outerjoin(_ticket, _ticket.c.id == _escalation.c.ticket_id),
    _escalation.c.id,
    {
        "state": _escalation.c.state,
        "organization": _ticket.c.organization,
        "assignee": _escalation.c.manager,
        "priority": _ticket.c.priority,
        "since": _escalation.c.created,
    },
    (_ticket.c.subject, _escalation.c.requested_by, _escalation.c.reason),
)


class Escalations:
    """The escalations. `opened_here`: was a ticket opened in this transaction?"""

    def __init__(self, connection: Connection, opened_here: Callable[[int], bool]) -> None:
        self._connection, self._opened_here = connection, opened_here
        self._numbers = Numbers(connection, _escalation.name)
        self._running: dict[int, Escalation | None] = {}  # by ticket, as far as this transaction knows

    def look_ahead_number(self) -> LookAhead:
        """Read the number of the next escalation."""
        return self._numbers.look_ahead()

    def look_ahead(self, ticket_ids: Sequence[int]) -> LookAhead:
        """Find out in one go which of these tickets are escalated."""
        rows = yield Question(_RUNNING_ON, ticket_ids)
        self._running |= dict.fromkeys(ticket_ids)
        self._running |= {row["ticket_id"]: value(Escalation, row) for row in rows}  # the newest comes last

    def forget(self) -> None:
        """What was done since a savepoint was undone."""
        self._running.clear()
        self._numbers.forget()

    def request(self, escalation: Escalation) -> Escalation:
        """A new escalation, which is given its number."""
        escalation = replace(escalation, id=self._numbers.next())
        self._running[escalation.ticket_id] = escalation
        write_later(self._connection, self._write, frozenset((_escalation.name,)), [columns_of(escalation)])
        return escalation

    def _write(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        _REQUEST.run_all(connection, rows)
        self._numbers.taken(max(int(row["id"]) for row in rows))

    def save(self, escalation: Escalation, was: Escalation) -> Escalation:
        """Write what differs from the escalation as it was; the escalation."""
        changed = differences(was, escalation)
        if changed:
            where = _escalation.c.id == escalation.id
            self._connection.execute(update(_escalation).where(where).values(**changed))
        self._running[escalation.ticket_id] = escalation if escalation.state in RUNNING else None
        return escalation

    def add_step(self, escalation_id: int, step: Step) -> None:
        """Write down what happened to an escalation."""
        _ADD_STEP.run_later(self._connection, [{"escalation_id": escalation_id, **columns_of(step)}])

    def steps(self, escalation_id: int) -> list[Step]:
        """What happened to an escalation, oldest first."""
        statement = select(_step).where(_step.c.escalation_id == escalation_id).order_by(_step.c.id)
        return [value(Step, row) for row in self._connection.execute(statement)]

    def due(self, now: datetime, limit: int) -> list[Escalation]:
        """Escalations to which time does something, the longest due first, locked until the transaction ends."""
        return [value(Escalation, row) for row in _DUE.all(self._connection, now=now, most=limit)]

    def get(self, escalation_id: int) -> Escalation | None:
        """An escalation by id."""
        row = self._connection.execute(select(_escalation).where(_escalation.c.id == escalation_id)).first()
        return value(Escalation, row) if row else None

    def running(self, ticket_id: int) -> Escalation | None:
        """The escalation of a ticket that is not over."""
        if ticket_id in self._running:
            return self._running[ticket_id]
        if self._opened_here(ticket_id):
            return None
        rows = _RUNNING_ON.all(self._connection, (ticket_id,))
        return value(Escalation, rows[-1]) if rows else None

    def last(self, ticket_id: int) -> Escalation | None:
        """The newest escalation of a ticket, over or not."""
        statement = select(_escalation).where(_escalation.c.ticket_id == ticket_id).order_by(_escalation.c.id.desc())
        row = self._connection.execute(statement.limit(1)).first()
        return value(Escalation, row) if row else None

    def listing(self, state: str | None, limit: int | None) -> list[Escalation]:
        """Escalations for people, newest last."""
        return self.newest(Wanted(state=state), limit)

    def newest(self, wanted: Wanted, limit: int | None) -> list[Escalation]:
        """The newest escalations that fit, newest last. `assignee` is the manager."""
        return values(Escalation, _LISTING.newest(self._connection, wanted, limit))

    def count(self, wanted: Wanted) -> int:
        """How many escalations fit."""
        return _LISTING.count(self._connection, wanted)

    def keep_draft(self, draft: EscalationDraft) -> int:
        """Keep what a rejected escalation said; its id."""
        statement = insert(_draft).values(state="open", **_without_id(draft)).returning(_draft.c.id)
        return int(self._connection.execute(statement).scalar_one())

    def draft_of_rejection(self, message_ids: list[str], now: datetime) -> EscalationDraft | None:
        """The newest open draft whose rejection has one of these Message-IDs and has not expired."""
        return self._draft(_draft.c.rejection.in_(message_ids), now) if message_ids else None

    def draft_in_place_of(self, message_id: str, now: datetime) -> EscalationDraft | None:
        """The newest open draft of the sender and ticket whose earlier rejection has this Message-ID.

        A fuller draft has taken the place of the earlier one: an answer to that rejection told us more.
        """
        earlier = select(_draft).where(_draft.c.rejection == message_id, _draft.c.state == "used")
        row = self._connection.execute(earlier.order_by(_draft.c.id.desc()).limit(1)).first()
        if row is None:
            return None
        replaced = value(EscalationDraft, row)
        newer = (_draft.c.id > replaced.id) & (_draft.c.sender == replaced.sender)
        return self._draft(newer & (_draft.c.ticket_id == replaced.ticket_id), now)

    def has_expired(self, message_ids: list[str], now: datetime) -> bool:
        """Had a rejection with one of these Message-IDs a draft that nobody completed in time?"""
        over = (_draft.c.state == "expired") | ((_draft.c.state == "open") & (_draft.c.expires <= now))
        statement = select(_draft.c.id).where(_draft.c.rejection.in_(message_ids), over).limit(1)
        return bool(message_ids) and self._connection.execute(statement).first() is not None

    def _draft(self, condition: Any, now: datetime) -> EscalationDraft | None:
        statement = select(_draft).where(condition, _draft.c.state == "open", _draft.c.expires > now)
        row = self._connection.execute(statement.order_by(_draft.c.id.desc()).limit(1)).first()
        return value(EscalationDraft, row) if row else None

    def use_draft(self, draft_id: int) -> None:
        """A draft has become an escalation or was replaced by a fuller draft."""
        self._connection.execute(update(_draft).where(_draft.c.id == draft_id).values(state="used"))

    def drafts_due(self, now: datetime, limit: int) -> list[EscalationDraft]:
        """Open drafts whose time is over, the oldest first, locked until the transaction ends."""
        due = select(_draft).where(_draft.c.state == "open", _draft.c.expires <= now).order_by(_draft.c.expires)
        rows = self._connection.execute(due.limit(limit).with_for_update(skip_locked=True)).all()
        return [value(EscalationDraft, row) for row in rows]

    def expire_draft(self, draft_id: int) -> None:
        """Nobody completed a draft in time."""
        self._connection.execute(update(_draft).where(_draft.c.id == draft_id).values(state="expired"))


def _without_id(one: EscalationDraft) -> dict[str, Any]:
    return {name: column for name, column in columns_of(one).items() if name != "id"}
