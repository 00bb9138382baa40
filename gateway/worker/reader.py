"""A child that reads waiting mail ahead of who decides about it, also for a gateway on another machine.

It is never needed: mail that it has not read is read by who decides. So it lets everybody else go first (`__main__`
sets its priority), and waits where the database is away or has another schema.
"""

import gc
import logging
import time

from gateway.app.reading import open_reader
from gateway.config import Config
from gateway.desk.inbound.read_ahead import Reader, read_ahead, tidy
from gateway.intake.backoff import Backoff
from gateway.store.sql.migrate import Schema
from gateway.worker.process_metrics import Report
from gateway.worker.stop_signal import Alarm, StopSignal

log = logging.getLogger(__name__)

POLL_SECONDS = 0.25  # a mail that comes alone is settled long before
TIDY_SECONDS = 60.0
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 5.0  # after an error, doubled each time


def run(config: Config, reports: int, parent: int = 0) -> int:
    """Read ahead until the parent ends or SIGTERM comes, the portion at hand finished."""
    alarm, report, reader = StopSignal(parent), Report(reports), open_reader(config)
    ReadingAhead(reader, report, alarm).run()
    return 0


class ReadingAhead:
    """Reads portion after portion."""

    def __init__(self, reader: Reader, report: Report, alarm: Alarm) -> None:
        self._reader, self._report, self._alarm = reader, report, alarm
        self._is_ready = False
        self._next_tidy = 0.0
        self._pauses = Backoff(FIRST_PAUSE, LONGEST_PAUSE, least_share=1)

    def run(self) -> None:
        """Work until told to stop."""
        while not self._alarm.stopped:
            try:
                rest = self._round()
            except Exception as error:  # the database may be away, or being changed by another process
                log.warning("mail not read ahead", extra={"reason": str(error)})
                self._is_ready = False
                self._alarm.rest(self._pauses.next())
            else:
                self._pauses.reset()
                self._alarm.rest(rest)

    def _round(self) -> float:
        """Read a portion; seconds to rest after it."""
        if not self._is_ready:
            self._is_ready = self._reader.store.schema() is Schema.CURRENT
            if not self._is_ready:
                return LONGEST_PAUSE
            gc.freeze()  # what is loaded by now stays: no collection looks through it again
        if time.monotonic() >= self._next_tidy:
            self._next_tidy = time.monotonic() + TIDY_SECONDS
            tidy(self._reader)
        done = read_ahead(self._reader)
        if done:
            self._report.read(done)
        return 0.0 if done else POLL_SECONDS
