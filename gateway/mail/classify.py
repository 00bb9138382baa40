"""Person or machine: weighs the evidence of a message into its nature.

Structure speaks first (reports, invitations), then the signs of a bounce, then those of automatic and bulk mail. What
is left was written by a person; weak signs make that person suspected, which stops automatic answers and nothing else.
"""

from typing import Final

from gateway.mail.bounce.codes import enhanced_in, reply_in
from gateway.mail.bounce.feedback import read_complaint
from gateway.mail.bounce.list_manager import from_list_manager, refusal_of_list
from gateway.mail.bounce.notification import read_notification
from gateway.mail.bounce.reader import read_bounce
from gateway.mail.bounce.reading import read_parts
from gateway.mail.bounce.signs import BOUNCE, bounce_signs, by_system, says_failure, speaks_of_delivery
from gateway.mail.envelope import Envelope
from gateway.mail.machine.lists import set_by_lists
from gateway.mail.machine.signs import DECIDES, SUSPECTS, Family, Sign, signs_in
from gateway.mail.message import Message, Part, Values
from gateway.mail.nature import Nature, NatureKind
from gateway.mail.text.phrase_lists import says_any
from gateway.mail.words.receipt import DELIVERED_SUBJECTS, READ_SENTENCES, READ_SUBJECTS

_CALENDAR_METHODS: Final = frozenset(("request", "cancel", "reply", "counter", "declinecounter", "add", "refresh"))
_FORWARDS: Final = (
    "fw:",
    "fwd:",
    "wg:",
    "tr:",
    "rv:",
    "i:",
    "vs:",
    "vb:",
    "doorst:",
    "enc:",
    "pd:",
    "转发:",
    "轉寄:",
    "転送:",
)
_FORWARDING: Final = (
    "x-ms-exchange-forwardingloop",
    "resent-from",
    "resent-to",
    "resent-sender",
    "x-forwarded-for",
    "x-forwarded-to",
)

_COMPLAINTS: Final = ("complaint about message from", "email feedback report", "abuse report for", "spam report for")
_SPOKEN_OF: Final = (*_COMPLAINTS, *READ_SUBJECTS, *DELIVERED_SUBJECTS)
_LEAD: Final = 200  # characters of a text before its first written one
_RECEIPT_CHARS: Final = 1500  # a receipt says no more
_MARKED_BY_RULES: Final = (
    "Auto-Submitted: auto-gen",
    "Auto-Submitted: auto-forw",
    "X-MS-Exchange-",
    "X-Auto-Response-Suppress",
    "List-",
    "Feedback-ID",
)


def classify(message: Message, envelope: Envelope | None = None, lists: bool = True) -> Nature:
    """Tell who wrote a message, naming the evidence. Never fails; costs little for an ordinary mail.

    `lists`: False where a list is known to carry the mail of people; then its marks are no evidence.
    """
    fields = message.headers.by_name
    return (
        _report(message, fields, envelope)
        or _bounce(message, fields, envelope)
        or _list_manager(message)
        or _invite(message)
        or _weighed(message, fields, envelope, lists)
    )


def _report(message: Message, fields: Values, envelope: Envelope | None) -> Nature | None:
    """A report by its parts: RFC 3464 deliveries, RFC 8098 receipts, RFC 5965 complaints."""
    types = {part.type for part in message.parts}
    if "message/feedback-report" in types:
        parts, returned, own = read_parts(message)
        return Nature(
            "complaint", ("message/feedback-report part",), bounce=read_complaint(parts.feedback, returned, own)
        )
    if types & {"message/delivery-status", "message/global-delivery-status"} and _is_report(message, fields):
        bounce = read_bounce(message)
        evidence = "message/delivery-status part"
        if bounce is None:
            return Nature("receipt", (evidence, "nothing failed"))
        return Nature("bounce", (evidence,), bounce=bounce)
    if types & {"message/disposition-notification", "message/global-disposition-notification"}:
        return _disposition(message)
    if message.body.text[:_LEAD].lstrip()[:1] == "{" and (told := read_notification(message.body.text)):
        return Nature("complaint" if told.complaint else "bounce", ("notification in JSON",), bounce=told.bounce)
    if message.subject.lower().startswith(_SPOKEN_OF):
        return _by_words(message, fields, envelope, types)
    return None


def _by_words(message: Message, fields: Values, envelope: Envelope | None, types: set[str]) -> Nature | None:
    """Complaints and receipts of systems that write no report parts, by what subject and text say together."""
    subject, text = message.subject.lower(), message.body.text[:_RECEIPT_CHARS].lower()
    if subject.startswith(_COMPLAINTS):
        return Nature("complaint", ("subject of a complaint", "attached mail")) if "message/rfc822" in types else None
    if subject.startswith(READ_SUBJECTS):
        short = len(message.body.text) < _RECEIPT_CHARS and not message.attachments
        read = short and says_any(text, READ_SENTENCES)
        return Nature("receipt", ("subject and text of a receipt",)) if read else None
    delivered = by_system(message, fields, envelope) and not enhanced_in(text) and not reply_in(text)
    return Nature("receipt", ("subject of a delivery report",)) if delivered else None


