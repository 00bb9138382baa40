"""`gateway doctor`: can other users of the machine read what is secret or somebody's own?"""

import shlex
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from gateway.cli.checking import DIRECTORY_FILE
from gateway.cli.doctor.findings import Failed

if TYPE_CHECKING:
    from gateway.config import Config

NOT_OTHERS = stat.S_IRWXG | stat.S_IRWXO  # for what the gateway writes: mail, names
NOT_STRANGERS = stat.S_IWGRP | stat.S_IXGRP | stat.S_IRWXO  # for what an administrator writes, a group may read it
BESIDE_SQLITE = ("", "-wal", "-shm", "-journal")


def files_are_ours(config: "Config") -> str:
    """Configuration, directory, passwords, keys, database and captured mail: for their owner, not for everybody."""
    try:
        found = [(path, forbidden) for path, forbidden in _files(config) if path.exists()]
        bare = [(path, forbidden) for path, forbidden in found if path.stat().st_mode & forbidden]
    except OSError as error:
        raise Failed(
            f"{error.filename} cannot be looked at: {error.strerror}", "Run it as who the gateway runs as."
        ) from error
    if bare:
        raise Failed(f"others can get at {', '.join(str(path) for path, _ in bare)}", f"Run: {_commands(bare)}")
    return f"{len(found)} with secrets or personal data, none of them for everybody"


def _commands(bare: list[tuple[Path, int]]) -> str:
    """What takes the rights away; a group that may read the configuration keeps it."""
    ways = ((NOT_OTHERS, "chmod go="), (NOT_STRANGERS, "chmod g-wx,o="))
    named = {way: [shlex.quote(str(path)) for path, forbidden in bare if forbidden == mask] for mask, way in ways}
    return " && ".join(f"{way} {' '.join(paths)}" for way, paths in named.items() if paths)


def _files(config: "Config") -> Iterator[tuple[Path, int]]:
    """Each with the permissions that it must not have."""
    yield config.path, NOT_STRANGERS
    yield config.folder / DIRECTORY_FILE, NOT_STRANGERS
    for path in _secrets(config):
        yield config.resolve(path), NOT_STRANGERS
    for database in _databases(config.database_url):
        for ending in BESIDE_SQLITE:
            yield Path(f"{database}{ending}"), NOT_OTHERS
    if config.smarthost.capture is not None:
        yield config.resolve(config.smarthost.capture), NOT_OTHERS


def _databases(url: str) -> Iterator[Path]:
    """The files of SQLite: the database, and beside it what was accepted and waits, and what readers made of it."""
    from gateway.store.inbox.reading_room import readings_path
    from gateway.store.inbox.spool import spool_path
    from gateway.store.sql.engine import SQLITE

    spool, readings = spool_path(url), readings_path(url)
    if spool is not None and readings is not None:
        yield from (Path(url.removeprefix(SQLITE)), spool, readings)


def _secrets(config: "Config") -> Iterator[Path]:
    """Files of passwords and of private keys; the keys of reply addresses have a check of their own."""
    signer = config.dkim
    while signer is not None:
        yield signer.key.file
        signer = signer.second
    passwords = [config.smarthost.password, *(mailbox.password for mailbox in config.imap)]
    yield from (one.file for one in passwords if one is not None)
    yield from (one.key for one in config.listener if one.key is not None)
