"""Mailboxes as a way in: each has a thread that reads what is new and keeps it, for as long as the gateway runs.

A mail is marked on the server only after it is kept, committed and synced. How far a mailbox has been read and which
mails wait for their mark is written in the same transaction as the mails, so wherever a connection or this process
ends, nothing is lost and nothing is kept twice. The first run begins with what comes from now on.

When UIDs have lost their meaning (UIDVALIDITY has changed, or UIDNEXT went back), what nobody has seen or deleted is
read again: some of it may have been kept before, which the desk notices by its content; the other way mail would be
lost. Mail over `[limits] message_bytes` is never fetched: it stays where it is, unmarked, and a stand-in with its
header waits in quarantine.

Of the gateways that share a database one reads a mailbox, the others stand by. Should two ever meet in it, the one
that comes second sees that the mailbox was read on meanwhile, and keeps nothing.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from imaplib import IMAP4

from gateway.config import Imap
from gateway.desk.desk import Desk
from gateway.desk.inbound.accept import keep
from gateway.desk.outgoing.mailbox_alerts import note_well, tell_failing
from gateway.desk.quarantine.placeholder import keep_placeholder, placeholder
from gateway.errors import TryAgain
from gateway.intake.backoff import Backoff
from gateway.intake.imap_fetch import PORTION_MAILS, Fetcher, Read
from gateway.intake.imap_session import Session, access
from gateway.mail.envelope import Envelope, InboundMail
from gateway.store.store import UnitOfWork

log = logging.getLogger(__name__)

SOURCE = "imap"
REASON_CHARACTERS = 300  # of what a server says, for the log
TRY_SECONDS = 2.0  # between two looks whether the other reader has ended


class ReadElsewhere(Exception):
    """Another gateway has read the mailbox since we looked."""


class MailboxReader:
    """Reads one mailbox until `stop`. `wake` is called once for every mail kept, after the commit.

    `backfill`: a mailbox that was never read is read from its first message on.
    """

    def __init__(
        self,
        settings: Imap,
        desk: Desk,
        stop: threading.Event,
        wake: Callable[[], None] | None = None,
        backfill: bool = False,
    ) -> None:
        self.name = f"{settings.username}@{settings.host}:{settings.port}/{settings.folder}"
        self.backoff = Backoff()
        self._settings = settings
        self._desk = desk
        self._stop = stop
        self._wake = wake or (lambda: None)
        self._backfill = backfill
        self._fetcher = Fetcher(desk.config.limits.message_bytes)
        self._failing_since: datetime | None = None
        self._told = True  # perhaps by another process: the first visit that goes well clears it
        self._lock = desk.store.lock(f"mailbox {self.name}")
        self._state: tuple[int, int] | None = None  # how far it is read, as we know it

    @property
    def is_well(self) -> bool:
        """Did the last visit go well? Also before the first has ended, and while another gateway reads it."""
        return self._failing_since is None

    def run(self) -> None:
        """Connect, read, wait, and connect again, until told to stop; raises nothing."""
        while not self._stop.is_set():
            try:
                if self._is_ours():
                    self._visit()
            except Exception as error:  # a hostile server, a broken network, a database that is away: none ends this
                pause = self.backoff.next()
                reason = f"{type(error).__name__}: {error}"[:REASON_CHARACTERS]
                log.warning("mailbox left", extra={"mailbox": self.name, "reason": reason, "again_in": round(pause, 1)})
                self._fails(reason)
                self._lock.release()  # another gateway may have a better way to it
                self._stop.wait(pause)
        self._lock.release()

    def _is_ours(self) -> bool:
        """Is it we who read it? Waits a little where it is another one."""
        if self._lock.holds():
            return True
        if self._lock.take():
            self._told = True
            return True
        self._failing_since = None  # who reads it says how it is
        self._stop.wait(TRY_SECONDS)
        return False

    def _fails(self, reason: str) -> None:
        """People are told when it lasts; where that fails too, with the next failure."""
        self._failing_since = self._failing_since or self._desk.clock.now()
        try:
            with self._desk.store.begin() as work:
                self._told = tell_failing(self._desk, work, self.name, reason, self._failing_since) or self._told
        except TryAgain as error:
            log.warning("mailbox not reported", extra={"mailbox": self.name, "reason": str(error)})

    def _goes_well(self) -> None:
        if self._told:
            with self._desk.store.begin() as work:
                note_well(work, self.name)
        self._failing_since, self._told = None, False

    def _visit(self) -> None:
        session = Session(access(self._desk.config, self._settings))
        try:
            self._mark_kept(session)
            self._read_on(session, self._begin(session))
            session.leave()
        finally:
            session.close()

    def _begin(self, session: Session) -> int:
        """The last UID taken, or not to be taken at all."""
        with self._desk.store.read() as work:
            state = self._state = work.mailboxes.state(self.name)
        if state is None:
            last = 0 if self._backfill else session.next_uid - 1
            log.info("mailbox is new", extra={"mailbox": self.name, "from_uid": last + 1})
            self._remember(session, last)
            return last
        validity, last = state
        if validity == session.uidvalidity and not (session.exact and session.next_uid <= last):
            return last
        return self._start_again(session, validity)

    def _start_again(self, session: Session, old_validity: int) -> int:
        unseen = [uid for uid in session.unseen() if uid < session.next_uid]
        log.warning("mailbox has new UIDs", extra={"mailbox": self.name, "read_again": len(unseen)})
        self._fetcher.forget()
        if not self._take(session, unseen, advance=False):
            return 0
        if old_validity != session.uidvalidity:
            with self._desk.store.begin() as work:
                work.mailboxes.marked(self.name, old_validity, work.mailboxes.unmarked(self.name, old_validity))
        self._remember(session, session.next_uid - 1)
        return session.next_uid - 1

    def _remember(self, session: Session, last: int) -> None:
        with self._desk.store.begin() as work:
            work.mailboxes.set_state(self.name, session.uidvalidity, last)
        self._state = (session.uidvalidity, last)

    def _read_on(self, session: Session, last: int) -> None:
        while not self._stop.is_set() and self._lock.holds():
            new = session.uids_above(last)
            self._take(session, new, advance=True)
            last = max([last, *new])
            self._goes_well()
            if not self._stop.is_set():
                session.wait(self._stop, self._settings.idle_seconds)
                self.backoff.reset()
                self._mark_kept(session)

    def _take(self, session: Session, uids: Sequence[int], advance: bool) -> bool:
        """Keep and mark messages, portion by portion; False when told to stop before the end."""
        while uids:
            if self._stop.is_set():
                return False
            read = self._fetcher.next(session, uids)
            self._keep(session, read, advance)
            self._mark_kept(session)
            uids = uids[len(read) :]
        return True

    def _keep(self, session: Session, read: Sequence[Read], advance: bool) -> None:
        """One transaction: the mails, that they wait for their mark, and how far the mailbox has been read."""
        whole = [one for one in read if one.fault is None]
        state = (session.uidvalidity, read[-1].uid) if advance else self._state
        with self._desk.store.begin() as work:
            if work.mailboxes.state(self.name, to_change=True) != self._state:
                raise ReadElsewhere("another gateway has read on")
            ids = keep(work, [self._mail(one.content) for one in whole], SOURCE)
            for one, mail_id in zip(whole, ids, strict=True):
                work.mailboxes.take(self.name, session.uidvalidity, one.uid, mail_id)
            for one in read:
                self._leave(work, one)
            if advance:
                work.mailboxes.set_state(self.name, session.uidvalidity, read[-1].uid)
        self._state = state
        self.backoff.reset()
        for _ in whole:
            self._wake()

    def _leave(self, work: UnitOfWork, one: Read) -> None:
        """A message that is not taken stays as it is; people see its stand-in."""
        if one.fault is None:
            return
        size = "" if one.size is None else f" It has {one.size} bytes."
        sentence = f"[This mail was not taken in: {one.fault}.{size} It is in {self.name} with UID {one.uid}.]"
        mail_id = keep_placeholder(self._desk, work, self._mail(placeholder(one.content, sentence)), SOURCE, one.fault)
        details = {"mailbox": self.name, "uid": one.uid, "size": one.size, "fault": one.fault, "mail": mail_id}
        log.warning("mail left in its mailbox", extra=details)

    def _mail(self, content: bytes) -> InboundMail:
        # without an envelope the header fields name the addressees; without a peer it is our own server's word
        return InboundMail(content, Envelope(None, (), self._desk.clock.now()))

    def _mark_kept(self, session: Session) -> None:
        """Mark what is kept; what the server refuses is tried again later and keeps nobody from reading on."""
        with self._desk.store.read() as work:
            uids = work.mailboxes.unmarked(self.name, session.uidvalidity)
        for start in range(0, len(uids), PORTION_MAILS):
            some = uids[start : start + PORTION_MAILS]
            try:
                session.mark(some)
            except IMAP4.abort:
                raise
            except IMAP4.error as error:
                reason = str(error)[:REASON_CHARACTERS]
                log.warning("mail not marked", extra={"mailbox": self.name, "mails": len(uids), "reason": reason})
                return
            with self._desk.store.begin() as work:
                work.mailboxes.marked(self.name, session.uidvalidity, some)
