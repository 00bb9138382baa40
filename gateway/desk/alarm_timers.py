"""What time does to alarms: breakers close, alerts that were too many are summed up, old counts go."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from gateway.desk.alarms import ALERTS, BREAKER, breaker
from gateway.desk.desk import Desk
from gateway.desk.governor import BREAKERS, HOUR
from gateway.desk.people import recipient_view, staff_mailbox, vendor_view
from gateway.desk.post import Order, post, post_to_duty
from gateway.domain.deadline import Fired, Round
from gateway.domain.letters import AlertSummaryLetter
from gateway.store.alarms import Alarm
from gateway.store.store import Work

CLOSED: Final = "breaker_closed"
SUMMARY: Final = "alert_summary"
LOOKED_AT: Final = 1000  # suppressed mails among which the examples of a summary are looked for
EXAMPLES: Final = 20
SWEPT: Final = "old counts forgotten"


def close_breakers(desk: Desk, work: Work, now: datetime) -> Round:
    """Tell the operator once that mail leaves again, when the rate is down to less than half of the cap."""
    return Round(tuple(_close(desk, work, one, now) for one in work.alarms.on() if _is_over(desk, work, one, now)))


def _is_over(desk: Desk, work: Work, alarm: Alarm, now: datetime) -> bool:
    name = alarm.name.removeprefix(BREAKER)
    if not alarm.name.startswith(BREAKER):
        return False
    cap = BREAKERS[name](desk.config.limits) if name in BREAKERS else 0
    return not cap or 2 * work.counters.in_last_hour(name, now) < cap


def _close(desk: Desk, work: Work, alarm: Alarm, now: datetime) -> Fired:
    name = alarm.name.removeprefix(BREAKER)
    work.alarms.clear(alarm.name)
    letter = breaker(desk, work, name, "", alarm.since, alarm.held) if name in BREAKERS else None
    posted = post_to_duty(desk, work, CLOSED, letter, now) if letter else None
    return Fired(CLOSED, name, outgoing=(posted.id,) if posted else ())


def send_summaries(desk: Desk, work: Work, now: datetime) -> Round:
    """One mail an hour to those whose alerts were too many, with their number and the first of them."""
    due = [one for one in work.alarms.on(now - HOUR) if one.name.startswith(ALERTS)]
    return Round(tuple(_sum_up(desk, work, one, now) for one in due))


def _sum_up(desk: Desk, work: Work, alarm: Alarm, now: datetime) -> Fired:
    people = alarm.name.removeprefix(ALERTS).split(",")
    work.alarms.clear(alarm.name)
    to = tuple(staff_mailbox(work, one) for one in people)
    rows = work.outbox.held_back(alarm.since, LOOKED_AT)
    examples = tuple(str(row["subject"]) for row in rows if _went_to(row, people))[:EXAMPLES]
    recipient = recipient_view(desk, work, to[0].address, to[0].name)
    letter = AlertSummaryLetter(vendor_view(desk, None), recipient, alarm.held, alarm.since, examples)
    posted = post(desk, work, Order(SUMMARY, letter, "vendor", to, now, kind="internal"))
    return Fired(SUMMARY, alarm.name.removeprefix(ALERTS), outgoing=(posted.id,))


def _went_to(row: Mapping[str, object], people: list[str]) -> bool:
    recipients = row["recipients"]
    return isinstance(recipients, list) and sorted(str(one["address"]).lower() for one in recipients) == people


def forget_counts(desk: Desk, work: Work, now: datetime) -> Round:
    """Once an hour, remove the counts that no rate asks for any more."""
    if not work.counters.in_last_hour(SWEPT, now):
        work.counters.add(SWEPT, now)
        work.counters.forget(now - 2 * HOUR)
    return Round(())
