"""Reading what is new, portion by portion, and getting past messages that the server does not hand out."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from imaplib import IMAP4
from typing import Literal

from gateway.intake.imap_session import Session
from gateway.intake.imap_wire import TooMuch

PORTION_MAILS = 50  # also keeps command lines short (RFC 2683 section 3.2.1.5)
PORTION_BYTES = 8_388_608  # and so much at once, unless one message alone has more
MOST_TRIES = 8  # with the pauses between them at least two minutes

Fault = Literal["too_large", "unreadable"]


@dataclass(frozen=True, slots=True)
class Read:
    """A message of the mailbox. With a `fault`, `content` is only what could be read of its header."""

    uid: int
    content: bytes
    fault: Fault | None = None
    size: int | None = None  # as the server says


class Fetcher:
    """Fetches messages of at most `limit` bytes; remembers, over connections, where that went wrong.

    After a failure the next messages are fetched one at a time, so that it is known which of them it was. One that
    fails `MOST_TRIES` times, each time on a connection that answered before, is given up so that those behind it
    are not kept waiting.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._singly = 0  # for so many messages from now on
        self._tries: Counter[int] = Counter()
        self._too_large: set[int] = set()

    def forget(self) -> None:
        """UIDs mean something else now (RFC 3501 section 2.3.1.1)."""
        self._tries.clear()
        self._too_large.clear()

    def next(self, session: Session, uids: Sequence[int]) -> list[Read]:
        """The first of these messages, as many as make a portion. Raises what `Session` raises."""
        if not self._singly:
            try:
                return self._together(session, uids[:PORTION_MAILS])
            except (OSError, IMAP4.error):
                self._singly = PORTION_MAILS
                raise
        read = self._alone(session, uids[0])
        self._singly -= 1
        self._tries.pop(read.uid, None)
        return [read]

    def _together(self, session: Session, uids: Sequence[int]) -> list[Read]:
        sizes = session.sizes(uids)
        _all_there(uids, sizes)
        if sizes[uids[0]] > self._limit:
            return [self._left(session, uids[0], "too_large", sizes[uids[0]])]
        fitting = portion(uids, sizes, PORTION_BYTES, self._limit)
        contents = session.contents(fitting, max(self._limit, PORTION_BYTES))
        _all_there(fitting, contents)
        return [self._checked(session, uid, contents[uid]) for uid in fitting]

    def _alone(self, session: Session, uid: int) -> Read:
        self._tries[uid] += 1
        if self._tries[uid] > MOST_TRIES:
            return self._left(session, uid, "too_large" if uid in self._too_large else "unreadable", None)
        sizes = session.sizes([uid])
        _all_there([uid], sizes)
        if sizes[uid] > self._limit or uid in self._too_large:
            return self._left(session, uid, "too_large", sizes[uid])
        try:
            contents = session.contents([uid], self._limit)
        except TooMuch:
            self._too_large.add(uid)  # whatever size it claimed
            raise
        _all_there([uid], contents)
        return self._checked(session, uid, contents[uid])

    def _checked(self, session: Session, uid: int, content: bytes) -> Read:
        if len(content) > self._limit:
            return self._left(session, uid, "too_large", len(content))
        return Read(uid, content)

    def _left(self, session: Session, uid: int, fault: Fault, size: int | None) -> Read:
        header = session.header(uid) if self._tries[uid] <= MOST_TRIES + 1 else b""
        return Read(uid, header, fault, size)


def portion(uids: Iterable[int], sizes: Mapping[int, int], most: int, limit: int) -> list[int]:
    """As many of the first messages as are together not larger than `most`, at least one, up to one over `limit`."""
    chosen: list[int] = []
    total = 0
    for uid in uids:
        total += sizes[uid]
        if (chosen and total > most) or sizes[uid] > limit:
            break
        chosen.append(uid)
    return chosen


def _all_there(uids: Iterable[int], answer: Mapping[int, object]) -> None:
    """What a search named must be there; if it has gone meanwhile, a new connection knows."""
    missing = [uid for uid in uids if uid not in answer]
    if missing:
        raise IMAP4.abort(f"no answer about {len(missing)} messages, the first has UID {missing[0]}")
