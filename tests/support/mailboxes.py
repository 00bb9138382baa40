"""A reader of a mailbox on a scripted server, with a real desk and store, for tests."""

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from gateway.config import Imap, Secret
from gateway.desk.desk import Desk
from gateway.intake.backoff import Backoff
from gateway.intake.imap import MailboxReader
from gateway.store.quarantine import QuarantineEntry
from gateway.store.store import Store
from tests.support.desk import build_desk, letter
from tests.support.imap_server import PATIENCE, ImapServer

CUSTOMER = "ines@acorn.example"


def mail(text: str = "Where is the manual?", **parts: Any) -> bytes:
    """A customer's mail as it lies in a mailbox."""
    return letter(CUSTOMER, text, **parts).as_bytes().replace(b"\n", b"\r\n")


class Post:
    """A desk and the mailbox it reads. `settings`: keys of [[imap]]; `woken`: how often the settler was called."""

    def __init__(self, server: ImapServer, store: Store, folder: Path, **tables: Any) -> None:
        self.server = server
        self.desk: Desk = build_desk(store, folder, **tables)
        self.password = folder / "imap.pw"
        self.password.write_text(server.login[1] + "\n")
        self.woken = 0

    def settings(self, **keys: Any) -> Imap:
        """Where the mailbox is; `idle_seconds` may be shorter than a person may configure."""
        idle = keys.pop("idle_seconds", 1500)
        known = {"host": "localhost", "port": self.server.port, "tls": "none", "username": self.server.login[0]}
        settings = Imap.model_validate({**known, "password": Secret(file=self.password), "timeout": 60, **keys})
        return settings.model_copy(update={"idle_seconds": idle})

    @contextmanager
    def reading(self, backfill: bool = False, **keys: Any) -> Iterator[MailboxReader]:
        """A reader at work, stopped at the end."""
        stop = threading.Event()
        reader = MailboxReader(self.settings(**keys), self.desk, stop, self._wake, backfill)
        reader.backoff = Backoff(0.001, 0.01)
        thread = threading.Thread(target=reader.run)
        thread.start()
        try:
            yield reader
        finally:
            stop.set()
            thread.join(PATIENCE)
            assert not thread.is_alive()

    def _wake(self) -> None:
        self.woken += 1

    def visit(self, done: Callable[[], object], what: str, **keys: Any) -> None:
        """Read until something is done."""
        with self.reading(**keys):
            self.server.until(done, what)

    def kept(self) -> list[bytes]:
        """The raw mails, in the order in which they were kept; no stand-ins."""
        with self.desk.store.read() as work:
            return [one.mail.content for one in work.mails.waiting(10_000)]

    def asleep(self) -> bool:
        """Everything is read; the reader waits for news."""
        return self.server.idling > 0

    def set_apart(self) -> list[QuarantineEntry]:
        """What waits in quarantine."""
        with self.desk.store.read() as work:
            return work.quarantines.listing(None, None)

    def state(self, reader: MailboxReader) -> tuple[int, int] | None:
        """How far the mailbox was read."""
        with self.desk.store.read() as work:
            return work.mailboxes.state(reader.name)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database, to be copied."""
    path = tmp_path_factory.mktemp("migrated") / "gateway.db"
    store = Store(f"sqlite:///{path}")
    store.migrate()
    store.close()
    return path


@pytest.fixture
def sqlite_store(migrated: Path, tmp_path: Path) -> Iterator[Store]:
    """A fresh store on SQLite."""
    store = Store(f"sqlite:///{shutil.copy(migrated, tmp_path / 'gateway.db')}")
    yield store
    store.close()


@pytest.fixture
def server() -> Iterator[ImapServer]:
    """A mailbox with nothing in it."""
    with ImapServer() as running:
        yield running


@pytest.fixture
def post(server: ImapServer, sqlite_store: Store, tmp_path: Path) -> Post:
    """A desk for that mailbox."""
    return Post(server, sqlite_store, tmp_path)
