"""An IMAP server on a free port of the loop-back interface that does what a test tells it (RFC 3501, 2177, 4315, 6851).

`twist` sees every answer before it leaves: it gives back what is to be sent instead, or raises Cut.
"""

import base64
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

PATIENCE = 120.0  # seconds before a test fails
LOOK_SECONDS = 0.02
FETCHED = {"BODY.PEEK[]": "BODY[]", "RFC822.SIZE": "RFC822.SIZE"}


class Cut(Exception):
    """End the connection after these bytes."""

    def __init__(self, content: bytes = b"") -> None:
        super().__init__("the line is cut")
        self.content = content


@dataclass
class Message:
    """A message of a folder. `claimed`: the size the server names for it, where that is a lie."""

    uid: int
    content: bytes
    flags: set[str] = field(default_factory=set)
    claimed: int | None = None

    @property
    def size(self) -> int:
        return len(self.content) if self.claimed is None else self.claimed


Twist = Callable[[str, bytes], bytes]


@dataclass
class ImapServer:
    """One account. `capabilities`: as they are told; `uidnext`: whether SELECT tells it."""

    capabilities: str = "IMAP4rev1 IDLE MOVE UIDPLUS"
    login: tuple[str, str] = ("support", "s3cret")
    greeting: bytes = b"* OK ready\r\n"
    uidvalidity: int = 7
    uidnext: bool = True
    tls: ssl.SSLContext | None = None
    implicit_tls: ssl.SSLContext | None = None
    twist: Twist = field(default=lambda _command, answer: answer)
    port: int = 0
    next_uid: int = 1
    folders: dict[str, list[Message]] = field(default_factory=lambda: {"INBOX": []})
    commands: list[str] = field(default_factory=list)
    connections: int = 0
    idling: int = 0

    def __enter__(self) -> Self:
        self.changed = threading.Condition()
        self._open: list[Connection] = []
        self._door = socket.create_server(("127.0.0.1", self.port))
        self.port = self._door.getsockname()[1]
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        self._thread.join(PATIENCE)
        self.hang_up()
        for connection in self._open:
            connection.thread.join(PATIENCE)

    def hang_up(self) -> None:
        """Cut every connection, as when a server or a network dies."""
        for connection in list(self._open):
            with suppress(OSError):
                connection.socket.shutdown(socket.SHUT_RDWR)

    def deliver(self, content: bytes | str, *flags: str, claimed: int | None = None) -> int:
        """New mail in INBOX; its UID."""
        raw = content.encode() if isinstance(content, str) else content
        with self.changed:
            uid, self.next_uid = self.next_uid, self.next_uid + 1
            self.inbox.append(Message(uid, raw, set(flags), claimed))
            self.changed.notify_all()
        return uid

    @property
    def inbox(self) -> list[Message]:
        return self.folders["INBOX"]

    def flags(self, uid: int) -> set[str]:
        """Of a message in INBOX."""
        return next(one.flags for one in self.inbox if one.uid == uid)

    def renumber(self, uidvalidity: int) -> None:
        """UIDs mean something else from now on."""
        with self.changed:
            self.uidvalidity = uidvalidity
            for number, one in enumerate(self.inbox, start=1):
                one.uid = number
            self.next_uid = len(self.inbox) + 1

    def until(self, condition: Callable[[], object], what: str) -> None:
        """Wait for something."""
        with self.changed:
            # much of what is waited for happens outside this server, so it is asked often
            deadline = time.monotonic() + PATIENCE
            while time.monotonic() < deadline:
                if condition():
                    return
                self.changed.wait(LOOK_SECONDS)
        raise AssertionError(what)

    def _accept(self) -> None:
        while True:
            try:
                accepted, _ = self._door.accept()
            except OSError:
                return
            self.connections += 1
            connection = Connection(self, accepted)
            self._open.append(connection)
            connection.thread.start()


