"""Outgoing mail: queued with the change that caused it, handed over later, never lost."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any, NoReturn

from sqlalchemy import Connection, Integer, Row, Text, and_, bindparam, cast, func, insert, select, update

from gateway.domain.outgoing.entry import OutboxEntry, Recipient, SentFile
from gateway.errors import NotFound
from gateway.store.outgoing.answers import AnswerCounts
from gateway.store.outgoing.records import AnsweredMail
from gateway.store.outgoing.texts_for_us import TextsForUs
from gateway.store.sql.ids import Ids
from gateway.store.sql.listing import Listing, Wanted
from gateway.store.sql.look_ahead import LookAhead, Question
from gateway.store.sql.rows import columns_of, table_of, value
from gateway.store.sql.statement import ManyStatement, Statement, values_of
from gateway.store.tables.outgoing import Outgoing
from gateway.store.tables.tickets import Ticket

_out = table_of(Outgoing)
_ticket = table_of(Ticket)

IN_HAND = ("queued", "sending", "deferred", "held")  # states of mail that is still to leave
DONE = ("sent", "failed", "bounced", "suppressed")  # and of mail that is history
_QUEUE = Statement(lambda _: insert(_out).values(values_of(_out.c.keys())))


_ANSWERED = (_out.c.id, _out.c.message_id, _out.c.template, _out.c.subject_ref, _out.c.subject, _out.c.text)
_OF_MESSAGE_IDS = ManyStatement(lambda ids: select(*_ANSWERED).where(_out.c.message_id.in_(ids)))
_ANSWERED_WITH = Statement(
    lambda _: (
        select(_out.c.template)
        .where(_out.c.governed_address == bindparam("address"), _out.c.created >= bindparam("since"))
        .order_by(_out.c.created.desc())
        .limit(bindparam("most", type_=Integer))
    )
)
_FIND = Statement(lambda _: select(_out).where(_out.c.id == bindparam("id")))
_HOLD = ManyStatement(lambda ids: select(_out).where(_out.c.id.in_(ids)).with_for_update(skip_locked=True))
_STANDING = ("state", "reason", "next_attempt", "recipients", "note_id")
_SAVE = Statement(lambda _: update(_out).where(_out.c.id == bindparam("mail")).values(values_of(_STANDING)))
_BODY = {"text": "", "headers": {}}  # what a list does not show and the database need not fetch
_LISTING = Listing(
    select(*(one for one in _out.c if one.name not in _BODY)).outerjoin(_ticket, _ticket.c.id == _out.c.ticket_id),
    _out.c.id,
    {
        "state": _out.c.state,
        "organization": _ticket.c.organization,
        "priority": _ticket.c.priority,
        "since": _out.c.created,
    },
    (_out.c.subject, cast(_out.c.recipients, Text)),
)


class Outbox:
    """The table of outgoing mail."""

    def __init__(self, connection: Connection, ids: Ids, opened_here: Callable[[int], bool]) -> None:
        self._connection, self._ids = connection, ids
        self.answers = AnswerCounts(connection, opened_here)
        self._held: dict[int, OutboxEntry | None] = {}  # nobody else changes them before this transaction ends
        self._answered: dict[str, list[AnsweredMail]] = {}
        self.for_us = TextsForUs(connection)

    def look_ahead_answered(self, message_ids: Iterable[str]) -> LookAhead:
        """Find out in one go which of these Message-IDs are ours."""
        wanted = list(dict.fromkeys(message_ids))
        rows = yield Question(_OF_MESSAGE_IDS, wanted)
        self._answered = {one: [] for one in wanted}
        for row in rows:
            self._answered[row["message_id"]].append(AnsweredMail(**row))

    def look_ahead(self, ids: Iterable[int]) -> LookAhead:
        """Read several mails, and hold those that nobody else has in hand."""
        rows = yield Question(_HOLD, list(dict.fromkeys(ids)))
        self._held |= {row["id"]: _entry(row) for row in rows}

    def known_tickets(self, ids: Iterable[int]) -> list[int]:
        """The tickets of those of these mails that were read ahead."""
        found = (entry.ticket_id for one in ids if (entry := self._held.get(one)))
        return [one for one in found if one is not None]

    def forget(self) -> None:
        """What was done since a savepoint was undone."""
        self._held, self._answered = {}, {}
        self.answers.forget()
        self.for_us.forget()

    def next_id(self) -> int:
        """The id the next queued mail is given, so that its Message-ID can carry it. Only while writing."""
        return self._ids.next("outgoing")

    def add(self, entry: OutboxEntry) -> None:
        """Queue a mail under an id from `next_id`; it leaves when it is due, or not, as its `state` says."""
        values = {**columns_of(entry), "recipients": _documents(entry), "files": _file_documents(entry)}
        _QUEUE.run_later(self._connection, [values])
        self._answered.pop(entry.message_id, None)
        self.for_us.added(entry)
        self.answers.added(entry.governed_address, entry.ticket_id)

    def answered_with(self, address: str, since: datetime, most: int) -> list[str]:
        """The templates of the newest automatic answers to an address since then, newest first."""
        rows = _ANSWERED_WITH.all(self._connection, address=address, since=since, most=most)
        return [str(row["template"]) for row in rows]

    def by_message_ids(self, message_ids: Sequence[str]) -> list[AnsweredMail]:
        """Our mails with these Message-IDs, newest last."""
        asked = [one for one in message_ids if one not in self._answered]
        found = [mail for one in message_ids for mail in self._answered.get(one, ())]
        found += (AnsweredMail(**row) for row in _OF_MESSAGE_IDS.all(self._connection, asked))
        return sorted(found, key=attrgetter("id"))

    def texts_for_us(self, ticket_id: int, most: int) -> list[str]:
        """The texts of the newest mails about a ticket to our own people, newest first."""
        return self.for_us.newest(ticket_id, most)

    def find(self, outgoing_id: int) -> OutboxEntry | None:
        """One mail, None where there is none."""
        if outgoing_id in self._held:
            return self._held[outgoing_id]
        row = _FIND.first(self._connection, id=outgoing_id)
        return _entry(row) if row else None

    def show(self, outgoing_id: int) -> OutboxEntry:
        """One mail. Raises NotFound."""
        return self.find(outgoing_id) or _missing(outgoing_id)

    def of_mail(self, mail_id: int) -> list[OutboxEntry]:
        """What was queued while a mail was settled, suppressed ones left out."""
        statement = select(_out).where(_out.c.mail_id == mail_id, _out.c.state != "suppressed").order_by(_out.c.id)
        return [_entry(row) for row in self._connection.execute(statement)]

    def of_ticket(self, ticket_id: int, most: int) -> list[OutboxEntry]:
        """The newest mails about a ticket, suppressed ones too, newest last, without headers and text."""
        shown = (one for one in _out.c if one.name not in _BODY)
        statement = select(*shown).where(_out.c.ticket_id == ticket_id).order_by(_out.c.id.desc()).limit(most)
        return [_entry({**row._mapping, **_BODY}) for row in self._connection.execute(statement)][::-1]

    def of_act(self, ticket_id: int, at: datetime, since_id: int) -> list[OutboxEntry]:
        """What was queued about a ticket at that moment after a mail, without an inbound mail as its cause."""
        conditions = (_out.c.ticket_id == ticket_id, _out.c.mail_id.is_(None), _out.c.created == at)
        statement = select(_out).where(*conditions, _out.c.id > since_id, _out.c.state != "suppressed")
        return [_entry(row) for row in self._connection.execute(statement.order_by(_out.c.id))]

    def audiences_of_mails(self, mail_ids: Sequence[int]) -> list[tuple[int, str]]:
        """Mails taken in, and whom something that was queued for them is for; suppressed mail is left out."""
        statement = select(_out.c.mail_id, _out.c.audience).where(
            _out.c.mail_id.in_(mail_ids), _out.c.state != "suppressed"
        )
        return [(row.mail_id, row.audience) for row in self._connection.execute(statement.distinct())]

    def listing(self, state: str | None, limit: int | None) -> list[OutboxEntry]:
        """Mails for people, newest last."""
        statement = select(_out).order_by(_out.c.id.desc())
        if state:
            statement = statement.where(_out.c.state == state)
        rows = self._connection.execute(statement.limit(limit) if limit else statement).all()
        return [_entry(row) for row in reversed(rows)]

    def newest(self, wanted: Wanted, limit: int | None) -> list[OutboxEntry]:
        """The newest mails that fit, newest last, without headers and text."""
        return [_entry({**row._mapping, **_BODY}) for row in _LISTING.newest(self._connection, wanted, limit)]

    def count(self, wanted: Wanted) -> int:
        """How many mails fit."""
        return _LISTING.count(self._connection, wanted)

    def counts(self, states: Iterable[str]) -> dict[str, int]:
        """How many mails are in each of these states; a state without any is left out."""
        statement = select(_out.c.state, func.count()).where(_out.c.state.in_(list(states))).group_by(_out.c.state)
        return {row[0]: int(row[1]) for row in self._connection.execute(statement)}

    def newest_id(self) -> int:
        """The id of the mail that was queued last, 0 where there is none."""
        return int(self._connection.execute(select(func.max(_out.c.id))).scalar_one() or 0)

    def claim(self, now: datetime, lease_seconds: float, limit: int, up_to_id: int | None = None) -> list[OutboxEntry]:
        """Take due mails for sending; nobody else gets them until the lease is over. Each comes with its new fence.

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
        return [replace(_entry(row), state="sending", fence=row.fence + 1) for row in rows]

    def _due(self, due: Any, limit: int, up_to_id: int | None) -> list[Row[Any]]:
        if up_to_id is not None:
            due = and_(due, _out.c.id <= up_to_id)
        statement = select(_out).where(due).order_by(_out.c.next_attempt, _out.c.id).limit(limit)
        return list(self._connection.execute(statement.with_for_update(skip_locked=True)).all())

    def renew(self, entry: OutboxEntry, until: datetime) -> None:
        """Keep a claimed mail for longer, unless the claim was lost to somebody else meanwhile."""
        ours = and_(_out.c.id == entry.id, _out.c.fence == entry.fence, _out.c.state == "sending")
        self._connection.execute(update(_out).where(ours).values(lease_until=until))

    def claimed(self, entry: OutboxEntry) -> OutboxEntry | None:
        """A claimed mail as it stands, held to the end of the transaction; None when the claim was lost meanwhile."""
        found = self.lock(entry.id)
        return found if found.state == "sending" and found.fence == entry.fence else None

    def lock(self, outgoing_id: int) -> OutboxEntry:
        """One mail, which nobody else changes until the transaction ends. Raises NotFound."""
        row = self._connection.execute(select(_out).where(_out.c.id == outgoing_id).with_for_update()).first()
        return _entry(row) if row else _missing(outgoing_id)

    def finish(self, entry: OutboxEntry) -> bool:
        """Write what became of a claimed mail; False when the claim was lost to somebody else meanwhile."""
        statement = update(_out).where(_out.c.id == entry.id, _out.c.fence == entry.fence)
        result = {"attempts": entry.attempts, "sent_at": entry.sent_at, "lease_until": None}
        return self._connection.execute(statement.values(**_standing(entry), **result)).rowcount == 1

    def keep_back(self, entry: OutboxEntry) -> bool:
        """Write which files of a claimed mail do not go along, and its text; False when the claim was lost."""
        statement = update(_out).where(_out.c.id == entry.id, _out.c.fence == entry.fence)
        values = {"files": _file_documents(entry), "text": entry.text}
        return self._connection.execute(statement.values(**values)).rowcount == 1

    def save(self, entry: OutboxEntry) -> None:
        """Write state, reason, recipients, next attempt and note, changed by hand or by a bounce. Raises NotFound."""
        if entry.id in self._held:
            self._held[entry.id] = entry
            _SAVE.run_later(self._connection, [{"mail": entry.id, **_standing(entry)}])
        elif _SAVE.run(self._connection, mail=entry.id, **_standing(entry)) != 1:
            _missing(entry.id)


def _standing(entry: OutboxEntry) -> dict[str, Any]:
    return {
        "state": entry.state,
        "reason": entry.reason,
        "next_attempt": entry.next_attempt,
        "recipients": _documents(entry),
        "note_id": entry.note_id,
    }


def _documents(entry: OutboxEntry) -> list[dict[str, str | None]]:
    return [{"address": one.address, "state": one.state, "reply": one.reply} for one in entry.recipients]


def _file_documents(entry: OutboxEntry) -> list[dict[str, Any]] | None:
    return [asdict(one) for one in entry.files] or None


def _entry(row: Row[Any] | Mapping[str, Any]) -> OutboxEntry:
    columns = row._mapping if isinstance(row, Row) else row
    recipients = tuple(Recipient(**one) for one in columns["recipients"])
    files = tuple(SentFile(**one) for one in columns["files"] or ())
    return value(OutboxEntry, {**columns, "recipients": recipients, "files": files})


def _missing(outgoing_id: int) -> NoReturn:
    raise NotFound(f"there is no outgoing mail {outgoing_id}. Run: gateway queue list")
