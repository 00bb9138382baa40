"""Does a report say that a mail has failed for good, whatever the class of its code?"""

from typing import Final

from gateway.mail.bounce.phrases import FINAL_WORDS
from gateway.mail.message import Message
from gateway.mail.text.phrase_lists import says_any

_FINAL_ACTIONS: Final = ("failed", "expired", "fail")
_READ: Final = 100_000  # bytes of a part with status fields
_WORDS_READ: Final = 4_000  # characters of the report text


def says_final(message: Message) -> bool:
    """By an `Action` of failed or expired (RFC 3464 section 2.3.3), or by words such as "giving up"."""
    return _acted(message) or says_any(message.body.text[:_WORDS_READ].lower(), FINAL_WORDS)


def _acted(message: Message) -> bool:
    for part in message.parts:
        if not part.type.endswith("delivery-status"):
            continue
        for line in part.content[:_READ].decode("latin-1").splitlines():
            name, _, value = line.partition(":")
            if name.strip().lower() == "action" and value.strip(" '\"<>").lower().startswith(_FINAL_ACTIONS):
                return True
    return False
