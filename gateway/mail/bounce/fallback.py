"""flufl.bounce as the last reader, for the formats that only it knows. Imported where it is needed."""

import logging
from collections.abc import Collection
from email.message import Message as EmailMessage
from typing import Final

from gateway.mail.bounce.report_parts import decoded
from gateway.mail.message import Message

FALLBACK_CHARS: Final = 32_768  # given to flufl.bounce of one part; its patterns are not bounded
FALLBACK_LINES: Final = 400
_PARTS: Final = 10
_LOG: Final = logging.getLogger("flufl.bounce")
_ADDRESSES: Final = 100


def read_with_flufl(message: Message) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Failed and delayed addresses as flufl.bounce finds them; both empty where it finds none or fails."""
    from flufl.bounce import all_failures

    _LOG.disabled = True  # it writes a trace, with text from the mail, for each of its readers that fails
    try:
        delayed, failed = all_failures(_rebuilt(message))
    except Exception:  # its readers trust their input, which anybody can write; a failure says "not understood"
        return (), ()
    return _written(failed), _written(delayed)


def _written(addresses: Collection[bytes]) -> tuple[str, ...]:
    texts = (address.decode("utf-8", "replace") for address in addresses)
    return tuple(sorted(text for text in texts if "@" in text))[:_ADDRESSES]


def _rebuilt(message: Message) -> EmailMessage:
    """The message in the form that flufl.bounce reads: header and decoded text, without the mail that came back."""
    rebuilt = EmailMessage()
    rebuilt["From"] = next((box.address for box in message.from_ if box.address.isascii()), "") or "nobody@invalid"
    for name in ("To", "Subject", "Sender"):
        rebuilt[name] = " ".join(message.headers.get(name)[:1000].split())
    rebuilt["Content-Type"] = "multipart/mixed"
    texts = [part for part in message.parts[:_PARTS] if part.type in ("text/plain", "text/html")]
    for part in texts:
        inner = EmailMessage()
        inner["Content-Type"] = part.type
        lines = [line for line in decoded(part)[:FALLBACK_CHARS].splitlines() if line.strip()]
        inner.set_payload("\n".join(lines[:FALLBACK_LINES]))
        rebuilt.attach(inner)
    return rebuilt
