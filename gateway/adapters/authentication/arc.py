"""Did nobody touch a message between sealers without saying so? ARC, RFC 8617.

A chain that holds says only that its sealers said so: whom to believe is for the caller.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from gateway.adapters.authentication.dkim import SignedMessage
from gateway.adapters.authentication.dkim_key import find_key
from gateway.adapters.authentication.dkim_signature import (
    SignatureFault,
    Signer,
    read_signature,
    read_signer,
    tags_of,
)
from gateway.adapters.authentication.resolver import Resolver
from gateway.mail.identity.authentication_results import AuthenticationResults, read_arc_authentication_results
from gateway.mail.identity.canonical import RawField, RawMessage, relaxed_field, without_signature

MAX_SETS: Final = 50  # RFC 8617 section 4.2.1

ArcResult = Literal["none", "pass", "fail", "temperror"]
_NAMES: Final = ("arc-authentication-results", "arc-message-signature", "arc-seal")
_INSTANCE: Final = re.compile(r"(?:\A|;)\s*+i\s*+=\s*+([1-9][0-9]?)\s*+(?:;|\Z)")
_TIME: Final = re.compile(r"[0-9]{1,12}\Z")


@dataclass(frozen=True, slots=True)
class ArcSet:
    """The three fields of one sealer (RFC 8617 section 4.2)."""

    results: RawField
    message_signature: RawField
    seal: RawField

    @property
    def said(self) -> AuthenticationResults:
        """What this sealer found when the message came to it."""
        return read_arc_authentication_results(self.results.value)


def read_chain(message: RawMessage) -> tuple[ArcSet, ...] | None:
    """All sets, the oldest first; none where there is no ARC, None where the sets are not complete."""
    found: dict[str, dict[int, RawField]] = {name: {} for name in _NAMES}
    for name in _NAMES:
        for field in message.all(name):
            # results begin with the instance (RFC 8617 section 4.1.1), in the lists of tags it stands anywhere
            find = _INSTANCE.match if name == _NAMES[0] else _INSTANCE.search
            instance = find(field.value)
            number = int(instance[1]) if instance else 0
            if not 0 < number <= MAX_SETS or number in found[name]:
                return None
            found[name][number] = field
    count = len(found["arc-seal"])
    if not all(sorted(fields) == list(range(1, count + 1)) for fields in found.values()):
        return None
    return tuple(ArcSet(*(found[name][number] for name in _NAMES)) for number in range(1, count + 1))


def sealer_of(sets: Sequence[ArcSet]) -> str:
    """The domain of the newest seal, "" where there is none. Proves nothing yet."""
    try:
        return read_signer(tags_of(sets[-1].seal.value)).domain if sets else ""
    except SignatureFault:
        return ""


def check_chain(signed: SignedMessage, sets: Sequence[ArcSet] | None, resolver: Resolver) -> tuple[ArcResult, str]:
    """Does the chain hold (RFC 8617 section 5.2)? With the reason where it does not."""
    if sets is None:
        return "fail", "the sets are not complete"
    if not sets:
        return "none", ""
    try:
        if not signed.message.sound:
            raise SignatureFault("permerror", "the header can be read in two ways")
        for number, one in enumerate(sets, start=1):
            _check_validation(one.seal, number)
        _check_message_signature(signed, sets[-1], resolver)
        for count in range(len(sets), 0, -1):
            _check_seal(sets[:count], resolver)
    except SignatureFault as fault:
        return ("temperror" if fault.result == "temperror" else "fail"), fault.reason
    return "pass", ""


def _check_validation(seal: RawField, number: int) -> None:
    """What the sealer found of the chain before it: nothing for the first, a pass for the others."""
    tags = tags_of(seal.value)
    if tags.get("cv", "").lower() != ("none" if number == 1 else "pass"):
        raise SignatureFault("fail", f"seal {number} was set on a broken chain")
    if "h" in tags:
        raise SignatureFault("permerror", f"seal {number} names fields")
    if not _TIME.match(tags.get("t", "0")):
        raise SignatureFault("permerror", f"seal {number} has no time in t=")


def _check_message_signature(signed: SignedMessage, newest: ArcSet, resolver: Resolver) -> None:
    signature = read_signature(tags_of(newest.message_signature.value))
    if "arc-seal" in signature.names:
        raise SignatureFault("permerror", "the message signature names a seal")
    if name := signed.uncovered(signature.names):
        raise SignatureFault("fail", f"a second {name} field is not signed")
    signed.verify(newest.message_signature, signature, lambda: find_key(signature.signer, resolver))
    if signature.length is not None and signature.length < len(signed.body(signature.body_form)):
        raise SignatureFault("fail", "the body goes on behind what is signed (l=)")


def _check_seal(sets: Sequence[ArcSet], resolver: Resolver) -> None:
    """A seal covers all sets up to its own (RFC 8617 section 5.1.1)."""
    last = sets[-1]
    signer: Signer = read_signer(tags_of(last.seal.value))
    fields = [field.raw for one in sets for field in (one.results, one.message_signature, one.seal)]
    fields[-1] = without_signature(last.seal.raw)
    data = b"".join(relaxed_field(raw) for raw in fields).removesuffix(b"\r\n")
    if not find_key(signer, resolver).holds(signer.signature, data):
        raise SignatureFault("fail", f"seal {len(sets)} does not fit")