def _is_report(message: Message, fields: Values) -> bool:
    """A report, not a person's mail with a report attached."""
    return (
        any(part.container == "multipart/report" for part in message.parts if part.type.endswith("delivery-status"))
        or _report_type(fields) == "delivery-status"
        or sum(sign.weight for sign in bounce_signs(message, fields, None)) >= 2
    )


def _report_type(fields: Values) -> str:
    """The report type that the header claims, "" for none; "other" where the message is a report without a type."""
    value = " ".join(fields.get("content-type", ("",))[0][:1000].lower().split())
    if not value.startswith("multipart/report"):
        return ""
    return value.partition("report-type=")[2].strip('" ').partition(";")[0].strip('" ') or "other"


def _disposition(message: Message) -> Nature:
    """A receipt (RFC 8098); a refusal that a mail system writes in this form is a bounce."""
    text = f"{message.subject} {message.body.text[:1000]}".lower()
    if says_any(text, ("rejected", "quota", "could not be delivered", "refused")) and "without being read" not in text:
        bounce = read_bounce(message)
        if bounce and bounce.recipients:
            return Nature("bounce", ("message/disposition-notification part", "text says rejected"), bounce=bounce)
    return Nature("receipt", ("message/disposition-notification part",))


def _bounce(message: Message, fields: Values, envelope: Envelope | None) -> Nature | None:
    """A failure report without (readable) status fields, by what it says and who says it."""
    signs = bounce_signs(message, fields, envelope)
    total = sum(sign.weight for sign in signs)
    kind = _report_type(fields)
    if kind == "delivery-status":
        total += BOUNCE
    if total < BOUNCE - 1 or not (kind or speaks_of_delivery(signs)):
        return None
    bounce = read_bounce(message)
    if bounce is None or total + bool(bounce.recipients) < BOUNCE:
        return None
    if not bounce.recipients and not kind and not says_failure(signs):
        return None
    return Nature(
        "bounce", tuple(sign.evidence for sign in signs if sign.weight > 0) or ("report type",), bounce=bounce
    )


def _list_manager(message: Message) -> Nature | None:
    """What the program of a mailing list says is never a person's; a mail that it did not take is a bounce."""
    if not from_list_manager(message):
        return None
    refused = refusal_of_list(message)
    if refused is not None:
        return Nature("bounce", ("refusal of a list manager",), bounce=refused)
    return Nature("auto_generated", ("notice of a list manager",))


def _invite(message: Message) -> Nature | None:
    """A scheduling message, RFC 6047: a calendar part with a method."""
    for part in message.parts:
        if part.type == "text/calendar" and (method := _method(part)) in _CALENDAR_METHODS:
            return Nature("invite", (f"text/calendar method={method}",))
    return None


def _method(part: Part) -> str:
    declared = part.parameter("method").strip().lower()
    if declared or part.disposition == "attachment":
        return declared
    for line in part.content[:4000].decode("utf-8", "replace").splitlines()[:40]:
        name, _, value = line.partition(":")
        if name.strip().lower() == "method":
            return value.strip().lower()
    return ""


def _weighed(message: Message, fields: Values, envelope: Envelope | None, lists: bool) -> Nature:
    signs = [sign for sign in signs_in(message, fields, envelope) if lists or not set_by_lists(sign.evidence)]
    if not signs:
        return Nature("person", ())
    evidence = tuple(sign.evidence for sign in signs if sign.weight)
    kind = _decided(signs)
    if kind is None:
        weak = sum(sign.weight for sign in signs) - 3 * (_only_suppresses(signs))
        return Nature("person", evidence, suspected=weak >= SUSPECTS)
    if kind != "bulk" and _is_forwarded_by_rule(message, fields, signs):
        return Nature("person", (*evidence, "forwarded by a rule"), suspected=True)
    return Nature(kind, evidence)


def _only_suppresses(signs: list[Sign]) -> bool:
    return [sign.evidence for sign in signs if sign.weight] == ["X-Auto-Response-Suppress"]


def _decided(signs: list[Sign]) -> NatureKind | None:
    """The family whose signs add up to a decision; a reply by a machine before its other works."""
    sums: dict[Family, int] = {"auto_reply": 0, "auto_generated": 0, "bulk": 0}
    for sign in signs:
        sums[sign.family] += sign.weight
    reply, generated, bulk = sums["auto_reply"], sums["auto_generated"], sums["bulk"]
    listed = any(sign.evidence == "List-ID" for sign in signs)
    if reply >= DECIDES or (reply >= 4 and (generated >= DECIDES or (bulk >= DECIDES and not listed))):
        return "auto_reply"
    if generated >= DECIDES:
        return "auto_generated"
    return "bulk" if bulk >= DECIDES else None


def _is_forwarded_by_rule(message: Message, fields: Values, signs: list[Sign]) -> bool:
    """A person's mail that a mailbox rule passed on and marked as generated; nothing else speaks for a machine."""
    if any(not sign.evidence.startswith(_MARKED_BY_RULES) for sign in signs):
        return False
    by_rule = "x-ms-exchange-generated-message-source" in fields or "x-ms-exchange-inbox-rules-loop" in fields
    forward = message.subject.lstrip().lower().startswith(_FORWARDS)
    return any(name in fields for name in _FORWARDING) or (by_rule and forward)
