"""Notices that the first start held are told to the duty, once: nobody looks for letters that do not leave."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from gateway.desk.desk import Desk
from gateway.desk.directory.people import duty, recipient_view, vendor_view
from gateway.desk.licenses.first_start import held_notices
from gateway.desk.licenses.renewals import HELD
from gateway.desk.outgoing.enqueue import enqueue_to_duty
from gateway.desk.timer import Timer
from gateway.domain.deadline import Fired
from gateway.letters.licenses import HeldNoticesLetter
from gateway.store.store import UnitOfWork

TEMPLATE: Final = "license_notices_held"
TOLD: Final = "renewals told"  # the mark that the duty knows


def _due(_: Desk, work: UnitOfWork, _now: datetime, _limit: int) -> Sequence[str]:
    flags = work.process_flags
    return (TEMPLATE,) if flags.is_set(HELD) and not flags.is_set(TOLD) else ()


def tell_held(desk: Desk, work: UnitOfWork, template: str, now: datetime) -> Iterator[Fired]:
    """Tell how many notices wait and what lets them leave, as soon as somebody is there to be told."""
    people = duty(desk, work)
    if not people or not work.process_flags.set(TOLD):
        return
    recipient = recipient_view(desk, work, people[0].address, people[0].name)
    letter = HeldNoticesLetter(vendor_view(desk, None), recipient, len(held_notices(desk, work, now)))
    posted = enqueue_to_duty(desk, work, template, letter, now)
    yield Fired(template, "renewals", outgoing=(posted.id,) if posted else ())


TELL_HELD = Timer("the duty hears of notices that are held", _due, tell_held)
