"""Outages, what was said of them, and the tickets that are linked to them."""

from collections.abc import Hashable
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, insert, literal_column, select, update

from gateway.domain.outages.outage import Outage, OutageUpdate, outage_id
from gateway.domain.outages.states import OPEN
from gateway.domain.tickets.states import FINAL
from gateway.store.directory.directory import Directory
from gateway.store.sql.listing import Listing, Wanted
from gateway.store.sql.look_ahead import LookAhead
from gateway.store.sql.rows import columns_of, differences, table_of, value, values
from gateway.store.sql.statement import Row, Statement
from gateway.store.tables.outages import Outage as OutageRecord
from gateway.store.tables.outages import OutageUpdate as UpdateRecord
from gateway.store.tables.tickets import Ticket as TicketRecord

_outage = table_of(OutageRecord)
_update = table_of(UpdateRecord)
_ticket = table_of(TicketRecord)
_OPEN_STATES: Final[list[Any]] = [literal_column(f"'{state}'") for state in OPEN]
_OPEN = Statement(lambda _: select(_outage).where(_outage.c.state.in_(_OPEN_STATES)).order_by(_outage.c.id))
_QUESTION: Final = "open outages"
_LISTING = Listing(
    select(_outage), _outage.c.id, {"state": _outage.c.state, "since": _outage.c.opened_at}, (_outage.c.title,)
)


class Outages:
    """Few rows. Those that are open are asked for of many mails: they are remembered with the directory."""

    def __init__(self, connection: Connection, directory: Directory) -> None:
        self._connection, self._directory = connection, directory

    def look_ahead(self) -> LookAhead:
        """Find out which are open, so that `current` need not ask."""
        return self._directory.look_ahead_remembered(_QUESTION, _OPEN, _all_of)

    def current(self) -> tuple[Outage, ...]:
        """Those that are open, the oldest first; how far anybody was told of them may be out of date."""
        return self._directory.remembered(_QUESTION, self._current)

    def _current(self) -> tuple[Outage, ...]:
        return tuple(_read(row) for row in _OPEN.all(self._connection))

    def get(self, number: str) -> Outage | None:
        """An outage by its number in any case."""
        return self._one(number, lock=False)

    def hold(self, number: str) -> Outage | None:
        """The same, which nobody else changes until the transaction ends."""
        return self._one(number, lock=True)

    def _one(self, number: str, lock: bool) -> Outage | None:
        wanted = outage_id(number)
        if wanted is None:
            return None
        asked = select(_outage).where(_outage.c.id == wanted)
        row = self._connection.execute(asked.with_for_update() if lock else asked).first()
        return value(Outage, row) if row else None

    def is_over(self, number: str) -> bool:
        """Is there such an outage, and is it over?"""
        found = self.get(number)
        return found is not None and not found.is_open

    def open(self, outage: Outage, first: OutageUpdate) -> Outage:
        """Keep a new one; it is given its number."""
        self._directory.changed()
        columns = {name: one for name, one in columns_of(outage).items() if name != "id"}
        kept = insert(_outage).values(**columns).returning(_outage.c.id)
        opened = replace(outage, id=int(self._connection.execute(kept).scalar_one()))
        self._add(opened.id, first)
        return opened

    def say(self, outage: Outage, was: Outage, said: OutageUpdate) -> Outage:
        """Something new was said of it."""
        self._directory.changed()
        self._add(outage.id, said)
        return self.save(outage, was)

    def save(self, outage: Outage, was: Outage) -> Outage:
        """Write what differs from the outage as it was."""
        if changed := differences(was, outage):
            self._connection.execute(update(_outage).where(_outage.c.id == was.id).values(**changed))
        return outage

    def _add(self, outage_id: int, said: OutageUpdate) -> None:
        self._connection.execute(insert(_update).values(outage_id=outage_id, **columns_of(said)))

    def updates(self, outage: Outage) -> list[OutageUpdate]:
        """What was said of it, oldest first."""
        asked = select(_update).where(_update.c.outage_id == outage.id).order_by(_update.c.id)
        return values(OutageUpdate, list(self._connection.execute(asked)))

    def telling(self, now: datetime, limit: int) -> list[Outage]:
        """Those of which not everybody has heard the last, locked until the transaction ends."""
        asked = select(_outage).where(_outage.c.telling_since <= now).order_by(_outage.c.telling_since).limit(limit)
        return values(Outage, list(self._connection.execute(asked.with_for_update(skip_locked=True))))

    def tickets(self, outage: Outage, most: int, after: int = 0) -> list[int]:
        """The ids of linked tickets that are not over for good, oldest first, behind one of them."""
        linked = select(_ticket.c.id).where(_ticket.c.outage == outage.number, _ticket.c.id > after)
        linked = linked.where(_ticket.c.state.not_in(FINAL)).order_by(_ticket.c.id).limit(most)
        return list(self._connection.execute(linked).scalars())

    def newest(self, wanted: Wanted, limit: int | None) -> list[Outage]:
        """The newest that fit, newest last."""
        return values(Outage, _LISTING.newest(self._connection, wanted, limit))

    def count(self, wanted: Wanted) -> int:
        """How many fit."""
        return _LISTING.count(self._connection, wanted)


def _read(row: Row) -> Outage:
    return value(Outage, row)


def _all_of(rows: list[Row]) -> Hashable:
    return tuple(_read(row) for row in rows)
