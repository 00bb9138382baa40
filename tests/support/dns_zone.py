"""Answers of DNS out of a dict, mails with signatures, and a verifier over both: for tests of who wrote a mail."""

import base64
import hashlib
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric import ed25519

from gateway.adapters.authentication.dns_records import dkim_record
from gateway.adapters.authentication.own_checks import OwnChecks
from gateway.adapters.authentication.resolver import Kind, TemporaryDnsFailure
from gateway.adapters.dkim_signer import SigningKey
from gateway.mail.envelope import Envelope, InboundMail
from gateway.mail.identity.canonical import Form, canonical_body, canonical_field, split_message
from gateway.mail.parse import parse
from gateway.ports import Verification

NOW = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
FRIEND, EVIL, RELAY = "192.0.2.10", "203.0.113.66", "192.0.2.1"  # acorn's host, the attacker's, a relay of ours
KEYS = {
    name: SigningKey(name, "s1", ed25519.Ed25519PrivateKey.from_private_bytes(hashlib.sha256(name.encode()).digest()))
    for name in (
        "acorn.example",
        "evil.example",
        "lists.example",
        "mail.acorn.example",
        "quiet.example",
        "vendor.example",
    )
}


class Zone:
    """A Resolver over records by name; a name in `away` does not answer. `asked` is what was looked up."""

    def __init__(self, records: Mapping[str, Mapping[Kind, Iterable[str]]], away: Iterable[str] = ()) -> None:
        self.records = {
            name.lower(): {kind: tuple(texts) for kind, texts in of.items()} for name, of in records.items()
        }
        self.away = set(away)
        self.asked: list[tuple[str, Kind]] = []

    def look_up(self, name: str, kind: Kind) -> tuple[str, ...]:
        """The records of a name, as a Resolver."""
        name = name.lower().removesuffix(".")
        self.asked.append((name, kind))
        if name in self.away:
            raise TemporaryDnsFailure(name)
        return self.records.get(name, {}).get(kind, ())

    def __or__(self, more: Mapping[str, Mapping[Kind, Iterable[str]]]) -> "Zone":
        return Zone({**self.records, **more}, self.away)


def key_records() -> dict[str, dict[Kind, tuple[str, ...]]]:
    """The public halves of KEYS."""
    found = [dkim_record(key.public) for key in KEYS.values()]
    return {record.name: {"TXT": (record.value,)} for record in found}


def world() -> Zone:
    """acorn asks to reject what is not proven, evil proves everything about itself, quiet publishes no policy."""
    return Zone(
        {
            **key_records(),
            "acorn.example": {"TXT": [f"v=spf1 ip4:{FRIEND} -all"]},
            "_dmarc.acorn.example": {"TXT": ["v=DMARC1; p=reject"]},
            "evil.example": {"TXT": [f"v=spf1 ip4:{EVIL} -all"]},
            "_dmarc.evil.example": {"TXT": ["v=DMARC1; p=reject"]},
            "quiet.example": {"TXT": [f"v=spf1 ip4:{FRIEND} -all"]},
        }
    )


def mail(header: str, body: str = "Orders are slow.\n") -> bytes:
    """A message of header lines and text, with CRLF line ends."""
    return f"{header.strip()}\n\n{body}".replace("\r\n", "\n").replace("\n", "\r\n").encode("utf-8", "surrogateescape")


def sign(
    content: bytes,
    domain: str = "acorn.example",
    names: str = "from:subject:date",
    extra: str = "",
    forms: tuple[Form, Form] = ("relaxed", "relaxed"),
    length: int | None = None,
    algorithm: str = "ed25519-sha256",
    field: str = "DKIM-Signature: v=1;",
) -> bytes:
    """The message with a signature of KEYS in front; `extra` are more tags, such as " x=1;"."""
    message, key = split_message(content), KEYS[domain]
    body = canonical_body(message.body, forms[1])[: length if length is not None else None]
    body_hash = base64.b64encode(hashlib.sha256(body).digest()).decode()
    size = f" l={length};" if length is not None else ""
    own = f"{field} a={algorithm}; c={'/'.join(forms)}; d={domain}; s={key.selector};{size}{extra}"
    own_bytes = f"{own} h={names}; bh={body_hash}; b=".replace("; ", ";\r\n ").encode()
    data = b"".join(_signed_fields(content, names, forms[0])) + canonical_field(own_bytes, forms[0])[:-2]
    return own_bytes + base64.b64encode(key.signature(data)) + b"\r\n" + content


def _signed_fields(content: bytes, names: str, form: Form) -> Iterable[bytes]:
    left = {name: list(split_message(content).all(name)) for name in names.split(":")}
    for name in names.split(":"):
        if left[name]:
            yield canonical_field(left[name].pop().raw, form)


def arrived(content: bytes, mail_from: str | None = "", peer: str | None = EVIL, helo: str = "") -> InboundMail:
    """A delivery to us."""
    return InboundMail(content, Envelope(mail_from, ("support@vendor.example",), NOW, peer, helo))


def judged(
    content: bytes,
    mail_from: str | None = "",
    peer: str | None = EVIL,
    zone: Zone | None = None,
    sealers: Iterable[str] = (),
) -> Verification:
    """What our own checks say about a mail that its author's host gave to us."""
    return OwnChecks(given(zone or world()), sealers).judge_client(parse(content), arrived(content, mail_from, peer))


def given(zone: Zone) -> Callable[[], Zone]:
    """A source of resolvers."""
    return lambda: zone
