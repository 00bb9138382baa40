"""Taking mail in: the event loop with listeners and committer, in the main process and in further acceptors."""

import asyncio
import logging
import os
import resource
import signal
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Protocol

from gateway.adapters.clock import SystemClock
from gateway.adapters.disk import DatabaseDisk
from gateway.app.store import open_store
from gateway.config import Config, load
from gateway.desk.inbound.accept import Committer
from gateway.desk.inbound.gate import Gate, Judge
from gateway.errors import ConfigurationError
from gateway.intake.context import Services
from gateway.intake.listener import Listeners
from gateway.store.store import Store
from gateway.worker.process_metrics import Report

log = logging.getLogger(__name__)

BIND_SECONDS = 5.0
SESSIONS_SECONDS = 10.0  # for messages on their way when the gateway stops
COMMIT_SECONDS = 10.0  # and then for their commit
SPARE_FILES = 200  # descriptors beside those of the connections


class AcceptorMetrics(Protocol):
    """Where an acceptor counts what it does."""

    def accept(self, seconds: float) -> None:
        """A mail was kept; its answer took so long."""
        ...

    def refuse(self, reason: str) -> None:
        """A mail was not kept because of its bytes: strangers, organization, disk."""
        ...


class Acceptor:
    """Listeners and committer of one process. `kept` is told of each commit, `metrics` of every mail."""

    def __init__(self, config: Config, store: Store, kept: Callable[[int], None], metrics: AcceptorMetrics) -> None:
        self._committer = Committer(store, kept, store.spool)
        gate = partial(_gate, store)
        self.listeners = Listeners(
            config,
            Services(self._committer, SystemClock(), gate, metrics.accept, metrics.refuse),
            reuse_port=config.workers.processes > 1,
            bind_seconds=BIND_SECONDS,
        )

    async def start(self) -> None:
        """Listen. Raises ConfigurationError."""
        await self.listeners.open()

    async def stop(self) -> None:
        """Take nothing more; what was taken is committed."""
        await self.listeners.stop(SESSIONS_SECONDS)
        await asyncio.to_thread(self._committer.close, COMMIT_SECONDS)


def _gate(store: Store, config: Config) -> Gate:
    def judge() -> Judge:
        from gateway.app.desk import build  # rules and templates: on most days an acceptor needs none
        from gateway.desk.inbound.judge import SenderJudge

        return SenderJudge(build(config))

    return Gate(store, config.limits, DatabaseDisk(config.database_url), judge)


def allow_connections(count: int) -> None:
    """Raise the limit on open files as far as we may; the usual 1024 is less than our connections."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = count + SPARE_FILES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def listen_for_changes(acceptor: Acceptor, path: Path) -> None:
    """Read the configuration again when told (SIGHUP); the main process has found it good."""

    def change() -> None:
        try:
            acceptor.listeners.use(load(path))
        except ConfigurationError as error:  # written again in between: the next reload has its fault
            log.error("not reloaded", extra={"reason": str(error)})

    asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, change)


async def until_told(parent: int | None = None) -> None:
    """Wait for SIGTERM or SIGINT, or for the end of the parent whose pipe this is."""
    loop, told = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, told.set)
    if parent is not None:
        loop.add_reader(parent, lambda: None if os.read(parent, 4096) else told.set())
    await told.wait()
    if parent is not None:
        loop.remove_reader(parent)


def run(config: Config, reports: int, parent: int = 0) -> int:
    """A further acceptor, as a child."""
    allow_connections(config.limits.connections)
    asyncio.run(_run(config, Report(reports), parent))
    return 0


async def _run(config: Config, report: Report, parent: int) -> None:
    store = open_store(config)
    acceptor = Acceptor(config, store, lambda kept: None, report)
    await acceptor.start()
    listen_for_changes(acceptor, config.path)
    await until_told(parent)
    await acceptor.stop()
    store.close()