class Connection:
    """One client."""

    def __init__(self, server: ImapServer, accepted: socket.socket) -> None:
        self.server = server
        self.socket = accepted
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.folder: list[Message] = []

    def _run(self) -> None:
        try:
            if self.server.implicit_tls:
                self.socket = self.server.implicit_tls.wrap_socket(self.socket, server_side=True)
            self._converse()
        except (OSError, ValueError):
            pass
        except Cut as cut:
            with suppress(OSError):
                self.socket.sendall(cut.content)
        finally:
            self.socket.close()

    def _converse(self) -> None:
        self.socket.sendall(self.server.twist("GREETING", self.server.greeting))
        while line := self._line():
            tag, _, rest = line.partition(" ")
            command, _, arguments = rest.partition(" ")
            if command.upper() == "UID":
                verb, _, arguments = arguments.partition(" ")
                command = f"UID {verb}"
            command = command.upper()
            with self.server.changed:
                self.server.commands.append(rest if command != "LOGIN" else "LOGIN")
                self.server.changed.notify_all()
            method = getattr(self, "do_" + command.lower().replace(" ", "_"), None)
            answer = method(tag, arguments) if method else f"{tag} BAD what?\r\n".encode()
            with self.server.changed:
                self.server.changed.notify_all()
            if answer is not None:
                self.socket.sendall(self.server.twist(command, answer))
            if command == "LOGOUT":
                return
            if command == "STARTTLS" and self.server.tls and b" OK" in answer:
                self.socket = self.server.tls.wrap_socket(self.socket, server_side=True)

    def _line(self) -> str:
        line = bytearray()
        while not line.endswith(b"\n"):
            byte = self.socket.recv(1)
            if not byte:
                return ""
            line += byte
        return line.decode("utf-8").rstrip("\r\n")

    def do_capability(self, tag: str, _: str) -> bytes:
        more = " STARTTLS" if self.server.tls and not isinstance(self.socket, ssl.SSLSocket) else ""
        return f"* CAPABILITY {self.server.capabilities}{more}\r\n{tag} OK done\r\n".encode()

    def do_starttls(self, tag: str, _: str) -> bytes:
        return f"{tag} OK begin\r\n".encode()

    def do_login(self, tag: str, arguments: str) -> bytes:
        given = tuple(one.replace('\\"', '"') for one in re.findall(r'"((?:[^"\\]|\\.)*)"', arguments))
        return f"{tag} {'OK hello' if given == self.server.login else 'NO wrong'}\r\n".encode()

    def do_authenticate(self, tag: str, _: str) -> bytes:
        self.socket.sendall(b"+ \r\n")
        _, name, password = base64.b64decode(self._line()).decode("utf-8").split("\0")
        return f"{tag} {'OK hello' if (name, password) == self.server.login else 'NO wrong'}\r\n".encode()

    def do_select(self, tag: str, arguments: str) -> bytes:
        name = arguments.strip('"')
        if name not in self.server.folders:
            return f"{tag} NO no such folder\r\n".encode()
        self.folder = self.server.folders[name]
        next_uid = f"* OK [UIDNEXT {self.server.next_uid}] next\r\n" if self.server.uidnext else ""
        return (
            f"* {len(self.folder)} EXISTS\r\n* 0 RECENT\r\n* FLAGS (\\Seen \\Deleted)\r\n"
            f"* OK [UIDVALIDITY {self.server.uidvalidity}] valid\r\n{next_uid}{tag} OK [READ-WRITE] done\r\n"
        ).encode()

    def do_noop(self, tag: str, _: str) -> bytes:
        return f"* {len(self.folder)} EXISTS\r\n{tag} OK done\r\n".encode()

    def do_idle(self, tag: str, _: str) -> bytes | None:
        self.socket.sendall(self.server.twist("IDLE", b"+ idling\r\n"))
        told = len(self.folder)
        self.server.idling += 1
        try:
            self.socket.settimeout(LOOK_SECONDS)
            while True:
                if len(self.folder) != told:
                    told = len(self.folder)
                    self.socket.sendall(self.server.twist("NEWS", f"* {told} EXISTS\r\n".encode()))
                try:
                    line = self._line()
                except TimeoutError:
                    continue
                return f"{tag} OK done\r\n".encode() if line == "DONE" else None
        finally:
            self.server.idling -= 1
            self.socket.settimeout(None)

    def do_uid_search(self, tag: str, arguments: str) -> bytes:
        if arguments.startswith("UID "):
            found = self._chosen(arguments.removeprefix("UID "))
        else:
            assert arguments == "UNSEEN UNDELETED", arguments
            found = [one for one in self.folder if not one.flags & {"\\Seen", "\\Deleted"}]
        return f"* SEARCH {' '.join(str(one.uid) for one in found)}\r\n{tag} OK done\r\n".encode()

    def do_uid_fetch(self, tag: str, arguments: str) -> bytes:
        uids, _, wanted = arguments.partition(" ")
        answer = bytearray()
        for one in self._chosen(uids):
            number = self.folder.index(one) + 1
            answer += f"* {number} FETCH (UID {one.uid} ".encode() + _item(one, wanted[1:-1]) + b")\r\n"
        return bytes(answer) + f"{tag} OK done\r\n".encode()

    def do_uid_store(self, tag: str, arguments: str) -> bytes:
        uids, _, rest = arguments.partition(" ")
        for one in self._chosen(uids):
            one.flags.add(rest.partition("(")[2].rstrip(")"))
        return f"{tag} OK done\r\n".encode()

    def do_uid_expunge(self, tag: str, arguments: str) -> bytes:
        for one in self._chosen(arguments):
            if "\\Deleted" in one.flags:
                self.folder.remove(one)
        return f"{tag} OK done\r\n".encode()

    def do_uid_copy(self, tag: str, arguments: str) -> bytes:
        uids, _, name = arguments.partition(" ")
        folder = self.server.folders.get(name.strip('"'))
        if folder is None:
            return f"{tag} NO [TRYCREATE] no such folder\r\n".encode()
        folder.extend(Message(len(folder) + 1, one.content) for one in self._chosen(uids))
        return f"{tag} OK done\r\n".encode()

    def do_uid_move(self, tag: str, arguments: str) -> bytes:
        answer = self.do_uid_copy(tag, arguments)
        if b" OK" in answer:
            for one in self._chosen(arguments.partition(" ")[0]):
                self.folder.remove(one)
        return answer

    def do_create(self, tag: str, arguments: str) -> bytes:
        self.server.folders[arguments.strip('"')] = []
        return f"{tag} OK done\r\n".encode()

    def do_logout(self, tag: str, _: str) -> bytes:
        return f"* BYE\r\n{tag} OK bye\r\n".encode()

    def _chosen(self, uids: str) -> list[Message]:
        last = max((one.uid for one in self.folder), default=0)
        wanted: set[int] = set()
        for part in uids.replace("*", str(last)).split(","):
            first, _, end = part.partition(":")
            low, high = sorted((int(first), int(end or first)))
            wanted |= {one.uid for one in self.folder if low <= one.uid <= high}
        return [one for one in list(self.folder) if one.uid in wanted]


def _item(one: Message, wanted: str) -> bytes:
    if wanted == "RFC822.SIZE":
        return f"RFC822.SIZE {one.size}".encode()
    if wanted == "BODY.PEEK[]":
        return f"BODY[] {{{len(one.content)}}}\r\n".encode() + one.content
    fields, most = re.fullmatch(r"BODY\.PEEK\[HEADER\.FIELDS \(([^)]*)\)\]<0\.(\d+)>", wanted).groups()  # type: ignore[union-attr]
    head = one.content.partition(b"\r\n\r\n")[0].split(b"\r\n")
    kept = [line for line in head if line.partition(b":")[0].decode().upper() in fields.split()]
    content = (b"\r\n".join(kept) + b"\r\n\r\n")[: int(most)]
    return f"BODY[HEADER.FIELDS ({fields})]<0> {{{len(content)}}}\r\n".encode() + content
