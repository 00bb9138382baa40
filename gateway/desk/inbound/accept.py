"""Taking mail in, whichever way it comes: keep first, think later.

A mail is accepted when its bytes and envelope are committed and synced. SMTP and LMTP hand over to a `Committer`, a
mailbox keeps what it read in a transaction of its own, a pipe brings one mail; all of them end in `keep`, or in the
spool, which takes a mail without waiting for who writes into a SQLite database.
"""

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Protocol

from gateway.config import Config
from gateway.errors import DatabaseAway, MessageTooLarge, TryAgain
from gateway.mail.envelope import InboundMail
from gateway.store.inbox.spool import Spool
from gateway.store.store import Store, UnitOfWork

log = logging.getLogger(__name__)

BATCH_MAILS = 200  # most mails in one transaction
BATCH_BYTES = 33_554_432  # and most bytes, unless one mail alone has more

Committed = Callable[[int], None]
"""Told after every commit how many mails it kept."""


class Intake(Protocol):
    """What accepting needs of a desk."""

    @property
    def config(self) -> Config:
        """The limits."""
        ...

    @property
    def store(self) -> Store:
        """Where mail is kept."""
        ...


def check_size(size: int, limit: int) -> None:
    """Raise MessageTooLarge when a message of `size` bytes is over the limit (RFC 1870 section 6)."""
    if size > limit:
        raise MessageTooLarge(f"the message has {size} bytes; [limits] message_bytes allows {limit}")


def keep(work: UnitOfWork, mails: Sequence[InboundMail], source: str) -> list[int]:
    """Keep mails in the caller's transaction, in this order; their ids. `source`: smtp, lmtp, imap, pipe."""
    return work.mails.accept(mails, source)


def accept_one(desk: Intake, mail: InboundMail, source: str) -> int:
    """Keep one mail, committed and synced; its id. Raises MessageTooLarge, DatabaseAway, DiskFull."""
    check_size(len(mail.content), desk.config.limits.message_bytes)
    with desk.store.begin() as work:
        [mail_id] = keep(work, [mail], source)
    return mail_id


@dataclass(frozen=True, slots=True)
class _Waiting:
    mail: InboundMail
    source: str
    answer: "Future[int]"


class Committer:
    """Group commit: one thread keeps all mails that wait in one transaction, then answers everybody.

    A mail that was handed over is committed even when its client has gone meanwhile; only `Future.cancel`
    before its transaction has begun takes it back. `spool`: where to keep it instead of in the database.
    """

    def __init__(self, store: Store, committed: Committed = lambda kept: None, spool: Spool | None = None) -> None:
        self._store = store
        self._spool = spool
        self._committed = committed
        self._queue: SimpleQueue[_Waiting | None] = SimpleQueue()
        self._left_over: _Waiting | None = None
        self._closed = False
        self._thread = Thread(target=self._run, name="committer", daemon=True)
        self._thread.start()

    def submit(self, mail: InboundMail, source: str) -> "Future[int]":
        """Hand a mail over; the future gives its id after the synced commit, or raises DatabaseAway or DiskFull."""
        answer: Future[int] = Future()
        if self._closed:
            answer.set_exception(DatabaseAway("the gateway is stopping"))
        else:
            self._queue.put(_Waiting(mail, source, answer))
        return answer

    def close(self, seconds: float) -> bool:
        """Take no more mail and commit what was handed over; False when that took longer than `seconds`."""
        self._closed = True
        self._queue.put(None)
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while True:
            first = self._left_over or self._queue.get()
            self._left_over = None
            if first is None:
                return
            batch = self._collect(first)
            started = [waiting for waiting in batch if waiting.answer.set_running_or_notify_cancel()]
            if started:
                self._keep(started)

    def _collect(self, first: _Waiting) -> list[_Waiting]:
        batch, size = [first], len(first.mail.content)
        while len(batch) < BATCH_MAILS and size < BATCH_BYTES:
            try:
                waiting = self._queue.get_nowait()
            except Empty:
                break
            if waiting is None:
                self._queue.put(None)  # the end stays the last one in the queue
                break
            size += len(waiting.mail.content)
            if size > BATCH_BYTES:
                self._left_over = waiting
                break
            batch.append(waiting)
        return batch

    def _keep(self, batch: Sequence[_Waiting]) -> None:
        try:
            ids = self._commit(batch)
        except TryAgain as error:
            log.warning("mail not kept", extra={"mails": len(batch), "reason": str(error)})
            _refuse(batch, error)
        except Exception as error:
            # an error of one mail must not refuse its neighbors, and no error may end this thread
            log.exception("mail not kept", extra={"mails": len(batch)})
            self._keep_apart(batch, error)
        else:
            for waiting, mail_id in zip(batch, ids, strict=True):
                waiting.answer.set_result(mail_id)
            self._tell(len(batch))

    def _keep_apart(self, batch: Sequence[_Waiting], error: Exception) -> None:
        if len(batch) == 1:
            _refuse(batch, error)
        else:
            for waiting in batch:
                self._keep([waiting])

    def _commit(self, batch: Sequence[_Waiting]) -> list[int]:
        if self._spool:
            return self._spool.keep([(waiting.mail, waiting.source) for waiting in batch])
        ids: list[int] = []
        with self._store.begin() as work:
            for source, group in groupby(batch, key=lambda waiting: waiting.source):
                ids += keep(work, [waiting.mail for waiting in group], source)
        return ids

    def _tell(self, kept: int) -> None:
        with suppress(Exception):  # the mail is kept whatever the listener to this news does
            self._committed(kept)


def _refuse(batch: Sequence[_Waiting], error: Exception) -> None:
    for waiting in batch:
        waiting.answer.set_exception(error)
