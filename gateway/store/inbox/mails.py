"""Inbound mail: taken in, waiting, settled or failed."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import datetime
from itertools import accumulate
from typing import Any

from sqlalchemy import Connection, Integer, bindparam, func, literal_column, select, update

from gateway.errors import NotFound
from gateway.mail.envelope import InboundMail
from gateway.store.inbox import envelopes
from gateway.store.inbox.answered import AnsweredMails
from gateway.store.inbox.blobs import Blobs
from gateway.store.inbox.customer_mails import CustomerMails
from gateway.store.inbox.earlier import EarlierDeliveries
from gateway.store.inbox.mails_ahead import MailsAhead
from gateway.store.inbox.newest_mails import NewestMails
from gateway.store.inbox.records import MailDecision, MailRecord, WaitingMail
from gateway.store.inbox.spool import Spool
from gateway.store.inbox.spooled import SpooledMails
from gateway.store.inbox.traffic import TrafficCounts
from gateway.store.sql.listing import Listing, Wanted
from gateway.store.sql.rows import columns_of, table_of, value, values
from gateway.store.sql.statement import Statement, insert_with_id, seldom, values_of
from gateway.store.tables.inbox import Blob, Mail

_mail = table_of(Mail)
_blob = table_of(Blob)

_SETTLED = (*(field.name for field in fields(MailDecision)), "state", "trace")
_SETTLE = Statement(lambda _: update(_mail).where(_mail.c.id == bindparam("mail_id")).values(values_of(_SETTLED)))
_ACCEPT = insert_with_id(
    _mail,
    (
        "sha256",
        "source",
        "envelope_from",
        "envelope_to",
        "peer",
        "helo",
        "received_at",
        "state",
        "attempts",
        "sender_staff",
    ),
)
_KEPT = select(
    _mail.c.id,
    _mail.c.envelope_from,
    _mail.c.envelope_to,
    _mail.c.received_at,
    _mail.c.peer,
    _mail.c.helo,
    _mail.c.source,
    _mail.c.attempts,
    _blob.c.content,
).join(_blob, _blob.c.sha256 == _mail.c.sha256)
_LOAD = Statement(lambda _: _KEPT.where(_mail.c.id == bindparam("id")))
_WAITING = Statement(
    lambda _: (
        _KEPT.where(_mail.c.state == literal_column("'waiting'"))
        .order_by(_mail.c.id)
        .limit(bindparam("most", type_=Integer))
    )
)
_SIZES = Statement(
    lambda _: (
        select(_mail.c.id, _blob.c.size)
        .join(_blob, _blob.c.sha256 == _mail.c.sha256)
        .where(_mail.c.state == literal_column("'waiting'"))
        .order_by(_mail.c.id)
        .limit(bindparam("most", type_=Integer))
    )
)
_BYTES_WAITING = Statement(
    lambda dialect: (
        select(func.coalesce(func.sum(_blob.c.size), 0))
        .select_from(_mail)
        .join(_blob, _blob.c.sha256 == _mail.c.sha256)
        .where(seldom(dialect, _mail.c.state == literal_column("'waiting'")))
    )
)
_STILL_WAITING = Statement(
    lambda _: select(_mail.c.id).where(
        _mail.c.state == literal_column("'waiting'"),
        _mail.c.id >= bindparam("first"),
        _mail.c.id <= bindparam("last"),
    )
)
_NEWEST_FROM = Statement(
    lambda _: (
        _KEPT.where(_mail.c.sender_address == bindparam("address"), _mail.c.id != bindparam("besides"))
        .order_by(_mail.c.received_at.desc())
        .limit(bindparam("most", type_=Integer))
    )
)

_LISTING = Listing(
    select(_mail),
    _mail.c.id,
    {
        "state": _mail.c.state,
        "organization": _mail.c.sender_organization,
        "message_id": _mail.c.message_id,
        "since": _mail.c.received_at,
    },
    (_mail.c.subject, _mail.c.sender_address),
)


class Mails:
    """The table of deliveries and their decisions."""

    def __init__(self, connection: Connection, spool: Spool | None = None) -> None:
        self._connection = connection
        self._blobs = Blobs(connection)
        self.spooled = SpooledMails(connection, spool)
        self.ahead = MailsAhead(connection, self.spooled)
        self.earlier = EarlierDeliveries(connection)
        self.traffic = TrafficCounts(connection)
        self.of_customers = CustomerMails(connection)
        self.answered = AnsweredMails(connection)
        self._newest = NewestMails()

    def have_in_hand(self, mails: Iterable[WaitingMail]) -> None:
        """These are being settled and need not be read again."""
        self._newest.have_in_hand(mails)

    def forget(self) -> None:
        """What was done since a savepoint was undone."""
        self.earlier.forget()
        self.traffic.forget()
        self.of_customers.forget()
        self.answered.forget()
        self._newest.forget()

    def accept(self, mails: Sequence[InboundMail], source: str) -> list[int]:
        """Keep deliveries with their raw bytes, waiting to be settled; their ids in the same order."""
        if not mails:
            return []
        keys = self._blobs.keep(mail.content for mail in mails)
        return _ACCEPT.insert_all(
            self._connection, (_row(mail, key, source) for mail, key in zip(mails, keys, strict=True))
        )

    def waiting(self, limit: int) -> list[WaitingMail]:
        """The oldest waiting mails, in the order of their acceptance."""
        return [envelopes.waiting_of(row) for row in _WAITING.all(self._connection, most=limit)]

    def waiting_within(self, limit: int, most_bytes: int) -> list[WaitingMail]:
        """The oldest waiting mails, as many as have so many bytes together; at least one, whatever its size.

        Where none waits here, those of the spool.
        """
        sizes = list(accumulate(row["size"] for row in _SIZES.all(self._connection, most=limit)))
        fitting = bisect_right(sizes, most_bytes)
        if sizes:
            return self.waiting(max(1, fitting))
        return self.spooled.oldest(limit, most_bytes)

    def claim(self, waiting: Sequence[WaitingMail]) -> list[WaitingMail | None]:
        """These, each with its id, or None where somebody has settled or moved it meanwhile. Only while writing.

        What is still in the spool moves into the database.
        """
        here = self._still_waiting({one.id for one in waiting if one.spooled is None})
        moved = iter(self._move([one for one in waiting if one.spooled]))
        return [next(moved) if one.spooled else one if one.id in here else None for one in waiting]

    def _still_waiting(self, ids: set[int]) -> set[int]:
        if not ids:
            return ids
        rows = _STILL_WAITING.all(self._connection, first=min(ids), last=max(ids))
        return ids.intersection(row["id"] for row in rows)

    def _move(self, waiting: Sequence[WaitingMail]) -> list[WaitingMail | None]:
        """Out of the spool, in its order."""
        if not waiting:
            return []
        fresh = self.spooled.take(waiting)
        new = [(one, one.spooled) for one, is_fresh in zip(waiting, fresh, strict=True) if is_fresh and one.spooled]
        self._blobs.keep_packed((place.sha256, len(one.mail.content), place.packed) for one, place in new)
        rows = (_row(one.mail, place.sha256, one.source) for one, place in new)
        ids = iter(_ACCEPT.insert_all(self._connection, rows) if new else ())
        return [
            WaitingMail(next(ids), one.mail, one.source, one.attempts) if is_fresh else None
            for one, is_fresh in zip(waiting, fresh, strict=True)
        ]

    def count_waiting(self) -> int:
        """How many mails are kept but not settled, those of the spool, too."""
        spooled, _ = self.spooled.sums()
        here = self._connection.execute(select(func.count()).where(_mail.c.state == "waiting")).scalar_one()
        return spooled + int(here)

    def bytes_waiting(self) -> int:
        """How many bytes are kept but not settled, those of the spool, too."""
        _, spooled = self.spooled.sums()
        return spooled + int(_BYTES_WAITING.scalar(self._connection))

    def load(self, mail_id: int) -> WaitingMail:
        """One mail whatever its state, with its raw bytes. Raises NotFound."""
        if in_hand := self._newest.in_hand(mail_id):
            return in_hand
        row = _LOAD.first(self._connection, id=mail_id)
        if row is None:
            raise NotFound(f"there is no mail {mail_id}. Run: gateway mail list")
        return envelopes.waiting_of(row)

    def settle(self, mail_id: int, decision: MailDecision) -> None:
        """Write the one decision about a mail."""
        in_hand = self._newest.in_hand(mail_id)
        self.earlier.settled(mail_id, decision, in_hand.mail.envelope.received_at if in_hand else None)
        self.answered.settled(mail_id, decision)
        self.traffic.settled(decision.sender_address)
        self.of_customers.settled(mail_id, decision)
        self._newest.settled(mail_id, decision.sender_address)
        row = {"mail_id": mail_id, "state": "settled", "trace": None, **columns_of(decision)}
        _SETTLE.run_later(self._connection, [row])

    def fail(self, mail_id: int, trace: str, at: datetime) -> None:
        """Mark a mail whose settling raised an exception; it waits for a person."""
        values = {
            "state": "failed",
            "trace": trace,
            "settled_at": at,
            "attempts": _mail.c.attempts + 1,
            "decision": "quarantine",
            "why": "It could not be processed; the trace is kept with it.",
        }
        self._connection.execute(update(_mail).where(_mail.c.id == mail_id).values(**values))

    def set_apart(self, mail_id: int, why: str, at: datetime, subject: str, sender: str | None) -> None:
        """Put a mail into quarantine that is not to be processed by itself."""
        values = {"state": "failed", "decision": "quarantine", "why": why, "settled_at": at}
        seen = {"subject": subject, "sender_address": sender}
        self._connection.execute(update(_mail).where(_mail.c.id == mail_id).values(**values, **seen))

    def count_attempt(self, mail_id: int) -> None:
        """Count a try before it begins."""
        self._connection.execute(update(_mail).where(_mail.c.id == mail_id).values(attempts=_mail.c.attempts + 1))

    def tickets_of_message_ids(self, message_ids: Sequence[str]) -> list[int]:
        """Tickets on which inbound mails with these Message-IDs are notes."""
        return self.answered.tickets_of(message_ids)

    def last_of_customer(self, ticket_id: int) -> str | None:
        """The Message-ID of the newest mail from outside on a ticket, for the threading of our people's answers."""
        return self.of_customers.last(ticket_id)

    def newest_from(self, address: str, besides: int, limit: int) -> list[WaitingMail]:
        """The newest settled mails of an address, with their raw bytes, the newest first; one is left out."""
        found = self._newest.known(address, besides, limit)
        if found is None:
            rows = _NEWEST_FROM.all(self._connection, address=address, besides=besides, most=limit)
            found = [envelopes.waiting_of(row) for row in rows]
            self._newest.remember(address, found, limit)
        return found

    def show(self, mail_id: int) -> MailRecord:
        """One mail. Raises NotFound."""
        row = self._connection.execute(select(_mail).where(_mail.c.id == mail_id)).first()
        if row is None:
            raise NotFound(f"there is no mail {mail_id}. Run: gateway mail list")
        return value(MailRecord, row)

    def after(self, mail_id: int, limit: int) -> list[MailRecord]:
        """The mails behind one in the order of their acceptance."""
        statement = select(_mail).where(_mail.c.id > mail_id).order_by(_mail.c.id).limit(limit)
        return [value(MailRecord, row) for row in self._connection.execute(statement)]

    def with_an_effect(self, message_ids: Sequence[str]) -> list[str]:
        """Which of these Message-IDs a delivery bears that is more than a repetition."""
        statement = select(_mail.c.message_id).where(
            _mail.c.message_id.in_(message_ids), _mail.c.state == "settled", _mail.c.decision != "duplicate"
        )
        return [row.message_id for row in self._connection.execute(statement)]

    def listing(self, message_id: str | None, state: str | None, limit: int | None) -> list[MailRecord]:
        """Mails for people, newest last."""
        return self.newest(Wanted(message_id=message_id, state=state), limit)

    def newest(self, wanted: Wanted, limit: int | None) -> list[MailRecord]:
        """The newest mails that fit, newest last."""
        return values(MailRecord, _LISTING.newest(self._connection, wanted, limit))

    def count(self, wanted: Wanted) -> int:
        """How many mails fit."""
        return _LISTING.count(self._connection, wanted)


def _row(mail: InboundMail, sha256: str, source: str) -> dict[str, Any]:
    return {
        "sha256": sha256,
        "source": source,
        **envelopes.columns_of(mail.envelope),
        "state": "waiting",
        "attempts": 0,
        "sender_staff": False,
    }
