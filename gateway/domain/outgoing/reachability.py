"""What a failure says about the address: one table for delivery reports and for the answers of the smarthost.

Whether a mail arrived is another question (docs/domain.md, "Reports about our mail"). Pure.
"""

from typing import Final, Literal

from gateway.mail.bounce.reasons import reason_of

Fault = Literal["address", "ours", "passing"]
"""Whose fault a failure is: the address is dead, the sender's (policy, proof, form), or something that may pass."""

DEAD: Final = ("1.0", "1.1", "1.2", "1.3", "1.6", "1.10", "2.1", "4.4")  # RFC 3463 section 3, RFC 7505
_DEAD_REASONS: Final = ("user_unknown", "host_unknown", "moved", "suspended")
_OURS: Final = ("1.7", "1.8")  # our own address as the sender (RFC 3463 section 3.2)
_OURS_REASONS: Final = ("policy", "spam", "relay", "authentication", "virus", "content")
_NOT_THE_MAILBOX: Final = (*_OURS_REASONS, "rate", "mailbox_full", "size")
_VAGUE: Final = ("1.0", "2.1")  # codes that some hosts give for whatever they do not like


def fault_of(status: str | None, diagnostic: str | None, reason: str | None = None) -> Fault:
    """Whose fault it is, by the code (RFC 3463) and by what the words say; `reason` where a report was read already."""
    detail = (status or "")[2:]
    said = reason_of(diagnostic or "", None)
    if said == "other":
        said = reason or reason_of("", status)
    if (status or "").startswith("4"):
        return "address" if said in _DEAD_REASONS and not detail.startswith("7.") else "passing"
    if detail in DEAD and not (detail in _VAGUE and said in _NOT_THE_MAILBOX):
        return "address"
    if detail in _OURS:
        return "ours"
    if detail.startswith("7."):
        return "address" if said in ("user_unknown", "suspended", "moved") else "ours"
    if _is_general(detail) and said in _DEAD_REASONS:
        return "address"
    return "ours" if said in _OURS_REASONS else "passing"


def _is_general(detail: str) -> bool:
    """Does a code leave it to the words? "x.0.0" and the like, and "4.1" that some hosts give for an unknown user."""
    return not detail or detail.endswith("0.0") or detail in ("0.0", "1.4", "3.0", "4.1", "4.3", "5.0")
