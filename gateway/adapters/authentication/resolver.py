"""What the checks ask of DNS."""

from ipaddress import IPv4Address, IPv6Address
from typing import Final, Literal, Protocol

Kind = Literal["TXT", "A", "AAAA", "MX", "PTR"]
IPAddress = IPv4Address | IPv6Address

MAX_NAME: Final = 253  # octets of a name without its last dot (RFC 1035 section 2.3.4)
MAX_LABEL: Final = 63


class TemporaryDnsFailure(Exception):
    """No answer for now: a timeout, a server failure. Says nothing about the name."""


class Resolver(Protocol):
    """Answers of DNS as text."""

    def look_up(self, name: str, kind: Kind) -> tuple[str, ...]:
        """Every record of a kind, none where the name or the kind does not exist. Raises TemporaryDnsFailure.

        TXT: the strings of each record joined, one character per octet. MX: the hosts, the preferred first. Names
        come without their last dot. `name` is ASCII, with or without a last dot.
        """
        ...


def is_name(name: str) -> bool:
    """May DNS be asked for this name (RFC 1035 section 2.3.4)? At least two labels."""
    labels = name.removesuffix(".").split(".")
    sizes = all(0 < len(label) <= MAX_LABEL for label in labels)
    return len(labels) > 1 and sizes and len(name) <= MAX_NAME and name.isascii()


def reverse_name(address: IPAddress) -> str:
    """Where the names of an address are kept (RFC 1035 section 3.5, RFC 3596 section 2.5)."""
    return address.reverse_pointer
