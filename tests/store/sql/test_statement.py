"""Statements that go straight to the driver keep what SQLAlchemy's types promise, on both databases."""

from datetime import UTC, datetime, timedelta, timezone, tzinfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import bindparam, insert, select, text
from sqlalchemy.exc import IntegrityError

from gateway.domain.tickets.ticket import NoteDraft, NoteFile
from gateway.mail.envelope import Envelope, InboundMail
from gateway.store.sql.rows import table_of
from gateway.store.sql.statement import ManyStatement, Statement, insert_with_id, values_of
from gateway.store.store import Store, UnitOfWork
from gateway.store.tables.outgoing import Counter
from gateway.store.tables.tickets import Note

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
    files = (NoteFile("shot.png", "image/png", 3, "00"),)
    return NoteDraft(1, NOON, None, "public", "mail", text, attachments=files)


def count_and_fail(work: UnitOfWork, name: str) -> None:
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


ZONES: st.SearchStrategy[tzinfo] = st.sampled_from((UTC, timezone(timedelta(hours=1))))
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=ZONES)
DOCUMENTS = st.none() | st.lists(st.dictionaries(st.text(max_size=5), st.text() | st.integers(-9, 9) | st.booleans()))
NOTES = st.fixed_dictionaries(
    {
        "at": MOMENTS,
        "author": st.none() | st.text(),
        "text": st.text(st.characters()),
        "mail_id": st.none(),
        "attachments": DOCUMENTS,
        "withdrawn_at": st.none() | MOMENTS,
    }
)
_ALWAYS = {"ticket_id": 1, "visibility": "public", "channel": "mail", "via": None, "proven": True}
_ADD = insert_with_id(_note, sorted({*_note.c.keys()} - {"id"}))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(note=NOTES)
def test_a_row_is_the_same_whether_written_and_read_by_sqlalchemy_or_past_it(
    store: Store, note: dict[str, object]
) -> None:
    with store.begin() as work:
        past = _ADD.insert(work.connection, **note, **_ALWAYS)
        usual = work.connection.execute(insert(_note).values(**note, **_ALWAYS).returning(_note.c.id)).scalar_one()
        both = [
            (_BY_ID.first(work.connection, id=one), dict(row._mapping))
            for one in (past, usual)
            for row in work.connection.execute(select(_note).where(_note.c.id == one))
        ]
    (left, left_usual), (right, right_usual) = both
    assert left == left_usual
    assert right == right_usual
    assert {**right, "id": past} == left


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
