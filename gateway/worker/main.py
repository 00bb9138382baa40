"""The main process: takes mail in, answers HTTP, counts, and keeps the children alive."""

import asyncio
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable

from starlette.applications import Starlette

from gateway.app.desk import load_policy, open_files, open_subscriptions
from gateway.app.store import open_store, refuse_newer
from gateway.config import Config
from gateway.http.app import make_app, make_public_app
from gateway.http.server import HttpServer, private_place, public_place
from gateway.store.sql.migrate import Schema
from gateway.worker.acceptor import Acceptor, allow_connections, until_told
from gateway.worker.children import Child
from gateway.worker.log import configure_logging, on_a_terminal
from gateway.worker.mailboxes import Mailboxes
from gateway.worker.metrics import GatewayMetrics
from gateway.worker.process_metrics import ProcessMetrics
from gateway.worker.reloading import read_again
from gateway.worker.serving_file import ServingFile

log = logging.getLogger(__name__)

STOP_SECONDS = 22.0  # for everything to end by itself
LONGEST_STOP_SECONDS = 28.0  # then the process ends all the same: what had its 250 is in the database


def run(config: Config, backfill: bool = False) -> int:
    """Serve until told to stop. Raises ConfigurationError for rules that cannot decide, and what cannot be listened at.

    The rules are read by the children; a fault of theirs is told here, before any mail is taken in.
    """
    rules, _ = load_policy(config)
    writer = configure_logging("main")
    if rules.folder.move:
        log.warning(rules.folder.move)
    allow_connections(config.limits.connections + 2 * config.limits.http_connections)
    try:
        return asyncio.run(Main(config, backfill).serve())
    finally:
        writer.flush(1.0)


class Main:
    """Everything of the main process. `backfill`: new mailboxes are read from their beginning."""

    def __init__(self, config: Config, backfill: bool = False) -> None:
        self._config = config
        self._store = open_store(config)
        self._tally = ProcessMetrics()
        self._settler = Child("settler", config, self._tally.take, self._tally.settler_ended)
        self._others = [Child("acceptor", config, self._hear) for _ in range(config.workers.processes - 1)]
        self._readers = [Child("reader", config, self._tally.take) for _ in range(config.workers.readers)]
        self._acceptor = Acceptor(config, self._store, lambda kept: self._settler.wake(), self._tally)
        self._mailboxes = Mailboxes(self._note_mail, backfill)
        self._metrics = GatewayMetrics(self._tally, self._store, lambda: self._mailboxes.state).render
        self._http = HttpServer(config, self._pages(config), private_place(config))
        public = public_place(config)
        self._public = HttpServer(config, self._public_pages(config), public) if public else None
        self._serving = ServingFile(config)
        self._reloading = asyncio.Lock()

    @property
    def _servers(self) -> list[HttpServer]:
        return [self._http, *([self._public] if self._public else [])]

    def _pages(self, config: Config) -> Starlette:
        if config.http.public_port is not None:
            return make_app(self._checks(config), self._metrics, role=self._role)
        subscriptions, files = open_subscriptions(config, self._store), open_files(config, self._store)
        return make_app(self._checks(config), self._metrics, subscriptions, files, self._role)

    def _public_pages(self, config: Config) -> Starlette:
        return make_public_app(open_subscriptions(config, self._store), open_files(config, self._store))

    def _hear(self, line: bytes) -> None:
        self._tally.take(line)
        self._settler.wake()

    def _checks(self, config: Config) -> dict[str, Callable[[], bool]]:
        checks = {
            "database": self._database_answers,
            "listeners": lambda: self._acceptor.listeners.up,
            "schema": lambda: self._store.schema() is Schema.CURRENT,
        }
        return {**checks, "mailboxes": lambda: all(self._mailboxes.state.values())} if config.imap else checks

    def _database_answers(self) -> bool:
        with self._store.read() as work:  # more than a ping: the tables must be there
            work.mails.count_waiting()
        return True

    def _role(self) -> str:
        return self._tally.role

    async def serve(self) -> int:
        """Start, wait, stop."""
        await asyncio.to_thread(refuse_newer, self._config, self._store)
        children = [self._settler, *self._others, *self._readers]
        try:
            await self._acceptor.start()
            for server in self._servers:
                await server.start()
            for child in children:
                child.start()
            self._mailboxes.open(self._config)
            self._say_hello()
            await until_told()
            log.info("stopping")
            _end_in_any_case()
            self._mailboxes.stop()
        finally:
            for child in children:
                child.end()
            await self._finish(children)
        await asyncio.to_thread(self._mailboxes.join)
        self._serving.close()
        log.info("stopped")
        return 0

    def _say_hello(self) -> None:
        loop, tasks, terminal = asyncio.get_running_loop(), set[asyncio.Task[None]](), on_a_terminal()

        def begin() -> None:
            if terminal and not on_a_terminal():  # its window was closed
                os.kill(os.getpid(), signal.SIGTERM)
                return
            task = loop.create_task(self._reload())
            tasks.add(task)  # the loop alone would not keep it
            task.add_done_callback(tasks.discard)

        loop.add_signal_handler(signal.SIGHUP, begin)
        self._serving.open()
        log.info("serving", extra={"http": self._http.port, "config": str(self._config.path)})
        if terminal:
            sys.stderr.write(f"{self._where()}\n")

    async def _reload(self) -> None:
        """Take what is written now, all of it; where it has a fault, or something fails, all stays as it was."""
        async with self._reloading:
            try:
                new = await asyncio.to_thread(read_again, self._config)
                pages = self._pages(new)
                public = self._public_pages(new) if self._public else None
                self._acceptor.listeners.use(new)
            except Exception as error:  # a file that vanishes, a defect: the gateway runs on
                log.error("not reloaded", extra={"reason": str(error)})
                self._serving.note_reload(str(error) or type(error).__name__)
                return
            self._config = new
            self._http.use(pages)
            if self._public is not None and public is not None:
                self._public.use(public)
            for child in (self._settler, *self._readers):
                child.renew(new)
            for child in self._others:
                child.hang_up(new)
            await asyncio.to_thread(self._mailboxes.change, new)
            log.info("reloaded", extra={"config": str(new.path)})
            self._serving.note_reload()

    def _where(self) -> str:
        """For a person at the terminal: where we listen, and how it ends."""
        places = [*self._acceptor.listeners.places, f"http://{self._config.http.host}:{self._http.port}"]
        places += [f"reading {name}" for name in self._mailboxes.state]
        return f"The gateway runs: {', '.join(places)}. Ctrl-C ends it."

    async def _finish(self, children: list[Child]) -> None:
        loop = asyncio.get_running_loop()
        deadline = loop.time() + STOP_SECONDS
        await self._acceptor.stop()
        for server in self._servers:
            await server.stop()
        for child in children:
            await asyncio.to_thread(child.wait, max(0.1, deadline - loop.time()))
        self._store.close()

    def _note_mail(self) -> None:
        self._tally.accept()
        self._settler.wake()


def _end_in_any_case() -> None:
    """A thread that waits for a database that does not answer must not keep the process from its end."""
    timer = threading.Timer(LONGEST_STOP_SECONDS, os._exit, (0,))
    timer.daemon = True
    timer.start()
