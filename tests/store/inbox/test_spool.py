"""What is accepted on SQLite waits in a file of its own: nothing in it is lost, whatever happens to either file."""

import random
import shutil
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, event

from gateway.errors import DatabaseAway
from gateway.mail.envelope import Envelope, InboundMail
from gateway.store.inbox.spool import LARGE, Spool, spool_path
from gateway.store.store import Store
from tests.support.spools import nothing_deleted

NOW = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
ALL = 10**9


@pytest.fixture
def store(tmp_path: Path, sqlite_schema: bytes) -> Iterator[Store]:
    opened = open_store(tmp_path, sqlite_schema)
    yield opened
    opened.close()


def open_store(folder: Path, schema: bytes | None = None) -> Store:
    """What a process opens: every one writes under an epoch of its own."""
    if schema is not None:
        (folder / "gateway.db").write_bytes(schema)
    return Store(f"sqlite:///{folder / 'gateway.db'}", wait_seconds=30)


def mail(text: str) -> tuple[InboundMail, str]:
    envelope = Envelope("user@acorn.example", ("support@vendor.example",), NOW, "192.0.2.1", "mx.acorn.example")
    return InboundMail(f"Subject: {text}\r\n\r\n{text}\r\n".encode(), envelope), "smtp"


def keep(store: Store, *texts: str) -> None:
    assert store.spool
    store.spool.keep([mail(text) for text in texts])


def move(store: Store, limit: int = 100) -> list[str]:
    """Move the oldest; the texts of what was new in the database."""
    with store.begin() as work:
        claimed = work.mails.claim(work.mails.spooled.oldest(limit, ALL))
        return [text_of(one.mail) for one in claimed if one]


def text_of(mail: InboundMail) -> str:
    return mail.content.decode().split("\r\n")[2]


def moved(store: Store) -> list[str]:
    with store.read() as work:
        return [text_of(one.mail) for one in work.mails.waiting(1000)]


def waiting(store: Store) -> int:
    with store.read() as work:
        return work.mails.count_waiting()


def marks(store: Store) -> int:
    with store.read() as work:
        return len(work.mails.spooled.marks.all())


def spooled_rows(store: Store) -> int:
    assert store.spool
    with closing(sqlite3.connect(store.spool.path)) as database:
        return int(database.execute("SELECT count(*) FROM spooled").fetchone()[0])


def tidy(store: Store) -> None:
    with store.begin() as work:
        work.mails.spooled.tidy()


def close(store: Store) -> None:
    """End as a process does, all of it in the two files."""
    store.close()
    for file in Path(store.url.removeprefix("sqlite:///")).parent.glob("*.db"):
        with closing(sqlite3.connect(file)) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def test_the_spool_stands_beside_its_database() -> None:
    assert spool_path("sqlite:////var/lib/gateway/gateway.db") == Path("/var/lib/gateway/gateway.spool.db")
    assert spool_path("sqlite:///desk") == Path("desk.spool")
    assert spool_path("sqlite:///") is None
    assert spool_path("postgresql+psycopg://host/gateway") is None


def test_mail_comes_out_as_it_came_in_and_in_its_order(store: Store) -> None:
    assert store.spool
    assert store.spool.keep([mail("one"), mail("two")]) == [1, 2]
    assert store.spool.keep([mail("three")]) == [3]
    assert waiting(store) == 3
    assert move(store, 2) == ["one", "two"]
    assert waiting(store) == 3
    assert move(store) == ["three"]
    assert moved(store) == ["one", "two", "three"]
    with store.read() as work:
        first = work.mails.load(1)
    assert (first.mail, first.source, first.attempts) == (*mail("one"), 0)
    assert spooled_rows(store) == 0


def test_the_file_is_made_when_the_first_mail_comes_and_for_its_owner_alone(store: Store) -> None:
    assert store.spool
    assert waiting(store) == 0
    assert not store.spool.path.exists()
    keep(store, "one")
    for file in store.spool.path.parent.glob("gateway.spool.db*"):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_what_is_kept_is_synced_and_what_is_deleted_need_not_be(store: Store) -> None:
    seen = []

    def note(connection: Connection) -> None:
        if connection.get_execution_options().get("reading"):
            return
        raw = connection.connection.driver_connection
        assert raw is not None
        file = Path(raw.execute("PRAGMA database_list").fetchone()[2]).name
        seen.append((file, raw.execute("PRAGMA synchronous").fetchone()[0]))

    keep(store, "one")
    event.listen(Engine, "commit", note)
    try:
        keep(store, "two")
        move(store)
        keep(store, "three")
    finally:
        event.remove(Engine, "commit", note)
    full, normal = 2, 1
    assert [file for file, _ in seen] == ["gateway.spool.db", "gateway.db", "gateway.spool.db", "gateway.spool.db"]
    assert [level for _, level in seen] == [full, full, normal, full]


