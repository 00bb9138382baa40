"""Outgoing mail: queued with the change that caused it, handed over later, never lost."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Integer, Row, and_, bindparam, func, insert, literal, select, update

from gateway.errors import NotFound
from gateway.store.rows import table_of
from gateway.store.statement import ManyStatement, Statement, values_of
from gateway.store.tables import Outgoing

_out = table_of(Outgoing)

ID_BLOCK = 64
IN_HAND = ("queued", "sending", "deferred", "held")  # states of mail that is still to leave
DONE = ("sent", "failed", "bounced", "suppressed")  # and of mail that is history
_NEXT_IDS = f"SELECT nextval(pg_get_serial_sequence('outgoing','id')) FROM generate_series(1, {ID_BLOCK})"
_NEW: dict[str, Any] = {
    **dict.fromkeys(_out.c.keys()),
    "state": "queued",
    "attempts": 0,
    "fence": 0,
    "html": True,
}
_QUEUE = Statement(lambda _: insert(_out).values(values_of(_out.c.keys())))


def _count(name: str, *conditions: Any) -> Any:
    """How many governed mails fit, at most as many as the cap; the index is followed no further."""
    found = select(literal(1)).where(_out.c.governed_address.is_not(None), *conditions)
    capped = found.limit(bindparam(f"{name}_cap", type_=Integer)).subquery()
    return select(func.count()).select_from(capped).scalar_subquery().label(name)


_ANSWERED = (_out.c.id, _out.c.message_id, _out.c.template, _out.c.subject_ref, _out.c.text)
_OF_MESSAGE_IDS = ManyStatement(lambda ids: select(*_ANSWERED).where(_out.c.message_id.in_(ids)))
_TO = _out.c.governed_address == bindparam("address")
_SPENT = Statement(
    lambda _: select(
        _count("hour", _TO, _out.c.created >= bindparam("hour_ago")),
        _count("day", _TO, _out.c.created >= bindparam("day_ago")),
        _count("about", _out.c.ticket_id == bindparam("ticket"), _out.c.created >= bindparam("hour_ago")),
    )
)
_SENT_OF = Statement(
    lambda _: select(
        _count("sent", _TO, _out.c.created >= bindparam("since"), _out.c.template == bindparam("template"))
    )
)


@dataclass(frozen=True, slots=True)
class Spent:
    """Automatic answers to an address in the last hour and day, and about a ticket in the last hour; each counted up
    to its cap."""

    hour: int
    day: int
    about: int


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
        self._ids: list[int] = []

    def next_id(self) -> int:
        """The id the next queued mail is given, so that its Message-ID can carry it. Only while writing."""
        if not self._ids:
            self._ids = self._reserve()
        return self._ids.pop()

    def _reserve(self) -> list[int]:
        """A block of ids, highest first. SQLite has one writer, and remembers the highest id that was ever used."""
        if self._connection.dialect.name == "postgresql":
            rows = self._connection.exec_driver_sql(_NEXT_IDS).all()
            return sorted((int(row[0]) for row in rows), reverse=True)
        row = self._connection.exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name = 'outgoing'").first()
        last = int(row[0]) if row else 0
        return list(range(last + ID_BLOCK, last, -1))

    def queue(self, **columns: Any) -> None:
        """Queue a mail under an id from `next_id`, due at once (or suppressed, held: as `state` says)."""
        _QUEUE.run(self._connection, **{**_NEW, "next_attempt": columns["created"], **columns})

    def spent(self, now: datetime, address: str, ticket_id: int | None, caps: Spent) -> Spent:
        """What was sent to an address and about a ticket; one look-up for all of it."""
        times = {"hour_ago": now - timedelta(hours=1), "day_ago": now - timedelta(days=1)}
        most = {"hour_cap": caps.hour, "day_cap": caps.day, "about_cap": caps.about}
        row = _SPENT.first(self._connection, address=address, ticket=ticket_id, **times, **most)
        return Spent(**row) if row else Spent(0, 0, 0)

    def count_answers(self, address: str, template: str, since: datetime, at_most: int) -> int:
        """Automatic answers of a template to an address since then; at most `at_most`."""
        values = {"address": address, "template": template, "since": since, "sent_cap": max(at_most, 1)}
        return int(_SENT_OF.scalar(self._connection, **values))

    def held_back(self, since: datetime, limit: int) -> list[dict[str, Any]]:
        """Mails to our own people that were suppressed since then, oldest first."""
        columns = (_out.c.id, _out.c.template, _out.c.subject, _out.c.recipients, _out.c.reason)
        statement = select(*columns).where(
            _out.c.state == "suppressed", _out.c.next_attempt >= since, _out.c.audience == "vendor"
        )
        rows = self._connection.execute(statement.order_by(_out.c.next_attempt, _out.c.id).limit(limit))
        return [dict(row._mapping) for row in rows]

    def by_message_ids(self, message_ids: Sequence[str]) -> list[dict[str, Any]]:
        """Id, Message-ID, template, subject_ref and text of our mails with these Message-IDs, newest last."""
        return sorted(_OF_MESSAGE_IDS.all(self._connection, message_ids), key=itemgetter("id"))

    def find(self, outgoing_id: int) -> dict[str, Any] | None:
        """All columns of one mail, None where there is none."""
        row = self._connection.execute(select(_out).where(_out.c.id == outgoing_id)).first()
        return dict(row._mapping) if row else None

    def show(self, outgoing_id: int) -> dict[str, Any]:
        """All columns of one mail. Raises NotFound."""
        found = self.find(outgoing_id)
        if found is None:
            raise NotFound(f"there is no outgoing mail {outgoing_id}. Run: gateway queue list")
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

    def counts(self, states: Iterable[str]) -> dict[str, int]:
        """How many mails are in each of these states; a state without any is left out."""
        statement = select(_out.c.state, func.count()).where(_out.c.state.in_(list(states))).group_by(_out.c.state)
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
            raise NotFound(f"there is no outgoing mail {outgoing_id}. Run: gateway queue list")
        return dict(row._mapping)

    def finish(self, letter: Letter, **columns: Any) -> bool:
        """Write what became of a claimed mail; False when the claim was lost to somebody else meanwhile."""
        statement = update(_out).where(_out.c.id == letter.id, _out.c.fence == letter.fence)
        return self._connection.execute(statement.values(lease_until=None, **columns)).rowcount == 1

    def change(self, outgoing_id: int, **columns: Any) -> None:
        """Change a mail by hand or because of a bounce. Raises NotFound."""
        result = self._connection.execute(update(_out).where(_out.c.id == outgoing_id).values(**columns))
        if result.rowcount != 1:
            raise NotFound(f"there is no outgoing mail {outgoing_id}. Run: gateway queue list")


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
