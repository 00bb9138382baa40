"""Person or machine? The values; `classify` weighs the evidence."""

from dataclasses import dataclass
from typing import Literal

NatureKind = Literal["person", "auto_reply", "auto_generated", "bulk", "bounce", "complaint", "receipt", "invite"]


@dataclass(frozen=True, slots=True)
class FailedRecipient:
    """One recipient named in a delivery report (RFC 3464 section 2.3)."""

    address: str
    action: str  # failed, delayed, delivered, relayed, expanded
    status: str | None  # enhanced status code, RFC 3463, e.g. "5.1.1"
    diagnostic: str | None
    reason: str  # class of the reason: user_unknown, mailbox_full, policy, spam, ... or "other"


@dataclass(frozen=True, slots=True)
class Bounce:
    """A report about mail that did not arrive."""

    permanent: bool
    recipients: tuple[FailedRecipient, ...]
    original_message_id: str | None  # with angle brackets
    bounce_addresses: tuple[str, ...] = ()  # addresses `local+token@` found in what was returned


@dataclass(frozen=True, slots=True)
class Nature:
    """What kind of sender wrote a message, with the evidence that decided it."""

    kind: NatureKind
    evidence: tuple[str, ...]
    suspected: bool = False  # a person's mail that looks a little like a machine's: a note, but no automatic answer
    bounce: Bounce | None = None
    passed_on: bool = False  # suspected for nothing but the marks that a list or a mailbox rule sets

    @property
    def automatic(self) -> bool:
        """May this mail never be answered automatically (RFC 3834 section 2)?"""
        return self.kind not in ("person", "invite") or self.suspected
