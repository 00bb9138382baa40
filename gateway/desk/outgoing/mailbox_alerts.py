"""A mailbox that cannot be read is told to the duty, once until it can be read again."""

from datetime import datetime, timedelta
from typing import Final

from gateway.desk.desk import Desk
from gateway.desk.directory.people import duty, recipient_view, vendor_view
from gateway.desk.outgoing.enqueue import enqueue_to_duty
from gateway.letters.outgoing import MailboxLetter
from gateway.store.store import UnitOfWork

TEMPLATE: Final = "mailbox_failing"
MAILBOX: Final = "mailbox "
PATIENCE: Final = timedelta(minutes=5)  # a network that comes back by itself is told to nobody


def tell_failing(desk: Desk, work: UnitOfWork, mailbox: str, reason: str, since: datetime) -> bool:
    """A mailbox fails since then; is the duty told, now or before? False while it may come back by itself."""
    now = desk.clock.now()
    if now - since < PATIENCE:
        return False
    people = duty(desk, work)
    if people and work.alarms.hold(MAILBOX + mailbox, now):
        recipient = recipient_view(desk, work, people[0].address, people[0].name)
        letter = MailboxLetter(vendor_view(desk, None), recipient, mailbox, reason, since)
        enqueue_to_duty(desk, work, TEMPLATE, letter, now)
    return True


def note_well(work: UnitOfWork, mailbox: str) -> None:
    """A mailbox is read again: its next failure is told again."""
    work.alarms.clear(MAILBOX + mailbox)
