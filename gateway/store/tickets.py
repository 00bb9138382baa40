"""Tickets, their notes and participants."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Integer, and_, bindparam, case, func, insert, select, update

from gateway.domain.tickets.states import FINAL, RUNNING
from gateway.domain.tickets.ticket import Ticket
from gateway.store.notes import Notes
from gateway.store.participants import WITHOUT_PART, Participants
from gateway.store.sql.ids import Ids, Numbers
from gateway.store.sql.listing import Listing, Wanted
from gateway.store.sql.look_ahead import LookAhead, Question
from gateway.store.sql.rows import columns_of, differences, table_of, value, values
from gateway.store.sql.statement import ManyStatement, Statement, values_of
from gateway.store.sql.unwritten import kept_for, write_later
from gateway.store.tables.tickets import Participant
from gateway.store.tables.tickets import Ticket as TicketRecord

MERGE_CHAIN = 20  # a chain of merges longer than this is not followed
_ticket = table_of(TicketRecord)
_participant = table_of(Participant)
_MOST = bindparam("most", type_=Integer)
_OPEN = Statement(lambda _: insert(_ticket).values(values_of(_ticket.c.keys())))
_GET = Statement(lambda _: select(_ticket).where(_ticket.c.id == bindparam("id")))
_SEVERAL = ManyStatement(lambda ids: select(_ticket).where(_ticket.c.id.in_(ids)))
_HOLD = ManyStatement(lambda ids: select(_ticket).where(_ticket.c.id.in_(ids)).with_for_update(skip_locked=True))
_THERE = ManyStatement(lambda ids: select(_ticket.c.id).where(_ticket.c.id.in_(ids)))
_OF_REQUESTER = Statement(
    lambda _: (
        select(_ticket).where(_ticket.c.requester == bindparam("address")).order_by(_ticket.c.id.desc()).limit(_MOST)
    )
)
_OF_ORGANIZATION = Statement(
    lambda _: (
        select(_ticket)
        .where(_ticket.c.organization == bindparam("organization"))
        .order_by(_ticket.c.id.desc())
        .limit(_MOST)
    )
)
_PART_IN = Statement(
    lambda _: (
        select(_participant.c.ticket_id, _participant.c.kind)
        .where(_participant.c.address == bindparam("address"))
        .order_by(_participant.c.ticket_id.desc())
        .limit(_MOST)
    )
)
_DUE = Statement(
    lambda _: (
        select(_ticket)
        .where(_ticket.c.timer_due <= bindparam("now"))
        .order_by(_ticket.c.timer_due)
        .limit(_MOST)
        .with_for_update(skip_locked=True)
    )
)
_ANSWER_RUNS = and_(_ticket.c.first_response_at.is_(None), _ticket.c.state.not_in(("solved", *FINAL)))
_RUNNING_DEADLINE = case(  # of the first answer, else of the resolution while its clock runs
    (and_(_ANSWER_RUNS, _ticket.c.first_response_due.is_not(None)), _ticket.c.first_response_due),
    (_ticket.c.state.in_(RUNNING), _ticket.c.resolution_due),
)
_LISTING = Listing(
    select(_ticket),
    _ticket.c.id,
    {
        "state": _ticket.c.state,
        "organization": _ticket.c.organization,
        "assignee": _ticket.c.assignee,
        "group": _ticket.c.group,
        "priority": _ticket.c.priority,
        "since": _ticket.c.received_at,
        "due_by": _RUNNING_DEADLINE,
    },
    (_ticket.c.subject, _ticket.c.requester),
)


@lru_cache(maxsize=256)  # of the changes that use cases make there are some dozens
def _change(names: tuple[str, ...]) -> Statement:
    """An UPDATE of these columns of one ticket."""
    return Statement(lambda _: update(_ticket).where(_ticket.c.id == bindparam("ticket")).values(values_of(names)))


class Tickets(Notes, Participants):
    """The case files, with their notes and people.

    What a batch needs is read ahead and held, so that nobody else changes it before the batch is written: what is
    known stays true, and changes may wait. Nobody who has a ticket in hand meanwhile is waited for: it is asked for
    when it is its turn. SQLite has one writer, who knows all that was read once.
    """

    def __init__(self, connection: Connection, ids: Ids) -> None:
        Notes.__init__(self, connection, ids)
        Participants.__init__(self, connection)
        self._numbers = Numbers(connection, _ticket.name)
        self._is_alone = connection.dialect.name == "sqlite" and kept_for(connection) is not None
        self._known: dict[int, Ticket | None] = {}

    def look_ahead(self, ids: Iterable[int]) -> list[LookAhead]:
        """Read several tickets, their people and notes."""
        wanted = _possible(ids)
        return [self._hold(wanted), self.look_ahead_people(wanted), self.look_ahead_notes(wanted)] if wanted else []

    def look_ahead_number(self) -> LookAhead:
        """Read the number of the next ticket."""
        return self._numbers.look_ahead()

    def _hold(self, ids: Sequence[int]) -> LookAhead:
        rows = yield Question(_HOLD, ids)
        self._known |= {row["id"]: value(Ticket, row) for row in rows}
        unknown = [one for one in ids if one not in self._known]
        if unknown:  # nobody has them, or somebody has them in hand
            there = {row["id"] for row in (yield Question(_THERE, unknown))}
            self._known |= {one: None for one in unknown if one not in there}

    def open(self, ticket: Ticket) -> Ticket:
        """A new ticket, which is given its number where it has none yet."""
        ticket = ticket if ticket.id else replace(ticket, id=self.next_id())
        self._known[ticket.id] = ticket
        self.begin_notes(ticket.id)
        self.begin_people(ticket.id)
        self._write_later(columns_of(ticket))
        return ticket

    def next_id(self) -> int:
        """The id of the ticket that is opened next."""
        return self._numbers.next()

    def _write_later(self, columns: Mapping[str, Any]) -> None:
        """`columns`: the id and what differs; all of them for a ticket that is new."""
        write_later(self._connection, self._write, frozenset((_ticket.name,)), [columns])

    def _write(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """A statement for the new ones, and one for each set of columns that others were changed in."""
        opened, changed = _together(rows)
        if opened:
            _OPEN.run_all(connection, opened.values())
            self._numbers.taken(max(opened))
        of_columns = defaultdict[tuple[str, ...], list[dict[str, Any]]](list)
        for ticket_id, columns in sorted(changed.items()):
            of_columns[tuple(sorted(columns))].append({**columns, "ticket": ticket_id})
        for names, together in of_columns.items():
            _change(names).run_all(connection, together)

    def forget(self) -> None:
        """What was done since a savepoint was undone."""
        self._known = {}
        self._numbers.forget()
        self.forget_notes()
        self.forget_people()

    def get(self, ticket_id: int) -> Ticket | None:
        """A ticket by id."""
        if ticket_id in self._known:
            return self._known[ticket_id]
        row = _GET.first(self._connection, id=ticket_id)
        return self._read(row) if row else None

    def several(self, ids: Iterable[int]) -> list[Ticket]:
        """Those of these tickets that exist, in the order of their ids."""
        wanted = _possible(ids)
        found = [ticket for one in wanted if (ticket := self._known.get(one))]
        asked = [one for one in wanted if one not in self._known]
        found += (self._read(row) for row in _SEVERAL.all(self._connection, asked))
        return sorted(found, key=lambda ticket: ticket.id)

    def hold(self, ids: Iterable[int]) -> list[Ticket]:
        """Those of these tickets that nobody else has in hand, locked until the transaction ends, as `several`."""
        rows = _HOLD.all(self._connection, _possible(ids))
        return sorted((self._read(row) for row in rows), key=lambda ticket: ticket.id)

    def _read(self, row: Mapping[str, Any]) -> Ticket:
        ticket = value(Ticket, row)
        if self._is_alone:
            self._known[ticket.id] = ticket
        return ticket

    def newest_id(self) -> int:
        """The id of the newest ticket, 0 when there is none."""
        return int(self._connection.execute(select(func.coalesce(func.max(_ticket.c.id), 0))).scalar_one())

    def follow_merges(self, ticket: Ticket) -> Ticket:
        """The ticket at the end of the chain of merges."""
        for _ in range(MERGE_CHAIN):
            target = self.get(ticket.merged_into) if ticket.merged_into else None
            if target is None:
                return ticket
            ticket = target
        return ticket

    def save(self, ticket: Ticket, was: Ticket) -> Ticket:
        """Write what differs from the ticket as it was; the ticket."""
        changed, known = differences(was, ticket), self._known.get(ticket.id)
        if changed and known:
            self._known[ticket.id] = replace(known, **changed)
            self._write_later({"id": ticket.id, **changed})
        elif changed:
            self._connection.execute(update(_ticket).where(_ticket.c.id == ticket.id).values(**changed))
        return ticket

    def newest_of_requester(self, address: str, most: int) -> list[Ticket]:
        """The newest tickets that somebody asked for, newest first."""
        rows = _OF_REQUESTER.all(self._connection, address=address.lower(), most=most)
        return [value(Ticket, row) for row in rows]

    def newest_of_organization(self, organization: str, most: int) -> list[Ticket]:
        """The newest tickets of an organization (its code), newest first."""
        rows = _OF_ORGANIZATION.all(self._connection, organization=organization, most=most)
        return [value(Ticket, row) for row in rows]

    def newest_of_participant(self, address: str, most: int) -> list[Ticket]:
        """The newest tickets in which somebody takes part (other than as an outsider in Cc)."""
        rows = _PART_IN.all(self._connection, address=address.lower(), most=most)
        return self.several(row["ticket_id"] for row in rows if row["kind"] not in WITHOUT_PART)

    def due(self, now: datetime, limit: int) -> list[Ticket]:
        """Tickets to which time does something, the longest due first, locked until the transaction ends."""
        return [self._read(row) for row in _DUE.all(self._connection, now=now, most=limit)]

    def listing(self, state: str | None, limit: int | None) -> list[Ticket]:
        """Tickets for people, newest last."""
        return self.newest(Wanted(state=state), limit)

    def newest(self, wanted: Wanted, limit: int | None) -> list[Ticket]:
        """The newest tickets that fit, newest last."""
        return values(Ticket, _LISTING.newest(self._connection, wanted, limit))

    def count(self, wanted: Wanted) -> int:
        """How many tickets fit."""
        return _LISTING.count(self._connection, wanted)


def _possible(ids: Iterable[int]) -> list[int]:
    return [one for one in dict.fromkeys(ids) if 0 < one < 2**62]


def _together(rows: Iterable[Mapping[str, Any]]) -> tuple[dict[int, dict[str, Any]], dict[int, dict[str, Any]]]:
    """The columns of new tickets, and those that others were changed in: what came last counts."""
    opened: dict[int, dict[str, Any]] = {}
    changed: dict[int, dict[str, Any]] = {}
    for row in rows:
        ticket_id = int(row["id"])
        if len(row) == len(_ticket.c):
            opened[ticket_id] = dict(row)
        elif ticket_id in opened:
            opened[ticket_id].update(row)
        else:
            changed.setdefault(ticket_id, {}).update((name, value) for name, value in row.items() if name != "id")
    return opened, changed
