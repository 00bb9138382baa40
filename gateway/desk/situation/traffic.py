"""How much a sender writes, and whether one of our people blocked them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from gateway.config import Limits
from gateway.desk.desk import Desk
from gateway.desk.situation.senders import Sender
from gateway.store.store import UnitOfWork

WINDOW: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Traffic:
    """`in_last_hour`: settled mails of the sender, counted as far as it matters; `flood`: these are too many for
    somebody of no customer.
    """

    blocked: bool = False
    in_last_hour: int = 0
    flood: bool = False


def traffic_of(desk: Desk, work: UnitOfWork, sender: Sender, now: datetime) -> Traffic:
    """That of somebody outside; our own people are neither counted nor blocked."""
    if sender.is_staff or not sender.address:
        return Traffic()
    limits, outside = desk.config.limits, not (sender.known_domain or sender.contact)
    flood, most = limits.flood_per_sender_hour if outside else 0, most_counted(limits)
    recent = work.mails.traffic.count_from(sender.address, now - WINDOW, most)
    return Traffic(_is_blocked(work, sender), recent, bool(flood) and recent >= flood)


def most_counted(limits: Limits) -> int:
    """How many mails of a sender are counted: more make no difference."""
    return max(limits.burst_per_sender_hour, limits.flood_per_sender_hour)


def _is_blocked(work: UnitOfWork, sender: Sender) -> bool:
    """A contact of the directory is blocked by their own address only."""
    blocked = work.blocked
    return blocked.has(sender.address) or (not sender.contact and blocked.has_domain_of(sender.address))
