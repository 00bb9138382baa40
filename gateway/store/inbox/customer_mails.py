"""The newest mail from outside on a ticket, which an answer of our people refers to."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import BindParameter, Connection, select

from gateway.store.inbox.records import MailDecision
from gateway.store.sql.look_ahead import LookAhead, Question, by_value, for_each, said_of
from gateway.store.sql.rows import table_of
from gateway.store.tables.inbox import Mail

WITHOUT_ID: Final = "@no-message-id>"  # how the name ends that we give to a mail without a Message-ID
_mail = table_of(Mail)


def _last(ticket: BindParameter[int]) -> Any:
    of_customer = select(_mail.c.message_id).where(
        _mail.c.ticket_id == ticket,
        _mail.c.sender_staff.is_(False),
        _mail.c.note_id.is_not(None),
        _mail.c.message_id.not_like(f"<%{WITHOUT_ID}"),
    )
    return of_customer.order_by(_mail.c.id.desc()).limit(1).scalar_subquery().label(ticket.key)


_LAST = for_each(_last)


class CustomerMails:
    """Message-IDs of mails that are notes of a ticket and not by our people."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._last: dict[int, tuple[int, str | None]] = {}  # the id of the mail, or of one before which it was settled

    def look_ahead(self, ticket_ids: Sequence[int], first: int) -> LookAhead:
        """Find the last ones of several tickets in one go. `first`: the first mail that is still to be settled."""
        found = said_of(ticket_ids, (yield Question(_LAST, ticket_ids)))
        self._last |= {ticket_id: (first - 1, message_id) for ticket_id, message_id in found.items()}

    def forget(self) -> None:
        """What was done since a savepoint was undone."""
        self._last.clear()

    def settled(self, mail_id: int, decision: MailDecision) -> None:
        """A mail is being settled."""
        known = self._last.get(decision.ticket_id or 0)
        if known is None or decision.sender_staff or decision.note_id is None or _is_without_id(decision.message_id):
            return
        if mail_id > known[0]:
            self._last[decision.ticket_id or 0] = (mail_id, decision.message_id)
        else:  # of long ago: a person let it in
            del self._last[decision.ticket_id or 0]

    def last(self, ticket_id: int) -> str | None:
        """The Message-ID of the last one on a ticket, None where there is none."""
        if ticket_id in self._last:
            return self._last[ticket_id][1]
        found: str | None = by_value(_LAST, self._connection, [ticket_id])[ticket_id]
        return found


def _is_without_id(message_id: str) -> bool:
    return message_id.endswith(WITHOUT_ID)
