"""Mail that no rule can decide: it waits in quarantine, whatever else does not work, and the duty is told.

The entry needs the database and the configuration alone. Who is on duty and what the letter says needs the directory
and a template, and may fail in the very way in which the mail did: then the entry stays, and the log has the trace.
"""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

from gateway.desk.desk import Desk
from gateway.desk.directory.people import duty
from gateway.desk.outgoing.enqueue import enqueue
from gateway.desk.quarantine.hold import SENTENCES, Undecided, add, alert_of
from gateway.domain.outgoing.cause import Cause
from gateway.errors import TryAgain
from gateway.store.quarantine import QuarantineEntry
from gateway.store.store import UnitOfWork

log = logging.getLogger(__name__)


def put_aside(desk: Desk, work: UnitOfWork, mail: Undecided) -> None:
    """Put a mail into quarantine and tell the duty as far as that is possible."""
    entry = QuarantineEntry(
        mail_id=mail.mail_id,
        cause=mail.cause,
        detail=desk.templates.record(SENTENCES[mail.cause]),
        since=mail.now,
        due=mail.now + timedelta(days=desk.rules.data.lifecycle.decide_days),
        owner=desk.config.gateway.duty or desk.config.addresses.support[0],
    )
    work.quarantines.add(entry)
    for step in (_give_to_the_duty, _tell_the_duty):
        _attempt(work, partial(step, desk, work, mail), mail.mail_id)


def _attempt(work: UnitOfWork, step: Callable[[], None], mail_id: int) -> None:
    """Undo a step that fails, and go on. Raises what the database itself raises."""
    try:
        with work.savepoint():
            step()
    except TryAgain:
        raise
    except Exception as error:  # who is not told today finds it in quarantine; the mail itself stays kept
        if work.is_broken(error):
            raise
        log.exception("the duty was not told", extra={"mail": mail_id})


def _give_to_the_duty(desk: Desk, work: UnitOfWork, mail: Undecided) -> None:
    add(desk, work, mail, duty(desk, work))


def _tell_the_duty(desk: Desk, work: UnitOfWork, mail: Undecided) -> None:
    if alert := alert_of(desk, work, mail, duty(desk, work)):
        enqueue(desk, work, replace(alert, cause=_cause_of(mail)))


def _cause_of(mail: Undecided) -> Cause:
    """Nobody could read who wrote it: anybody can send such mail."""
    return Cause(mail.sender.lower() if isinstance(mail.sender, str) else "", "unproven")
