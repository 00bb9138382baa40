"""Notifications about bounces and complaints that senders' services write as JSON into the text of a mail."""

import json
from dataclasses import dataclass
from typing import Final

from gateway.mail.bounce.codes import complete_status, given_status
from gateway.mail.bounce.reasons import reason_of
from gateway.mail.nature import Bounce, FailedRecipient

_MAX_RECIPIENTS: Final = 1000
_MAX_CHARS: Final = 262_144
_FOLD: Final = "!\n"  # where a relay breaks a line that is too long
_KINDS: Final = ("notificationType", "eventType")


@dataclass(frozen=True, slots=True)
class Notification:
    """What the service tells: who bounced, or who complained (then `complaint`)."""

    complaint: bool
    bounce: Bounce


def read_notification(text: str) -> Notification | None:
    """The notification that a text is, whoever sent it; None for any other JSON and for text that is none."""
    text = text.lstrip()[:_MAX_CHARS]
    if not text.startswith("{") or not any(kind in text for kind in _KINDS):
        return None
    document = _document(text.replace("\r\n", "\n").replace(_FOLD + " ", "").replace(_FOLD, ""))
    inner = document.get("Message")
    if isinstance(inner, str):
        document = _document(inner)
    kind = next((document[name] for name in _KINDS if name in document), None)
    if kind == "Bounce":
        return Notification(False, _bounce(_object(document, "bounce"), document))
    return Notification(True, _complaint(_object(document, "complaint"))) if kind == "Complaint" else None


def _document(text: str) -> dict[str, object]:
    try:
        found: object = json.JSONDecoder(strict=False).raw_decode(text.strip())[0]
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _object(document: dict[str, object], name: str) -> dict[str, object]:
    found = document.get(name)
    return found if isinstance(found, dict) else {}


def _entries(of: dict[str, object], name: str) -> list[dict[str, object]]:
    listed = of.get(name)
    return [entry for entry in listed[:_MAX_RECIPIENTS] if isinstance(entry, dict)] if isinstance(listed, list) else []


def _bounce(told: dict[str, object], document: dict[str, object]) -> Bounce:
    passing = told.get("bounceType") == "Transient"
    found = [_recipient(entry, passing) for entry in _entries(told, "bouncedRecipients")]
    recipients = tuple(recipient for recipient in found if recipient)
    permanent = any(r.action == "failed" and not (r.status or "5").startswith("4") for r in recipients)
    return Bounce(permanent or not (recipients or passing), recipients, _message_id(document))


def _message_id(document: dict[str, object]) -> str | None:
    written = _object(_object(document, "mail"), "commonHeaders").get("messageId")
    return written if isinstance(written, str) and written.startswith("<") else None


def _recipient(entry: dict[str, object], passing: bool) -> FailedRecipient | None:
    address, diagnostic = str(entry.get("emailAddress") or ""), str(entry.get("diagnosticCode") or "")
    if "@" not in address:
        return None
    given = given_status(str(entry.get("status") or ""))
    reason = reason_of(diagnostic, given)
    action = "delayed" if entry.get("action") == "delayed" else "failed"
    status = complete_status(given, diagnostic, reason, passing)
    return FailedRecipient(address, action, status, diagnostic or None, reason)


def _complaint(told: dict[str, object]) -> Bounce:
    kind = str(told.get("complaintFeedbackType") or "abuse")
    addresses = [str(entry.get("emailAddress") or "") for entry in _entries(told, "complainedRecipients")]
    return Bounce(
        False, tuple(FailedRecipient(one, "delivered", None, kind, "feedback") for one in addresses if "@" in one), None
    )
