"""Tickets that a transaction read ahead, while others change them."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from gateway.domain.tickets.ticket import UNNUMBERED, NoteDraft, Ticket
from gateway.store.store import Store, UnitOfWork
from tests.support.databases import url_of
from tests.support.desk import moment

NOON = moment("2026-03-03 12:00")


@pytest.fixture
def far(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A PostgreSQL database: where what is read ahead can be changed by somebody else."""
    store = Store(url_of("postgresql", tmp_path, request), wait_seconds=120)
    yield store
    store.close()


def opened(store: Store) -> int:
    """The id of a new ticket."""
    with store.begin() as work:
        return work.tickets.open(Ticket(UNNUMBERED, "Till", "new", "question", "medium", "ines@acorn.example", NOON)).id


def change(work: UnitOfWork, ticket_id: int, **columns: Any) -> Ticket:
    """Change a ticket as use cases do."""
    was = work.tickets.get(ticket_id)
    assert was is not None
    return work.tickets.save(replace(was, **columns), was)


def now(store: Store, ticket_id: int) -> Ticket:
    """The ticket as it stands."""
    with store.read() as work:
        found = work.tickets.get(ticket_id)
    assert found is not None
    return found


def test_changes_are_seen_at_once_and_written_at_the_end(far: Store) -> None:
    first, second = opened(far), opened(far)
    with far.begin() as work:
        work.look_together(work.tickets.look_ahead([first, second, 99]))
        change(work, first, state="open", assignee="nadia@vendor.example")
        change(work, first, state="pending")
        change(work, second, priority="high")
        new = work.tickets.open(Ticket(UNNUMBERED, "Printer", "new", "question", "low", "ines@acorn.example", NOON))
        change(work, new.id, state="open")
        assert [one.state for one in work.tickets.several([first, second, 99, new.id])] == ["pending", "new", "open"]
        assert now(far, first).state == "new"
    assert [now(far, one).state for one in (first, second, new.id)] == ["pending", "new", "open"]
    assert (now(far, first).assignee, now(far, second).priority) == ("nadia@vendor.example", "high")


def test_who_changes_a_ticket_meanwhile_waits_and_is_not_overwritten(far: Store) -> None:
    ticket_id, read = opened(far), Event()

    def command() -> None:
        with far.begin() as work:
            read.set()
            change(work, ticket_id, priority="critical", state="on_hold")

    with ThreadPoolExecutor() as others:
        with far.begin() as work:
            work.look_together(work.tickets.look_ahead([ticket_id]))
            running = others.submit(command)
            assert read.wait(60)
            change(work, ticket_id, state="open", assignee="nadia@vendor.example")
        running.result(60)
    found = now(far, ticket_id)
    assert (found.state, found.priority, found.assignee) == ("on_hold", "critical", "nadia@vendor.example")


def test_a_ticket_that_somebody_has_in_hand_is_not_waited_for_and_read_when_it_is_needed(far: Store) -> None:
    ticket_id = opened(far)
    with far.begin() as work:
        with far.begin() as other:
            change(other, ticket_id, priority="critical")
            work.look_together(work.tickets.look_ahead([ticket_id]))
        assert change(work, ticket_id, state="open").priority == "critical"
    found = now(far, ticket_id)
    assert (found.state, found.priority) == ("open", "critical")


def test_a_savepoint_that_fails_forgets_what_was_known(store: Store) -> None:
    ticket_id = opened(store)
    with store.begin() as work:
        if work.is_far:
            work.look_together(work.tickets.look_ahead([ticket_id]))
        change(work, ticket_id, assignee="nadia@vendor.example")
        with suppress(KeyError), work.savepoint():
            change(work, ticket_id, state="open")
            work.tickets.add_note(NoteDraft(ticket_id, NOON, None, "public", "mail", "undone"))
            work.tickets.add_participants(ticket_id, [("cora@acorn.example", "cc")])
            raise KeyError
        assert work.tickets.notes(ticket_id) == []
        assert work.tickets.everybody(ticket_id) == {}
        assert change(work, ticket_id, priority="high").state == "new"
    found = now(store, ticket_id)
    assert (found.state, found.priority, found.assignee) == ("new", "high", "nadia@vendor.example")


def test_notes_that_were_read_ahead_are_those_of_the_database(far: Store) -> None:
    tickets = [opened(far), opened(far)]
    with far.begin() as work:
        for number in range(40):
            work.tickets.add_note(
                NoteDraft(tickets[0], NOON, "ines@acorn.example", "public", "mail", f"{number}", None, 7)
            )
        work.tickets.add_note(NoteDraft(tickets[1], NOON, None, "internal", "mail", "x" * 30_000))
    with far.begin() as work:
        work.look_together(work.tickets.look_ahead(tickets))
        work.tickets.add_note(NoteDraft(tickets[0], NOON, "ines@acorn.example", "public", "mail", "40", None, 8))
        for most in (1, 6, 32, 50):
            newest = [str(number) for number in range(40, 40 - min(most, 41), -1)]
            assert [one.text for one in work.tickets.newest_notes(tickets[0], most)] == newest
            texts = work.tickets.newest_texts(tickets[0], "ines@acorn.example", NOON, 8, most, proven=True)
            assert texts == [str(number) for number in range(39, 39 - min(most, 40), -1)]
        assert len(work.tickets.notes(tickets[0])) == 41
        assert [len(one.text) for one in work.tickets.notes(tickets[1])] == [30_000]
