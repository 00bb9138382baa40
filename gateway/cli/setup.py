"""`gateway init` and `gateway check`: begin, and find out whether all is well."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gateway.cli.opening import named_config, tell_move
from gateway.cli.options import Json
from gateway.cli.output import emit, fault_document, note, write
from gateway.errors import ConfigurationError, NotAllowed, all_of

if TYPE_CHECKING:
    from gateway.config import Config
    from gateway.store.store import Store

KEY_BYTES = 32
TRIAL = (  # what a trial has otherwise: mail becomes files, and one host's word on senders is believed
    (b'# capture = "outbox"', b'capture = "outbox"'),
    (b"# trusted_authserv_ids = []", b'trusted_authserv_ids = ["mx.vendor.example"]'),
)


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("init")(init)
    app.command("check")(check)


def init(
    ctx: typer.Context,
    folder: Annotated[Path | None, typer.Argument(metavar="DIR", help="Where; default: the present folder.")] = None,
    trial: Annotated[
        bool, typer.Option("--trial", help="A gateway that works at once: mail becomes files in DIR/outbox.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Write first files, create the database.

    Writes config.toml, directory.toml and the signing key. Safe to repeat: what exists is used and never
    overwritten; the database is brought to the newest version.
    Example: gateway init --trial trial && gateway --config trial/config.toml serve
    """
    from gateway.app.store import bring_up_to_date, open_store
    from gateway.cli.checking import DIRECTORY_FILE
    from gateway.config import load, shipped

    path = _config_file(named_config(ctx), folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    directory = path.parent / DIRECTORY_FILE
    done = {
        str(path): write_once(path, _first_config(trial)),
        str(directory): write_once(directory, shipped("docs/directory.example.toml").read_bytes()),
    }
    config = load(path)
    done[str(path.parent / config.gateway.secret.file)] = _write_key(config)
    _keep_private(config)
    store = open_store(config)
    ctx.call_on_close(store.close)
    bring_up_to_date(config, store)
    if trial:
        _import_first(config, store, directory)
    _tell(path, config, done, Told(as_json, trial))


def _first_config(trial: bool) -> bytes:
    from gateway.config import shipped

    text = shipped("config.example.toml").read_bytes()
    if trial:
        for example, used in TRIAL:
            text = text.replace(example, used)
    return text


def _import_first(config: "Config", store: "Store", directory: Path) -> None:
    """The customers of the starter file, where there are none yet. Raises NotAllowed where mail would leave."""
    from gateway.cli.checking import plan_codes
    from gateway.desk.directory.import_export import export_document, import_rows, read_file

    if config.smarthost.capture is None:
        raise NotAllowed(f"{config.path} is there and sends mail to {config.smarthost.host}. Name another folder.")
    with store.begin() as work:
        if not any(export_document(work).values()):
            import_rows(work, read_file(directory, plan_codes(config)))


@dataclass(frozen=True, slots=True)
class Told:
    """How what was done is told."""

    as_json: bool
    trial: bool


def _tell(path: Path, config: "Config", done: dict[str, bool], told: Told) -> None:
    created = [file for file, new in done.items() if new]
    kept = [file for file, new in done.items() if not new]
    if told.as_json:
        emit({"config": str(path), "created": created, "kept": kept}, told.as_json)
        return
    lines = [*(f"created {file}" for file in created), *(f"kept {file}" for file in kept)]
    lines.append(f"ready   {without_password(config.database_url)}")
    if told.trial:
        lines.append(f"Next: gateway --config {path} serve")
        lines.append(f"  Mail that would leave becomes a file in {config.resolve(Path('outbox'))}")
        write("\n".join(lines) + "\n")
        return
    lines.append(f"Next: edit {path.name} and directory.toml, then run")
    lines.append(f"  gateway --config {path} check")
    lines.append(f"  gateway --config {path} directory import {path.parent / 'directory.toml'}")
    write("\n".join(lines) + "\n")


def without_password(url: str) -> str:
    """A database address that may be shown."""
    from sqlalchemy import make_url

    found = make_url(url)
    secret = {name: "***" for name in found.query if "pass" in name.lower()}
    return found.update_query_dict(secret).render_as_string(hide_password=True)


def _config_file(named: Path | None, folder: Path | None) -> Path:
    from gateway.config import config_path

    if folder is None:
        return config_path(named)
    path = folder / "config.toml"
    if named is not None and named.resolve() != path.resolve():
        raise NotAllowed(f"--config {named} is not in {folder}. Leave one of the two out.")
    return path


def write_once(path: Path, content: bytes, mode: int = 0o600) -> bool:
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

    Loads configuration, rules, templates and directory. Uses no network; exit 1 on any fault. Notes name what is no
    fault and was hardly meant, such as texts that nobody translated.
    Example: gateway --config /etc/gateway/config.toml check"""
    from gateway.cli.checking import faults, faults_beside, notes, rules_folder
    from gateway.config import load

    path = _config_to_check(named_config(ctx))
    noted: list[ConfigurationError] = []
    try:
        config = load(path)
        tell_move(rules_folder(config))
        found, noted = list(faults(config)), list(notes(config))
    except ConfigurationError as error:
        found = [*all_of(error), *faults_beside(path)]
    if as_json:
        told = {"faults": [fault_document(one) for one in found], "notes": [fault_document(one) for one in noted]}
        emit({"config": str(path), "ok": not found, **told}, as_json)
    for one in noted:
        note(f"gateway: note: {one}")
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
