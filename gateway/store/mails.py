"""Inbound mail: taken in, waiting, settled or failed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Integer, bindparam, func, literal, literal_column, select, update

from gateway.errors import NotFound
from gateway.mail.envelope import Envelope, InboundMail
from gateway.store.blobs import Blobs
from gateway.store.rows import table_of
from gateway.store.statement import ManyStatement, Row, Statement, insert_with_id, values_of
from gateway.store.tables import Blob, Mail

_mail = table_of(Mail)
_blob = table_of(Blob)

_DECISION = (
    "message_id",
    "text_sha256",
    "roles",
    "subject",
    "nature",
    "sender_address",
    "sender_organization",
    "sender_proof",
    "sender_evidence",
    "sender_checks",
    "sender_disguise",
    "decision",
    "rule",
    "why",
    "missing",
    "ticket_id",
    "note_id",
    "escalation_id",
    "settled_at",
    "trace",
)
_NO_DECISION: dict[str, Any] = {**dict.fromkeys(_DECISION), "state": "settled", "sender_staff": False}
_SETTLE = Statement(lambda _: update(_mail).where(_mail.c.id == bindparam("mail_id")).values(values_of(_NO_DECISION)))
_EARLIER_COLUMNS = (
    _mail.c.id,
    _mail.c.text_sha256,
    _mail.c.roles,
    _mail.c.ticket_id,
    _mail.c.note_id,
    _mail.c.decision,
    _mail.c.sender_proof,
    _mail.c.state,
)
# the state is not asked for in SQL: SQLite would walk through the index of all settled mails
_EARLIER = Statement(
    lambda _: (
        select(*_EARLIER_COLUMNS)
        .where(
            _mail.c.message_id == bindparam("message_id"),
            _mail.c.text_sha256 == bindparam("text"),
            _mail.c.id != bindparam("before"),
        )
        .order_by(_mail.c.id)
        .limit(20)
    )
)
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
_STILL_WAITING = Statement(
    lambda _: select(_mail.c.id).where(
        _mail.c.state == literal_column("'waiting'"),
        _mail.c.id >= bindparam("first"),
        _mail.c.id <= bindparam("last"),
    )
)
_TICKETS_OF = ManyStatement(
    lambda ids: select(_mail.c.ticket_id, _mail.c.decision).where(_mail.c.message_id.in_(ids)).order_by(_mail.c.id)
)
_FROM = Statement(
    lambda _: select(func.count()).select_from(
        select(literal(1))
        .where(_mail.c.sender_address == bindparam("address"), _mail.c.received_at >= bindparam("since"))
        .limit(bindparam("most", type_=Integer))
        .subquery()
    )
)


@dataclass(frozen=True, slots=True)
class WaitingMail:
    """A mail that is kept but not yet settled."""

    id: int
    mail: InboundMail
    source: str
    attempts: int


@dataclass(frozen=True, slots=True)
class EarlierDelivery:
    """A delivery of the same mail that came before. `roles`: of our addresses it came to; `proof` of its sender."""

    mail_id: int
    text_sha256: str
    roles: tuple[str, ...]
    ticket_id: int | None
    note_id: int | None
    decision: str | None
    proof: str | None


class Mails:
    """The table of deliveries and their decisions."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._blobs = Blobs(connection)

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
        return [_waiting(row) for row in _WAITING.all(self._connection, most=limit)]

    def still_waiting(self, ids: Iterable[int]) -> set[int]:
        """Which of these nobody has settled meanwhile."""
        wanted = set(ids)
        if not wanted:
            return wanted
        rows = _STILL_WAITING.all(self._connection, first=min(wanted), last=max(wanted))
        return wanted.intersection(row["id"] for row in rows)

    def count_waiting(self) -> int:
        """How many mails are kept but not settled."""
        return int(self._connection.execute(select(func.count()).where(_mail.c.state == "waiting")).scalar_one())

    def load(self, mail_id: int) -> WaitingMail:
        """One mail whatever its state, with its raw bytes. Raises NotFound."""
        row = _LOAD.first(self._connection, id=mail_id)
        if row is None:
            raise NotFound(f"there is no mail {mail_id}. Run: gateway mail list")
        return _waiting(row)

    def settle(self, mail_id: int, **decision: Any) -> None:
        """Write the one decision about a mail."""
        _SETTLE.run(self._connection, mail_id=mail_id, **{**_NO_DECISION, **decision})

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

    def requeue(self, mail_id: int) -> None:
        """Let a mail be settled again."""
        self._connection.execute(update(_mail).where(_mail.c.id == mail_id).values(state="waiting", trace=None))

    def earlier(self, message_id: str, text_sha256: str, before_id: int) -> list[EarlierDelivery]:
        """Settled deliveries with this Message-ID and these words, oldest first."""
        return [
            EarlierDelivery(
                row["id"],
                row["text_sha256"] or "",
                tuple(row["roles"] or ()),
                row["ticket_id"],
                row["note_id"],
                row["decision"],
                row["sender_proof"],
            )
            for row in _EARLIER.all(self._connection, message_id=message_id, text=text_sha256, before=before_id)
            if row["state"] == "settled"
        ]

    def tickets_of_message_ids(self, message_ids: Sequence[str]) -> list[int]:
        """Tickets on which inbound mails with these Message-IDs are notes."""
        rows = _TICKETS_OF.all(self._connection, message_ids)
        # a stranger's mail waits on a ticket but is no part of it
        of_tickets = (row["ticket_id"] for row in rows if row["decision"] != "quarantine")
        return list(dict.fromkeys(one for one in of_tickets if one is not None))

    def last_of_customer(self, ticket_id: int) -> str | None:
        """The Message-ID of the newest mail from outside on a ticket, for the threading of our people's answers."""
        statement = select(_mail.c.message_id).where(
            _mail.c.ticket_id == ticket_id,
            _mail.c.sender_staff.is_(False),
            _mail.c.note_id.is_not(None),
            _mail.c.message_id.not_like("<%@no-message-id>"),
        )
        return self._connection.execute(statement.order_by(_mail.c.id.desc()).limit(1)).scalar()

    def count_from(self, address: str, since: datetime, at_most: int) -> int:
        """How many settled mails came from an address since then; at most `at_most`."""
        return int(_FROM.scalar(self._connection, address=address, since=since, most=max(at_most, 1)))

    def show(self, mail_id: int) -> dict[str, Any]:
        """All columns of one mail. Raises NotFound."""
        row = self._connection.execute(select(_mail).where(_mail.c.id == mail_id)).first()
        if row is None:
            raise NotFound(f"there is no mail {mail_id}. Run: gateway mail list")
        return dict(row._mapping)

    def listing(self, message_id: str | None, state: str | None, limit: int | None) -> list[dict[str, Any]]:
        """Rows for people, newest last."""
        statement = select(_mail).order_by(_mail.c.id.desc())
        if message_id:
            statement = statement.where(_mail.c.message_id == message_id)
        if state:
            statement = statement.where(_mail.c.state == state)
        rows = self._connection.execute(statement.limit(limit) if limit else statement).all()
        return [dict(row._mapping) for row in reversed(rows)]


def _row(mail: InboundMail, sha256: str, source: str) -> dict[str, Any]:
    envelope = mail.envelope
    return {
        "sha256": sha256,
        "source": source,
        "envelope_from": envelope.mail_from,
        "envelope_to": list(envelope.recipients),
        "peer": envelope.peer,
        "helo": envelope.helo,
        "received_at": envelope.received_at,
        "state": "waiting",
        "attempts": 0,
        "sender_staff": False,
    }


def _waiting(row: Row) -> WaitingMail:
    recipients = tuple(row["envelope_to"] or ())
    envelope = Envelope(row["envelope_from"], recipients, row["received_at"], row["peer"], row["helo"])
    return WaitingMail(row["id"], InboundMail(bytes(row["content"]), envelope), row["source"], row["attempts"])
