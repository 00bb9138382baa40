"""What reception asks before it keeps a mail: how much of the day's bytes and of the disk is used, and who wrote it.

Blocks, for the database and for DNS: to be asked in threads.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from threading import Lock
from typing import Protocol

from gateway.config import Limits
from gateway.domain.byte_class import PUT_OFF, STRANGERS
from gateway.mail.envelope import InboundMail
from gateway.ports import Disk
from gateway.store.inbox.day_bytes import NO_END
from gateway.store.store import Store


@dataclass(frozen=True, slots=True)
class DayUse:
    """What was used at one instant. `strangers`: their bytes of the day, with those of all mail that is not settled
    yet. `full`: classes of customers that have had theirs. `free`: bytes on the disk, None where nobody knows.
    """

    day: date
    strangers: int
    full: frozenset[str]
    free: int | None


class Judge(Protocol):
    """Finds out whose bytes a mail is (see `domain.byte_class`)."""

    def claimed(self, mail: InboundMail) -> str:
        """Whose they would be if its From were true."""
        ...

    def proven(self, mail: InboundMail, source: str) -> str:
        """Whose they are; waits for DNS, some seconds at most."""
        ...


class Gate:
    """What is used by these limits, and the judge, who is called the first time that one is needed: mostly never."""

    def __init__(self, store: Store, limits: Limits, disk: Disk, judge: Callable[[], Judge]) -> None:
        self.limits = limits
        self.disk = disk
        self._store = store
        self._call = judge
        self._judge: Judge | None = None
        self._lock = Lock()

    def use(self, at: datetime) -> DayUse:
        """What is used on the day of `at`. Raises DatabaseAway."""
        limits, day = self.limits, at.date()
        if not (limits.strangers_bytes_per_day or limits.organization_bytes_per_day):
            return DayUse(day, 0, frozenset(), self.disk.free())
        with self._store.read() as work:
            waiting = work.mails.bytes_waiting()
            kept = work.day_bytes.largest(day, limits.organization_bytes_per_day or NO_END)
        return DayUse(day, kept.pop(STRANGERS, 0) + waiting, frozenset(kept), self.disk.free())

    def note_put_off(self, about: str, at: datetime) -> None:
        """Leave an alarm that mail of a class is put off. Raises TryAgain."""
        with self._store.begin() as work:
            work.alarms.hold(PUT_OFF + about, at)

    @property
    def judge(self) -> Judge:
        """Whoever judges senders. Building one takes a second."""
        with self._lock:
            if self._judge is None:
                self._judge = self._call()
            return self._judge

    def claimed(self, mail: InboundMail) -> str:
        """See Judge."""
        return self.judge.claimed(mail)

    def proven(self, mail: InboundMail, source: str) -> str:
        """See Judge."""
        return self.judge.proven(mail, source)
