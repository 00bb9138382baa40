"""What is done beside settling: the timers every minute, and the post whenever something is queued.

The timers are run by the one who decides, the post is sent by everyone: a mail is claimed before it is sent. What
another gateway has queued is found within `POST_SECONDS`.
"""

import logging
import threading
import time

from gateway.app.mailer import open_mailer
from gateway.desk.delivery.dispatch import dispatch
from gateway.desk.desk import Desk
from gateway.desk.licenses.first_start import hold_first_notices
from gateway.desk.timers.tick import tick
from gateway.errors import TryAgain
from gateway.worker.role import PresentRole

log = logging.getLogger(__name__)

TICK_SECONDS = 60.0
POST_SECONDS = 5.0  # without a wake-up: what was deferred becomes due
BREATH_SECONDS = 0.25  # between two rounds of the post, so that it takes what was queued meanwhile together
AWAY_SECONDS = 10.0  # while the smarthost takes nothing
POST_MAILS = 20  # in one round: what is put off together keeps the writer's lock of SQLite


class BackgroundTasks:
    """Runs in a thread of its own, so that a slow smarthost does not keep mail from being settled."""

    def __init__(self, desk: Desk, role: PresentRole) -> None:
        self._desk = desk
        self._role = role
        self._mailer = open_mailer(desk.config)
        self._queued = threading.Event()
        self._stopped = threading.Event()

    def wake(self) -> None:
        """Something may have been queued."""
        self._queued.set()

    def stop(self) -> None:
        """End after the round at hand."""
        self._stopped.set()
        self._queued.set()

    def run(self) -> None:
        """Work until stopped."""
        next_tick = 0.0
        while not self._stopped.is_set():
            if self._role.decides and time.monotonic() >= next_tick:
                next_tick = time.monotonic() + TICK_SECONDS
                self._tick()
            self._queued.clear()
            pause = self._send() if self._role.sends else BREATH_SECONDS
            if not self._stopped.wait(pause):
                self._queued.wait(POST_SECONDS)
        self._mailer.close()

    def _tick(self) -> None:
        try:
            now = self._desk.clock.now()
            self._show_held(hold_first_notices(self._desk, now))
            fired = tick(self._desk, now).fired
        except TryAgain as error:
            log.warning("timers not run", extra={"reason": str(error)})
        except Exception:  # a defect of one timer must not end the thread that sends the post
            log.exception("timers not run")
        else:
            if fired:
                log.info("timers fired", extra={"count": len(fired)})

    def _show_held(self, held: list[dict[str, object]]) -> None:
        for one in held:
            shown = {key: one[key] for key in ("license", "milestone", "template", "to")}
            log.warning("notice held: it is due on a database that is new", extra=shown)
        if held:
            log.warning("notices wait. To let them leave: gateway renewals release", extra={"count": len(held)})

    def _send(self) -> float:
        """One round of the post; seconds to rest after it."""
        try:
            result = dispatch(self._desk, self._mailer, POST_MAILS)
        except TryAgain as error:
            log.warning("post not sent", extra={"reason": str(error)})
            return AWAY_SECONDS
        except Exception:  # a defect must not end the thread
            log.exception("post not sent")
            return AWAY_SECONDS
        handled = result.sent + result.deferred + result.failed
        if handled:
            log.info("post", extra={"sent": result.sent, "deferred": result.deferred, "failed": result.failed})
        if result.deferred and not result.sent:
            return AWAY_SECONDS
        if handled >= POST_MAILS:
            self._queued.set()
            return 0.0
        return BREATH_SECONDS
