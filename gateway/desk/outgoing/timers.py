"""What time does to mail that leaves: breakers close, alerts that were too many are summed up, old counts go."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from gateway.desk.desk import Desk
from gateway.desk.directory.people import recipient_view, staff_mailbox, vendor_view
from gateway.desk.outgoing.caps import BREAKERS
from gateway.desk.outgoing.enqueue import enqueue, enqueue_to_duty
from gateway.desk.outgoing.intake_alerts import put_off_due, tell_put_off
from gateway.desk.outgoing.limit_alerts import ALERTS, BREAKER, breaker
from gateway.desk.outgoing.limits import HOUR
from gateway.desk.outgoing.mail import OutgoingMail
from gateway.desk.timer import Timer
from gateway.domain.deadline import Fired
from gateway.domain.outgoing.cause import LAST_OF_CUSTOMERS, RANKS
from gateway.letters.outgoing import AlertSummaryLetter, SenderLine
from gateway.store.outgoing.alarms import Alarm
from gateway.store.outgoing.withheld import WithheldOfSender
from gateway.store.store import UnitOfWork

CLOSED: Final = "breaker_closed"
SUMMARY: Final = "alert_summary"
NAMED: Final = 100  # senders in a summary
SOON: Final = timedelta(minutes=10)  # after which a summary names customers
SWEPT: Final = "old counts forgotten"


def _breakers_over(desk: Desk, work: UnitOfWork, now: datetime, _: int) -> Sequence[Alarm]:
    """Breakers whose rate is down to less than half of the cap."""
    return [one for one in work.alarms.on() if _is_over(desk, work, one, now)]


def _is_over(desk: Desk, work: UnitOfWork, alarm: Alarm, now: datetime) -> bool:
    name = alarm.name.removeprefix(BREAKER)
    if not alarm.name.startswith(BREAKER):
        return False
    cap = BREAKERS[name](desk.config.limits) if name in BREAKERS else 0
    return not cap or 2 * work.counters.in_last_hour(name, now) < cap


def close_breaker(desk: Desk, work: UnitOfWork, alarm: Alarm, now: datetime) -> Iterator[Fired]:
    """Tell the operator once that mail leaves again."""
    name = alarm.name.removeprefix(BREAKER)
    work.alarms.clear(alarm.name)
    letter = breaker(desk, work, name, None, alarm.since, alarm.held) if name in BREAKERS else None
    posted = enqueue_to_duty(desk, work, CLOSED, letter, now) if letter else None
    yield Fired(CLOSED, name, outgoing=(posted.id,) if posted else ())


def _summaries_due(_: Desk, work: UnitOfWork, now: datetime, __: int) -> Sequence[Alarm]:
    """After an hour; after minutes where one of them is about a customer's mail."""
    waiting = [one for one in work.alarms.on(now - SOON) if one.name.startswith(ALERTS)]
    return [one for one in waiting if one.since <= now - HOUR or work.withheld.has_customers(_people(one))]


def sum_up(desk: Desk, work: UnitOfWork, alarm: Alarm, now: datetime) -> Iterator[Fired]:
    """One mail to those whose alerts were too many: who caused them, customers first, one line a sender."""
    people = _people(alarm)
    work.alarms.clear(alarm.name)
    to = tuple(staff_mailbox(work, one) for one in people.split(","))
    found, senders = work.withheld.of_people(people, NAMED), work.withheld.count_senders(people)
    work.withheld.forget(people)
    recipient = recipient_view(desk, work, to[0].address, to[0].name)
    customers = tuple(_line(one) for one in found if one.rank <= LAST_OF_CUSTOMERS)
    others = tuple(_line(one) for one in found[len(customers) :])
    more = senders - len(found)
    letter = AlertSummaryLetter(vendor_view(desk, None), recipient, alarm.held, alarm.since, customers, others, more)
    posted = enqueue(desk, work, OutgoingMail(SUMMARY, letter, "vendor", to, now, kind="internal"))
    yield Fired(SUMMARY, people, outgoing=(posted.id,))


def _people(alarm: Alarm) -> str:
    return alarm.name.removeprefix(ALERTS)


def _line(one: WithheldOfSender) -> SenderLine:
    return SenderLine(one.sender, one.count, one.subject, RANKS[one.rank] in ("claimed", "invented"))


def _sweep_due(_: Desk, work: UnitOfWork, now: datetime, __: int) -> Sequence[datetime]:
    """The time before which counts are of no use, once an hour."""
    return () if work.counters.in_last_hour(SWEPT, now) else (now - 2 * HOUR,)


def forget_counts(_: Desk, work: UnitOfWork, before: datetime, now: datetime) -> Sequence[Fired]:
    """Remove the counts that no rate asks for any more."""
    work.counters.add(SWEPT, now)
    work.counters.forget(before)
    return ()


TIMERS: Final = (
    Timer("breakers close", _breakers_over, close_breaker),
    Timer("alerts that were too many are summed up", _summaries_due, sum_up),
    Timer("mail that is put off is told", put_off_due, tell_put_off),
    Timer("old counts go", _sweep_due, forget_counts),
)
