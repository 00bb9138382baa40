"""What the DKIM signatures of a message say that they cover (RFC 6376 section 3.5); not whether they hold."""

import hashlib
from collections import Counter
from dataclasses import dataclass
from typing import Final

from gateway.mail.header.tag_list import read_base64, read_tags
from gateway.mail.identity.canonical import split_message

MAX_SIGNATURES: Final = 10
_DIGITS: Final = 12  # of the time t=


@dataclass(frozen=True, slots=True)
class SignedFields:
    """One signature. `covered`: the names of fields of which every one is signed, in lower case; `digest`: of the
    signature itself, the same wherever the message is sent again; `signed_at`: seconds of 1970, None if not said.
    """

    domain: str
    covered: frozenset[str]
    digest: str
    signed_at: int | None = None


def signed_fields(content: bytes) -> tuple[SignedFields | None, ...]:
    """One for each of the first ten signatures, None for one that cannot be read, and for all behind the tenth."""
    message = split_message(content)
    standing = Counter(field.name for field in message.fields)
    signatures = message.all("dkim-signature")
    read = tuple(_read(field.value, standing) for field in signatures[:MAX_SIGNATURES])
    return read if len(signatures) <= MAX_SIGNATURES else (*read, None)


def _read(value: str, standing: Counter[str]) -> SignedFields | None:
    tags = read_tags(value)
    signature = read_base64(tags.get("b", "")) if tags else None
    if not tags or not signature or not tags.get("d") or not tags.get("h"):
        return None
    signed = Counter(name.strip().lower() for name in tags["h"].split(":"))
    covered = frozenset(name for name in signed if signed[name] >= standing[name])
    time = tags.get("t", "")
    at = int(time) if time.isascii() and time.isdecimal() and len(time) <= _DIGITS else None
    return SignedFields(tags["d"].lower(), covered, hashlib.sha256(signature).hexdigest()[:32], at)
