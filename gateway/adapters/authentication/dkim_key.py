"""Public keys as DNS publishes them (RFC 6376 section 3.6.1, RFC 8463)."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa

from gateway.adapters.authentication.dkim_signature import SignatureFault, Signer
from gateway.adapters.authentication.resolver import Resolver, TemporaryDnsFailure
from gateway.mail.header.tag_list import read_base64, read_tags

RSA_BITS_LEAST: Final = 1024  # RFC 8301 section 3.2
RSA_BITS_MOST: Final = 8192  # what a check costs grows with the square of it
EXPONENT_BITS_MOST: Final = 64  # usual are 17 bits; one as long as the key makes a check cost as much as signing

_Key = rsa.RSAPublicKey | ed25519.Ed25519PublicKey


@dataclass(frozen=True, slots=True)
class PublishedKey:
    """A key that may be used for mail. `testing`: t=y; `strict`: t=s, the identity must be the domain itself."""

    key: _Key
    testing: bool
    strict: bool

    def holds(self, signature: bytes, data: bytes) -> bool:
        """Was the data signed with this key? (sha256; RFC 8463 section 3 signs the hash of the data)"""
        try:
            if isinstance(self.key, rsa.RSAPublicKey):
                self.key.verify(signature, data, padding.PKCS1v15(), hashes.SHA256())
            else:
                self.key.verify(signature, hashlib.sha256(data).digest())
        except InvalidSignature:
            return False
        return True


def find_key(signer: Signer, resolver: Resolver) -> PublishedKey:
    """The key that a signature names. Raises SignatureFault: temperror where DNS does not answer."""
    try:
        texts = resolver.look_up(signer.key_name, "TXT")
    except TemporaryDnsFailure:
        raise SignatureFault("temperror", "the key cannot be looked up for now") from None
    texts = tuple(text for text in texts if "p=" in text.replace(" ", ""))
    if len(texts) != 1:
        raise SignatureFault("permerror", "several keys of one name" if texts else "no such key")
    return read_key(texts[0], signer.algorithm.partition("-")[0])


@lru_cache(maxsize=1024)
def read_key(text: str, kind: str) -> PublishedKey:
    """The key in a record; `kind` is what the signature needs, rsa or ed25519. Raises SignatureFault."""
    tags = read_tags(text)
    if tags is None or tags.get("v", "DKIM1") != "DKIM1" or "p" not in tags:
        raise SignatureFault("permerror", "the key record breaks its grammar")
    if not tags["p"]:
        raise SignatureFault("fail", "the key was revoked")
    if tags.get("k", "rsa").lower() != kind:
        raise SignatureFault("permerror", "the key is of another kind than the signature")
    if "sha256" not in _list(tags.get("h", "sha256")) or not _list(tags.get("s", "*")) & {"*", "email"}:
        raise SignatureFault("permerror", "the key is not for this use")
    flags = _list(tags.get("t", ""))
    return PublishedKey(_load(read_base64(tags["p"]) or b"", kind), "y" in flags, "s" in flags)


def _list(text: str) -> set[str]:
    return {one.strip().lower() for one in text.split(":")}


def _load(data: bytes, kind: str) -> _Key:
    try:
        if kind == "ed25519":
            return ed25519.Ed25519PublicKey.from_public_bytes(data)
        key = serialization.load_der_public_key(data)
    except (ValueError, UnsupportedAlgorithm):
        raise SignatureFault("permerror", "the key cannot be read") from None
    if not isinstance(key, rsa.RSAPublicKey):
        raise SignatureFault("permerror", "the key is of another kind than the signature")
    if key.key_size < RSA_BITS_LEAST:
        raise SignatureFault("fail", f"a key of {key.key_size} bits is too weak")
    if key.key_size > RSA_BITS_MOST:
        raise SignatureFault("permerror", f"a key of {key.key_size} bits is too long")
    if key.public_numbers().e.bit_length() > EXPONENT_BITS_MOST:
        raise SignatureFault("permerror", "the exponent of the key is too long")
    return key
