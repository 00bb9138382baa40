"""The waiting mails as readers see them: which ones come next, and then the bytes of those that nobody has read."""

from collections.abc import Sequence

from sqlalchemy import Connection, Integer, bindparam, literal_column, select

from gateway.store.inbox import envelopes
from gateway.store.inbox.reading_key import head_of
from gateway.store.inbox.records import WaitingHead, WaitingMail
from gateway.store.inbox.spooled import SpooledMails
from gateway.store.sql.rows import table_of
from gateway.store.sql.statement import ManyStatement, Statement
from gateway.store.tables.inbox import Blob, Mail

_mail = table_of(Mail)
_blob = table_of(Blob)

_CAME = (_mail.c.envelope_from, _mail.c.envelope_to, _mail.c.received_at, _mail.c.peer, _mail.c.helo)
_HEADS = Statement(
    lambda _: (
        select(_mail.c.id, _mail.c.sha256, _blob.c.size, *_CAME)
        .join(_blob, _blob.c.sha256 == _mail.c.sha256)
        .where(_mail.c.state == literal_column("'waiting'"))
        .order_by(_mail.c.id)
        .limit(bindparam("most", type_=Integer))
    )
)
_LOAD = ManyStatement(
    lambda wanted: (
        select(_mail.c.id, _mail.c.source, _mail.c.attempts, *_CAME, _blob.c.content)
        .join(_blob, _blob.c.sha256 == _mail.c.sha256)
        .where(_mail.c.id.in_(wanted))
        .order_by(_mail.c.id)
    )
)


class MailsAhead:
    """What waits in the database goes first, as for who decides; else what is in the spool."""

    def __init__(self, connection: Connection, spooled: SpooledMails) -> None:
        self._connection = connection
        self._spooled = spooled

    def heads(self, most: int) -> list[WaitingHead]:
        """The oldest waiting mails."""
        rows = _HEADS.all(self._connection, most=most)
        return [head_of(row, spooled=False) for row in rows] if rows else self._spooled.heads(most)

    def load(self, heads: Sequence[WaitingHead]) -> list[WaitingMail]:
        """These with their bytes, oldest first. What left the spool meanwhile is missing."""
        rows = _LOAD.all(self._connection, [one.number for one in heads if not one.spooled])
        here = [envelopes.waiting_of(row) for row in rows]
        return here + self._spooled.load([one.number for one in heads if one.spooled])
