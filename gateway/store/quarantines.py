"""Mail that waits for a person."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from gateway.errors import NotFound
from gateway.store.rows import table_of
from gateway.store.tables import Mail, Quarantine

_quarantine = table_of(Quarantine)
_mail = table_of(Mail)


class Quarantines:
    """What waits, why, and whose it is."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, **columns: Any) -> None:
        """Put a mail aside; once is enough."""
        if self._row(columns["mail_id"]) is None:
            self._connection.execute(insert(_quarantine).values(state="waiting", **columns))
        else:
            changed = {"state": "waiting", "decided_by": None, "decided_at": None, **columns}
            self._connection.execute(
                update(_quarantine).where(_quarantine.c.mail_id == columns["mail_id"]).values(**changed)
            )

    def _row(self, mail_id: int) -> Any:
        return self._connection.execute(select(_quarantine).where(_quarantine.c.mail_id == mail_id)).first()

    def get(self, mail_id: int) -> dict[str, Any]:
        """One entry. Raises NotFound."""
        row = self._row(mail_id)
        if row is None:
            raise NotFound(f"mail {mail_id} is not in quarantine. Run: gateway quarantine list")
        return dict(row._mapping)

    def waiting_on_ticket(self, ticket_id: int) -> list[dict[str, Any]]:
        """What waits about a ticket, oldest first."""
        statement = select(_quarantine).where(_quarantine.c.ticket_id == ticket_id, _quarantine.c.state == "waiting")
        return [dict(row._mapping) for row in self._connection.execute(statement.order_by(_quarantine.c.mail_id))]

    def count_waiting(self) -> int:
        """How many mails wait for a person."""
        statement = select(func.count()).select_from(_quarantine).where(_quarantine.c.state == "waiting")
        return int(self._connection.execute(statement).scalar_one())

    def oldest(self, limit: int) -> list[dict[str, Any]]:
        """Those that wait longest, with sender and subject of their mail."""
        columns = (*_quarantine.c, _mail.c.sender_address, _mail.c.sender_disguise, _mail.c.subject)
        statement = select(*columns).join(_mail, _mail.c.id == _quarantine.c.mail_id)
        statement = statement.where(_quarantine.c.state == "waiting").order_by(_quarantine.c.mail_id).limit(limit)
        return [dict(row._mapping) for row in self._connection.execute(statement)]

    def decide(self, mail_id: int, state: str, by: str, at: datetime) -> None:
        """Released or rejected, by whom and when."""
        values = {"state": state, "decided_by": by, "decided_at": at}
        self._connection.execute(update(_quarantine).where(_quarantine.c.mail_id == mail_id).values(**values))

    def listing(self, state: str | None, limit: int | None) -> list[dict[str, Any]]:
        """Entries with sender and subject of their mail, newest last."""
        columns = (*_quarantine.c, _mail.c.sender_address, _mail.c.sender_disguise, _mail.c.subject)
        statement = (
            select(*columns).join(_mail, _mail.c.id == _quarantine.c.mail_id).order_by(_quarantine.c.mail_id.desc())
        )
        statement = statement.where(_quarantine.c.state == (state or "waiting"))
        rows = self._connection.execute(statement.limit(limit) if limit else statement).all()
        return [dict(row._mapping) for row in reversed(rows)]
