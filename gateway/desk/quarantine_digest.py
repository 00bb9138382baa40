"""Once a day the duty is told what waits in quarantine, so that nothing stays there unseen."""

from datetime import datetime
from zoneinfo import ZoneInfo

from gateway.desk.desk import Desk
from gateway.desk.people import duty, recipient_view, vendor_view
from gateway.desk.post import Order, post
from gateway.desk.quarantine import sentence
from gateway.domain.deadline import Fired, Round
from gateway.domain.letters import DigestLetter, WaitingView
from gateway.store.store import Work

KIND = "quarantine_digest"
SHOWN = 50


def send_digest(desk: Desk, work: Work, now: datetime) -> Round:
    """The first tick in or after the hour of the digest, on a day on which something waits."""
    local = now.astimezone(ZoneInfo(desk.config.gateway.timezone))
    people = duty(desk, work)
    if local.hour < desk.rules.data.lifecycle.digest_hour or not people:
        return Round(())
    count = work.quarantines.count_waiting()
    if not count or not work.notices.record(KIND, "quarantine", local.date().isoformat(), 0, now):
        return Round(())
    recipient = recipient_view(desk, work, people[0].address, people[0].name)
    waiting = tuple(_view(entry, now) for entry in work.quarantines.oldest(SHOWN))
    letter = DigestLetter(vendor_view(desk, None), recipient, count, waiting)
    posted = post(desk, work, Order(KIND, letter, "vendor", tuple(people), now, kind="internal"))
    return Round((Fired(KIND, "quarantine", outgoing=(posted.id,)),))


def _view(entry: dict[str, object], now: datetime) -> WaitingView:
    since, due, found = entry["since"], entry["due"], entry["sender_disguise"]
    signs = map(str, found) if isinstance(found, list) else ()
    assert isinstance(since, datetime)  # a column that is never empty
    return WaitingView(
        mail=int(str(entry["mail_id"])),
        sender=str(entry["sender_address"] or "(no usable address)"),
        subject=str(entry["subject"] or ""),
        cause=sentence(str(entry["cause"]), signs),
        owner=str(entry["owner"]),
        since=since,
        overdue=isinstance(due, datetime) and due < now,
    )
