"""`gateway keys`: the keys that sign reply addresses, Message-IDs and bounce addresses."""

import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gateway.cli.opening import choose_clock, load_config
from gateway.cli.options import At, Json
from gateway.cli.output import emit, write
from gateway.cli.setup import KEY_BYTES, write_once
from gateway.errors import ConfigurationError, NotAllowed

if TYPE_CHECKING:
    from datetime import date

    from gateway.config import Config, TokenKey

DAYS = 365  # people answer old mails
MAX_DAYS = 36_500  # a hundred years; a date has an end

keys = typer.Typer(help="Keys that sign reply addresses.", no_args_is_help=True, rich_markup_mode=None)


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.add_typer(keys, name="keys")


@keys.command("list")
def list_keys(ctx: typer.Context, at: At = None, as_json: Json = False) -> None:
    """List the keys, the one that signs first. Never shows a key.

    Example: gateway keys list"""
    from gateway.config import token_keys

    config = load_config(ctx)
    today = choose_clock(config, at).now().date()
    emit([_row(one, number == 0, today) for number, one in enumerate(token_keys(config))], as_json)


@keys.command("rotate")
def rotate(
    ctx: typer.Context,
    keep: Annotated[
        int,
        typer.Option("--keep", metavar="DAYS", min=1, max=MAX_DAYS, help="How long the present key is still believed."),
    ] = DAYS,
    at: At = None,
    as_json: Json = False,
) -> None:
    """Make a new key that signs from now on.

    The present one is believed for some time. Restart serve afterwards: until then it does not know the new key.
    Example: gateway keys rotate"""
    from gateway.config import rotated, token_keys

    config = load_config(ctx)
    today = choose_clock(config, at).now().date()
    found = rotated(token_keys(config), secrets.token_bytes(KEY_BYTES), today, keep)
    _replace(config, found)
    if as_json:
        emit([_row(one, number == 0, today) for number, one in enumerate(found)], as_json)
        return
    lines = (
        f"{config.resolve(config.gateway.secret.file)}: the key {found[0].id} signs from now on,",
        f"{found[1].id} is believed until {found[1].until}.",
        "Restart serve now, on every machine that has this file; replace it there first.",
    )
    write("\n".join(lines) + "\n")


def _replace(config: "Config", found: tuple["TokenKey", ...]) -> None:
    """The whole file or nothing: a key that was lost would make every reply address worthless."""
    path = config.resolve(config.gateway.secret.file)
    new = path.with_name(f"{path.name}.new")
    if not write_once(new, "".join(f"{one.line}\n" for one in found).encode(), 0o600):
        raise NotAllowed(f"{new} is left from another try. Look at it, then remove it.")
    try:
        _to_disk(new)
        new.replace(path)
        _to_disk(path.parent)
    except OSError as error:
        new.unlink(missing_ok=True)
        raise ConfigurationError(str(path), "-", f"cannot be replaced: {error.strerror}.") from error


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _row(one: "TokenKey", first: bool, today: "date") -> dict[str, object]:
    state = "signs" if first else "believed" if one.holds_on(today) else "ended"
    return {"id": one.id, "state": state, "until": one.until.isoformat() if one.until else None}
