"""Outgoing mail: queued with the change that caused it, handed over later, never lost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, and_, func, insert, select, update

from gateway.errors import NotFound
from gateway.store.rows import table_of
from gateway.store.tables import Outgoing

_out = table_of(Outgoing)


@dataclass(frozen=True, slots=True)
class Letter:
    """An outgoing mail to be handed over. `recipients` are those still without a final answer."""

    id: int
    fence: int
    envelope_from: str
    recipients: tuple[str, ...]
    headers: dict[str, str]
    text: str
    html: bool
    template: str
    attempts: int
    created: datetime


class Outbox:
    """The table of outgoing mail."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def next_id(self) -> int:
        """The id the next queued mail is given, so that its Message-ID can carry it. Only while writing."""
        if self._connection.dialect.name == "postgresql":
            return int(
                self._connection.exec_driver_sql("SELECT nextval(pg_get_serial_sequence('outgoing','id'))").scalar_one()
            )
        row = self._connection.exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name = 'outgoing'").first()
        number = (int(row[0]) if row else 0) + 1
        if row:
            self._connection.exec_driver_sql("UPDATE sqlite_sequence SET seq = seq + 1 WHERE name = 'outgoing'")
        else:
            self._connection.exec_driver_sql("INSERT INTO sqlite_sequence (name, seq) VALUES ('outgoing', 1)")
        return number

    def queue(self, **columns: Any) -> None:
        """Queue a mail under an id from `next_id`, due at once (or suppressed, held: as `state` says)."""
        filled = {
            "state": "queued",
            "attempts": 0,
            "fence": 0,
            "html": True,
            "next_attempt": columns["created"],
            **columns,
        }
        self._connection.execute(insert(_out).values(**filled))

    def count_automatic(
        self,
        since: datetime,
        at_most: int,
        address: str | None = None,
        ticket_id: int | None = None,
        template: str | None = None,
    ) -> int:
        """Automatic answers queued since then, to an address, about a ticket, of a template; at most `at_most`."""
        conditions = [_out.c.created >= since, _out.c.governed_address.is_not(None)]
        if address is not None:
            conditions.append(_out.c.governed_address == address)
        if ticket_id is not None:
            conditions.append(_out.c.ticket_id == ticket_id)
        if template is not None:
            conditions.append(_out.c.template == template)
        found = select(_out.c.id).where(and_(*conditions)).limit(max(at_most, 1)).subquery()
        return int(self._connection.execute(select(func.count()).select_from(found)).scalar_one())

    def by_message_ids(self, message_ids: Sequence[str]) -> list[dict[str, Any]]:
        """Our mails with these Message-IDs, newest last."""
        if not message_ids:
            return []
        rows = self._connection.execute(select(_out).where(_out.c.message_id.in_(message_ids)).order_by(_out.c.id))
        return [dict(row._mapping) for row in rows]

    def find(self, outgoing_id: int) -> dict[str, Any] | None:
        """All columns of one mail, None where there is none."""
        row = self._connection.execute(select(_out).where(_out.c.id == outgoing_id)).first()
        return dict(row._mapping) if row else None

    def show(self, outgoing_id: int) -> dict[str, Any]:
        """All columns of one mail. Raises NotFound."""
        found = self.find(outgoing_id)
        if found is None:
            raise NotFound(f"there is no outgoing mail {outgoing_id}")
        return found

    def of_mail(self, mail_id: int) -> list[dict[str, Any]]:
        """What was queued while a mail was settled, suppressed ones left out."""
        statement = select(_out).where(_out.c.mail_id == mail_id, _out.c.state != "suppressed").order_by(_out.c.id)
        return [dict(row._mapping) for row in self._connection.execute(statement)]

    def listing(self, state: str | None, limit: int | None) -> list[dict[str, Any]]:
        """Rows for people, newest last."""
        statement = select(_out).order_by(_out.c.id.desc())
        if state:
            statement = statement.where(_out.c.state == state)
        rows = self._connection.execute(statement.limit(limit) if limit else statement).all()
        return [dict(row._mapping) for row in reversed(rows)]

    def counts(self) -> dict[str, int]:
        """How many mails are in each state."""
        statement = select(_out.c.state, func.count()).group_by(_out.c.state)
        return {row[0]: int(row[1]) for row in self._connection.execute(statement)}

    def newest_id(self) -> int:
        """The id of the mail that was queued last, 0 where there is none."""
        return int(self._connection.execute(select(func.max(_out.c.id))).scalar_one() or 0)

    def claim(self, now: datetime, lease_seconds: float, limit: int, up_to_id: int | None = None) -> list[Letter]:
        """Take due mails for sending; nobody else gets them until the lease is over.

        First those whose sender vanished, then new ones, then repeated attempts; each kind oldest first.
        """
        rows: list[Row[Any]] = []
        for due in (
            and_(_out.c.state == "sending", _out.c.lease_until < now),
            and_(_out.c.state == "queued", _out.c.next_attempt <= now),
            and_(_out.c.state == "deferred", _out.c.next_attempt <= now),
        ):
            # one state at a time follows the index, so that a claim costs the same however long the queue is
            if len(rows) < limit:
                rows += self._due(due, limit - len(rows), up_to_id)
        if rows:
            taken = {
                "state": "sending",
                "lease_until": now + timedelta(seconds=lease_seconds),
                "fence": _out.c.fence + 1,
            }
            self._connection.execute(update(_out).where(_out.c.id.in_([row.id for row in rows])).values(**taken))
        return [_letter(row) for row in rows]

    def _due(self, due: Any, limit: int, up_to_id: int | None) -> list[Row[Any]]:
        if up_to_id is not None:
            due = and_(due, _out.c.id <= up_to_id)
        statement = select(_out).where(due).order_by(_out.c.next_attempt, _out.c.id).limit(limit)
        return list(self._connection.execute(statement.with_for_update(skip_locked=True)).all())

    def claimed(self, letter: Letter) -> dict[str, Any] | None:
        """All columns of a claimed mail, held to the end of the transaction; None when the claim was lost meanwhile."""
        row = self.lock(letter.id)
        return row if row["state"] == "sending" and row["fence"] == letter.fence else None

    def lock(self, outgoing_id: int) -> dict[str, Any]:
        """All columns of one mail, which nobody else changes until the transaction ends. Raises NotFound."""
        row = self._connection.execute(select(_out).where(_out.c.id == outgoing_id).with_for_update()).first()
        if row is None:
            raise NotFound(f"there is no outgoing mail {outgoing_id}")
        return dict(row._mapping)

    def finish(self, letter: Letter, **columns: Any) -> bool:
        """Write what became of a claimed mail; False when the claim was lost to somebody else meanwhile."""
        statement = update(_out).where(_out.c.id == letter.id, _out.c.fence == letter.fence)
        return self._connection.execute(statement.values(lease_until=None, **columns)).rowcount == 1

    def change(self, outgoing_id: int, **columns: Any) -> None:
        """Change a mail by hand or because of a bounce. Raises NotFound."""
        result = self._connection.execute(update(_out).where(_out.c.id == outgoing_id).values(**columns))
        if result.rowcount != 1:
            raise NotFound(f"there is no outgoing mail {outgoing_id}")


def _letter(row: Row[Any]) -> Letter:
    waiting = tuple(r["address"] for r in row.recipients if r["state"] in ("queued", "deferred", "sending"))
    return Letter(
        row.id,
        row.fence + 1,
        row.envelope_from,
        waiting,
        dict(row.headers),
        row.text,
        row.html,
        row.template,
        row.attempts,
        row.created,
    )
