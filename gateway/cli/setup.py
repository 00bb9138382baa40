"""`gateway init` and `gateway check`: begin, and find out whether all is well."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gateway.cli.opening import named_config
from gateway.cli.options import Json
from gateway.cli.output import emit, note, write
from gateway.errors import ConfigurationError, NotAllowed

if TYPE_CHECKING:
    from gateway.config import Config

KEY_BYTES = 32


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("init")(init)
    app.command("check")(check)


def init(
    ctx: typer.Context,
    folder: Annotated[Path | None, typer.Argument(metavar="DIR", help="Where; default: the present folder.")] = None,
    as_json: Json = False,
) -> None:
    """Write first files, create the database.

    Writes config.toml, directory.toml and the signing key. Safe to repeat: what exists is used and never
    overwritten; the database is brought to the newest version.
    """
    from gateway.cli.checking import DIRECTORY_FILE
    from gateway.config import load, shipped
    from gateway.store.store import Store

    path = _config_file(named_config(ctx), folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    directory = path.parent / DIRECTORY_FILE
    done = {
        str(path): write_once(path, shipped("config.example.toml").read_bytes()),
        str(directory): write_once(directory, shipped("docs/directory.example.toml").read_bytes()),
    }
    config = load(path)
    done[str(path.parent / config.gateway.secret.file)] = _write_key(config)
    _keep_private(config)
    store = Store(config.database_url)
    ctx.call_on_close(store.close)
    store.migrate()
    _tell(path, config, done, as_json)


def _tell(path: Path, config: "Config", done: dict[str, bool], as_json: bool) -> None:
    created = [file for file, new in done.items() if new]
    kept = [file for file, new in done.items() if not new]
    if as_json:
        emit({"config": str(path), "created": created, "kept": kept}, as_json)
        return
    lines = [*(f"created {file}" for file in created), *(f"kept {file}" for file in kept)]
    lines.append(f"ready   {without_password(config.database_url)}")
    lines.append(f"Next: edit {path.name} and directory.toml, then run")
    lines.append(f"  gateway --config {path} check")
    lines.append(f"  gateway --config {path} directory import {path.parent / 'directory.toml'}")
    write("\n".join(lines) + "\n")


def without_password(url: str) -> str:
    """A database address that may be shown."""
    from sqlalchemy import make_url

    return make_url(url).render_as_string(hide_password=True)


def _config_file(named: Path | None, folder: Path | None) -> Path:
    from gateway.config import config_path

    if folder is None:
        return config_path(named)
    path = folder / "config.toml"
    if named is not None and named.resolve() != path.resolve():
        raise NotAllowed(f"--config {named} is not in {folder}. Leave one of the two out.")
    return path


def write_once(path: Path, content: bytes, mode: int = 0o644) -> bool:
    """Write a file unless it exists; was it written? Raises ConfigurationError."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    except FileExistsError:
        return False
    except OSError as error:
        raise ConfigurationError(str(path), "-", f"cannot be written: {error.strerror}.") from error
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
    return True


def _write_key(config: "Config") -> bool:
    import secrets

    path = config.resolve(config.gateway.secret.file)
    path.parent.mkdir(parents=True, exist_ok=True)
    return write_once(path, f"a:{secrets.token_hex(KEY_BYTES)}\n".encode(), 0o600)


def _keep_private(config: "Config") -> None:
    """A new SQLite file is for its owner alone: it will hold everybody's mail."""
    path = config.database_url.removeprefix("sqlite:///")
    if path != config.database_url and ":memory:" not in path:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        write_once(Path(path), b"", 0o600)


def check(ctx: typer.Context, as_json: Json = False) -> None:
    """Find every fault of configuration and data.

    Loads configuration, rules, templates and directory. Uses no network; exit 1 on any fault."""
    from gateway.cli.checking import all_of, faults
    from gateway.config import load

    path = _config_to_check(named_config(ctx))
    try:
        found = list(faults(load(path)))
    except ConfigurationError as error:
        found = list(all_of(error))
    if as_json:
        shown = [{"file": f.file, "key": f.key, "problem": f.problem, "next_step": f.next_step or None} for f in found]
        emit({"config": str(path), "ok": not found, "faults": shown}, as_json)
    for fault in found:
        note(f"gateway: {fault}")
    if found:
        raise typer.Exit(1)
    if not as_json:
        write(f"{path}: configuration, rules, templates and directory are well.\n")


def _config_to_check(named: Path | None) -> Path:
    """As everywhere; but where nothing says which, the only one right below this folder, and that is said."""
    from gateway.config import config_path

    path = config_path(named)
    if named is None and path == Path("config.toml") and not path.exists():
        below = sorted(Path().glob("*/config.toml"))
        if len(below) == 1:
            note(f"gateway: there is no config.toml here; checking {below[0]}")
            return below[0]
    return path