def test_a_batch_has_no_more_bytes_than_fit_but_one_mail_at_least(store: Store) -> None:
    keep(store, "a" * 1000, "b" * 1000, "c" * 1000)
    with store.read() as work:
        assert [len(work.mails.spooled.oldest(9, most)) for most in (1, 2500, 4600, ALL)] == [1, 1, 2, 3]


def test_mail_of_the_database_goes_before_that_of_the_spool(store: Store) -> None:
    keep(store, "spooled")
    with store.begin() as work:
        work.mails.accept([mail("there")[0]], "imap")
    with store.read() as work:
        assert [text_of(one.mail) for one in work.mails.waiting_within(9, ALL)] == ["there"]


def test_a_move_that_is_undone_leaves_everything_where_it_was(store: Store) -> None:
    keep(store, "one")
    with suppress(RuntimeError), store.begin() as work:
        assert work.mails.claim(work.mails.spooled.oldest(9, ALL))
        work.mails.spooled.tidy()  # knows of nothing that is not committed
        raise RuntimeError
    assert moved(store) == []
    assert move(store) == ["one"]


def test_two_who_want_to_move_the_same_mail(store: Store) -> None:
    keep(store, "one", "two")
    with store.read() as work:
        seen = work.mails.spooled.oldest(9, ALL)
    move(store, 1)
    keep(store, "three")
    with store.begin() as work:
        claimed = work.mails.claim(seen)
    assert [one and text_of(one.mail) for one in claimed] == [None, "two"]
    assert move(store) == ["three"]
    assert moved(store) == ["one", "two", "three"]


def test_after_a_death_between_commit_and_deletion_nothing_is_twice(store: Store) -> None:
    keep(store, "one", "two")
    with nothing_deleted(store):
        move(store)
    keep(store, "three")
    assert (spooled_rows(store), waiting(store)) == (3, 3)
    again = open_store(store.spool.path.parent) if store.spool else store
    with again.read() as work:
        assert [text_of(one.mail) for one in work.mails.spooled.oldest(9, ALL)] == ["three"]
        assert [one.id for one in work.mails.spooled.records()] == [0]
    tidy(again)
    assert spooled_rows(again) == 1
    move(again)
    assert moved(again) == ["one", "two", "three"]
    again.close()


def test_a_spool_that_was_deleted_begins_anew_and_loses_no_later_mail(tmp_path: Path, sqlite_schema: bytes) -> None:
    first = open_store(tmp_path, sqlite_schema)
    keep(first, *"abc")
    move(first)
    close(first)
    for file in tmp_path.glob("gateway.spool.db*"):
        file.unlink()
    second = open_store(tmp_path)
    keep(second, "d")  # has the number 1 again
    assert move(second) == ["d"]
    assert moved(second) == [*"abcd"]
    second.close()


@pytest.mark.parametrize("replaced", [False, True])
def test_a_spool_that_is_taken_away_while_mail_comes_in_gets_no_further_mail(store: Store, replaced: bool) -> None:
    keep(store, "a", "b")
    move(store)
    assert store.spool
    for file in store.spool.path.parent.glob("gateway.spool.db*"):
        file.unlink()
    if replaced:
        Spool(store.spool.path, 1).keep([mail("x")])
    keep(store, "c")
    other = open_store(store.spool.path.parent)  # the settler is another process
    assert move(other) == [*("x" if replaced else ""), "c"]
    assert waiting(store) == waiting(other) == (4 if replaced else 3)
    other.close()


def test_numbers_that_begin_anew_in_the_same_file_begin_a_new_epoch(store: Store) -> None:
    keep(store, *"abc")
    move(store)
    assert store.spool
    with closing(sqlite3.connect(store.spool.path)) as database, database:
        database.execute("UPDATE sqlite_sequence SET seq = 0")  # as of a file that was copied over this one
    keep(store, "d")
    assert "d" in move(store)


