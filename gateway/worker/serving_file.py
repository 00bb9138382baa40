"""`gateway.serving` beside the configuration: which process serves, and how its last reload ended.

The file is locked for as long as the process lives (flock), so that one left behind is told from one in use.
"""

import fcntl
import json
import logging
import os
import signal
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from gateway.config import Config

log = logging.getLogger(__name__)

RELOAD_SECONDS = 60.0  # mailboxes are left in peace before they are read with new settings
PAUSE_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Serving:
    """Who serves. `reloads` counts those that were tried, `problem` is what kept the last one from its effect."""

    pid: int
    reloads: int = 0
    problem: str = ""


def serving_path(config: Config) -> Path:
    """Where the file of a configuration is."""
    return config.folder / "gateway.serving"


def who_serves(config: Config) -> Serving | None:
    """What the file says, None when nobody serves with this configuration."""
    try:
        with serving_path(config).open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except OSError:
                return Serving(**json.loads(file.read()))
    except (OSError, ValueError, TypeError):
        return None
    return None


def tell_to_reload(config: Config, seconds: float = RELOAD_SECONDS) -> str:
    """Send SIGHUP to who serves and wait for the effect; the problem, empty for none."""
    before = who_serves(config)
    if before is None:
        return "it has ended."
    try:
        os.kill(before.pid, signal.SIGHUP)
    except OSError as error:
        return f"process {before.pid} cannot be told: {error.strerror}."
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        now = who_serves(config)
        if now is None:
            return "it has ended."
        if now.reloads > before.reloads:
            return now.problem
        time.sleep(PAUSE_SECONDS)
    return f"no answer within {seconds:.0f} seconds; its log says more."


class ServingFile:
    """The file of this process; where it cannot be written, the gateway serves without it."""

    def __init__(self, config: Config) -> None:
        self._path = serving_path(config)
        self._number: int | None = None
        self._said = Serving(os.getpid())

    def open(self) -> None:
        """Lock the file and write our process into it."""
        try:
            self._number = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            fcntl.flock(self._number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            log.info("no serving file", extra={"path": str(self._path), "reason": str(error)})
            self.close()
        else:
            self._write()

    def note_reload(self, problem: str = "") -> None:
        """Say how a reload ended."""
        self._said = Serving(self._said.pid, self._said.reloads + 1, problem)
        self._write()

    def close(self) -> None:
        """Leave it unlocked."""
        if self._number is not None:
            os.close(self._number)
            self._number = None

    def _write(self) -> None:
        """In one write and never shorter than before, as it is read without a lock."""
        if self._number is not None:
            text = json.dumps(asdict(self._said)).encode()
            os.pwrite(self._number, text, 0)
            os.ftruncate(self._number, len(text))
