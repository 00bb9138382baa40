"""The folder of the demo: emptied, configured and seeded."""

import fcntl
import secrets
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from gateway.config import Config, load
from gateway.demo.filling import filled
from gateway.desk.desk import Desk
from gateway.desk.directory.import_export import import_rows, read_file
from gateway.errors import NotAllowed

MARK = ".gateway-demo"
KEY_BYTES = 32
RENEWAL_DAYS = 30  # before the end of the license: a day on which a notice is due


@dataclass(frozen=True, slots=True)
class Place:
    """The folder and what stands in it."""

    folder: Path
    config: Config

    @property
    def config_file(self) -> Path:
        """The configuration, as people name it."""
        return self.folder / "config.toml"

    @property
    def mails(self) -> Path:
        """The mails as they were delivered."""
        return self.folder / "mails"

    @property
    def outbox(self) -> Path:
        """Outgoing mail, one file each."""
        return self.folder / "outbox"

    @property
    def log(self) -> Path:
        """What the server logs."""
        return self.folder / "gateway.log"

    @property
    def port(self) -> int:
        """Where the server takes mail in."""
        return self.config.listener[0].port


@contextmanager
def fresh_place(folder: Path, now: datetime) -> Iterator[Place]:
    """A configured folder, ours until the block ends; what an earlier demo left in it is removed.

    Raises NotAllowed for a folder that holds anything else, or in which a demo is running.
    """
    mark = _mark_of(folder)
    with mark.open("a", encoding="utf-8") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise NotAllowed(f"a demo is running in {folder}. End it, or name another folder with --dir.") from error
        _empty(folder)
        yield _configured(folder, now)


def _mark_of(folder: Path) -> Path:
    mark = folder / MARK
    try:
        folder.mkdir(parents=True, exist_ok=True)
        strange = not mark.exists() and any(folder.iterdir())
    except OSError as error:
        raise NotAllowed(f"{folder} cannot be used: {error.strerror}. Name another folder with --dir.") from error
    if strange:
        raise NotAllowed(f"{folder} holds other things. Name an empty folder, or that of an earlier demo, with --dir.")
    return mark


def _empty(folder: Path) -> None:
    for one in folder.iterdir():
        if one.name == MARK:
            continue
        if one.is_dir() and not one.is_symlink():
            shutil.rmtree(one)
        else:
            one.unlink()


def _configured(folder: Path, now: datetime) -> Place:
    smtp_port, http_port = _free_ports()
    ports = {"smtp_port": str(smtp_port), "http_port": str(http_port)}
    (folder / "config.toml").write_text(filled("config.toml", ports), encoding="utf-8")
    (folder / "directory.toml").write_text(filled("directory.toml", _days(now.date())), encoding="utf-8")
    key = folder / "gateway.key"
    key.touch(0o600)
    key.write_text(f"a:{secrets.token_hex(KEY_BYTES)}\n", encoding="utf-8")
    place = Place(folder, load(folder / "config.toml"))
    place.mails.mkdir()
    return place


def _free_ports() -> tuple[int, int]:
    """Two ports of the loop-back interface that nobody listens at now."""
    with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("127.0.0.1", 0)) as other:
        return one.getsockname()[1], other.getsockname()[1]


def _days(today: date) -> dict[str, str]:
    days = {
        "contract_starts": today - timedelta(days=200),
        "contract_ends": today + timedelta(days=400),
        "license_starts": today - timedelta(days=365 - RENEWAL_DAYS),
        "license_expires": today + timedelta(days=RENEWAL_DAYS),
    }
    return {name: day.isoformat() for name, day in days.items()}


def seed(desk: Desk) -> None:
    """Create the database and load the directory."""
    (desk.config.folder / "gateway.db").touch(0o600)
    desk.store.migrate()
    rows = read_file(desk.config.folder / "directory.toml", desk.rules.data.service_levels.codes)
    with desk.store.begin() as work:
        import_rows(work, rows)
