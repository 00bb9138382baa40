"""The signed addresses in our mail: a reply address belongs to one reader, a bounce address to one recipient.

A token `T-001001.abcd.signature` names the case and, by a short mark, whom it was given to. Older tokens name the case
alone and stay valid for as long as their key does.
"""

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from gateway.domain.token import Signer, base32

MAX_LOCAL: Final = 64  # octets (RFC 5321 section 4.5.3.1.1)
_MARKED: Final = re.compile(r"(.+)\.([A-Z2-7]{4})", re.DOTALL)
_OF_SEVERAL: Final = re.compile(r"([0-9]{1,18})-([0-9]{1,4})")


@dataclass(frozen=True, slots=True)
class ReplyToken:
    """What a reply address says. `mark`: of whom it was given to, "" in an older one."""

    reference: str
    mark: str = ""


@lru_cache(maxsize=1024)
def mark_of(reference: str, reader: str) -> str:
    """The mark of a reader: 20 bits of a hash, enough to tell the people of one case apart."""
    digest = hashlib.sha256(f"{reference.upper()}\0{reader.lower()}".encode()).digest()
    return base32(int.from_bytes(digest[:3], "big") >> 4, 4).upper()


def reply_address(signer: Signer, support: str, reference: str, reader: str) -> str:
    """Where a reader's answers about a case come to; without the mark where the local part would be too long."""
    local, _, domain = support.rpartition("@")
    marked = f"{local}+{signer.sub_address('reply', f'{reference}.{mark_of(reference, reader).lower()}')}"
    whole = marked if len(marked.encode()) <= MAX_LOCAL else f"{local}+{signer.sub_address('reply', reference)}"
    return f"{whole}@{domain}"


def read_reply(signer: Signer, detail: str) -> ReplyToken | None:
    """What stands behind the `+` of a reply address of ours, None for a wrong signature."""
    reference = signer.read_sub_address("reply", detail)
    if not reference:
        return None
    marked = _MARKED.fullmatch(reference)
    return ReplyToken(marked[1], marked[2]) if marked else ReplyToken(reference)


def bounce_address(signer: Signer, bounces: str, outgoing_id: int, place: int | None = None) -> str:
    """Where reports about a mail come to; `place`: of the one among several recipients to whom it is given."""
    local, _, domain = bounces.rpartition("@")
    reference = str(outgoing_id) if place is None else f"{outgoing_id}-{place}"
    return f"{local}+{signer.sub_address('bounce', reference)}@{domain}"


def read_bounce(signer: Signer, detail: str) -> tuple[int, int | None] | None:
    """The id of the mail and the place of the recipient, None for a wrong signature."""
    reference = signer.read_sub_address("bounce", detail) or ""
    several = _OF_SEVERAL.fullmatch(reference)
    if several:
        return int(several[1]), int(several[2])
    return (int(reference), None) if reference.isascii() and reference.isdecimal() and len(reference) <= 18 else None
