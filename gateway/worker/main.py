"""The main process: takes mail in, answers HTTP, counts, and keeps the children alive."""

import asyncio
import logging
import os
import threading
from collections.abc import Callable

from gateway.app import open_subscriptions
from gateway.config import Config
from gateway.http.app import make_app
from gateway.http.server import HttpServer
from gateway.store.store import Store
from gateway.worker.acceptor import Acceptor, allow_connections, until_told
from gateway.worker.children import Child
from gateway.worker.log import configure_logging
from gateway.worker.metrics import GatewayMetrics
from gateway.worker.tally import Tally

log = logging.getLogger(__name__)

STOP_SECONDS = 22.0  # for everything to end by itself
LONGEST_STOP_SECONDS = 28.0  # then the process ends all the same: what had its 250 is in the database
LAST_SECONDS = 2.0


def run(config: Config, backfill: bool = False) -> int:
    """Serve until told to stop. Raises ConfigurationError for what cannot be listened at."""
    writer = configure_logging("main")
    allow_connections(config.limits.connections)
    try:
        return asyncio.run(Main(config, backfill).serve())
    finally:
        writer.flush(1.0)


class Main:
    """Everything of the main process. `backfill`: new mailboxes are read from their beginning."""

    def __init__(self, config: Config, backfill: bool = False) -> None:
        self._config = config
        self._backfill = backfill
        self._store = Store(config.database_url)
        self._tally = Tally()
        self._stop_mailboxes = threading.Event()
        arguments = [str(config.path)]
        self._settler = Child("settler", arguments, self._tally.take)
        self._others = [Child("acceptor", arguments, self._hear) for _ in range(config.workers.processes - 1)]
        self._acceptor = Acceptor(config, self._store, lambda kept: self._settler.wake(), self._tally.accept)
        metrics = GatewayMetrics(self._tally, self._store).render
        self._http = HttpServer(config, make_app(self._checks(), metrics, open_subscriptions(config, self._store)))

    def _hear(self, line: bytes) -> None:
        self._tally.take(line)
        self._settler.wake()

    def _checks(self) -> dict[str, Callable[[], bool]]:
        return {"database": self._database_answers, "listeners": lambda: self._acceptor.listeners.up}

    def _database_answers(self) -> bool:
        with self._store.read() as work:  # more than a ping: the tables must be there
            work.mails.count_waiting()
        return True

    async def serve(self) -> int:
        """Start, wait, stop."""
        children = [self._settler, *self._others]
        try:
            await self._acceptor.start()
            await self._http.start()
            for child in children:
                child.start()
            mailboxes = self._open_mailboxes()
            log.info("serving", extra={"http": self._http.port, "config": str(self._config.path)})
            await until_told()
            log.info("stopping")
            _end_in_any_case()
            self._stop_mailboxes.set()
        finally:
            for child in children:
                child.end()
            await self._finish(children)
        await asyncio.to_thread(_join, mailboxes)
        log.info("stopped")
        return 0

    async def _finish(self, children: list[Child]) -> None:
        loop = asyncio.get_running_loop()
        deadline = loop.time() + STOP_SECONDS
        await self._acceptor.stop()
        await self._http.stop()
        for child in children:
            await asyncio.to_thread(child.wait, max(0.1, deadline - loop.time()))
        self._store.close()

    def _note_mail(self) -> None:
        self._tally.accept()
        self._settler.wake()

    def _open_mailboxes(self) -> list[threading.Thread]:
        if not self._config.imap:
            return []
        from gateway.app import build  # only mailboxes need a whole desk in this process
        from gateway.intake.imap import MailboxReader

        desk = build(self._config)
        stop, backfill = self._stop_mailboxes, self._backfill
        readers = [MailboxReader(mailbox, desk, stop, self._note_mail, backfill) for mailbox in self._config.imap]
        threads = [threading.Thread(target=reader.run, name="mailbox", daemon=True) for reader in readers]
        for thread in threads:
            thread.start()
        return threads


def _end_in_any_case() -> None:
    """A thread that waits for a database that does not answer must not keep the process from its end."""
    timer = threading.Timer(LONGEST_STOP_SECONDS, os._exit, (0,))
    timer.daemon = True
    timer.start()


def _join(threads: list[threading.Thread]) -> None:
    for thread in threads:
        thread.join(LAST_SECONDS)
