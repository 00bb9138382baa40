"""What all sessions of one listener share."""

import ssl
from asyncio import AbstractEventLoop
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from gateway.config import Config, Listener
from gateway.desk.inbound.accept import Committer
from gateway.desk.inbound.gate import Gate
from gateway.errors import ConfigurationError
from gateway.intake.budget import Budget
from gateway.intake.paths import Recipients
from gateway.intake.peers import Peers
from gateway.intake.wire import Memory
from gateway.ports import Clock, Disk


class Session(Protocol):
    """A client's connection, as its listener sees it."""

    def retire(self) -> None:
        """End now, or when the message that is on its way has been answered."""

    def abort(self) -> None:
        """End without a word."""


@dataclass(frozen=True, slots=True)
class Services:
    """What the listeners of one process work with, whatever the settings are.

    `gate`: what bounds the bytes of a day by some settings, None for no bounds. `accepted` is told, for every kept
    mail, the seconds its answer took; `refused` why one was not kept: strangers, organization, disk.
    """

    committer: Committer
    clock: Clock
    gate: Callable[[Config], Gate | None] = lambda config: None
    accepted: Callable[[float], None] = lambda seconds: None
    refused: Callable[[str], None] = lambda reason: None


@dataclass(frozen=True, slots=True)
class ServerContext:
    """What all listeners of one process share by the present settings."""

    config: Config
    services: Services
    peers: Peers
    recipients: Recipients
    memory: Memory
    budget: Budget
    disk: Disk


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
        free = self.house.disk.free()
        return free is None or free > size


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