def test_a_spool_of_yesterday_brings_nothing_twice_and_hides_nothing_new(tmp_path: Path, sqlite_schema: bytes) -> None:
    first = open_store(tmp_path, sqlite_schema)
    keep(first, *"abc")
    close(first)
    shutil.copy(tmp_path / "gateway.spool.db", tmp_path / "yesterday")
    second = open_store(tmp_path)
    keep(second, *"de")
    move(second)
    close(second)
    shutil.copy(tmp_path / "yesterday", tmp_path / "gateway.spool.db")
    third = open_store(tmp_path)
    keep(third, "f")  # the number of d
    assert waiting(third) == 6
    assert move(third) == ["f"]
    assert moved(third) == [*"abcdef"]
    tidy(third)
    assert spooled_rows(third) == 0
    third.close()


def test_with_a_database_of_yesterday_what_the_spool_has_is_not_lost(tmp_path: Path, sqlite_schema: bytes) -> None:
    first = open_store(tmp_path, sqlite_schema)
    keep(first, *"ab")
    move(first)
    close(first)
    shutil.copy(tmp_path / "gateway.db", tmp_path / "yesterday")
    second = open_store(tmp_path)
    keep(second, *"cd")
    move(second)
    keep(second, "e")
    close(second)
    shutil.copy(tmp_path / "yesterday", tmp_path / "gateway.db")
    third = open_store(tmp_path)
    keep(third, "f")
    move(third)
    assert moved(third) == [*"abef"]  # c and d were only in the newer database
    third.close()


def test_of_a_backup_spool_first_then_database_every_mail_comes_back_once(tmp_path: Path, sqlite_schema: bytes) -> None:
    first = open_store(tmp_path, sqlite_schema)
    keep(first, *"abc")
    backup(tmp_path, "gateway.spool.db")
    move(first, 2)
    backup(tmp_path, "gateway.db")
    move(first)
    close(first)
    for name in ("gateway.db", "gateway.spool.db"):
        shutil.copy(tmp_path / f"{name}.backup", tmp_path / name)
    second = open_store(tmp_path)
    assert waiting(second) == 3
    move(second)
    assert moved(second) == [*"abc"]
    second.close()


def backup(folder: Path, name: str) -> None:
    """What `sqlite3 FILE ".backup COPY"` does."""
    with closing(sqlite3.connect(folder / name)) as of, closing(sqlite3.connect(folder / f"{name}.backup")) as to:
        of.backup(to)


def test_mail_of_two_epochs_is_moved_in_the_order_of_its_acceptance(store: Store, tmp_path: Path) -> None:
    other = open_store(tmp_path)
    for place, text in enumerate("abcdef"):
        keep(other if place % 2 else store, text)
    move(store, 3)
    assert (waiting(store), marks(store)) == (6, 2)
    move(other)
    assert moved(store) == [*"abcdef"]
    other.close()


def test_marks_of_epochs_that_are_over_go(store: Store, tmp_path: Path) -> None:
    for _ in range(5):
        other = open_store(tmp_path)
        keep(other, "x", "y")
        move(other, 1 if _ == 4 else 9)
        other.close()
    assert marks(store) == 5
    tidy(store)
    assert marks(store) == 1  # one mail of the last is still there
    move(store)
    tidy(store)
    assert (marks(store), waiting(store)) == (0, 10)
    keep(store, "z")
    assert move(store) == ["z"]


def test_an_epoch_goes_on_after_its_mark_is_gone(store: Store) -> None:
    for text in "abc":
        keep(store, text)
        tidy(store)
        assert move(store) == [text]
        tidy(store)
    assert moved(store) == [*"abc"]


def test_what_cannot_be_written_is_refused(store: Store, tmp_path: Path) -> None:
    assert store.spool
    store.spool.path.mkdir()
    with pytest.raises(DatabaseAway):
        keep(store, "one")
    store.spool.path.rmdir()
    keep(store, "two")
    assert move(store) == ["two"]


def test_who_writes_into_the_database_for_long_keeps_nobody_waiting(store: Store) -> None:
    with store.begin():
        keep(store, "one")
    assert waiting(store) == 1


def test_after_a_storm_the_disk_has_its_room_back_and_numbers_go_on(store: Store) -> None:
    assert store.spool
    noise = random.Random(1).randbytes(LARGE // 8)
    store.spool.keep([(InboundMail(b"%d%s" % (n, noise), mail("x")[0].envelope), "smtp") for n in range(9)])
    with store.begin() as work:
        assert len(work.mails.claim(work.mails.spooled.oldest(100, 10 * LARGE))) == 9
    tidy(store)
    close(store)
    assert store.spool.path.stat().st_size < 100_000
    assert store.spool.keep([mail("next")]) == [10]
