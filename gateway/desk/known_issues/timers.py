"""What time does to known issues: who was not told yet, because a run died or a ticket was in hand, is told."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from gateway.desk.desk import Desk
from gateway.desk.known_issues.news import tell_some
from gateway.desk.timer import Timer
from gateway.domain.known_issue import KnownIssue
from gateway.store.store import UnitOfWork


def _due(_: Desk, work: UnitOfWork, now: datetime, limit: int) -> Sequence[KnownIssue]:
    return work.known_issues.telling(now, limit)


TIMERS: Final = (Timer("requesters hear of known issues", _due, tell_some, batch=1),)
