"""How far each IMAP mailbox has been read."""

from collections.abc import Iterable

from sqlalchemy import Connection, delete, select

from gateway.store.sql.rows import table_of
from gateway.store.sql.statement import insert_or
from gateway.store.tables.inbox import ImapState, ImapTaken

_state = table_of(ImapState)
_taken = table_of(ImapTaken)


class Mailboxes:
    """State by mailbox, UIDVALIDITY and UID."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def state(self, mailbox: str, to_change: bool = False) -> tuple[int, int] | None:
        """(UIDVALIDITY, last UID taken), None for a mailbox never read. `to_change`: nobody else does until the end."""
        statement = select(_state).where(_state.c.mailbox == mailbox)
        row = self._connection.execute(statement.with_for_update() if to_change else statement).first()
        return (int(row.uidvalidity), int(row.last_uid)) if row else None

    def set_state(self, mailbox: str, uidvalidity: int, last_uid: int) -> None:
        """Remember how far the mailbox has been read."""
        row = {"mailbox": mailbox, "uidvalidity": uidvalidity, "last_uid": last_uid}
        statement = insert_or(self._connection.dialect.name, _state).values(**row)
        self._connection.execute(statement.on_conflict_do_update(index_elements=["mailbox"], set_=row))

    def take(self, mailbox: str, uidvalidity: int, uid: int, mail_id: int) -> None:
        """A message is committed and must still be marked on the server."""
        row = {"mailbox": mailbox, "uidvalidity": uidvalidity, "uid": uid, "mail_id": mail_id}
        self._connection.execute(
            insert_or(self._connection.dialect.name, _taken).values(**row).on_conflict_do_nothing()
        )

    def unmarked(self, mailbox: str, uidvalidity: int) -> list[int]:
        """UIDs that are committed but not yet marked on the server."""
        statement = select(_taken.c.uid).where(_taken.c.mailbox == mailbox, _taken.c.uidvalidity == uidvalidity)
        return [int(row.uid) for row in self._connection.execute(statement.order_by(_taken.c.uid))]

    def marked(self, mailbox: str, uidvalidity: int, uids: Iterable[int]) -> None:
        """These are marked on the server now."""
        self._connection.execute(
            delete(_taken).where(
                _taken.c.mailbox == mailbox, _taken.c.uidvalidity == uidvalidity, _taken.c.uid.in_(list(uids))
            )
        )
