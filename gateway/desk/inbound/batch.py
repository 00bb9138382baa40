"""Settling mail in portions: one transaction for all, and what happens when a mail fails or the process dies.

An exception undoes the mail that provoked it alone, keeps it as failed with its trace, and a person is told.
"""

import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TypeVar

from gateway.desk.desk import Desk
from gateway.desk.inbound.byte_class import class_of, count_bytes
from gateway.desk.inbound.look_ahead import look_ahead
from gateway.desk.inbound.process import begin, process
from gateway.desk.quarantine.hold import Undecided
from gateway.desk.quarantine.put_aside import put_aside
from gateway.desk.situation.situation import Prepared
from gateway.domain.byte_class import STRANGERS
from gateway.domain.phrase import phrase
from gateway.errors import TryAgain
from gateway.store.inbox.readings import Ahead
from gateway.store.inbox.records import WaitingMail
from gateway.store.store import UnitOfWork

BATCH_BYTES = 16_777_216  # of the mails settled together: read, they take several times as much memory
MAX_TRACE = 20_000
PORTION = 200  # mails that are moved in one transaction
AT_WORK = "settling"  # the mark of a process that settles; left behind by one that died
GIVE_UP_AFTER = 3  # a mail during which the process died so often is not tried again

Step = TypeVar("Step")


@dataclass(frozen=True, slots=True)
class Ready:
    """A mail with what it is, or the trace of why it could not be read. `ahead`: what a reader had made of it."""

    waiting: WaitingMail
    step: Prepared | str
    ahead: Ahead | None


@dataclass(frozen=True, slots=True)
class Settled:
    """What one mail became. `size`: its bytes, which count for `byte_class` on the day it was received.

    `reading`: "used" where a reader had read it ahead, or why that was of no use; empty where none had begun.
    """

    mail_id: int
    decision: str
    received_at: datetime
    size: int
    byte_class: str = STRANGERS
    reading: str = ""


def settle_batch(desk: Desk, limit: int) -> list[Settled]:
    """Settle the oldest waiting mails in the order of their acceptance, all in one transaction. Raises TryAgain.

    At most `limit`, and no more than have `BATCH_BYTES` together, unless the first one alone has.
    """
    with desk.store.read() as work:
        waiting = work.mails.waiting_within(limit, BATCH_BYTES)
        ahead = work.readings.of(waiting, desk.codec, desk.clock.now()) if desk.codec else ()
    return settle(desk, waiting, ahead) if waiting else []


def settle(desk: Desk, waiting: Sequence[WaitingMail], ahead: Sequence[Ahead | None] = ()) -> list[Settled]:
    """Settle these mails: the pure steps first, where no reader has done them `ahead`; then one short transaction.

    A savepoint for every mail costs a copy of all it touches, and nearly never is one needed: only when a mail fails,
    all are undone and settled again, this time each by itself.
    """
    prepared = _prepare_all(desk, waiting, ahead or [None] * len(waiting))
    try:
        return _settle_all(desk, prepared, _settle_one)
    except TryAgain:
        raise
    except Exception:  # the mails in front of and behind the one that provoked it are settled all the same
        return _settle_all(desk, prepared, _settle_apart)


def begin_settling(desk: Desk, who: str) -> bool:
    """Mark that this process settles; False when who did so before did not come to its end. Raises TryAgain.

    One write for the life of a process: whatever ended the last one, a mail that ends the next one, too, is noticed.
    """
    with desk.store.begin() as work:
        work.mails.spooled.tidy()
        return work.process_flags.take(AT_WORK, who)


def end_settling(desk: Desk, who: str) -> None:
    """The end was a peaceful one; the mark of another process stays. Raises TryAgain."""
    with desk.store.begin() as work:
        work.process_flags.leave(AT_WORK, who)


def settle_careful(desk: Desk) -> list[Settled]:
    """After a process died: one mail, counted before it is touched, so that a deadly one is put aside in the end."""
    with desk.store.begin() as work:
        waiting = [one for one in work.mails.claim(work.mails.waiting_within(1, BATCH_BYTES)) if one]
        if not waiting:
            return []
        work.mails.count_attempt(waiting[0].id)
        if waiting[0].attempts + 1 >= GIVE_UP_AFTER:
            failed = [_fail(desk, work, waiting[0], "the process died each time this mail was tried")]
            count_bytes(work, failed)
            return failed
    return settle(desk, waiting)


