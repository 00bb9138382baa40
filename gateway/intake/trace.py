"""The trace line every accepted mail gets (RFC 5321 section 4.4), and the count of those it already has."""

from datetime import UTC, datetime
from email.utils import format_datetime
from functools import lru_cache
from string import ascii_letters, digits

MOST_HOPS = 100  # RFC 5321 section 6.3
HELO_LENGTH = 255
_NAME = frozenset(ascii_letters + digits + ".-_:[]")


def received_line(helo: str, peer: str | None, domain: str, protocol: str, at: datetime) -> bytes:
    """`Received: from helo (peer) by domain with protocol; date`, folded and with its line end.

    `protocol` is a word of RFC 3848. A name that could not be one is written as `unknown`.
    """
    name = helo if helo and len(helo) <= HELO_LENGTH and _NAME.issuperset(helo) else "unknown"
    origin = f" ([{peer}])" if peer else ""
    lines = f"Received: from {name}{origin}\r\n\tby {domain} with {protocol};\r\n\t{_date(int(at.timestamp()))}\r\n"
    return lines.encode("ascii", "replace")


@lru_cache(maxsize=4)
def _date(seconds: int) -> str:
    return format_datetime(datetime.fromtimestamp(seconds, UTC))


def count_hops(content: bytes) -> int:
    """How many Received lines the header has."""
    end = content.find(b"\r\n\r\n")
    header = content if end < 0 else content[:end]
    return (b"\n" + header).lower().count(b"\nreceived:")
