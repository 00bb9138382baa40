"""Statements that go straight to the driver keep what SQLAlchemy's types promise, on both databases."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import bindparam, insert, select, text
from sqlalchemy.exc import IntegrityError

from gateway.domain.ticket import NoteDraft
from gateway.mail.envelope import Envelope, InboundMail
from gateway.store.rows import table_of
from gateway.store.statement import ManyStatement, Statement, values_of
from gateway.store.store import Store, Work
from gateway.store.tables import Counter, Note

_note = table_of(Note)
_counter = table_of(Counter)
_BY_ID = Statement(lambda _: select(_note).where(_note.c.id == bindparam("id")))
_COUNT = Statement(lambda _: insert(_counter).values(values_of(_counter.c.keys())))
_OF_NAMES = ManyStatement(
    lambda names: (
        select(_counter.c.name)
        .where(_counter.c.name.in_(names), _counter.c.bucket == bindparam("bucket"))
        .order_by(_counter.c.name)
    )
)
NOON = datetime(2026, 3, 2, 12, tzinfo=timezone(timedelta(hours=1)))


def _draft(text: str) -> NoteDraft:
    files = ({"name": "shot.png", "type": "image/png", "size": 3, "sha256": "00"},)
    return NoteDraft(1, NOON, None, "public", "mail", text, attachments=files)


def count_and_fail(work: Work, name: str) -> None:
    with work.savepoint():
        _COUNT.run(work.connection, name=name, bucket=1, count=1)
        raise ZeroDivisionError


def test_times_come_back_in_utc_and_json_as_it_was(store: Store) -> None:
    with store.begin() as work:
        row = _BY_ID.first(work.connection, id=work.tickets.add_note(_draft("hello")))
    assert row is not None
    assert row["at"] == NOON
    assert row["at"].tzinfo is UTC
    assert row["attachments"] == [{"name": "shot.png", "type": "image/png", "size": 3, "sha256": "00"}]


def test_text_loses_what_a_database_refuses(store: Store) -> None:
    with store.begin() as work:
        row = _BY_ID.first(work.connection, id=work.tickets.add_note(_draft("a\x00b\ud800c")))
    assert row is not None
    assert row["text"] == "ab?c"


def test_no_row_is_none(store: Store) -> None:
    with store.begin() as work:
        assert _BY_ID.first(work.connection, id=4711) is None
        assert _BY_ID.scalar(work.connection, id=4711) is None
        assert _BY_ID.all(work.connection, id=4711) == []


@pytest.mark.parametrize("several", [0, 1, 2, 3, 64, 65, 130])
def test_any_number_of_values_is_asked_for_and_each_row_comes_once(store: Store, several: int) -> None:
    with store.begin() as work:
        _COUNT.run_all(
            work.connection, [{"name": f"n{one:03}", "bucket": 1, "count": one} for one in range(several + 1)]
        )
        wanted = [f"n{one:03}" for one in range(several)]
        rows = _OF_NAMES.all(work.connection, wanted, bucket=1)
    assert [row["name"] for row in rows] == wanted


def test_rows_inserted_together_are_numbered_in_their_order(store: Store) -> None:
    with store.begin() as work:
        content = [InboundMail(b"Subject: %d\r\n\r\nx" % one, Envelope("", (), NOON)) for one in range(5)]
        ids = work.mails.accept(content, "pipe")
        assert [work.mails.load(one).mail.content for one in ids] == [mail.content for mail in content]


def test_a_document_that_is_not_there_is_nothing_in_the_database_too(store: Store) -> None:
    with store.begin() as work:
        note = work.tickets.add_note(NoteDraft(1, NOON, None, "public", "mail", "no files"))
        found = work.connection.execute(text("SELECT id FROM note WHERE attachments IS NULL")).scalar()
    assert found == note


def test_a_refusal_of_the_driver_is_an_error_of_sqlalchemy(store: Store) -> None:
    with store.begin() as work:
        _COUNT.run(work.connection, name="x", bucket=1, count=1)
        with pytest.raises(IntegrityError), work.savepoint():
            _COUNT.run(work.connection, name="x", bucket=1, count=1)


def test_what_a_savepoint_undoes_leaves_the_rest(store: Store) -> None:
    with store.begin() as work:
        _COUNT.run(work.connection, name="kept", bucket=1, count=1)
        with pytest.raises(ZeroDivisionError):
            count_and_fail(work, "undone")
        _COUNT.run(work.connection, name="after", bucket=1, count=1)
    with store.read() as work:
        names = work.connection.execute(select(_counter.c.name).order_by(_counter.c.name)).scalars().all()
    assert names == ["after", "kept"]


def test_a_savepoint_within_a_savepoint_is_undone_alone(store: Store) -> None:
    with store.begin() as work, work.savepoint():
        _COUNT.run(work.connection, name="outer", bucket=1, count=1)
        with pytest.raises(ZeroDivisionError):
            count_and_fail(work, "inner")
    with store.read() as work:
        assert work.connection.execute(select(_counter.c.name)).scalars().all() == ["outer"]
