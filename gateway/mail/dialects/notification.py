"""Bounce notifications that senders' services write as JSON into the text of a mail."""

import json
from typing import Final

from gateway.mail.dialects.codes import complete_status, given_status
from gateway.mail.dialects.reasons import reason_of
from gateway.mail.nature import FailedRecipient

_MAX_RECIPIENTS: Final = 1000


def read_notification(text: str) -> tuple[FailedRecipient, ...]:
    """The bounced recipients of a notification; empty for any other JSON and for text that is none."""
    end = text.rfind("}")
    try:
        document: object = json.loads(text[: end + 1])
        inner = document.get("Message") if isinstance(document, dict) else None
        document = json.loads(inner) if isinstance(inner, str) and inner.startswith("{") else document
    except (ValueError, RecursionError):
        return ()
    bounce = document.get("bounce") if isinstance(document, dict) else None
    listed = bounce.get("bouncedRecipients") if isinstance(bounce, dict) else None
    entries = listed[:_MAX_RECIPIENTS] if isinstance(listed, list) else []
    found = (_recipient(entry) for entry in entries if isinstance(entry, dict))
    return tuple(recipient for recipient in found if recipient)


def _recipient(entry: dict[str, object]) -> FailedRecipient | None:
    address, diagnostic = str(entry.get("emailAddress") or ""), str(entry.get("diagnosticCode") or "")
    if "@" not in address:
        return None
    given = given_status(str(entry.get("status") or ""))
    reason = reason_of(diagnostic, given)
    action = "delayed" if entry.get("action") == "delayed" else "failed"
    return FailedRecipient(
        address, action, complete_status(given, diagnostic, reason, False), diagnostic or None, reason
    )
