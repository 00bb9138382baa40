"""What a customer says in reply to a notice: one word, or words for a person."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from gateway.address import is_mail_address, mail_address
from gateway.mail.reply.lines import without_marked_lines

Kind = Literal["renewed", "stop", "snooze", "contact"]
KINDS: tuple[Kind, ...] = ("renewed", "stop", "snooze", "contact")
MAX_REPLY = 200  # longer text is no command; nothing beyond it is looked at
_MAX_DAYS_DIGITS = 4
_DAYS_IN = {"": 1, "d": 1, "day": 1, "days": 1, "w": 7, "week": 7, "weeks": 7}
_ENDING = ".!,;:"


@dataclass(frozen=True, slots=True)
class NoticeAnswer:
    """`message`: nothing but words for a person. `days` belongs to snooze, `address` to contact; None where the
    word came without a usable one."""

    kind: Literal["renewed", "stop", "snooze", "contact", "message"]
    days: int | None = None
    address: str | None = None


def read_answer(reply: str, phrases: Mapping[Kind, tuple[str, ...]]) -> NoticeAnswer:
    """Read the unquoted reply. Only a reply that is a known phrase and nothing else is a command; a sentence never is.

    `phrases` are in lower case. After a phrase of `snooze` follows a length such as `14d`, after one of `contact` an
    address.
    """
    own = without_marked_lines(reply)
    if len(own) > MAX_REPLY:
        return NoticeAnswer("message")
    words = " ".join(own.split()).casefold().strip(_ENDING + " ")
    for kind in ("renewed", "stop"):
        if words in phrases[kind]:
            return NoticeAnswer(kind)
    first, _, argument = words.partition(" ")
    if first in phrases["snooze"] and (not argument or argument[0].isdigit()):
        return NoticeAnswer("snooze", days=_days(argument))
    if first in phrases["contact"] and (not argument or ("@" in argument and " " not in argument)):
        return NoticeAnswer("contact", address=_address(argument))
    return NoticeAnswer("message")


def _days(text: str) -> int | None:
    digits = text[: len(text) - len(text.lstrip("0123456789"))]
    factor = _DAYS_IN.get(text[len(digits) :].strip())
    if factor is None or not 0 < len(digits) <= _MAX_DAYS_DIGITS:
        return None
    return int(digits) * factor


def _address(text: str) -> str | None:
    bare = text.removeprefix("mailto:").strip("<>")
    return mail_address(bare) if is_mail_address(bare) and "." in bare.rpartition("@")[2] else None
