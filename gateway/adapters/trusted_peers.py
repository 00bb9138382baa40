"""Which hosts are relays of our own."""

from collections.abc import Iterable, Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Final

from gateway.errors import ConfigurationError

MAX_KNOWN: Final = 10_000


class TrustedPeers:
    """Relays of our own, by address or network. A local hand-over (no address) is trusted.

    Raises ConfigurationError, naming `file`, for a text that is neither.
    """

    def __init__(self, networks: Sequence[str], file: str = "-") -> None:
        self._networks = tuple(_networks(networks, file))
        self._known: dict[str, bool] = {}

    def __contains__(self, peer: str | None) -> bool:
        if peer is None:
            return True
        if peer not in self._known:
            if len(self._known) > MAX_KNOWN:
                self._known.clear()
            self._known[peer] = self._look_up(peer)
        return self._known[peer]

    def _look_up(self, peer: str) -> bool:
        try:
            address = ip_address(peer)
        except ValueError:
            return False
        return any(address in network for network in self._networks)


def _networks(texts: Sequence[str], file: str) -> Iterable[IPv4Network | IPv6Network]:
    for text in texts:
        try:
            yield ip_network(text, strict=False)
        except ValueError as error:
            problem = f'"{text}" is no address or network.'
            raise ConfigurationError(file, "authentication.trusted_peers", problem) from error
