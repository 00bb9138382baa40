"""What was understood of a message, as the JSON document that `gateway read` prints.

See docs/domain.md, "What is seen from outside".
"""

from collections.abc import Iterable
from datetime import UTC

from gateway.mail.identity.impersonation import impersonations
from gateway.mail.message import Attachment, Forwarded, Mailbox, Message
from gateway.mail.nature import Bounce, Nature


def document(file: str, message: Message, nature: Nature) -> dict[str, object]:
    """The document of one message; every value is a JSON value, unknown ones are null."""
    body = message.body
    return {
        "file": file,
        "message_id": message.message_id,
        "in_reply_to": message.in_reply_to[0] if message.in_reply_to else None,
        "references": list(message.references),
        "date": message.date.astimezone(UTC).isoformat().replace("+00:00", "Z") if message.date else None,
        "from": _mailboxes(message.from_),
        "to": _mailboxes(message.to),
        "cc": _mailboxes(message.cc),
        "reply_to": _mailboxes(message.reply_to),
        "subject": message.subject,
        "nature": nature.kind,
        "bounce": _bounce(nature.bounce),
        "text": body.text,
        "reply": body.reply,
        "quoted": body.quoted,
        "signature": body.signature,
        "html": message.html is not None,
        "attachments": [_attachment(one) for one in message.attachments],
        "forwarded": _forwarded(body.forwarded),
        "language": body.language,
        "defects": list(message.defects),
        "evidence": list(nature.evidence),
        "suspected": nature.suspected,
        "disguise": [one.line for one in impersonations(message.from_)],
    }


def _mailboxes(found: Iterable[Mailbox]) -> list[dict[str, str]]:
    return [{"name": one.name, "address": one.address} for one in found]


def _attachment(file: Attachment) -> dict[str, object]:
    return {"name": file.name, "type": file.type, "size": file.size, "sha256": file.sha256, "inline": file.inline}


def _forwarded(found: Forwarded | None) -> dict[str, object] | None:
    if found is None:
        return None
    return {
        "from_name": found.from_name,
        "from_email": found.from_email,
        "date": found.date,
        "subject": found.subject,
        "to": found.to,
        "body": found.body,
        "message": found.message,
    }


def _bounce(bounce: Bounce | None) -> dict[str, object] | None:
    if bounce is None:
        return None
    return {
        "permanent": bounce.permanent,
        "recipients": [
            {
                "address": one.address,
                "action": one.action,
                "status": one.status,
                "diagnostic": one.diagnostic,
                "reason": one.reason,
            }
            for one in bounce.recipients
        ],
        "original_message_id": bounce.original_message_id,
    }
