"""Signs that a mail reports a failed delivery, weighed; none of them needs status fields."""

from typing import Final

from gateway.mail.bounce.codes import enhanced_in, reply_in
from gateway.mail.bounce.phrases import (
    ABSENT_FROM_REPLIES,
    BODY_OPENINGS,
    DAEMON_NAMES,
    DAEMON_PIECES,
    DAEMONS,
    OPENINGS,
    SUBJECTS,
)
from gateway.mail.bounce.report_parts import report_parts
from gateway.mail.bounce.whole_report import is_all_report
from gateway.mail.envelope import Envelope
from gateway.mail.machine.absence import is_notice_prefix
from gateway.mail.machine.signs import Sign, is_null_sender
from gateway.mail.message import Message, Values
from gateway.mail.text.phrase_lists import says_any

BOUNCE: Final = 4  # signs that add up to this make a bounce
OPENING_CHARS: Final = 1500

_SYSTEM: Final = "sent by a mail system"
_SPEAKING: Final = frozenset(
    (
        "X-Failed-Recipients",
        "subject of a failure report",
        "text of a failure report",
        "error code beside an address",
        "words of a failure report",
        "returned mail",
        "nothing but a failure report",
    )
)


def speaks_of_delivery(signs: list[Sign]) -> bool:
    """Does more than the sender speak for a bounce: header, subject, text or a returned mail?"""
    return any(sign.weight > 0 and sign.evidence in _SPEAKING for sign in signs)


def says_failure(signs: list[Sign]) -> bool:
    """Does the text itself report a failure, or does a mail system speak of one?"""
    said = {sign.evidence for sign in signs if sign.weight > 0} & _SPEAKING
    return bool(said - {"subject of a failure report"}) or any(sign.evidence == _SYSTEM for sign in signs)


def by_system(message: Message, fields: Values, envelope: Envelope | None) -> bool:
    """Does a mail come from a mail system, by its return path or its author?"""
    return is_null_sender(fields, envelope) or _by_system(message)


def bounce_signs(message: Message, fields: Values, envelope: Envelope | None) -> list[Sign]:
    """The signs of a bounce. The text is looked at only where header or subject already speak."""
    signs = [*_sender_signs(message, fields, envelope)]
    if "x-failed-recipients" in fields:
        signs.append(_sign(3, "X-Failed-Recipients"))
    subject = message.subject.lower().lstrip()
    if SUBJECTS.said_in(subject) or (signs and OPENINGS.said_in(subject)):
        signs.append(_sign(2, "subject of a failure report"))
    if is_all_report(message.body.text):
        signs.append(_sign(BOUNCE, "nothing but a failure report"))
        return signs
    if not signs:
        return signs
    signs += _against(message, fields, envelope, subject)
    signs += _text_signs(message)
    return signs


def _sign(weight: int, evidence: str) -> Sign:
    return Sign("auto_generated", weight, evidence)


def _sender_signs(message: Message, fields: Values, envelope: Envelope | None) -> list[Sign]:
    signs = []
    if is_null_sender(fields, envelope):
        signs.append(_sign(2, "null sender"))
    elif fields.get("return-path", ("",))[0].lower().lstrip("< ").startswith("mailer-daemon"):
        signs.append(_sign(2, "return path of a mail system"))
    if _by_system(message):
        signs.append(_sign(2, _SYSTEM))
    if "x-mlserver" in fields:
        signs.append(_sign(2, "list server"))
    if not message.from_ or not any(mailbox.address for mailbox in message.from_):
        signs.append(_sign(1, "no sender"))
    if any(value.strip().lower().startswith("auto-") for value in fields.get("auto-submitted", ())):
        signs.append(_sign(1, "Auto-Submitted"))
    return signs


def _by_system(message: Message) -> bool:
    """Is the author a mail system, by local part or display name?"""
    for mailbox in message.from_[:2]:
        local, name = mailbox.address.rpartition("@")[0].lower().strip('"'), mailbox.name.lower()
        if local in DAEMONS or local.startswith("postmaster") or says_any(local, DAEMON_PIECES):
            return True
        if name and says_any(name, DAEMON_NAMES):
            return True
    return False


def _against(message: Message, fields: Values, envelope: Envelope | None, subject: str) -> list[Sign]:
    """Signs that a person, or an absence notice, speaks of delivery."""
    signs = []
    by_system = _by_system(message)
    if is_notice_prefix(message.subject):
        signs.append(_sign(-5, "absence notice"))
    if subject.startswith(ABSENT_FROM_REPLIES) and not by_system:
        signs.append(_sign(-2, "answer or forward"))
    if not by_system and _return_path(fields, envelope) in {
        box.address.lower() for box in message.from_ if box.address
    }:
        signs.append(_sign(-3, "sent under the author's own address"))
    return signs


def _return_path(fields: Values, envelope: Envelope | None) -> str | None:
    if envelope is not None and envelope.mail_from is not None:
        return envelope.mail_from.lower() or None
    return fields.get("return-path", ("",))[0].strip("<> ").lower() or None


def _text_signs(message: Message) -> list[Sign]:
    parts = report_parts(message)
    signs = []
    text = " ".join("\n".join(parts.texts)[:OPENING_CHARS].lower().split())
    if says_any(text, BODY_OPENINGS):
        signs.append(_sign(2, "text of a failure report"))
    elif "@" in text and (enhanced_in(text) or reply_in(text)):
        signs.append(_sign(1, "error code beside an address"))
    elif OPENINGS.said_in(text):
        signs.append(_sign(1, "words of a failure report"))
    if parts.returned:
        signs.append(_sign(1, "returned mail"))
    return signs
