"""The first start on a new database: notices that are due are shown and held until a person lets them leave.

A gateway that somebody only tries must not write to the customers of its directory.
"""

from datetime import datetime
from typing import Final

from gateway.desk.desk import Desk
from gateway.desk.licenses.renewals import HELD, NOTICE, forecast
from gateway.store.store import UnitOfWork

LOOKED_AT: Final = "renewals looked at"


def hold_first_notices(desk: Desk, now: datetime) -> list[dict[str, object]]:
    """Hold the notices that are due when licenses are seen for the first time; those that are held, else nothing.

    Where notices left already, or none is due, nothing is held, now or later.
    """
    with desk.store.begin() as work:
        if work.process_flags.is_set(LOOKED_AT) or not work.directory.licenses_due(now, 1):
            return []
        work.process_flags.set(LOOKED_AT)
        due = [] if work.notices.any_of(NOTICE) else forecast(desk, work, now, 0)
        if due:
            work.process_flags.set(HELD)
        return due


def held_notices(desk: Desk, work: UnitOfWork, now: datetime) -> list[dict[str, object]]:
    """The notices that are due and held; nothing where none are held."""
    return forecast(desk, work, now, 0) if work.process_flags.is_set(HELD) else []


def release_notices(desk: Desk, work: UnitOfWork, now: datetime) -> list[dict[str, object]]:
    """Let notices leave from the next tick on; those that were held."""
    held = work.process_flags.is_set(HELD)
    work.process_flags.set(LOOKED_AT)
    work.process_flags.remove(HELD)
    return forecast(desk, work, now, 0) if held else []
