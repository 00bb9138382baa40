"""Signatures with which our own people proved a mail, for as long as its Date may be believed."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, bindparam, delete, select

from gateway.store.sql.rows import table_of
from gateway.store.sql.statement import ManyStatement, Statement, insert_or, values_of
from gateway.store.tables.inbox import StaffSignature

KEPT_FOR: Final = timedelta(days=90)  # longer than any rule may believe an old Date
MAX_ID: Final = 500  # characters of a Message-ID that are compared

_signature = table_of(StaffSignature)
_REMEMBER = Statement(
    lambda dialect: insert_or(dialect, _signature).values(values_of(_signature.c.keys())).on_conflict_do_nothing()
)
_FORGET = Statement(lambda _: delete(_signature).where(_signature.c.at < bindparam("before")))
_FIND = ManyStatement(lambda digests: select(_signature.c.message_id).where(_signature.c.digest.in_(digests)))


class Signatures:
    """One row for every signature, with the Message-ID of the mail that it came with first."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def seen_elsewhere(self, digests: Sequence[str], message_id: str) -> bool:
        """Did one of these come with another mail?"""
        rows = _FIND.all(self._connection, digests)
        return any(row["message_id"] != message_id[:MAX_ID] for row in rows)

    def remember(self, digests: Sequence[str], message_id: str, now: datetime) -> None:
        """These came with this mail."""
        _FORGET.run(self._connection, before=now - KEPT_FOR)
        rows = [{"digest": one, "message_id": message_id[:MAX_ID], "at": now} for one in digests]
        _REMEMBER.run_all(self._connection, rows)
