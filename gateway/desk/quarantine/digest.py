"""Once a day the duty is told what waits in quarantine, so that nothing stays there unseen."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from gateway.desk.desk import Desk
from gateway.desk.directory.people import duty, recipient_view, vendor_view
from gateway.desk.outgoing.enqueue import enqueue
from gateway.desk.outgoing.mail import OutgoingMail
from gateway.desk.quarantine.hold import NO_ADDRESS, sentence
from gateway.desk.timer import Timer
from gateway.domain.deadline import Fired
from gateway.letters.quarantine import DigestLetter, WaitingView
from gateway.mail.identity.impersonation import Sign
from gateway.store.quarantine import QuarantineEntry
from gateway.store.store import UnitOfWork

KIND = "quarantine_digest"
SHOWN = 50  # senders
BLOCKED = "blocked"  # the cause of what was decided before it came


def _due(desk: Desk, work: UnitOfWork, now: datetime, _: int) -> Sequence[tuple[date, int]]:
    """The day and how many mails wait, from the hour of the digest on."""
    local = now.astimezone(ZoneInfo(desk.config.gateway.timezone))
    if local.hour < desk.rules.data.lifecycle.digest_hour:
        return ()
    count = work.quarantines.count_waiting(BLOCKED)
    return ((local.date(), count),) if count else ()


def send_digest(desk: Desk, work: UnitOfWork, due: tuple[date, int], now: datetime) -> Iterator[Fired]:
    """Tell the duty once a day; a day is claimed by its first tick at which somebody is there to be told."""
    (day, count), people = due, duty(desk, work)
    if not people or not work.notices.record(KIND, "quarantine", day.isoformat(), 0, now):
        return
    recipient = recipient_view(desk, work, people[0].address, people[0].name)
    waiting = tuple(
        _view(desk, recipient.language, entry, number, now)
        for entry, number in work.quarantines.waiting_by_sender(SHOWN, BLOCKED)
    )
    more = count - sum(one.number for one in waiting)
    letter = DigestLetter(vendor_view(desk, None), recipient, count, waiting, more)
    posted = enqueue(desk, work, OutgoingMail(KIND, letter, "vendor", people, now, kind="internal"))
    yield Fired(KIND, "quarantine", outgoing=(posted.id,))


SEND_DIGEST = Timer("the digest of the quarantine", _due, send_digest)


def _view(desk: Desk, language: str, entry: QuarantineEntry, number: int, now: datetime) -> WaitingView:
    signs = [sign for line in entry.sender_disguise if (sign := Sign.read(line))]
    return WaitingView(
        mail=entry.mail_id,
        sender=entry.sender_address or desk.templates.say(NO_ADDRESS, language),
        subject=entry.subject or "",
        cause=sentence(desk, language, entry.cause, signs),
        owner=entry.owner,
        number=number,
        since=entry.since,
        overdue=entry.due is not None and entry.due < now,
    )
