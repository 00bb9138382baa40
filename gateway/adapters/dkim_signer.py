"""DKIM signatures on outgoing mail (RFC 6376): rsa-sha256 and ed25519-sha256 (RFC 8463), relaxed/relaxed.

A signature carries no time, so that a mail sent twice has the same bytes.
"""

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa

from gateway.adapters.authentication.dns_records import Algorithm, DkimPublicKey
from gateway.config import Config, Dkim, read_secret
from gateway.errors import ConfigurationError
from gateway.mail.identity.canonical import relaxed_body, relaxed_field
from gateway.ports import Mailer, Reply

RSA_BITS: Final = 2048  # RFC 8301 section 3.2: what signers should use; also the least we take

# Named once more than they occur, so that nobody can add another one behind our back (RFC 6376 section 8.15).
_SEALED: Final = ("from", "reply-to", "to", "cc", "subject", "date", "content-type")
# Signed where they occur; RFC 8058 section 4 asks for the List-Unsubscribe fields.
_SIGNED: Final = (
    "message-id",
    "in-reply-to",
    "references",
    "mime-version",
    "content-transfer-encoding",
    "auto-submitted",
    "list-unsubscribe",
    "list-unsubscribe-post",
)
_FIELD_END: Final = re.compile(rb"\r\n(?![ \t])")

_Key = rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key and where its public half is published."""

    domain: str
    selector: str
    key: _Key

    @property
    def algorithm(self) -> Algorithm:
        """The name in the tag a= (RFC 6376 section 3.3, RFC 8463 section 3)."""
        return "rsa-sha256" if isinstance(self.key, rsa.RSAPrivateKey) else "ed25519-sha256"

    @property
    def public(self) -> DkimPublicKey:
        """What is to be published."""
        return DkimPublicKey(self.domain, self.selector, self.algorithm, _public_data(self.key))

    def signature(self, data: bytes) -> bytes:
        """The raw signature over canonical header data."""
        if isinstance(self.key, rsa.RSAPrivateKey):
            return self.key.sign(data, padding.PKCS1v15(), hashes.SHA256())
        return self.key.sign(hashlib.sha256(data).digest())


class SigningMailer:
    """A Mailer that signs before it hands over to another."""

    def __init__(self, mailer: Mailer, keys: Sequence[SigningKey]) -> None:
        self._mailer = mailer
        self._keys = tuple(keys)

    def send(self, envelope_from: str, recipients: Sequence[str], content: bytes) -> Mapping[str, Reply]:
        """As the mailer behind it answers."""
        return self._mailer.send(envelope_from, recipients, signed(content, self._keys))

    def close(self) -> None:
        """End the connection of the mailer behind it."""
        self._mailer.close()


def with_signatures(mailer: Mailer, config: Config) -> Mailer:
    """The mailer, signing where `[dkim]` is configured. Raises ConfigurationError for a key that is none."""
    keys = signing_keys(config)
    return SigningMailer(mailer, keys) if keys else mailer


def signing_keys(config: Config) -> tuple[SigningKey, ...]:
    """The keys of `[dkim]`, none where the table is absent. Raises ConfigurationError."""
    if config.dkim is None:
        return ()
    tables = [config.dkim] if config.dkim.second is None else [config.dkim, config.dkim.second]
    domain = config.dkim.domain or config.addresses.support[0].rpartition("@")[2]
    return tuple(_signing_key(config, table, table.domain or domain) for table in tables)


def signed(content: bytes, keys: Sequence[SigningKey]) -> bytes:
    """The message with one DKIM-Signature field per key in front. `content` has CRLF line ends."""
    head, _, body = content.partition(b"\r\n\r\n")
    fields = _fields(head)
    body_hash = base64.b64encode(hashlib.sha256(relaxed_body(body)).digest()).decode()
    return b"".join(_signature_field(fields, body_hash, key) for key in keys) + content


def generate_key(algorithm: Algorithm) -> bytes:
    """A new private key as PEM (PKCS #8)."""
    key: _Key
    if algorithm == "rsa-sha256":
        key = rsa.generate_private_key(public_exponent=65537, key_size=RSA_BITS)
    else:
        key = ed25519.Ed25519PrivateKey.generate()
    formats = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, *formats)


def load_key(pem: bytes) -> _Key:
    """A private key from PEM. Raises ValueError with the reason for one that cannot sign mail."""
    try:
        key = serialization.load_pem_private_key(pem, password=None)
    except (ValueError, TypeError) as error:
        raise ValueError("is not an unencrypted private key in PEM") from error
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return key
    if not isinstance(key, rsa.RSAPrivateKey):
        raise ValueError("is neither an RSA nor an Ed25519 key")
    if key.key_size < RSA_BITS:
        raise ValueError(f"has {key.key_size} bits, at least {RSA_BITS} are needed")
    return key


def _signing_key(config: Config, table: Dkim, domain: str) -> SigningKey:
    try:
        return SigningKey(domain, table.selector, load_key(read_secret(config, table.key)))
    except ValueError as error:
        where = str(config.resolve(table.key.file))
        raise ConfigurationError(where, "dkim.key", f"{error}.", "Run: gateway dkim keygen") from error


def _public_data(key: _Key) -> str:
    public = key.public_key()
    if isinstance(public, ed25519.Ed25519PublicKey):
        data = public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    else:
        data = public.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(data).decode()


def _fields(head: bytes) -> dict[str, list[bytes]]:
    """Canonical fields by lower-case name, in the order of the message."""
    fields: dict[str, list[bytes]] = {}
    for line in _FIELD_END.split(head):
        name = line.partition(b":")[0].strip().lower().decode("ascii", "replace")
        fields.setdefault(name, []).append(relaxed_field(line))
    return fields


def _signature_field(fields: Mapping[str, list[bytes]], body_hash: str, key: SigningKey) -> bytes:
    signed_names = [name for name in (*_SEALED, *_SIGNED) for _ in fields.get(name, ())]
    names = [*signed_names, *_SEALED]
    # an instance is signed from the bottom up; one more name than there are fields stands for "none here"
    data = b"".join(field for name in dict.fromkeys(signed_names) for field in reversed(fields[name]))
    field = (
        f"DKIM-Signature: v=1; a={key.algorithm}; c=relaxed/relaxed;\r\n"
        f" d={key.domain}; s={key.selector};\r\n h={_folded(names)};\r\n bh={body_hash};\r\n b="
    ).encode()
    data += relaxed_field(field).removesuffix(b"\r\n")
    signature = base64.b64encode(key.signature(data))
    return field + b"\r\n ".join(signature[at : at + 72] for at in range(0, len(signature), 72)) + b"\r\n"


def _folded(names: Sequence[str]) -> str:
    lines, line = [], ""
    for name in names:
        if line and len(line) + len(name) > 70:
            lines.append(line)
            line = ""
        line += f"{name}:"
    return "\r\n  ".join((*lines, line))[:-1]
