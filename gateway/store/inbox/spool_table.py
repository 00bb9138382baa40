"""The one table of the spool (see `spool`), and what is asked of it."""

import hashlib

from sqlalchemy import (
    JSON,
    Column,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    bindparam,
    delete,
    func,
    insert,
    literal_column,
    select,
    text,
)

from gateway.mail.envelope import InboundMail
from gateway.store.inbox import envelopes
from gateway.store.inbox.records import Spooled, WaitingMail
from gateway.store.sql.packing import pack, unpack
from gateway.store.sql.statement import ManyStatement, Row, Statement, values_of
from gateway.store.sql.types import CleanText, UtcDateTime

METADATA = MetaData()
_spooled = Table(
    "spooled",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("epoch", String, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("size", Integer, nullable=False),
    Column("source", String, nullable=False),
    Column("envelope_from", CleanText),
    Column("envelope_to", JSON),
    Column("peer", Text),
    Column("helo", CleanText),
    Column("received_at", UtcDateTime, nullable=False),
    Column("content", LargeBinary, nullable=False),  # packed as in the table `blob`
    sqlite_autoincrement=True,  # a number that was deleted is never given again
)
_HEAD = [one for one in _spooled.c if one.name != "content"]
_MOVED = (_spooled.c.epoch == bindparam("of")) & (_spooled.c.id <= bindparam("last", type_=Integer))
_SUMS = select(func.count().label("count"), func.total(_spooled.c.size).label("size")).select_from(_spooled)

_WITHOUT_ID = values_of(one.name for one in _spooled.c if one.name != "id")

IS_MADE = Statement(
    lambda _: select(literal_column("1").label("made")).select_from(text("sqlite_master WHERE name = 'spooled'"))
)
KEEP = Statement(lambda _: insert(_spooled).values(_WITHOUT_ID).inline())
LAST = Statement(lambda _: select(func.last_insert_rowid()))
OLDEST = Statement(lambda _: select(_spooled).order_by(_spooled.c.id))
OF_NUMBERS = ManyStatement(lambda wanted: select(_spooled).where(_spooled.c.id.in_(wanted)).order_by(_spooled.c.id))
HEADS = Statement(lambda _: select(*_HEAD).order_by(_spooled.c.id))
EPOCHS = Statement(lambda _: select(_spooled.c.epoch).distinct())
ALL_SUMS = Statement(lambda _: _SUMS)
MOVED_SUMS = Statement(lambda _: _SUMS.where(_MOVED))
FORGET = Statement(lambda _: delete(_spooled).where(_MOVED))


def row_of(mail: InboundMail, source: str, epoch: str) -> Row:
    """A row for `KEEP`."""
    return {
        "epoch": epoch,
        "sha256": hashlib.sha256(mail.content).hexdigest(),
        "size": len(mail.content),
        "source": source,
        **envelopes.columns_of(mail.envelope),
        "content": pack(mail.content),
    }


def waiting_of(row: Row) -> WaitingMail:
    """A mail that has no id yet, from a row of `OLDEST`."""
    packed = bytes(row["content"])
    spooled = Spooled(row["id"], row["epoch"], row["sha256"], packed)
    return WaitingMail(0, InboundMail(unpack(packed), envelopes.envelope_of(row)), row["source"], 0, spooled)


def sums_of(row: Row | None) -> tuple[int, int]:
    """Mails and bytes."""
    return (int(row["count"]), int(row["size"])) if row else (0, 0)
