"""Which part a gateway has among those that share its database: one decides, the others stand by."""

import logging
from collections.abc import Callable
from enum import StrEnum

log = logging.getLogger(__name__)


class Role(StrEnum):
    """What the settler of a gateway may do now."""

    STARTING = "starting"  # nothing yet: it or its database is not ready, or another one decides with an older schema
    STANDING_BY = "standing_by"  # takes mail in and sends; another one decides
    DECIDING = "deciding"
    OUTDATED = "outdated"  # nothing any more: the schema is newer than this program


class PresentRole:
    """The role of this process; `changed` is told of every new one. One thread sets it, all may ask."""

    def __init__(self, changed: Callable[[Role], None]) -> None:
        self._changed = changed
        self.role = Role.STARTING

    @property
    def decides(self) -> bool:
        """Does it settle mail and run the timers?"""
        return self.role is Role.DECIDING

    @property
    def sends(self) -> bool:
        """Does it send what is queued?"""
        return self.role in (Role.DECIDING, Role.STANDING_BY)

    def become(self, role: Role) -> None:
        """Take a role."""
        if role is self.role:
            return
        self.role = role
        self._changed(role)
        if role is Role.OUTDATED:
            log.error("the schema of the database is newer than this program, which decides and sends nothing more")
        else:
            log.info("role", extra={"role": str(role)})
