"""Standing by: until the one who decides has ended, or lost its lock, and the database is ready for us."""

import logging
from uuid import uuid4

from gateway.desk.desk import Desk
from gateway.desk.inbound.batch import begin_settling, end_settling
from gateway.intake.backoff import Backoff
from gateway.store.process_lock import ProcessLock
from gateway.store.sql.migrate import Schema
from gateway.worker.role import PresentRole, Role
from gateway.worker.stop_signal import Alarm

log = logging.getLogger(__name__)

TRY_SECONDS = 1.0  # between two looks whether the one who decides has ended
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 10.0  # after an error, doubled each time


class Standby:
    """Waits for its turn to decide. The one who decides migrates, so that nobody else works on a schema in between."""

    def __init__(self, desk: Desk, lock: ProcessLock, role: PresentRole, alarm: Alarm) -> None:
        self._desk, self._lock, self._role, self._alarm = desk, lock, role, alarm
        self._who = uuid4().hex  # in the mark of who settles
        self._last_one_ended_well = True

    @property
    def last_one_ended_well(self) -> bool:
        """Did who decided before us come to its end? Known when it is our turn."""
        return self._last_one_ended_well

    def wait(self) -> bool:
        """Is it our turn now? False when the process is to end."""
        pauses = Backoff(FIRST_PAUSE, LONGEST_PAUSE, least_share=1)
        while not self._alarm.stopped:
            try:
                role = self._look()
            except Exception as error:  # the database may be away, or being changed by another process
                log.warning("waiting for the database", extra={"reason": str(error)})
                self._lock.release()
                self._role.become(Role.STARTING)
                self._alarm.rest(pauses.next())
                continue
            self._role.become(role)
            if role is Role.DECIDING:
                return True
            pauses.reset()
            self._alarm.rest(TRY_SECONDS)
        return False

    def end_turn(self) -> None:
        """After the last batch: the next one may begin, careful only if this fails."""
        if self._lock.holds():
            try:
                end_settling(self._desk, self._who)
            except Exception as error:  # the next one is careful for nothing
                log.warning("the end of settling is not noted", extra={"reason": str(error)})
        else:
            log.warning("another one may decide now")
        self._lock.release()
        self._role.become(Role.STARTING)

    def _look(self) -> Role:
        """The role that is left for us. Raises DatabaseAway, and whatever a migration runs into."""
        store = self._desk.store
        schema = store.schema()
        if schema is not Schema.NEWER and self._lock.take():
            schema = store.schema()  # perhaps changed by the one whose lock it was
            if schema is not Schema.NEWER:
                return self._begin(schema)
        if schema is Schema.NEWER:
            self._lock.release()
            return Role.OUTDATED
        return Role.STANDING_BY if schema is Schema.CURRENT else Role.STARTING

    def _begin(self, schema: Schema) -> Role:
        if schema is Schema.OLDER:
            self._desk.store.migrate()
        self._last_one_ended_well = begin_settling(self._desk, self._who)
        return Role.DECIDING
