"""What a signature field says (RFC 6376 section 3.5, RFC 8617 section 4.1), checked before anything is computed."""

import re
from dataclasses import dataclass, replace
from typing import Final, Literal

from gateway.adapters.authentication.names import ascii_name, is_below
from gateway.adapters.authentication.resolver import is_name
from gateway.mail.header.tag_list import read_base64, read_tags
from gateway.mail.identity.canonical import Form

SignatureResult = Literal["pass", "fail", "policy", "neutral", "temperror", "permerror"]

MAX_NAMES: Final = 200  # fields that one signature names
_NUMBER: Final = re.compile(r"[0-9]{1,12}\Z")
_LENGTH: Final = re.compile(r"[0-9]{1,76}\Z")  # RFC 6376 section 3.5
_HOST_NAME: Final = re.compile(r"[a-z0-9_.-]++\Z")
_FORMS: Final[dict[str, Form]] = {"simple": "simple", "relaxed": "relaxed"}


class SignatureFault(Exception):
    """A signature that proves nothing: its result in the words of RFC 8601 and the reason for people."""

    def __init__(self, result: SignatureResult, reason: str) -> None:
        self.result: SignatureResult = result
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signed with which algorithm, and the signature itself."""

    algorithm: str  # "rsa-sha256" or "ed25519-sha256"
    domain: str  # ASCII, lower case
    selector: str
    signature: bytes

    @property
    def key_name(self) -> str:
        """Where the public key is (RFC 6376 section 3.6.2.1)."""
        return f"{self.selector}._domainkey.{self.domain}"


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature over fields and body. `length` in octets of the canonical body, the times in seconds of 1970."""

    signer: Signer
    body_hash: bytes
    header_form: Form
    body_form: Form
    names: tuple[str, ...]  # lower case, in the order of the tag h=
    identity: str  # the domain of the tag i=
    length: int | None = None
    expires: int | None = None


def tags_of(value: str) -> dict[str, str]:
    """The tags of a signature field. Raises SignatureFault."""
    tags = read_tags(value)
    if tags is None:
        raise SignatureFault("permerror", "the field breaks its grammar")
    return tags


def read_dkim_signature(value: str) -> Signature:
    """The value of a DKIM-Signature field. Raises SignatureFault."""
    tags = tags_of(value)
    if tags.get("v") != "1":
        raise SignatureFault("permerror", "another version than 1")
    signature = read_signature(tags)
    identity = tags["i"].rpartition("@")[2] if "i" in tags else signature.signer.domain
    return _with_identity(signature, identity.lower())


def read_signature(tags: dict[str, str]) -> Signature:
    """What DKIM-Signature and ARC-Message-Signature have in common. Raises SignatureFault."""
    signer = read_signer(tags)
    body_hash = read_base64(_needed(tags, "bh"))
    if body_hash is None:
        raise SignatureFault("permerror", "bh= is not base64")
    header_form, body_form = _forms(tags.get("c", "simple/simple"))
    names = tuple(name.strip().lower() for name in _needed(tags, "h").split(":"))
    if len(names) > MAX_NAMES:
        raise SignatureFault("permerror", "h= names too many fields")
    if "from" not in names:
        raise SignatureFault("fail", "the From field is not signed")
    length = _number(tags, "l", _LENGTH)
    start, expires = _number(tags, "t"), _number(tags, "x")
    if start is not None and expires is not None and expires < start:
        raise SignatureFault("permerror", "x= is before t=")
    if "dns/txt" not in tags.get("q", "dns/txt").replace(" ", "").split(":"):
        raise SignatureFault("permerror", "the key is not in DNS")
    return Signature(signer, body_hash, header_form, body_form, names, signer.domain, length, expires)


def read_signer(tags: dict[str, str]) -> Signer:
    """Algorithm, domain, selector and signature; RFC 8301 forbids SHA-1. Raises SignatureFault."""
    algorithm = _needed(tags, "a").lower()
    if algorithm == "rsa-sha1":
        raise SignatureFault("fail", "SHA-1 is no longer a proof")
    if algorithm not in ("rsa-sha256", "ed25519-sha256"):
        raise SignatureFault("permerror", "unknown algorithm")
    domain, selector = ascii_name(_needed(tags, "d")), ascii_name(_needed(tags, "s"))
    signature = read_base64(_needed(tags, "b"))
    if not signature or not domain or not selector:
        raise SignatureFault("permerror", "b=, d= or s= cannot be read")
    signer = Signer(algorithm, domain, selector, signature)
    if not is_name(domain) or not is_name(signer.key_name) or not _HOST_NAME.match(signer.key_name):
        raise SignatureFault("permerror", "d= or s= is no name")
    return signer


def _with_identity(signature: Signature, identity: str) -> Signature:
    """RFC 6376 section 3.5: the identity is in the signing domain or below it."""
    domain = ascii_name(identity)
    if domain is None or not is_below(domain, signature.signer.domain):
        raise SignatureFault("permerror", "i= is outside d=")
    return replace(signature, identity=domain)


def _needed(tags: dict[str, str], name: str) -> str:
    if not tags.get(name):
        raise SignatureFault("permerror", f"{name}= is missing")
    return tags[name]


def _forms(text: str) -> tuple[Form, Form]:
    header, _, body = text.lower().partition("/")
    forms = _FORMS.get(header.strip()), _FORMS.get(body.strip() or "simple")
    if forms[0] is None or forms[1] is None:
        raise SignatureFault("permerror", "unknown canonical form")
    return forms[0], forms[1]


def _number(tags: dict[str, str], name: str, pattern: re.Pattern[str] = _NUMBER) -> int | None:
    if name not in tags:
        return None
    if not pattern.match(tags[name]):
        raise SignatureFault("permerror", f"{name}= is no number")
    return int(tags[name])
