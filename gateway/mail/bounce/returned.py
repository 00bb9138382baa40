"""What a report returns of the mail that failed: its Message-ID, both its sides, and addresses with a token."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from gateway.mail.bounce.spots import spots_in

HEADER_CHARS: Final = 65_536  # of a returned message; the header fits
ADDRESSES: Final = 200  # kept of each side

_NAME: Final = re.compile(r"(?:rcpt to|mail from|[a-z][a-z0-9\-]{1,75})[ \t]{0,2}:", re.IGNORECASE)
_MESSAGE_ID: Final = re.compile(r"<[^<>\s]{1,600}@[^<>\s]{1,255}>|<[^<>\s]{3,600}>")
_RECEIVED_FOR: Final = re.compile(r"\bfor <?([^\s<>;]{1,128}@[^\s<>;]{1,253})>?")
_SENDERS: Final = frozenset(
    (
        "from",
        "sender",
        "reply-to",
        "return-path",
        "errors-to",
        "resent-from",
        "x-sender",
        "envelope-from",
        "mail from",
        "resent-sender",
    )
)
_RECIPIENTS: Final = frozenset(
    (
        "to",
        "cc",
        "delivered-to",
        "x-original-to",
        "envelope-to",
        "x-envelope-to",
        "x-rcpt-to",
        "resent-to",
        "apparently-to",
        "x-hmxmroriginalrecipient",
    )
)
_MACHINE: Final = (
    "received:", "return-path:", "message-id:", "mime-version:", "dkim-signature:", "delivered-to:", "x-mailer:",
    "x-originating-ip:", "content-type: message/rfc822", "content-type: text/rfc822-headers",
    "authentication-results:", "domainkey-signature:",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Returned:
    """Both sides of the mail that came back. Addresses as written; nothing known is empty."""

    message_id: str | None = None
    senders: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()  # of To and Cc and what relays noted
    to: tuple[str, ...] = ()  # of To alone
    tokens: tuple[str, ...] = ()  # addresses with "+" in the local part


def read_returned(blocks: Iterable[str]) -> Returned:
    """Read the headers of everything that a report returned; the first block that names a Message-ID gives it."""
    message_id: str | None = None
    sides: dict[str, dict[str, None]] = {"senders": {}, "recipients": {}, "to": {}, "tokens": {}}
    for block in blocks:
        for name, value in _fields_of(block):
            if name in ("message-id", "original-message-id", "x-original-message-id") and message_id is None:
                message_id = first_message_id(value)
            _note(name, value, sides)
    return Returned(message_id, *(tuple(sides[side])[:ADDRESSES] for side in ("senders", "recipients", "to", "tokens")))


def _fields_of(block: str) -> list[tuple[str, str]]:
    """The header of a returned mail, also below the part header of a multipart that was not taken apart."""
    fields = list(header_fields(_unindented(block[:HEADER_CHARS])))
    if fields and all(name.startswith("content-") for name, _ in fields):
        rest = block[:HEADER_CHARS].replace("\r\n", "\n").lstrip("\n").partition("\n\n")[2]
        return list(header_fields(rest))
    return fields


def _unindented(block: str) -> str:
    """A block without the indentation of its first line, as some reports set what they return apart."""
    first = next((line for line in block.splitlines() if line.strip()), "")
    indent = first[: len(first) - len(first.lstrip(" \t>"))]
    if not indent:
        return block
    return "\n".join(line.removeprefix(indent) for line in block.splitlines())


def _note(name: str, value: str, sides: dict[str, dict[str, None]]) -> None:
    if "@" not in value:
        return
    if name == "received":
        addresses = [match.group(1) for match in _RECEIVED_FOR.finditer(value[:2000])]
    elif name.endswith("message-id") or name in ("references", "in-reply-to"):
        return
    else:
        addresses = [spot.address for spot in spots_in(value[:8000])]
    for address in addresses:
        if "+" in address.partition("@")[0]:
            sides["tokens"].setdefault(address)
        if name in _SENDERS:
            sides["senders"].setdefault(address)
        elif name in _RECIPIENTS or name == "received":
            sides["recipients"].setdefault(address)
        if name in ("to", "rcpt to"):
            sides["to"].setdefault(address)


def first_message_id(value: str) -> str | None:
    """The first msg-id in a field value, with angle brackets; one written without brackets gets them."""
    match = _MESSAGE_ID.search(value)
    if match:
        return match.group(0)
    bare = value.split()
    return f"<{bare[0]}>" if bare and "@" in bare[0] and len(bare[0]) < 600 else None


def header_fields(block: str) -> Iterator[tuple[str, str]]:
    """Unfolded fields of a header block: lower-case name and value; ends at the first empty line behind a field."""
    name, value = "", ""
    for raw in block[:HEADER_CHARS].splitlines():
        if not raw.strip():
            if name:
                break
            continue
        if raw[0] in " \t" and name:
            value = f"{value} {raw.strip()}" if len(value) < 8000 else value
            continue
        if name:
            yield name, value
        match = _NAME.match(raw.lstrip())
        name, value = ("", "") if not match else _split(raw.lstrip(), match.end())
    if name:
        yield name, value


def _split(line: str, end: int) -> tuple[str, str]:
    return line[: end - 1].strip().lower(), line[end:].strip()


def is_field(line: str) -> bool:
    """Does a line begin as a header field does?"""
    return bool(_NAME.match(line))


def looks_returned(lines: list[str], index: int) -> bool:
    """Does a returned header begin at this line: a field that only machines write, with another field near it?"""
    if not lines[index].lower().startswith(_MACHINE):
        return False
    return sum(1 for line in lines[index + 1 : index + 6] if _NAME.match(line)) >= 1
