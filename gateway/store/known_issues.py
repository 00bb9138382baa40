"""Known issues, and the tickets that are linked to them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from gateway.domain.known_issue import KnownIssue
from gateway.domain.tickets.states import FINAL
from gateway.store.sql.listing import Listing, Wanted
from gateway.store.sql.rows import columns_of, differences, table_of, value, values
from gateway.store.tables.known_issues import KnownIssue as KnownIssueRecord
from gateway.store.tables.tickets import Ticket as TicketRecord

MOST_KEYS = 2_000  # the newest, among which a mistyped one is looked for
_issue = table_of(KnownIssueRecord)
_ticket = table_of(TicketRecord)
_LISTING = Listing(
    select(_issue),
    _issue.c.opened_at,
    {"state": _issue.c.state, "since": _issue.c.updated_at},
    (_issue.c.key, _issue.c.title),
)


class KnownIssues:
    """What is known to be broken. Few rows, asked for by our own people only."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, key: str) -> KnownIssue | None:
        """A known issue by its key."""
        row = self._connection.execute(select(_issue).where(_issue.c.key == key)).first()
        return value(KnownIssue, row) if row else None

    def hold(self, key: str) -> KnownIssue | None:
        """The same, which nobody else changes until the transaction ends."""
        row = self._connection.execute(select(_issue).where(_issue.c.key == key).with_for_update()).first()
        return value(KnownIssue, row) if row else None

    def keys(self) -> list[str]:
        """The keys of the newest known issues, newest first."""
        asked = select(_issue.c.key).order_by(_issue.c.opened_at.desc()).limit(MOST_KEYS)
        return list(self._connection.execute(asked).scalars())

    def open(self, issue: KnownIssue) -> KnownIssue:
        """Keep a new one."""
        self._connection.execute(insert(_issue).values(**columns_of(issue)))
        return issue

    def save(self, issue: KnownIssue, was: KnownIssue) -> KnownIssue:
        """Write what differs from the known issue as it was."""
        if changed := differences(was, issue):
            self._connection.execute(update(_issue).where(_issue.c.key == was.key).values(**changed))
        return issue

    def telling(self, now: datetime, limit: int) -> list[KnownIssue]:
        """Those of whose news not everybody has heard, the oldest news first, locked until the transaction ends."""
        asked = select(_issue).where(_issue.c.telling_since <= now).order_by(_issue.c.telling_since).limit(limit)
        return values(KnownIssue, list(self._connection.execute(asked.with_for_update(skip_locked=True))))

    def tickets(self, key: str, most: int) -> list[int]:
        """The ids of the newest linked tickets, newest first."""
        linked = select(_ticket.c.id).where(_ticket.c.problem == key).order_by(_ticket.c.id.desc()).limit(most)
        return list(self._connection.execute(linked).scalars())

    def untold(self, issue: KnownIssue, most: int) -> list[int]:
        """The ids of linked tickets whose requesters have not heard the last news, oldest first.

        Of what is over for good nobody is told.
        """
        linked = select(_ticket.c.id).where(_ticket.c.problem == issue.key, _ticket.c.state.not_in(FINAL))
        linked = linked.where(_ticket.c.problem_told < issue.updates).order_by(_ticket.c.id)
        return list(self._connection.execute(linked.limit(most)).scalars())

    def of_requester(self, key: str, address: str, most: int) -> Sequence[int]:
        """The ids of somebody's linked tickets that are not over for good, oldest first."""
        theirs = select(_ticket.c.id).where(_ticket.c.problem == key, _ticket.c.requester == address)
        theirs = theirs.where(_ticket.c.state.not_in(FINAL)).order_by(_ticket.c.id).limit(most)
        return list(self._connection.execute(theirs).scalars())

    def newest(self, wanted: Wanted, limit: int | None) -> list[KnownIssue]:
        """The newest that fit, newest last."""
        return values(KnownIssue, _LISTING.newest(self._connection, wanted, limit))

    def count(self, wanted: Wanted) -> int:
        """How many fit."""
        return _LISTING.count(self._connection, wanted)
