"""What time does to outages: who was not told yet, because a run died or a ticket was in hand, is told."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from gateway.desk.desk import Desk
from gateway.desk.outages.telling import tell_some
from gateway.desk.timer import Timer
from gateway.domain.outages.outage import Outage
from gateway.store.store import UnitOfWork


def _due(_: Desk, work: UnitOfWork, now: datetime, limit: int) -> Sequence[Outage]:
    return work.outages.telling(now, limit)


TIMERS: Final = (Timer("people hear of outages", _due, tell_some, batch=1),)
