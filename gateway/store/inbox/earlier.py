"""Deliveries that bear a Message-ID: what is delivered twice is one mail."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, literal_column, select

from gateway.store.inbox.records import EarlierDelivery, MailDecision
from gateway.store.sql.look_ahead import LookAhead, Question, is_any, said_of
from gateway.store.sql.rows import table_of
from gateway.store.sql.statement import Statement
from gateway.store.tables.inbox import Mail

MOST: Final = 20  # deliveries of one Message-ID
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
        .limit(literal_column(str(MOST)))
    )
)
# one row, and one look into the index for each Message-ID, however many copies bear it
_SEEN = is_any(_mail.c.message_id)


def _delivery(mail_id: int, decision: MailDecision, received_at: datetime) -> EarlierDelivery:
    return EarlierDelivery(
        mail_id,
        decision.text_sha256 or "",
        decision.roles,
        decision.ticket_id,
        decision.note_id,
        decision.decision,
        decision.sender_proof,
        decision.sender_address,
        received_at,
    )


class EarlierDeliveries:
    """What was settled before, by Message-ID."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[str, list[EarlierDelivery]] = {}  # of Message-IDs that were new to this transaction

    def settled(self, mail_id: int, decision: MailDecision, received_at: datetime | None) -> None:
        """A mail is being settled; nobody knows when one came that is not of this batch."""
        known = self._known.get(decision.message_id)
        if known is not None and received_at:
            known.append(_delivery(mail_id, decision, received_at))
        else:
            self._known.pop(decision.message_id, None)

    def look_ahead(self, message_ids: Iterable[str]) -> LookAhead:
        """Find out in one go which of these Message-IDs are new, so that `of` need not ask for them."""
        wanted = list(dict.fromkeys(message_ids))
        seen = said_of(wanted, (yield Question(_SEEN, wanted)))
        self._known = {one: [] for one, is_seen in seen.items() if not is_seen}

    def forget(self) -> None:
        """What was done since a savepoint was undone."""
        self._known.clear()

    def of(self, message_id: str, before_id: int) -> list[EarlierDelivery]:
        """The newest settled deliveries with this Message-ID, oldest first."""
        if message_id in self._known:
            return [one for one in self._known[message_id] if one.mail_id != before_id][-MOST:]
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
