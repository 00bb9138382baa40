"""Who may connect, how often and how much: limits in total and per peer."""

import asyncio
from collections import Counter
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address, ip_network

from gateway.adapters.trusted_peers import TrustedPeers
from gateway.config import Config

TOO_MANY = "421 4.3.2 Too many connections, please try again later"
TOO_MANY_OF_YOURS = "421 4.7.0 Too many connections from your address, please try again later"
TOO_FAST = "450 4.7.1 Too many messages from your address, please try again later"
RESERVE = 10  # one connection of so many is kept for trusted peers
IPV6_PREFIX = 64  # one customer's network: counted as one peer


def plain_address(peer: str) -> str:
    """An address without scope, an IPv4 address written as IPv6 in its own form."""
    host = peer.partition("%")[0]
    try:
        address = ip_address(host)
    except ValueError:
        return host
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return str(mapped or address)


def _group(peer: str) -> str:
    return str(ip_network(f"{peer}/{IPV6_PREFIX}", strict=False)) if ":" in peer else peer


class Peers:
    """Counts connections and mails of one process. `seconds`: a clock that never goes back."""

    def __init__(self, config: Config, seconds: Callable[[], float]) -> None:
        self.trusted = TrustedPeers(config.authentication.trusted_peers, str(config.path))
        self._limits = config.limits
        self._seconds = seconds
        self._total = 0
        self._strangers = 0
        self._open: Counter[str] = Counter()
        self._minute = 0
        self._connections: Counter[str] = Counter()
        self._mails: Counter[str] = Counter()

    def enter(self, peer: str | None) -> str | None:
        """Count a new connection, or give the reply that refuses it. Whoever entered must `leave`."""
        limits = self._limits
        if self._total >= limits.connections:
            return TOO_MANY
        group = self.stranger(peer)
        if group is not None:
            if self._strangers >= limits.connections - limits.connections // RESERVE:
                return TOO_MANY
            if self._open[group] >= limits.connections_per_peer or self._too_fast(
                self._connections, group, limits.connections_per_peer_minute
            ):
                return TOO_MANY_OF_YOURS
            self._open[group] += 1
            self._strangers += 1
        self._total += 1
        return None

    def leave(self, peer: str | None) -> None:
        """The end of a connection that entered."""
        self._total -= 1
        group = self.stranger(peer)
        if group is not None:
            self._strangers -= 1
            self._open[group] -= 1
            if self._open[group] <= 0:
                del self._open[group]

    def send(self, peer: str | None) -> str | None:
        """Count a new mail transaction, or give the reply that refuses it."""
        group = self.stranger(peer)
        if group is None:
            return None
        return TOO_FAST if self._too_fast(self._mails, group, self._limits.mails_per_peer_minute) else None

    def stranger(self, peer: str | None) -> str | None:
        """As what an untrusted peer is counted: its address or network; None for one that is trusted."""
        return None if peer is None or peer in self.trusted else _group(peer)

    def _too_fast(self, counts: Counter[str], group: str, limit: int) -> bool:
        minute = int(self._seconds() // 60)
        if minute != self._minute:
            self._minute = minute
            self._connections.clear()
            self._mails.clear()
        counts[group] += 1
        return 0 < limit < counts[group]


def peer_of(transport: asyncio.BaseTransport) -> str | None:
    """The IP address at the other end, None on a unix socket."""
    name = transport.get_extra_info("peername")
    return plain_address(name[0]) if isinstance(name, tuple) and name else None
