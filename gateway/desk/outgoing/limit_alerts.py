"""What goes off when mail is held back: each thing is told once, not once for every mail."""

from datetime import datetime
from typing import Final

from gateway.desk.desk import Desk
from gateway.desk.directory.people import duty, recipient_view, vendor_view
from gateway.desk.outgoing.caps import BREAKERS, WHAT
from gateway.desk.outgoing.mail import Hold
from gateway.domain.phrase import Phrase
from gateway.letters.letter import Letter
from gateway.letters.outgoing import BreakerLetter, BurstLetter
from gateway.store.store import UnitOfWork

BREAKER: Final = "breaker "
ALERTS: Final = "alerts "


def alarm_of(desk: Desk, work: UnitOfWork, word: Hold, now: datetime) -> Letter | None:
    """What the operator is told of a mail that was held back, if it is time to tell."""
    match word.told:
        case "burst":
            return burst(desk, work, word.about, word.reason, now)
        case "breaker" if work.alarms.hold(BREAKER + word.about, now):
            return breaker(desk, work, word.about, word.reason, now, 1)
        case "summary":
            work.alarms.hold(ALERTS + word.about, now)
    return None


def burst(desk: Desk, work: UnitOfWork, about: str, reason: Phrase, now: datetime) -> Letter | None:
    """Too much of one address, domain or ticket: once an hour for each."""
    name, people = f"burst of {about}", duty(desk, work)
    if not people or work.counters.in_last_hour(name, now):
        return None
    work.counters.add(name, now)
    recipient = recipient_view(desk, work, people[0].address, people[0].name)
    return BurstLetter(vendor_view(desk, None), recipient, about, desk.templates.say(reason, recipient.language))


def breaker(
    desk: Desk, work: UnitOfWork, name: str, reason: Phrase | None, since: datetime, held: int
) -> BreakerLetter | None:
    """Mail of one class, or all of it, stopped at its cap, or leaves again."""
    people = duty(desk, work)
    if not people:
        return None
    recipient = recipient_view(desk, work, people[0].address, people[0].name)
    what = desk.templates.say(WHAT[name], recipient.language)
    why = desk.templates.say(reason, recipient.language) if reason else ""
    cap = BREAKERS[name](desk.config.limits)
    return BreakerLetter(vendor_view(desk, None), recipient, what, why, cap, since, held)
