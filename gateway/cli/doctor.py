"""`gateway doctor`: live checks of what the gateway stands on; each failure with the next step to take."""

import shutil
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from gateway.cli.opening import choose_clock, load_config, open_store
from gateway.cli.options import Json
from gateway.cli.output import emit, write
from gateway.errors import GatewayError

if TYPE_CHECKING:
    from gateway.config import Config
    from gateway.store.store import Store

CONNECT_SECONDS = 10.0
FREE_BYTES_LEAST = 1_073_741_824  # 1 GiB: below it the next large mails could fill the disk
CLOCK_LEAST = datetime(2026, 1, 1, tzinfo=UTC)  # the gateway is younger than any clock before this
CLOCK_DRIFT = timedelta(minutes=5)


class _Failed(Exception):
    """What is wrong and the next step to take."""

    def __init__(self, problem: str, next_step: str) -> None:
        super().__init__(problem)
        self.problem, self.next_step = problem, next_step


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check."""

    check: str
    ok: bool
    detail: str
    next_step: str | None = None


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command("doctor")(doctor)


def doctor(ctx: typer.Context, as_json: Json = False) -> None:
    """Check what the gateway stands on, live.

    Database, smarthost, mailboxes, clock and disk; exit 1 when something fails."""
    config = load_config(ctx)
    store = open_store(ctx, config)
    findings = [_finding(name, probe) for name, probe in _checks(config, store)]
    if as_json:
        emit([_document(one) for one in findings], as_json)
    else:
        write("\n".join(line for one in findings for line in _lines(one)) + "\n")
    if not all(one.ok for one in findings):
        raise typer.Exit(1)


def _checks(config: "Config", store: "Store") -> Iterator[tuple[str, Callable[[], str]]]:
    yield "database", partial(_database, store)
    yield "smarthost", partial(_smarthost, config)
    for mailbox in config.imap:
        place = f"imap {mailbox.username}@{mailbox.host}"
        yield place, partial(_greeting, mailbox.host, mailbox.port, mailbox.tls, "* OK")
    yield "clock", partial(_clock, config, store)
    yield "disk", partial(_disk, config)


def _finding(name: str, probe: Callable[[], str]) -> Finding:
    try:
        return Finding(name, True, probe())
    except _Failed as error:
        return Finding(name, False, error.problem, error.next_step)


def _database(store: "Store") -> str:
    from gateway.store.migrate import is_current

    try:
        store.ping()
        current = is_current(store.engine)
    except GatewayError as error:
        raise _Failed(f"does not answer: {error}", "Start it, or correct [gateway] database.") from error
    if not current:
        raise _Failed("has not the newest schema", "Run: gateway init")
    return f"{store.engine.dialect.name}, newest schema"


def _smarthost(config: "Config") -> str:
    out = config.smarthost
    if out.capture is not None:
        return f"none: every mail becomes a file in {config.resolve(out.capture)}"
    return _greeting(out.host, out.port, out.tls, "220")


def _greeting(host: str, port: int, tls: str, wanted: str) -> str:
    """The first line of a server; none is asked for where TLS comes first."""
    place = f"{host}:{port}"
    try:
        with socket.create_connection((host, port), CONNECT_SECONDS) as connection:
            if tls == "implicit":
                return f"{place} accepts connections"
            line = connection.recv(512).decode("latin-1").splitlines()[:1]
    except OSError as error:
        reason = error.strerror or "no answer in time"
        raise _Failed(f"{place} cannot be reached: {reason}", "Check host, port and firewall.") from error
    if not line or not line[0].startswith(wanted):
        raise _Failed(f"{place} answers {line[0] if line else 'nothing'!r}", "Is this the right port?")
    return f"{place} answers {line[0]}"


def _clock(config: "Config", store: "Store") -> str:
    now = choose_clock(config, None).now()
    if now < CLOCK_LEAST:
        raise _Failed(f"the clock says {now:%Y-%m-%d %H:%M} UTC", "Set the clock, and keep it with NTP.")
    try:
        with store.read() as work:
            newest = work.mails.listing(None, None, 1)
    except GatewayError:
        newest = []  # the database has a check of its own
    if newest and newest[0]["received_at"] > now + CLOCK_DRIFT:
        raise _Failed(f"{now:%Y-%m-%d %H:%M} UTC is before the newest mail", "Set the clock, and keep it with NTP.")
    return f"{now:%Y-%m-%d %H:%M:%S} UTC"


def _disk(config: "Config") -> str:
    path = config.database_url.removeprefix("sqlite:///")
    folder = Path(path).parent if path != config.database_url else config.folder
    try:
        free = shutil.disk_usage(folder).free
    except OSError as error:
        raise _Failed(f"{folder} cannot be looked at: {error.strerror}", "Run: gateway init") from error
    if free < FREE_BYTES_LEAST:
        raise _Failed(f"{folder} has {free // 2**20} MiB left", "Make room: a full disk refuses mail with 452.")
    return f"{folder} has {free // 2**20} MiB left"


def _document(one: Finding) -> dict[str, object]:
    return {"check": one.check, "ok": one.ok, "detail": one.detail, "next_step": one.next_step}


def _lines(one: Finding) -> list[str]:
    first = f"{'ok  ' if one.ok else 'FAIL'}  {one.check}: {one.detail}"
    return [first, f"      {one.next_step}"] if one.next_step else [first]
