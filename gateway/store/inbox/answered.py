"""Inbound mails that others answer: the tickets that they are notes of."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, select

from gateway.store.inbox.records import MailDecision
from gateway.store.sql.look_ahead import LookAhead, Question
from gateway.store.sql.rows import table_of
from gateway.store.sql.statement import ManyStatement, Row
from gateway.store.tables.inbox import Mail

_mail = table_of(Mail)
_TICKETS_OF = ManyStatement(
    lambda ids: (
        select(_mail.c.id, _mail.c.message_id, _mail.c.ticket_id, _mail.c.decision)
        .where(_mail.c.message_id.in_(ids))
        .order_by(_mail.c.id)
    )
)


class AnsweredMails:
    """Tickets by the Message-IDs of their notes."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[str, list[tuple[int, int]]] = {}  # the ids of mails and of tickets

    def look_ahead(self, message_ids: Iterable[str]) -> LookAhead:
        """Find the tickets of several in one go."""
        wanted = list(dict.fromkeys(message_ids))
        rows = yield Question(_TICKETS_OF, wanted)
        self._known = {one: [] for one in wanted}
        for row in filter(_is_part, rows):
            self._known[row["message_id"]].append((row["id"], row["ticket_id"]))

    def forget(self) -> None:
        """What was done since a savepoint was undone."""
        self._known = {}

    def settled(self, mail_id: int, decision: MailDecision) -> None:
        """A mail is being settled."""
        if decision.message_id in self._known:
            others = [one for one in self._known[decision.message_id] if one[0] != mail_id]
            if decision.ticket_id is not None and decision.decision != "quarantine":
                others.append((mail_id, decision.ticket_id))
            self._known[decision.message_id] = others

    def tickets_of(self, message_ids: Sequence[str]) -> list[int]:
        """The tickets on which mails with these Message-IDs are notes, in the order of the mails."""
        asked = [one for one in message_ids if one not in self._known]
        found = [mail for one in message_ids for mail in self._known.get(one, ())]
        found += ((row["id"], row["ticket_id"]) for row in filter(_is_part, _TICKETS_OF.all(self._connection, asked)))
        return list(dict.fromkeys(ticket_id for _, ticket_id in sorted(found)))


def _is_part(row: Row) -> bool:
    """A stranger's mail waits on a ticket but is no part of it."""
    return row["ticket_id"] is not None and row["decision"] != "quarantine"
