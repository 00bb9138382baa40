"""A real Dovecot with mail folders of its own in a temporary folder."""

import itertools
import os
import pwd
import shutil
import signal
import socket
import subprocess
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.bound import bound
from tests.support.gateway_process import STOP_SECONDS, free_port, until

PASSWORD = "s3cret"
CHUNK_BYTES = 4096
_serial = itertools.count(1)

CONFIG = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain
mail_location = maildir:{folder}/mail/%u
mailbox_idle_check_interval = 1 secs
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%u
}}
service imap-login {{
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
namespace inbox {{
  inbox = yes
}}
"""


def why_not() -> str | None:
    """Why these tests cannot run here; None where they can."""
    if shutil.which("dovecot") is None:
        return "Dovecot is not installed"
    if os.geteuid() != 0:
        return "Dovecot starts its processes only as root"
    version = subprocess.run(["dovecot", "--version"], check=True, capture_output=True, text=True).stdout
    return None if version.startswith("2.3.") else f"the configuration is for Dovecot 2.3, not {version.split()[0]}"


@dataclass
class Dovecot:
    """`dovecot` in the foreground. Every user has the same password."""

    folder: Path
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        """Start and wait for the greeting."""
        self._own(self.folder / "mail")
        owner = pwd.getpwnam("nobody")
        names = {"folder": self.folder, "password": PASSWORD, "uid": owner.pw_uid, "gid": owner.pw_gid}
        path = self.folder / "dovecot.conf"
        path.write_text(CONFIG.format(port=self.port, **names))
        self.process = subprocess.Popen(bound("dovecot", "-F", "-c", str(path)))
        until(self._greets, "Dovecot does not answer")

    def stop(self) -> None:
        """SIGTERM."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(STOP_SECONDS)
            self.process = None

    def _greets(self) -> bool:
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 5) as connection:
            return connection.recv(4) == b"* OK"
        return False

    def _own(self, path: Path) -> None:
        """Make folders that belong to the user whose mail it is."""
        for one in (path, *(path / name for name in ("tmp", "new", "cur") if path.name != "mail")):
            one.mkdir(parents=True, exist_ok=True)
            shutil.chown(one, "nobody", "nogroup")

    def deliver(self, user: str, content: bytes) -> None:
        """Put a mail into an INBOX as a delivery agent does."""
        inbox = self.folder / "mail" / user
        self._own(inbox)
        name = f"{next(_serial)}.test"
        (inbox / "tmp" / name).write_bytes(content)
        shutil.chown(inbox / "tmp" / name, "nobody", "nogroup")
        (inbox / "tmp" / name).rename(inbox / "new" / name)

    def flags(self, user: str, folder: str = "") -> list[str]:
        """The flags of every mail of a folder, "" for none, such as "S" for seen."""
        place = self.folder / "mail" / user / (f".{folder}" if folder else "")
        names = [one.name for part in ("new", "cur") for one in (place / part).glob("*")]
        return sorted(name.partition(":2,")[2] for name in names)

    def kill_sessions(self) -> int:
        """SIGKILL for every process that serves a client; how many there were."""
        assert self.process is not None
        sessions = [pid for pid in _children(self.process.pid) if _name(pid) == "imap"]
        for pid in sessions:
            os.kill(pid, signal.SIGKILL)
        return len(sessions)


def _children(parent: int) -> list[int]:
    text = Path(f"/proc/{parent}/task/{parent}/children").read_text()
    return [int(pid) for pid in text.split()]


def _name(pid: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{pid}/comm").read_text().strip()
    return ""


class CuttingProxy:
    """Hands bytes on to a server, and cuts each of the next connections after so many bytes of its answers."""

    def __init__(self, target: int) -> None:
        self.cuts: list[int] = []
        self.done = 0
        self._target = target
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._door.getsockname()[1])
        self._threads: list[threading.Thread] = []
        self._start(self._accept)

    def close(self) -> None:
        """Take no more connections."""
        with suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        for thread in self._threads:
            thread.join(STOP_SECONDS)

    def _start(self, work: Callable[..., None], *arguments: object) -> None:
        self._threads.append(threading.Thread(target=work, args=arguments, daemon=True))
        self._threads[-1].start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._door.accept()
            except OSError:
                return
            self._start(self._serve, client, self.cuts.pop(0) if self.cuts else None)

    def _serve(self, client: socket.socket, left: int | None) -> None:
        with client, suppress(OSError), socket.create_connection(("127.0.0.1", self._target)) as server:
            asking = threading.Thread(target=_pass_on, args=(client, server, None), daemon=True)
            asking.start()
            self.done += _pass_on(server, client, left)
            asking.join(STOP_SECONDS)


def _pass_on(source: socket.socket, sink: socket.socket, left: int | None) -> bool:
    """Until one side ends, or so many bytes have passed: then True."""
    with suppress(OSError):
        while (left is None or left > 0) and (chunk := source.recv(min(CHUNK_BYTES, left or CHUNK_BYTES))):
            sink.sendall(chunk)
            left = None if left is None else left - len(chunk)
    for one in (source, sink):
        with suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
    return left == 0
