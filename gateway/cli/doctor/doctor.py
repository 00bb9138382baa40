"""`gateway doctor`: live checks of what the gateway stands on; each failure with the next step to take."""

import shutil
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from gateway.cli.doctor.day_bytes import bytes_of_today
from gateway.cli.doctor.dns import published
from gateway.cli.doctor.files import files_are_ours
from gateway.cli.doctor.findings import Failed, Probe, finding
from gateway.cli.doctor.local_trust import local_trust
from gateway.cli.doctor.mailboxes import mailbox_opens
from gateway.cli.doctor.notices import notices_leave
from gateway.cli.doctor.senders import proof_of_senders, token_keys_of
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


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command("doctor")(doctor)


def doctor(ctx: typer.Context, as_json: Json = False) -> None:
    """Check what the gateway stands on, live.

    Database, smarthost, mailboxes, DNS records, proof of senders, keys, rights of files, held notices, clock, bytes of
    today, disk; exit 1 on a failure.
    Example: gateway doctor --json"""
    config = load_config(ctx)
    store = open_store(ctx, config)
    findings = [finding(name, probe) for name, probe in _checks(config, store)]
    if as_json:
        emit([one.document for one in findings], as_json)
    else:
        write("\n".join(line for one in findings for line in one.lines) + "\n")
    if not all(one.ok for one in findings):
        raise typer.Exit(1)


def _checks(config: "Config", store: "Store") -> Iterator[tuple[str, Probe]]:
    yield "database", partial(_database, store)
    yield "smarthost", partial(_smarthost, config)
    for mailbox in config.imap:
        yield f"imap {mailbox.username}@{mailbox.host}", partial(mailbox_opens, config, mailbox)
    yield from published(config)
    yield "senders", partial(proof_of_senders, config)
    yield "local trust", partial(local_trust, config)
    yield "keys", partial(token_keys_of, config)
    yield "files", partial(files_are_ours, config)
    yield "renewals", partial(notices_leave, config, store)
    yield "clock", partial(_clock, config, store)
    yield "bytes of today", partial(bytes_of_today, config, store)
    yield "disk", partial(_disk, config)


def _database(store: "Store") -> str:
    from gateway.store.sql.migrate import Schema

    try:
        store.ping()
        schema = store.schema()
    except GatewayError as error:
        raise Failed(f"does not answer: {error}", "Start it, or correct [gateway] database.") from error
    if schema is Schema.OLDER:
        raise Failed("has not the newest schema", "Run: gateway init")
    if schema is Schema.NEWER:
        raise Failed("has a newer schema than this program", "Use the newer version here, too.")
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
        raise Failed(f"{place} cannot be reached: {reason}", "Check host, port and firewall.") from error
    if not line or not line[0].startswith(wanted):
        raise Failed(f"{place} answers {line[0] if line else 'nothing'!r}", "Is this the right port?")
    return f"{place} answers {line[0]}"


def _clock(config: "Config", store: "Store") -> str:
    now = choose_clock(config, None).now()
    if now < CLOCK_LEAST:
        raise Failed(f"the clock says {now:%Y-%m-%d %H:%M} UTC", "Set the clock, and keep it with NTP.")
    try:
        with store.read() as work:
            newest = work.mails.listing(None, None, 1)
    except GatewayError:
        newest = []  # the database has a check of its own
    if newest and newest[0].received_at > now + CLOCK_DRIFT:
        raise Failed(f"{now:%Y-%m-%d %H:%M} UTC is before the newest mail", "Set the clock, and keep it with NTP.")
    return f"{now:%Y-%m-%d %H:%M:%S} UTC"


def _disk(config: "Config") -> str:
    path = config.database_url.removeprefix("sqlite:///")
    folder = Path(path).parent if path != config.database_url else config.folder
    try:
        free = shutil.disk_usage(folder).free
    except OSError as error:
        raise Failed(f"{folder} cannot be looked at: {error.strerror}", "Run: gateway init") from error
    if free < FREE_BYTES_LEAST:
        raise Failed(f"{folder} has {free // 2**20} MiB left", "Make room: a full disk refuses mail with 452.")
    return f"{folder} has {free // 2**20} MiB left"
