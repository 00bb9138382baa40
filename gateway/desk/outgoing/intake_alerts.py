"""Mail that is put off because bytes of the day or the disk are used up: the duty hears of each class once a day.

Reception, which knows nobody's address and writes no mail, leaves an alarm; a timer tells the duty.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from gateway.desk.desk import Desk
from gateway.desk.directory.people import duty, recipient_view, vendor_view
from gateway.desk.outgoing.enqueue import enqueue_to_duty
from gateway.domain.byte_class import DISK, PUT_OFF, STRANGERS, customer_of
from gateway.domain.deadline import Fired
from gateway.domain.phrase import Phrase, phrase
from gateway.letters.outgoing import IntakeLimitLetter
from gateway.store.outgoing.alarms import Alarm
from gateway.store.store import UnitOfWork

TEMPLATE: Final = "intake_limited"
MIB: Final = 2**20


def put_off_due(_: Desk, work: UnitOfWork, __: datetime, ___: int) -> Sequence[Alarm]:
    """What reception has put off since it was last asked."""
    return [one for one in work.alarms.on() if one.name.startswith(PUT_OFF)]


def tell_put_off(desk: Desk, work: UnitOfWork, alarm: Alarm, now: datetime) -> Iterator[Fired]:
    """Tell the duty, unless it knows of this class and day."""
    about = alarm.name.removeprefix(PUT_OFF)
    work.alarms.clear(alarm.name)
    if not work.notices.record(TEMPLATE, about, alarm.since.date().isoformat(), 0, now):
        return
    letter = _letter(desk, work, about, alarm.since)
    posted = enqueue_to_duty(desk, work, TEMPLATE, letter, now) if letter else None
    yield Fired(TEMPLATE, about, outgoing=(posted.id,) if posted else ())


def _letter(desk: Desk, work: UnitOfWork, about: str, since: datetime) -> IntakeLimitLetter | None:
    people = duty(desk, work)
    if not people:
        return None
    recipient = recipient_view(desk, work, people[0].address, people[0].name)
    whose, reason = (desk.templates.say(one, recipient.language) for one in _words(desk, about))
    return IntakeLimitLetter(vendor_view(desk, None), recipient, whose, reason, since)


def _words(desk: Desk, about: str) -> tuple[Phrase, Phrase]:
    """Whose mail is put off, and why."""
    limits = desk.config.limits
    strangers = phrase("limit.senders_without_proof")
    if about == DISK:
        return strangers, phrase("limit.disk_reserved", most=limits.free_disk_bytes_for_known // MIB)
    if about == STRANGERS:
        return strangers, phrase("limit.strangers_bytes_day", most=limits.strangers_bytes_per_day // MIB)
    whose = phrase("limit.customer", name=customer_of(about))
    return whose, phrase("limit.customer_bytes_day", most=limits.organization_bytes_per_day // MIB)
