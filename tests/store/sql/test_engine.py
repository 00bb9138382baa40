"""How the one writer of SQLite is waited for."""

import threading
from pathlib import Path

import pytest

from gateway.errors import DatabaseAway
from gateway.store.store import Store


def test_a_writer_gives_up_when_the_lock_is_held_too_long(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/gateway.db"
    holder, other = Store(url), Store(url, wait_seconds=0.1)
    holder.migrate()
    with holder.begin(), pytest.raises(DatabaseAway, match="locked"), other.begin():
        pass
    with other.begin() as work:
        assert work.mails.count_waiting() == 0
    holder.close()
    other.close()


def test_a_writer_goes_on_as_soon_as_the_lock_is_free(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/gateway.db"
    holder, other = Store(url), Store(url)
    holder.migrate()
    entered = threading.Event()

    def write() -> None:
        with other.begin():
            entered.set()

    with holder.begin():
        thread = threading.Thread(target=write)
        thread.start()
        assert not entered.wait(0.05)
    assert entered.wait(120)
    thread.join()
    holder.close()
    other.close()
