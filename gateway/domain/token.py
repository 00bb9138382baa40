"""Signed references in reply addresses, Message-IDs and bounce addresses.

A token proves that we wrote a reference; it never proves who carries it. Signatures are HMAC-SHA-256 cut to 128
bit (RFC 2104 section 5), base32 in lower case so that they survive case folding, with one character that names the
key, so that keys can be rotated.
"""

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

SIGNATURE_BYTES = 16
_DIGITS = "abcdefghijklmnopqrstuvwxyz234567"  # base32 (RFC 4648 section 6)
_PAIRS = [first + second for first in _DIGITS for second in _DIGITS]
_MESSAGE_ID = re.compile(r"<([a-z0-9._-]{1,40})\.(\d{1,15})\.([a-z2-7]{27})@([^<>@\s]{1,255})>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs with the first key and checks with any. Key ids are one lower-case letter or digit 2-7."""

    keys: Mapping[str, bytes] = field(repr=False)
    domain: str

    def sign(self, purpose: str, reference: str) -> str:
        """The signature of a reference for one purpose: key id and 26 characters."""
        key_id, key = next(iter(self.keys.items()))
        return key_id + _mac(key, purpose, reference)

    def holds(self, purpose: str, reference: str, signature: str) -> bool:
        """Is this our signature? Compared in constant time, without regard to case."""
        key = self.keys.get(signature[:1].lower())
        if key is None or not signature.isascii():
            return False
        return hmac.compare_digest(_mac(key, purpose, reference), signature[1:].lower())

    def mac(self, purpose: str, content: bytes) -> bytes:
        """32 bytes that only who has the first key can make of this content."""
        keyed = _keyed(next(iter(self.keys.values()))).copy()
        keyed.update(purpose.encode() + b"\0" + content)
        return keyed.digest()

    def message_id(self, reference: str, serial: int) -> str:
        """A Message-ID of ours: `<T-001001.17.signature@domain>`; `serial` makes it unique."""
        return f"<{reference}.{serial}.{self.sign('message', f'{reference}.{serial}')}@{self.domain}>"

    def read_message_id(self, message_id: str) -> tuple[str, int] | None:
        """Reference (in upper case) and serial of a Message-ID of ours, None for any other or a forged one."""
        match = _MESSAGE_ID.fullmatch(message_id)
        if not match or match[4].lower() != self.domain.lower():
            return None
        reference, serial = match[1].upper(), int(match[2])
        return (reference, serial) if self.holds("message", f"{reference}.{serial}", match[3]) else None

    def sub_address(self, purpose: str, reference: str) -> str:
        """What stands behind the `+` of a reply or bounce address: `T-001001.signature`."""
        return f"{reference}.{self.sign(purpose, reference)}"

    def read_sub_address(self, purpose: str, detail: str) -> str | None:
        """The reference of a sub-address of ours, None for a wrong or missing signature."""
        reference, _, signature = detail.rpartition(".")
        reference = reference.upper()
        return reference if reference and self.holds(purpose, reference, signature) else None


@lru_cache(maxsize=1024)  # the mails about one event carry the same reply address
def _mac(key: bytes, purpose: str, reference: str) -> str:
    # the reference is folded: relays lower-case local parts
    keyed = _keyed(key).copy()
    keyed.update(f"{purpose}\0{reference.upper()}".encode())
    return base32(int.from_bytes(keyed.digest()[:SIGNATURE_BYTES], "big") << 2, 26)


def base32(number: int, characters: int) -> str:
    """An even number of base32 characters, lower case, two at a time: the library's way costs more than the signing."""
    return "".join([_PAIRS[number >> shift & 1023] for shift in range(5 * characters - 10, -1, -10)])


@lru_cache(maxsize=16)
def _keyed(key: bytes) -> hmac.HMAC:
    """An HMAC that has read its key, to be copied: preparing one costs more than signing."""
    return hmac.new(key, digestmod=hashlib.sha256)
