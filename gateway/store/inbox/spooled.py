"""The mail of the spool as a transaction of the database sees it: what is not moved yet."""

from collections.abc import Iterator, Sequence
from itertools import islice

from sqlalchemy import Connection

from gateway.store.inbox.reading_key import head_of
from gateway.store.inbox.records import MailRecord, WaitingHead, WaitingMail
from gateway.store.inbox.spool import Spool
from gateway.store.inbox.spool_marks import SpoolMarks
from gateway.store.sql.rows import table_of, value
from gateway.store.tables.inbox import Mail

_NOTHING_YET = dict.fromkeys(column.name for column in table_of(Mail).c)
_AT_FIRST = {**_NOTHING_YET, "state": "waiting", "attempts": 0, "sender_staff": False}


class SpooledMails:
    """Nothing where there is no spool. `moved`: up to where this transaction has moved it, to be deleted there behind
    the commit.
    """

    def __init__(self, connection: Connection, spool: Spool | None) -> None:
        self._spool = spool
        self.marks = SpoolMarks(connection)
        self.moved: dict[str, int] = {}

    def oldest(self, limit: int, most_bytes: int) -> list[WaitingMail]:
        """The oldest, as many as have so many bytes together; at least one, whatever its size."""
        return self._spool.oldest(self.marks.all(), limit, most_bytes) if self._spool else []

    def heads(self, limit: int) -> list[WaitingHead]:
        """The oldest without their bytes."""
        rows = self._spool.heads(self.marks.all) if self._spool else ()
        return [head_of(row, spooled=True) for row in islice(rows, limit)]

    def load(self, numbers: Sequence[int]) -> list[WaitingMail]:
        """Those of these that are still in the spool, oldest first."""
        return self._spool.load(numbers) if self._spool and numbers else []

    def take(self, waiting: Sequence[WaitingMail]) -> list[bool]:
        """Which of these, in the order of the spool, nobody has moved; from now on all of them are. While writing."""
        places = [one.spooled for one in waiting if one.spooled]
        if not places:
            return []
        marks = self.marks.all()
        self.moved |= {one.epoch: max(one.number, marks.get(one.epoch, 0)) for one in places}
        self.marks.set(self.moved)
        return [one.number > marks.get(one.epoch, 0) for one in places]

    def tidy(self) -> None:
        """Delete what was moved, for good, and marks that speak of nothing. While writing, so that nobody moves."""
        if self._spool and not self.moved:  # what is not committed here must stay there
            self.marks.keep_only(self._spool.tidy(self.marks.all()))

    def records(self) -> Iterator[MailRecord]:
        """All of it, the oldest first, each with the id 0; to be read before anything else of the transaction."""
        for row in self._spool.heads(self.marks.all) if self._spool else ():
            yield value(MailRecord, {**_AT_FIRST, **row, "id": 0})

    def sums(self) -> tuple[int, int]:
        """How many there are, and their bytes; to be read before anything else, so that what moves is not missed."""
        return self._spool.left(self.marks.all) if self._spool else (0, 0)
