"""A subscription that its reader can end without help, as a reference that a signed link can carry. Pure."""

import base64
import binascii
from dataclasses import dataclass

MAX_REFERENCE = 800  # characters: an address has at most 254 (RFC 5321), a topic is a word


@dataclass(frozen=True, slots=True)
class Subscription:
    """Mail about a topic, such as outages, to an address in lower case."""

    topic: str
    address: str

    @property
    def reference(self) -> str:
        """Both in letters and digits of one case."""
        return base64.b32encode(f"{self.topic}\n{self.address.lower()}".encode()).decode().rstrip("=")


def read_reference(reference: str) -> Subscription | None:
    """The subscription of a reference, None where it is none."""
    if not 0 < len(reference) <= MAX_REFERENCE:
        return None
    try:
        text = base64.b32decode(reference.upper() + "=" * (-len(reference) % 8)).decode()
    except (binascii.Error, ValueError):
        return None
    topic, line_end, address = text.partition("\n")
    return Subscription(topic, address) if topic and line_end and "@" in address else None
