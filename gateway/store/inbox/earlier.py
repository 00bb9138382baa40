"""Deliveries that bear a Message-ID: what is delivered twice is one mail."""

from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, select

from gateway.store.inbox.records import EarlierDelivery
from gateway.store.sql.look_ahead import LookAhead, Question, is_any, said_of
from gateway.store.sql.rows import table_of
from gateway.store.sql.statement import Statement
from gateway.store.tables.inbox import Mail

_mail = table_of(Mail)
_EARLIER_COLUMNS = (
    _mail.c.id,
    _mail.c.text_sha256,
    _mail.c.roles,
    _mail.c.ticket_id,
    _mail.c.note_id,
    _mail.c.decision,
    _mail.c.sender_proof,
    _mail.c.sender_address,
    _mail.c.received_at,
    _mail.c.state,
)
# the state is not asked for in SQL: SQLite would walk through the index of all settled mails
_EARLIER = Statement(
    lambda _: (
        select(*_EARLIER_COLUMNS)
        .where(
            _mail.c.message_id == bindparam("message_id"),
            _mail.c.id != bindparam("before"),
        )
        .order_by(_mail.c.id.desc())
        .limit(20)
    )
)
# one row, and one look into the index for each Message-ID, however many copies bear it
_SEEN = is_any(_mail.c.message_id)


class EarlierDeliveries:
    """What was settled before, by Message-ID."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._unseen: set[str] = set()  # Message-IDs that no settled mail bears

    def settled(self, message_id: str) -> None:
        """A mail with this Message-ID is being settled."""
        self._unseen.discard(message_id)

    def look_ahead(self, message_ids: Iterable[str]) -> LookAhead:
        """Find out in one go which of these Message-IDs are new, so that `of` need not ask for them."""
        wanted = list(dict.fromkeys(message_ids))
        seen = said_of(wanted, (yield Question(_SEEN, wanted)))
        self._unseen = {one for one, is_seen in seen.items() if not is_seen}

    def forget(self) -> None:
        """What was done since a savepoint was undone."""
        self._unseen.clear()

    def of(self, message_id: str, before_id: int) -> list[EarlierDelivery]:
        """The newest settled deliveries with this Message-ID, oldest first."""
        if message_id in self._unseen:
            return []
        found = _EARLIER.all(self._connection, message_id=message_id, before=before_id)
        return [
            EarlierDelivery(
                row["id"],
                row["text_sha256"] or "",
                tuple(row["roles"] or ()),
                row["ticket_id"],
                row["note_id"],
                row["decision"],
                row["sender_proof"],
                row["sender_address"],
                row["received_at"],
            )
            for row in reversed(found)
            if row["state"] == "settled"
        ]
