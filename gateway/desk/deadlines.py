"""Time passes: every timer that is due runs once."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from gateway.desk.alarm_timers import close_breakers, forget_counts, send_summaries
from gateway.desk.desk import Desk
from gateway.desk.quarantine_digest import send_digest
from gateway.desk.renewals import fire_renewals
from gateway.domain.deadline import Fired, Round
from gateway.domain.ticket import ticket_number
from gateway.store.store import Work

DRAFTS = 500  # drafts in one transaction
ROUNDS = 50  # transactions of one timer in one tick; what is left waits for the next
Timer = Callable[[Desk, Work, datetime], Round]


@dataclass(frozen=True, slots=True)
class TickResult:
    """What a tick did."""

    at: datetime
    fired: tuple[Fired, ...]

    @property
    def outgoing(self) -> tuple[int, ...]:
        """The ids of the mails that were queued."""
        return tuple(number for one in self.fired for number in one.outgoing)


def tick(desk: Desk, now: datetime) -> TickResult:
    """Run every timer that is due at `now`, each batch in its own transaction.

    Safe to repeat and to run in several processes: a deadline is claimed in the transaction that acts on it.
    """
    return TickResult(now, tuple(fired for timer in TIMERS for fired in _run(desk, timer, now)))


def _run(desk: Desk, timer: Timer, now: datetime) -> Iterator[Fired]:
    for _ in range(ROUNDS):
        with desk.store.begin() as work:
            done = timer(desk, work, now)
        yield from done.fired
        if not done.more:
            return


def expire_drafts(desk: Desk, work: Work, now: datetime) -> Round:
    """End the drafts of escalations that nobody completed in time; their senders are asked for everything again."""
    drafts = work.escalations.expire_drafts(now, DRAFTS)
    fired = (
        Fired("draft_expired", ticket_number(draft.ticket_id) if draft.ticket_id else draft.sender) for draft in drafts
    )
    return Round(tuple(fired), more=len(drafts) == DRAFTS)


TIMERS: tuple[Timer, ...] = (
    fire_renewals,
    expire_drafts,
    send_digest,
    close_breakers,
    send_summaries,
    forget_counts,
)
