"""Who manages an escalation at each level, and who is asked next."""

from collections.abc import Iterator
from datetime import datetime

from gateway.desk.desk import Desk
from gateway.desk.directory.people import is_away, manager_of
from gateway.domain.directory.entries import Region
from gateway.mail.message import Mailbox
from gateway.store.store import UnitOfWork


def manager_at(desk: Desk, work: UnitOfWork, region: Region | None, level: int, now: datetime) -> Mailbox | None:
    """Level 1: the manager of the region, the deputy while they are away. Above: who has the role of that level.

    Somebody who is there comes first, somebody of the region before others; None where the role is nobody's.
    """
    if level == 1:
        return manager_of(work, region, now)
    roles = desk.rules.data.escalation_life.next_roles
    if level - 2 >= len(roles):
        return None
    people = [one for one in work.directory.all_staff() if roles[level - 2] in one.roles]
    code = region.code if region else ""
    best = min(people, key=lambda one: (is_away(one, now), code not in one.regions), default=None)
    return Mailbox(best.name, best.email) if best else None


def first_manager(desk: Desk, work: UnitOfWork, region: Region | None, now: datetime) -> Mailbox | None:
    """Who is asked first; where the region names nobody, the first that there is above."""
    found = manager_at(desk, work, region, 1, now)
    return found or next((one for _, one in above(desk, work, region, 1, now)), None)


def above(
    desk: Desk, work: UnitOfWork, region: Region | None, level: int, now: datetime
) -> Iterator[tuple[int, Mailbox]]:
    """The levels above one at which there is somebody, the nearest first."""
    for higher in range(level + 1, top_level(desk) + 1):
        manager = manager_at(desk, work, region, higher, now)
        if manager:
            yield higher, manager


def top_level(desk: Desk) -> int:
    """The last level; nobody is asked above it."""
    return 1 + len(desk.rules.data.escalation_life.next_roles)
