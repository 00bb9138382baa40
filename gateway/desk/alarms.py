"""What goes off when mail is held back: each thing is told once, not once for every mail."""

from datetime import datetime
from typing import Final

from gateway.desk.desk import Desk
from gateway.desk.governor import BREAKERS, Word
from gateway.desk.people import duty, recipient_view, vendor_view
from gateway.domain.letters import BreakerLetter, BurstLetter, Letter
from gateway.store.store import Work

BREAKER: Final = "breaker "
ALERTS: Final = "alerts "


def alarm_of(desk: Desk, work: Work, word: Word, now: datetime) -> Letter | None:
    """What the operator is told of a mail that was held back, if it is time to tell."""
    match word.told:
        case "burst":
            return burst(desk, work, word.about, word.reason, now)
        case "breaker" if work.alarms.hold(BREAKER + word.about, now):
            return breaker(desk, work, word.about, word.reason, now, 1)
        case "summary":
            work.alarms.hold(ALERTS + word.about, now)
    return None


def burst(desk: Desk, work: Work, about: str, reason: str, now: datetime) -> Letter | None:
    """Too much of one address, domain or ticket: once an hour for each."""
    name, people = f"burst of {about}", duty(desk, work)
    if not people or work.counters.in_last_hour(name, now):
        return None
    work.counters.add(name, now)
    recipient = recipient_view(desk, work, people[0].address, people[0].name)
    return BurstLetter(vendor_view(desk, None), recipient, about, reason)


def breaker(desk: Desk, work: Work, what: str, reason: str, since: datetime, held: int) -> BreakerLetter | None:
    """Mail of one class, or all of it, stopped at its cap, or leaves again."""
    people = duty(desk, work)
    if not people:
        return None
    recipient = recipient_view(desk, work, people[0].address, people[0].name)
    cap = BREAKERS[what](desk.config.limits)
    return BreakerLetter(vendor_view(desk, None), recipient, what, reason, cap, since, held)