def move_spooled(desk: Desk) -> None:
    """Move what is in the spool now into the database, for who must settle something behind it. Raises TryAgain."""
    with desk.store.read() as work:
        count, _ = work.mails.spooled.sums()
    while count > 0:
        with desk.store.begin() as work:
            moved = work.mails.claim(work.mails.spooled.oldest(PORTION, BATCH_BYTES))
        count = count - len(moved) if moved else 0


def _prepare_all(desk: Desk, waiting: Sequence[WaitingMail], ahead: Sequence[Ahead | None]) -> list[Ready]:
    """Several at once, so that the slow DNS of one sender does not hold up the others; a text is a trace."""
    pairs = list(zip(waiting, ahead, strict=True))
    begun = [_try(partial(begin, desk, one, of.usable if of else None)) for one, of in pairs]
    return [
        Ready(one, step if isinstance(step, str) else _try(step), of)
        for (one, of), step in zip(pairs, begun, strict=True)
    ]


def _try(step: Callable[[], Step]) -> Step | str:
    try:
        return step()
    except TryAgain:
        raise
    except Exception:  # whatever a mail provokes must not stop the mails behind it
        return traceback.format_exc()


def _settle_all(
    desk: Desk, prepared: Sequence[Ready], settle_one: Callable[[Desk, UnitOfWork, Ready], Settled]
) -> list[Settled]:
    with desk.store.begin() as work:
        work.lock_settling()
        claimed = list(_claimed(work, prepared))
        settled: list[Settled] = []
        for place, ready in enumerate(claimed):
            if place == 0 or work.must_look_again():  # what a mail that was undone knew is forgotten
                look_ahead(desk, work, [one.step for one in claimed[place:] if isinstance(one.step, Prepared)])
            settled.append(settle_one(desk, work, ready))
        count_bytes(work, settled)
        work.readings.forget(one.ahead for one in prepared if one.ahead)
        return settled


def _claimed(work: UnitOfWork, prepared: Sequence[Ready]) -> Iterator[Ready]:
    """Those that nobody has settled meanwhile, each with its id."""
    claimed = work.mails.claim([one.waiting for one in prepared])
    for waiting, was in zip(claimed, prepared, strict=True):
        if waiting and waiting is not was.waiting and isinstance(was.step, Prepared):
            yield Ready(waiting, replace(was.step, waiting=waiting), was.ahead)
        elif waiting:
            yield Ready(waiting, was.step, was.ahead)


def _settle_one(desk: Desk, work: UnitOfWork, ready: Ready) -> Settled:
    waiting, prepared = ready.waiting, ready.step
    if isinstance(prepared, str):
        return _fail(desk, work, waiting, prepared)
    received_at = waiting.mail.envelope.received_at
    done = process(desk, work, prepared, received_at)
    decision, size = done.outcome.decision, len(waiting.mail.content)
    again = decision == "duplicate" and not prepared.verification.direct
    counted = class_of(desk, done.situation.sender, again)
    return Settled(waiting.id, decision, received_at, size, counted, ready.ahead.outcome if ready.ahead else "")


def _settle_apart(desk: Desk, work: UnitOfWork, ready: Ready) -> Settled:
    try:
        with work.savepoint():
            return _settle_one(desk, work, ready)
    except TryAgain:
        raise
    except Exception as error:  # undone by the savepoint; kept with its trace, shown to a person
        if work.is_broken(error):
            raise
        return _fail(desk, work, ready.waiting, traceback.format_exc())


def _fail(desk: Desk, work: UnitOfWork, waiting: WaitingMail, trace: str) -> Settled:
    """Keep a mail that could not be processed, and tell the duty."""
    now, sender = waiting.mail.envelope.received_at, waiting.mail.envelope.mail_from or phrase("quarantine.unknown")
    work.mails.fail(waiting.id, trace[-MAX_TRACE:], desk.clock.now())
    put_aside(desk, work, Undecided(waiting.id, "failed", now, sender, phrase("quarantine.no_subject")))
    return Settled(waiting.id, "failed", now, len(waiting.mail.content))
