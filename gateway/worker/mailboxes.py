"""The mailboxes of a gateway that runs: a thread for each, begun anew when the configuration changes."""

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from gateway.config import Config

if TYPE_CHECKING:  # only mailboxes need a whole desk in this process
    from gateway.intake.imap import MailboxReader
    from gateway.store.store import Store

LAST_SECONDS = 2.0  # for a reader that waits for its server when the process ends
HANDOVER_SECONDS = 30.0  # for the old reader of a mailbox before the new one begins


class Mailboxes:
    """All readers. `note_mail` is called once for every mail kept. `backfill`: new mailboxes from their beginning."""

    def __init__(self, note_mail: Callable[[], None], backfill: bool = False) -> None:
        self._note_mail, self._backfill = note_mail, backfill
        self._stop = threading.Event()
        self._readers: list[MailboxReader] = []
        self._threads: list[threading.Thread] = []
        self._store: Store | None = None  # of their desk

    @property
    def state(self) -> dict[str, bool]:
        """Each mailbox by name, and whether its last visit went well."""
        return {one.name: one.is_well for one in self._readers}

    def open(self, config: Config) -> None:
        """Begin to read. Raises ConfigurationError."""
        if not config.imap:
            return
        from gateway.app.desk import build  # only mailboxes need a whole desk in this process
        from gateway.intake.imap import MailboxReader

        desk, self._stop = build(config), threading.Event()
        self._store = desk.store
        self._readers = [MailboxReader(one, desk, self._stop, self._note_mail, self._backfill) for one in config.imap]
        self._threads = [threading.Thread(target=one.run, name="mailbox", daemon=True) for one in self._readers]
        for thread in self._threads:
            thread.start()

    def change(self, config: Config) -> None:
        """End the readers there are, and begin with these settings. Blocks. Raises ConfigurationError."""
        self.stop()
        self.join(HANDOVER_SECONDS)
        if self._store is not None:
            self._store.close()
        self._readers, self._threads = [], []
        self.open(config)

    def stop(self) -> None:
        """Tell all of them to end."""
        self._stop.set()

    def join(self, seconds: float = LAST_SECONDS) -> None:
        """Wait for each of them, at most so long."""
        for thread in self._threads:
            thread.join(seconds)
