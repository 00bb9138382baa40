"""Status and reply codes in the words of a report (RFC 3463, RFC 5321 section 4.2)."""

import re
from typing import Final

from gateway.mail.bounce.reasons import DETAILS

_ENHANCED: Final = re.compile(r"(?<![\d.])([245])\.([0-7])\.(\d{1,3})(?!\.?\d)")
_REPLY: Final = re.compile(r"(?<![\w.@:/+-])([45][0-5]\d)(?=[ \-:,;)\]>#]|$)", re.MULTILINE)
_LABELED_REPLY: Final = re.compile(
    r"(?:code|status|error|response|reply|said|smtp)[ :#=]{1,4}([45][0-5]\d)(?!\d)", re.IGNORECASE
)


def enhanced_in(text: str) -> str | None:
    """The first enhanced status code of class 4 or 5 in a text; a specific one before `x.0.0`."""
    general = None
    for match in _ENHANCED.finditer(text):
        status = match.group(0)
        if status[0] == "2":
            continue
        if not status.endswith(".0.0"):
            return status
        general = general or status
    return general


def reply_in(text: str) -> str | None:
    """The first negative SMTP reply code in a text."""
    match = _LABELED_REPLY.search(text) or _REPLY.search(text)
    return match.group(1) if match else None


def given_status(field: str) -> str | None:
    """The code of a `Status` field (RFC 3464 section 2.3.4), whatever comment stands around it."""
    match = _ENHANCED.search(field)
    return match.group(0) if match else None


def complete_status(given: str | None, text: str, reason: str, delayed: bool) -> str:
    """The best status code for a recipient.

    A specific code of the report stands; else the code in the diagnostic text; else class and detail are put together
    from the reply code and the reason (RFC 3463 section 2). Without a code a failure is final, whatever its reason, and
    a delay is not.
    """
    if given and not given.endswith(".0.0"):
        return given
    found = enhanced_in(text)
    if found and not (given and found.endswith(".0.0")):
        return found
    reply = reply_in(text)
    digit = _class_of(given, reply, delayed)
    return f"{digit}.{DETAILS.get(reason, '0.0')}"


def _class_of(given: str | None, reply: str | None, delayed: bool) -> str:
    if given:
        return given[0]
    if reply:
        return reply[0]
    return "4" if delayed else "5"
