"""The texts of our internal mails about tickets, which no answer may quote."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection, Integer, bindparam, select

from gateway.domain.outgoing.entry import OutboxEntry
from gateway.store.sql.look_ahead import LookAhead, Question, if_short, newest_of_each
from gateway.store.sql.rows import table_of
from gateway.store.sql.statement import Statement
from gateway.store.sql.types import clean
from gateway.store.tables.outgoing import Outgoing
from gateway.store.tables.tickets import Ticket

KNOWN_CHARS: Final = 12_000  # of a text that is read ahead; a ticket with a longer one is asked for by itself
_out = table_of(Outgoing)
_ticket = table_of(Ticket)
_INSIDE = Statement(
    lambda _: (
        select(_out.c.text)
        .where(_out.c.ticket_id == bindparam("ticket"), _out.c.audience == "vendor")
        .order_by(_out.c.id.desc())
        .limit(bindparam("most", type_=Integer))
    )
)


_INSIDE_EACH = newest_of_each(
    _ticket.c.id,
    select(_out.c.id, _out.c.ticket_id, if_short(_out.c.text, KNOWN_CHARS)).where(
        _out.c.ticket_id == _ticket.c.id, _out.c.audience == "vendor"
    ),
    _out.c.id,
)


class TextsForUs:
    """Mails to our own people, by ticket."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[int, list[str]] = {}  # newest first
        self._most = 0

    def look_ahead(self, ticket_ids: Sequence[int], most: int) -> LookAhead:
        """Read the newest texts about several tickets in one go."""
        rows = yield Question(_INSIDE_EACH, ticket_ids, {"most": most})
        texts: dict[int, list[str | None]] = {one: [] for one in ticket_ids}
        for row in sorted(rows, key=lambda row: -int(row["id"])):
            texts[row["ticket_id"]].append(row["text"])
        self._known |= {one: [str(text) for text in of_it] for one, of_it in texts.items() if None not in of_it}
        self._most = most

    def forget(self) -> None:
        """What was done since a savepoint was undone."""
        self._known.clear()

    def added(self, entry: OutboxEntry) -> None:
        """A mail is being queued."""
        if entry.audience == "vendor" and entry.ticket_id in self._known:
            self._known[entry.ticket_id].insert(0, clean(entry.text))

    def newest(self, ticket_id: int, most: int) -> list[str]:
        """The newest texts about a ticket, newest first."""
        known = self._known.get(ticket_id)
        if known is not None and most <= self._most:
            return known[:most]
        return [str(row["text"]) for row in _INSIDE.all(self._connection, ticket=ticket_id, most=most)]
