"""What time does to escalations: drafts end, decisions and updates are missed, and what was solved is closed.

An escalation knows when it is looked at next (`timer_due`). See docs/domain.md, "The life of an escalation".
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from gateway.desk.act import Act
from gateway.desk.desk import Desk
from gateway.desk.escalations.after_outage import over_target
from gateway.desk.escalations.passing_time import Passed, close_watched, decision_missed, update_missed
from gateway.desk.tickets.owners import requester_cause
from gateway.desk.timer import Timer
from gateway.domain.deadline import Fired
from gateway.domain.escalations.escalation import Escalation, EscalationDraft
from gateway.domain.escalations.states import State
from gateway.domain.event import GATEWAY, Event
from gateway.domain.tickets.ticket import Ticket, ticket_number
from gateway.store.store import UnitOfWork

LOOK_AGAIN: Final = timedelta(days=1)  # at what cannot be counted


def _drafts_due(_: Desk, work: UnitOfWork, now: datetime, limit: int) -> Sequence[EscalationDraft]:
    return work.escalations.drafts_due(now, limit)


def expire(_: Desk, work: UnitOfWork, draft: EscalationDraft, now: datetime) -> Iterator[Fired]:
    """End a draft; its sender is asked for everything again."""
    work.escalations.expire_draft(draft.id)
    yield Fired("draft_expired", ticket_number(draft.ticket_id) if draft.ticket_id else draft.sender)


def _due(_: Desk, work: UnitOfWork, now: datetime, limit: int) -> Sequence[Escalation]:
    return work.escalations.due(now, limit)


def look_at(desk: Desk, work: UnitOfWork, escalation: Escalation, now: datetime) -> Iterator[Fired]:
    """Do what is due, once, and write down when to look again."""
    ticket, passed = work.tickets.get(escalation.ticket_id), _PASSED.get(escalation.state)
    if ticket is None or passed is None:  # in this state nothing is due
        work.escalations.save(replace(escalation, timer_due=None), was=escalation)
        return
    kind, effect = passed
    act = Act(desk, work, Event(now, GATEWAY, "system", cause=requester_cause(desk, work, ticket)))
    try:
        outgoing = effect(act, ticket, escalation)
    except ValueError:  # of a calendar that never opens: the others go on
        work.escalations.save(replace(escalation, timer_due=now + LOOK_AGAIN), was=escalation)
        return
    yield Fired(kind, escalation.number, outgoing=outgoing)


_PASSED: Final[Mapping[State, tuple[str, Callable[[Act, Ticket, Escalation], Passed]]]] = {
    "requested": ("manager_due", decision_missed),
    "active": ("update_due", update_missed),
    "deprioritized": ("outage_sla", over_target),
    "resolved_pending": ("monitoring_over", close_watched),
}
TIMERS: Final = (
    Timer("drafts of escalations expire", _drafts_due, expire),
    Timer("escalations come to their deadlines", _due, look_at),
)
