"""The texts of our internal mails about tickets, which no answer may quote."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, Integer, bindparam, case, func, null, select, true

from gateway.domain.outgoing.entry import OutboxEntry
from gateway.store.sql.look_ahead import LookAhead, Question
from gateway.store.sql.rows import table_of
from gateway.store.sql.statement import ManyStatement, Statement
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


def _inside_each(tickets: Sequence[Any]) -> Any:
    """The newest mails about each ticket to our own people; a text that is too long is left out."""
    text = case((func.length(_out.c.text) <= KNOWN_CHARS, _out.c.text), else_=null()).label("text")
    inside = select(_out.c.id, _out.c.ticket_id, text)
    inside = inside.where(_out.c.ticket_id == _ticket.c.id, _out.c.audience == "vendor")
    newest = inside.order_by(_out.c.id.desc()).limit(bindparam("most", type_=Integer)).lateral()
    return select(*newest.c).select_from(_ticket).join(newest, true()).where(_ticket.c.id.in_(tickets))


_INSIDE_EACH = ManyStatement(_inside_each)


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
