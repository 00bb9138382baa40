"""Do the DKIM signatures of a message hold? RFC 6376, 8301 and 8463.

Stricter than the RFC where a valid signature does not cover what people see: body behind `l=`, a second Subject above
the signed one, a header that readers split differently.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from gateway.adapters.authentication.dkim_key import PublishedKey, find_key
from gateway.adapters.authentication.dkim_signature import (
    Signature,
    SignatureFault,
    SignatureResult,
    read_dkim_signature,
)
from gateway.adapters.authentication.resolver import Resolver
from gateway.mail.identity.canonical import (
    Form,
    RawField,
    RawMessage,
    canonical_body,
    canonical_field,
    without_signature,
)

MAX_SIGNATURES: Final = 10

# Readers show one of these; which of several is not said, so a signature has to cover all of them.
_ONCE: Final = frozenset(
    "from sender reply-to to cc subject date message-id mime-version content-type content-transfer-encoding".split()
)


@dataclass(frozen=True, slots=True)
class DkimCheck:
    """What one signature proves. `domain` and `selector` are "" where the field cannot be read."""

    result: SignatureResult
    domain: str = ""
    selector: str = ""
    reason: str = ""
    signature: bytes = b""


class SignedMessage:
    """A message whose canonical bodies and hashes are computed once for all its signatures."""

    def __init__(self, message: RawMessage) -> None:
        self.message = message
        self._bodies: dict[Form, bytes] = {}
        self._hashes: dict[tuple[Form, int], bytes] = {}
        self._fields: dict[str, list[RawField]] = {}
        for field in message.fields:
            self._fields.setdefault(field.name, []).append(field)

    def body(self, form: Form) -> bytes:
        """The canonical body."""
        if form not in self._bodies:
            self._bodies[form] = canonical_body(self.message.body, form)
        return self._bodies[form]

    def body_hash(self, form: Form, length: int | None) -> bytes:
        """SHA-256 of the canonical body or of its first octets."""
        size = len(self.body(form)) if length is None else length
        if (form, size) not in self._hashes:
            self._hashes[form, size] = hashlib.sha256(memoryview(self.body(form))[:size]).digest()
        return self._hashes[form, size]

    def header(self, names: Sequence[str], form: Form) -> bytes:
        """The canonical fields, of several with one name the lowest first (RFC 6376 section 5.4.2)."""
        used: Counter[str] = Counter()
        chosen: list[bytes] = []
        for name in names:
            fields = self._fields.get(name, ())
            used[name] += 1
            if used[name] <= len(fields):
                chosen.append(canonical_field(fields[-used[name]].raw, form))
        return b"".join(chosen)

    def uncovered(self, names: Sequence[str]) -> str:
        """A field that is signed but stands more often than it is signed, "" where there is none."""
        signed = Counter(names)
        return next((name for name in signed if name in _ONCE and len(self._fields.get(name, ())) > signed[name]), "")

    def verify(self, field: RawField, signature: Signature, find: Callable[[], PublishedKey]) -> PublishedKey:
        """The key with which a signature holds. Raises SignatureFault; asks for the key when all else is right."""
        if signature.length is not None and signature.length > len(self.body(signature.body_form)):
            raise SignatureFault("fail", "the body is shorter than l=")
        if self.body_hash(signature.body_form, signature.length) != signature.body_hash:
            raise SignatureFault("fail", "the body was changed")
        key = find()
        own = canonical_field(without_signature(field.raw), signature.header_form).removesuffix(b"\r\n")
        if not key.holds(signature.signer.signature, self.header(signature.names, signature.header_form) + own):
            raise SignatureFault("fail", "the signature does not fit the header")
        return key


def check_dkim(
    signed: SignedMessage, resolver: Resolver, now: float, first: Callable[[str], bool]
) -> tuple[DkimCheck, ...]:
    """Every signature's worth, at most ten; `now` in seconds of 1970.

    The domains that `first` is true for are looked up before others, so that others cannot use up the time for DNS.
    """
    fields = signed.message.all("dkim-signature")[:MAX_SIGNATURES]
    read = [_read(field) for field in fields]
    order = sorted(range(len(read)), key=lambda at: not _is_first(read[at], first))
    checks = {at: _check(signed, fields[at], read[at], resolver, now) for at in order}
    return tuple(checks[at] for at in range(len(read)))


def _read(field: RawField) -> Signature | SignatureFault:
    try:
        return read_dkim_signature(field.value)
    except SignatureFault as fault:
        return fault


def _is_first(read: Signature | SignatureFault, first: Callable[[str], bool]) -> bool:
    return isinstance(read, Signature) and first(read.signer.domain)


def _check(
    signed: SignedMessage, field: RawField, read: Signature | SignatureFault, resolver: Resolver, now: float
) -> DkimCheck:
    if isinstance(read, SignatureFault):
        return DkimCheck(read.result, reason=read.reason)
    signer = read.signer
    try:
        _accept(signed, read, now)
        key = signed.verify(field, read, lambda: find_key(signer, resolver))
        _accept_key(signed, read, key)
    except SignatureFault as fault:
        return DkimCheck(fault.result, signer.domain, signer.selector, fault.reason, signer.signature)
    return DkimCheck("pass", signer.domain, signer.selector, "", signer.signature)


def _accept(signed: SignedMessage, signature: Signature, now: float) -> None:
    """What can be told without the key."""
    if not signed.message.sound:
        raise SignatureFault("permerror", "the header can be read in two ways")
    if name := signed.uncovered(signature.names):
        raise SignatureFault("fail", f"a second {name} field is not signed")
    if signature.expires is not None and signature.expires < now:
        raise SignatureFault("fail", "the signature has expired")


def _accept_key(signed: SignedMessage, signature: Signature, key: PublishedKey) -> None:
    """What makes a signature that holds no proof."""
    if signature.length is not None and signature.length < len(signed.body(signature.body_form)):
        raise SignatureFault("policy", "the body goes on behind what is signed (l=)")
    if key.testing:
        raise SignatureFault("policy", "the domain only tests its key (t=y)")
    if key.strict and signature.identity != signature.signer.domain:
        raise SignatureFault("permerror", "i= must be d= for this key (t=s)")
