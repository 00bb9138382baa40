"""Letters that somebody answered before they came to us: which ticket the answer is on."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, bindparam, delete, select

from gateway.store.sql.look_ahead import LookAhead, Question, is_any, said_of
from gateway.store.sql.rows import table_of
from gateway.store.sql.statement import ManyStatement, Statement, insert_or, values_of
from gateway.store.tables.inbox import AwaitedLetter

AWAITED_FOR: Final = timedelta(days=1)
MAX_ID_BYTES: Final = 1000  # what an index of PostgreSQL takes is little more

_awaited = table_of(AwaitedLetter)
_EXPECT = Statement(
    lambda dialect: insert_or(dialect, _awaited).values(values_of(_awaited.c.keys())).on_conflict_do_nothing()
)
_FORGET = Statement(lambda _: delete(_awaited).where(_awaited.c.at < bindparam("before")))
_FIND = ManyStatement(
    lambda ids: (
        select(_awaited.c.ticket_id, _awaited.c.at)
        .where(_awaited.c.message_id.in_(ids), _awaited.c.at >= bindparam("since"))
        .order_by(_awaited.c.at, _awaited.c.ticket_id)
    )
)


_IS_AWAITED = is_any(_awaited.c.message_id)


class Awaited:
    """One row for every letter that was answered and every ticket the answers are on; for a day."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[str, list[tuple[datetime, int]]] = {}  # letters that nobody awaited before this transaction
        self._is_swept = False

    def look_ahead(self, message_ids: Iterable[str]) -> LookAhead:
        """Find out in one go which of these letters nobody awaits; `tickets_of` need not ask for them then."""
        wanted = list(dict.fromkeys(message_ids))
        found = said_of(wanted, (yield Question(_IS_AWAITED, wanted)))
        self._known = {one: [] for one, is_awaited in found.items() if not is_awaited}

    def forget(self) -> None:
        """What was done since a savepoint was undone."""
        self._known, self._is_swept = {}, False

    def expect(self, message_ids: Sequence[str], ticket_id: int, now: datetime) -> None:
        """Somebody answered these letters, which we do not have, on a ticket."""
        if not self._is_swept:
            _FORGET.run_later(self._connection, [{"before": now - AWAITED_FOR}])
            self._is_swept = True
        ids = [one for one in message_ids if len(one.encode("utf-8", "replace")) <= MAX_ID_BYTES]
        _EXPECT.run_later(self._connection, [{"message_id": one, "ticket_id": ticket_id, "at": now} for one in ids])
        for one in ids:
            if one in self._known:
                self._known[one].append((now, ticket_id))

    def tickets_of(self, message_ids: Sequence[str], now: datetime) -> list[int]:
        """The tickets on which these letters were answered within a day, the first answered first."""
        asked = [one for one in message_ids if one not in self._known]
        rows = _FIND.all(self._connection, asked, since=now - AWAITED_FOR)
        found = [(row["at"], int(row["ticket_id"])) for row in rows]
        found += (answer for one in message_ids for answer in self._known.get(one, ()))
        return list(dict.fromkeys(ticket_id for _, ticket_id in sorted(found)))
