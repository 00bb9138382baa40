"""Rows that wait until somebody asks for their table."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from gateway.domain.tickets.ticket import UNNUMBERED, NoteDraft, Ticket
from gateway.errors import DatabaseAway
from gateway.store.store import Store, UnitOfWork
from tests.support.databases import url_of
from tests.support.desk import moment

NOON = moment("2026-03-03 12:00")


def opened(work: UnitOfWork, subject: str = "Till") -> Ticket:
    """A new ticket."""
    return work.tickets.open(Ticket(UNNUMBERED, subject, "new", "question", "medium", "ines@acorn.example", NOON))


def noted(work: UnitOfWork, ticket: Ticket, words: str) -> int:
    """A new note."""
    return work.tickets.add_note(NoteDraft(ticket.id, NOON, None, "public", "mail", words))


@contextmanager
def undone(work: UnitOfWork) -> Iterator[None]:
    """What happens inside is undone."""
    with suppress(KeyError), work.savepoint():
        yield
        raise KeyError


def test_what_was_written_is_read_in_the_same_transaction(store: Store) -> None:
    with store.begin() as work:
        ticket = opened(work)
        work.tickets.add_participants(ticket.id, [("cora@acorn.example", "cc"), ("ines@acorn.example", "requester")])
        first, second = noted(work, ticket, "one"), noted(work, ticket, "two")
        assert work.tickets.get(ticket.id) == ticket
        assert [note.id for note in work.tickets.newest_notes(ticket.id, 5)] == [second, first]
    with store.read() as work:
        assert work.tickets.participants(ticket.id) == [
            ("cora@acorn.example", "cc"),
            ("ines@acorn.example", "requester"),
        ]


def test_a_savepoint_that_fails_undoes_its_own_rows_alone(store: Store) -> None:
    with store.begin() as work:
        kept = opened(work, "kept")
        noted(work, kept, "before")
        with undone(work):
            noted(work, kept, "undone")
            opened(work, "undone")
        noted(work, kept, "after")
    with store.read() as work:
        assert [note.text for note in work.tickets.notes(kept.id)] == ["before", "after"]
        assert work.tickets.newest_id() == kept.id


def test_a_savepoint_that_fails_leaves_no_gap_between_ticket_numbers_that_are_written(store: Store) -> None:
    with store.begin() as work:
        first = opened(work).id
        with undone(work):
            opened(work)
        second = opened(work).id
    with store.begin() as work:
        third = opened(work).id
    assert (second, third) == (first + 1, first + 2)


def open_and_fail(store: Store, work_of_database: str = "") -> None:
    """A transaction that ends badly: by an error of its own, or by what the database does."""
    with store.begin() as work:
        opened(work)
        if work_of_database:
            work.connection.execute(text(work_of_database))
        raise KeyError


def test_a_transaction_that_fails_writes_nothing(store: Store) -> None:
    with pytest.raises(KeyError):
        open_and_fail(store)
    with store.read() as work:
        assert work.tickets.newest_id() == 0


def test_a_connection_that_is_lost_halfway_is_a_database_that_is_away(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    store = Store(url_of("postgresql", tmp_path, request), wait_seconds=120)
    with pytest.raises(DatabaseAway):
        open_and_fail(store, "SELECT pg_terminate_backend(pg_backend_pid())")
    with store.begin() as work:
        assert opened(work).id > 0
    store.close()


@contextmanager
def retracted(work: UnitOfWork) -> Iterator[None]:
    """What happens inside is taken back by the desk."""
    with suppress(KeyError), work.retractable():
        yield
        raise KeyError


def texts(store: Store, ticket: Ticket) -> list[str]:
    """What the notes of a ticket say."""
    with store.read() as work:
        return [note.text for note in work.tickets.notes(ticket.id)]


def test_what_the_desk_retracts_was_never_written(store: Store) -> None:
    with store.begin() as work:
        kept = opened(work, "kept")
        noted(work, kept, "before")
        with retracted(work):
            noted(work, kept, "undone")
            work.tickets.save(replace(kept, state="open"), kept)
            opened(work, "undone")
        noted(work, kept, "after")
        last = opened(work, "last")
    assert texts(store, kept) == ["before", "after"]
    with store.read() as work:
        assert [work.tickets.get(one.id) for one in (kept, last)] == [kept, last]
    assert last.id == kept.id + 1  # numbers have no gaps


def test_what_the_desk_retracts_is_undone_also_where_it_was_written(store: Store) -> None:
    with store.begin() as work:
        kept = opened(work, "kept")
        noted(work, kept, "before")
        with retracted(work):
            noted(work, kept, "undone")
            work.tickets.set_participant(kept.id, "cora@acorn.example", "allowed")
            noted(work, kept, "undone, too")
        noted(work, kept, "after")
        assert work.tickets.participants(kept.id) == []
    assert texts(store, kept) == ["before", "after"]


def test_what_is_not_retracted_stands(store: Store) -> None:
    with store.begin() as work:
        kept = opened(work, "kept")
        with work.retractable():
            noted(work, kept, "one")
        with work.retractable():
            noted(work, kept, "two")
            assert [note.text for note in work.tickets.newest_notes(kept.id, 1)] == ["two"]
            work.tickets.set_participant(kept.id, "cora@acorn.example", "allowed")
            noted(work, kept, "three")
        noted(work, kept, "four")
    assert texts(store, kept) == ["one", "two", "three", "four"]


def test_the_inner_of_two_is_retracted_alone(store: Store) -> None:
    for within in (True, False):
        with store.begin() as work:
            kept = opened(work, "kept")
            with work.retractable():
                noted(work, kept, "outer")
                with retracted(work) if within else undone(work):
                    noted(work, kept, "inner")
                noted(work, kept, "outer, too")
        assert texts(store, kept) == ["outer", "outer, too"]


def test_the_outer_of_two_is_retracted_with_the_inner(store: Store) -> None:
    with store.begin() as work:
        kept = opened(work, "kept")
        with retracted(work):
            noted(work, kept, "outer")
            with work.savepoint():
                noted(work, kept, "inner")
        noted(work, kept, "after")
    assert texts(store, kept) == ["after"]


def test_what_the_database_refuses_within_a_savepoint_is_undone_alone(store: Store) -> None:
    with store.begin() as work:
        kept = opened(work, "kept")
        noted(work, kept, "before")
        with suppress(DBAPIError), work.savepoint(), work.retractable():
            noted(work, kept, "undone")
            work.connection.execute(text("SELECT nothing FROM nowhere"))
        noted(work, kept, "after")
    assert texts(store, kept) == ["before", "after"]
