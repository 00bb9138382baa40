"""The child that settles waiting mail and runs the timers, one of all gateways at a time, and sends what is queued."""

import gc
import logging
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime

from gateway.app.desk import build
from gateway.config import Config
from gateway.desk.desk import Desk
from gateway.desk.inbound.batch import Settled, settle_batch, settle_careful
from gateway.errors import TryAgain
from gateway.intake.backoff import Backoff
from gateway.store.process_lock import DECIDER, ProcessLock
from gateway.worker.background_tasks import BackgroundTasks
from gateway.worker.process_metrics import Report
from gateway.worker.role import PresentRole
from gateway.worker.standby import Standby
from gateway.worker.stop_signal import StopSignal

log = logging.getLogger(__name__)

POLL_SECONDS = 0.5  # also without a wake-up: another process may have taken mail in
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 10.0  # after an error, doubled each time
ERRANDS_SECONDS = 8.0  # for a mail that is being sent when the process ends
BATCH_SECONDS = 0.25  # SQLite has one writer: so long commands, the post and mailboxes may wait; no final dot does
SMALLEST_BATCH = 10  # below, what a batch costs by itself weighs more than its mails


def run(config: Config, reports: int, parent: int = 0) -> int:
    """Stand by and settle until the parent ends or SIGTERM comes, the batch at hand finished."""
    alarm, report, desk = StopSignal(parent), Report(reports), build(config)
    lock, role = desk.store.lock(DECIDER), PresentRole(report.role)
    tasks = BackgroundTasks(desk, role)
    runner = threading.Thread(target=tasks.run, name="errands", daemon=True)
    runner.start()
    standby = Standby(desk, lock, role, alarm)
    while standby.wait():
        tasks.wake()  # the timers
        gc.freeze()  # what is loaded by now stays: no collection looks through it again
        careful_mails = 0 if standby.last_one_ended_well else config.workers.batch
        Settler(desk, Turn(alarm, lock), report, tasks.wake, careful_mails).run()
        standby.end_turn()
    tasks.stop()
    runner.join(ERRANDS_SECONDS)
    return 0


class Turn:
    """How long a process decides: until its end, or until the lock is lost."""

    def __init__(self, alarm: StopSignal, lock: ProcessLock) -> None:
        self._alarm, self._lock = alarm, lock

    @property
    def is_over(self) -> bool:
        """Asked before every batch."""
        return self._alarm.stopped or not self._lock.holds()

    def wait(self, seconds: float) -> None:
        """Until there may be mail, the process is to end, or so long."""
        self._alarm.wait(seconds)


class Settler:
    """Settles batch after batch. `careful_mails`: so many mails one by one first, each counted before it is touched."""

    def __init__(self, desk: Desk, turn: Turn, report: Report, settled: Callable[[], None], careful_mails: int) -> None:
        self._desk = desk
        self._turn = turn
        self._report = report
        self._settled = settled
        self._careful_mails = careful_mails
        self._pauses = Backoff(FIRST_PAUSE, LONGEST_PAUSE, least_share=1)
        self._limit = SMALLEST_BATCH

    def run(self) -> None:
        """Work until the turn is over."""
        while not self._turn.is_over:
            try:
                done = self._round()
            except TryAgain as error:
                log.warning("mail not settled yet", extra={"reason": str(error)})
                self._limit = max(1, self._limit // 2)  # perhaps the batch took longer than the database waits
                self._rest()
            except Exception:  # a defect must not become a loop of crashes; the mail waits
                log.exception("mail not settled")
                self._rest()
            else:
                self._pauses.reset()
                self._turn.wait(0 if done else POLL_SECONDS)

    def _rest(self) -> None:
        self._turn.wait(self._pauses.next())

    def _round(self) -> bool:
        if self._careful_mails > 0:
            self._careful_mails -= 1
            settled = settle_careful(self._desk)
            if not settled:
                self._careful_mails = 0
        else:
            settled = self._batch()
        if settled:
            now = self._desk.clock.now()
            self._report.settle((one.decision, _seconds(one, now)) for one in settled)
            self._report_readings(settled)
            self._settled()
        return bool(settled)

    def _report_readings(self, settled: list[Settled]) -> None:
        outcomes = Counter(one.reading for one in settled if one.reading)
        if outcomes:
            self._report.read(outcomes)
        if outcomes["broken"]:
            log.warning("readings that no reader of ours has written", extra={"count": outcomes["broken"]})

    def _batch(self) -> list[Settled]:
        """A batch that is as large as fits into the time, found by trying."""
        begun = time.monotonic()
        settled = settle_batch(self._desk, self._limit)
        took = time.monotonic() - begun
        if len(settled) == self._limit:
            fitting = int(self._limit * BATCH_SECONDS / max(took, 0.001))
            self._limit = max(SMALLEST_BATCH, min(fitting, 2 * self._limit, self._desk.config.workers.batch))
        return settled


def _seconds(settled: Settled, now: datetime) -> float:
    return max(0.0, (now - settled.received_at).total_seconds())
