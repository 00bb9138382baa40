"""Mail that waits for a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, case, func, select, update

from gateway.errors import NotFound
from gateway.store.sql.listing import Listing, Wanted
from gateway.store.sql.rows import columns_of, table_of, value, values
from gateway.store.sql.statement import Statement, insert_or, values_of
from gateway.store.tables.inbox import Mail
from gateway.store.tables.quarantine import Quarantine

STATES = ("waiting", "released", "rejected")
_quarantine = table_of(Quarantine)
_mail = table_of(Mail)
_KNOWN_OF_MAIL = (_mail.c.sender_address, _mail.c.sender_disguise, _mail.c.subject)
_ENTRIES: Select[Any] = select(*_quarantine.c, *_KNOWN_OF_MAIL).join(_mail, _mail.c.id == _quarantine.c.mail_id)


def _upsert(dialect: str) -> Any:
    statement = insert_or(dialect, _quarantine).values(values_of(_quarantine.c.keys()))
    own = {one.name: statement.excluded[one.name] for one in _quarantine.c if one.name != "mail_id"}
    return statement.on_conflict_do_update(index_elements=["mail_id"], set_=own)


_ADD = Statement(_upsert)
_LISTING = Listing(
    _ENTRIES,
    _quarantine.c.mail_id,
    {
        "state": _quarantine.c.state,
        "organization": _mail.c.sender_organization,
        "assignee": _quarantine.c.owner,
        "since": _quarantine.c.since,
    },
    (_mail.c.subject, _mail.c.sender_address),
)


@dataclass(frozen=True, slots=True)
class QuarantineEntry:
    """A mail that waits for a person, or waited. Times are UTC.

    `cause` is a code, `owner` an address of the vendor, "" for none. `state` is waiting, released or rejected. The last
    three are known of the mail itself and are not written with the entry.
    """

    mail_id: int
    cause: str
    detail: str
    since: datetime
    due: datetime | None
    owner: str
    ticket_id: int | None = None
    state: str = "waiting"
    decided_by: str | None = None
    decided_at: datetime | None = None
    sender_address: str | None = None
    sender_disguise: tuple[str, ...] = ()
    subject: str | None = None


class Quarantines:
    """What waits, why, and whose it is."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, entry: QuarantineEntry) -> None:
        """Put a mail aside; once is enough."""
        columns = columns_of(entry)
        own = {column.name: columns[column.name] for column in _quarantine.c}
        _ADD.run_later(self._connection, [own])

    def get(self, mail_id: int) -> QuarantineEntry:
        """One entry. Raises NotFound."""
        found = self._all(_ENTRIES.where(_quarantine.c.mail_id == mail_id))
        if not found:
            raise NotFound(f"mail {mail_id} is not in quarantine. Run: gateway quarantine list")
        return found[0]

    def waiting_on_ticket(self, ticket_id: int) -> list[QuarantineEntry]:
        """What waits about a ticket, oldest first."""
        statement = _ENTRIES.where(_quarantine.c.ticket_id == ticket_id, _quarantine.c.state == "waiting")
        return self._all(statement.order_by(_quarantine.c.mail_id))

    def among(self, mail_ids: Sequence[int]) -> list[int]:
        """Which of these mails wait for a person, or have waited."""
        statement = select(_quarantine.c.mail_id).where(_quarantine.c.mail_id.in_(mail_ids))
        return [row.mail_id for row in self._connection.execute(statement)]

    def count_waiting(self, besides: str = "") -> int:
        """How many mails wait for a person; those of one cause may be left out."""
        statement = select(func.count()).select_from(_quarantine).where(_quarantine.c.state == "waiting")
        return int(self._connection.execute(statement.where(_quarantine.c.cause != besides)).scalar_one())

    def waiting_by_sender(self, limit: int, besides: str = "") -> list[tuple[QuarantineEntry, int]]:
        """For each sender the mail that waits longest and how many wait: customers first, then who waits longest."""
        oldest, number = func.min(_quarantine.c.mail_id).label("oldest"), func.count().label("number")
        strange = case((_mail.c.sender_organization.is_(None), 1), else_=0)
        statement = select(oldest, number).join(_mail, _mail.c.id == _quarantine.c.mail_id)
        statement = statement.where(_quarantine.c.state == "waiting", _quarantine.c.cause != besides)
        statement = statement.group_by(func.lower(_mail.c.sender_address), strange).order_by(strange, oldest)
        found = {int(row.oldest): int(row.number) for row in self._connection.execute(statement.limit(limit))}
        entries = {one.mail_id: one for one in self._all(_ENTRIES.where(_quarantine.c.mail_id.in_(list(found))))}
        return [(entries[mail_id], waiting) for mail_id, waiting in found.items()]

    def oldest(self, limit: int) -> list[QuarantineEntry]:
        """Those that wait longest."""
        statement = _ENTRIES.where(_quarantine.c.state == "waiting").order_by(_quarantine.c.mail_id)
        return self._all(statement.limit(limit))

    def decide(self, mail_id: int, state: str, by: str, at: datetime) -> None:
        """Released or rejected, by whom and when."""
        values = {"state": state, "decided_by": by, "decided_at": at}
        self._connection.execute(update(_quarantine).where(_quarantine.c.mail_id == mail_id).values(**values))

    def reject_all_from(self, address: str, by: str, at: datetime) -> int:
        """All that waits of a sender is rejected; how many that were."""
        theirs = select(_quarantine.c.mail_id).join(_mail, _mail.c.id == _quarantine.c.mail_id)
        theirs = theirs.where(_quarantine.c.state == "waiting", func.lower(_mail.c.sender_address) == address.lower())
        values = {"state": "rejected", "decided_by": by, "decided_at": at}
        statement = update(_quarantine).where(_quarantine.c.mail_id.in_(theirs)).values(**values)
        return self._connection.execute(statement).rowcount

    def listing(self, state: str | None, limit: int | None) -> list[QuarantineEntry]:
        """Entries for people, newest last."""
        return self.newest(Wanted(state=state or "waiting"), limit)

    def newest(self, wanted: Wanted, limit: int | None) -> list[QuarantineEntry]:
        """The newest entries that fit, newest last. `assignee` is the owner."""
        return values(QuarantineEntry, _LISTING.newest(self._connection, wanted, limit))

    def count(self, wanted: Wanted) -> int:
        """How many entries fit."""
        return _LISTING.count(self._connection, wanted)

    def _all(self, statement: Select[Any]) -> list[QuarantineEntry]:
        return [value(QuarantineEntry, row) for row in self._connection.execute(statement)]
