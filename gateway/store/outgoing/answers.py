"""How many automatic answers somebody got of late, and how many a ticket caused."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import BindParameter, Connection, bindparam, select

from gateway.store.outgoing.records import Spent
from gateway.store.sql.look_ahead import SAME_TIME, LookAhead, Question, count_up_to, for_each, said_of
from gateway.store.sql.rows import table_of
from gateway.store.sql.statement import ManyStatement, Statement
from gateway.store.tables.outgoing import Outgoing

_out = table_of(Outgoing)
HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)
_TO = _out.c.governed_address == bindparam("address")
_ABOUT = _out.c.ticket_id == bindparam("ticket")


def _count(name: str, most: str, *conditions: Any) -> Any:
    """How many governed mails fit."""
    return count_up_to(name, most, _out.c.governed_address.is_not(None), *conditions)


def _sent_to(addresses: Sequence[BindParameter[Any]]) -> Any:
    windows = ("hour", "day")
    return select(
        *(
            _count(
                f"{one.key}_{window}",
                f"{window}_cap",
                _out.c.governed_address == one,
                _out.c.created >= bindparam(f"{window}_ago"),
            )
            for one in addresses
            for window in windows
        )
    )


def _sent_about(ticket: BindParameter[int]) -> Any:
    return _count(ticket.key, "most", _out.c.ticket_id == ticket, _out.c.created >= bindparam("since"))


_SPENT = Statement(
    lambda _: select(
        _count("hour", "hour_cap", _TO, _out.c.created >= bindparam("hour_ago")),
        _count("day", "day_cap", _TO, _out.c.created >= bindparam("day_ago")),
        _count("about", "about_cap", _ABOUT, _out.c.created >= bindparam("hour_ago")),
    )
)
_SENT_TO = ManyStatement(_sent_to)
_SENT_ABOUT = for_each(_sent_about)
_SENT_OF = Statement(
    lambda _: select(
        _count("sent", "sent_cap", _TO, _out.c.created >= bindparam("since"), _out.c.template == bindparam("template"))
    )
)


class AnswerCounts:
    """Governed mails of the outbox. `opened_here`: was a ticket opened in this transaction?"""

    def __init__(self, connection: Connection, opened_here: Callable[[int], bool]) -> None:
        self._connection, self._opened_here = connection, opened_here
        self._known: dict[str, Spent] = {}
        self._before: dict[int, int] = {}  # caused by tickets before this transaction
        self._about: Counter[int] = Counter()  # and in it
        self._at: datetime | None = None
        self._caps = Spent(0, 0, 0)

    def look_ahead(self, addresses: Iterable[str], now: datetime, caps: Spent) -> LookAhead:
        """Count for several addresses in one go; `spent` need not ask for them then, about a ticket that is known."""
        wanted = list(dict.fromkeys(addresses))
        times, most = {"hour_ago": now - HOUR, "day_ago": now - DAY}, {"hour_cap": caps.hour, "day_cap": caps.day}
        rows = yield Question(_SENT_TO, wanted, {**times, **most})
        counts = [count for row in rows for count in row.values()]  # two of each address
        self._at, self._caps = now, caps
        self._known = {
            one: Spent(hour, day, 0) for one, hour, day in zip(wanted, counts[::2], counts[1::2], strict=False)
        }

    def look_ahead_about(self, ticket_ids: Iterable[int], now: datetime, caps: Spent) -> LookAhead:
        """Count what several tickets caused in one go."""
        wanted = list(dict.fromkeys(ticket_ids))
        about = said_of(wanted, (yield Question(_SENT_ABOUT, wanted, {"since": now - HOUR, "most": caps.about})))
        self._before = about

    def spent(self, now: datetime, address: str, ticket_id: int | None, caps: Spent) -> Spent:
        """What was sent to an address and about a ticket; one look-up for all of it, or none."""
        known = self._known.get(address) if caps == self._caps else None
        about = self._known_about(ticket_id)
        if known and about is not None and self._at and self._at <= now <= self._at + SAME_TIME:
            return replace(known, about=about)
        times = {"hour_ago": now - HOUR, "day_ago": now - DAY}
        most = {"hour_cap": caps.hour, "day_cap": caps.day, "about_cap": caps.about}
        row = _SPENT.first(self._connection, address=address, ticket=ticket_id, **times, **most)
        return Spent(**row) if row else Spent(0, 0, 0)

    def _known_about(self, ticket_id: int | None) -> int | None:
        if ticket_id is None:
            return 0
        before = 0 if self._opened_here(ticket_id) else self._before.get(ticket_id)
        return None if before is None else before + self._about[ticket_id]

    def count_answers(self, address: str, template: str, since: datetime, at_most: int) -> int:
        """Automatic answers of a template to an address since then; at most `at_most`."""
        known = self._known.get(address) if self._caps.day else None
        if known and known.day == 0 and self._at and since >= self._at - DAY:
            return 0  # of any template
        values = {"address": address, "template": template, "since": since, "sent_cap": max(at_most, 1)}
        return int(_SENT_OF.scalar(self._connection, **values))

    def added(self, address: str | None, ticket_id: int | None) -> None:
        """A mail is being queued; only governed ones have an address."""
        if address is None:
            return
        if ticket_id is not None:
            self._about[ticket_id] += 1
        if known := self._known.get(address):
            self._known[address] = replace(known, hour=known.hour + 1, day=known.day + 1)

    def forget(self) -> None:
        """What was done since a savepoint was undone."""
        self._known, self._before = {}, {}
        self._about.clear()
