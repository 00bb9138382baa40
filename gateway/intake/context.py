"""What all sessions of one listener share."""

import os
import ssl
from asyncio import AbstractEventLoop
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from gateway.config import Config, Listener
from gateway.desk.inbound.accept import Committer
from gateway.errors import ConfigurationError
from gateway.intake.paths import Recipients
from gateway.intake.peers import Peers
from gateway.intake.wire import Memory
from gateway.ports import Clock


class Session(Protocol):
    """A client's connection, as its listener sees it."""

    def retire(self) -> None:
        """End now, or when the message that is on its way has been answered."""

    def abort(self) -> None:
        """End without a word."""


@dataclass(frozen=True, slots=True)
class ServerContext:
    """What all listeners of one process share. `accepted` is told, for every kept mail, the seconds its answer took."""

    config: Config
    committer: Committer
    clock: Clock
    peers: Peers
    recipients: Recipients
    memory: Memory
    accepted: Callable[[float], None] = lambda seconds: None


@dataclass(frozen=True, slots=True)
class ListenerContext:
    """One listener."""

    house: ServerContext
    listener: Listener
    loop: AbstractEventLoop
    tls: ssl.SSLContext | None
    sessions: set[Session] = field(default_factory=set)

    def strict(self, peer: str | None) -> bool:
        """Whether mail of this peer with bare CR, bare LF or NUL is refused, not repaired."""
        config = self.house.config
        refuse = config.limits.bare_newlines == "refuse" and self.listener.protocol == "smtp"
        return refuse and peer not in self.house.peers.trusted

    def has_room(self, size: int) -> bool:
        """Whether the disk of an SQLite database has room for so many bytes; True where that is not ours to know."""
        url = self.house.config.database_url
        if not url.startswith("sqlite:///"):
            return True
        try:
            disk = os.statvfs(Path(url.removeprefix("sqlite:///")).parent)
        except OSError:
            return True
        return disk.f_bavail * disk.f_frsize > size


def tls_context(config: Config, listener: Listener) -> ssl.SSLContext | None:
    """TLS 1.2 or newer with the certificate of the listener; None where it has none. Raises ConfigurationError."""
    if listener.certificate is None or listener.key is None:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    certificate, key = config.resolve(listener.certificate), config.resolve(listener.key)
    try:
        context.load_cert_chain(certificate, key)
    except (OSError, ssl.SSLError) as error:
        raise ConfigurationError(
            str(config.path), "listener.certificate", f"{certificate} and {key} cannot be used: {error}."
        ) from error
    return context
