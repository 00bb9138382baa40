"""What we know about a mail: the sender, the ticket, the drafts and notices it answers, the commands in it."""

from datetime import datetime

from gateway.desk import threading
from gateway.desk.addressed import Addressed, addressed, role_of
from gateway.desk.desk import Desk
from gateway.desk.disguised import signs_of
from gateway.desk.people import Sender, identify
from gateway.desk.situation import Prepared, Situation
from gateway.desk.threading import Thread
from gateway.domain.commands import Orders, problems, read_orders
from gateway.domain.directory import License
from gateway.domain.escalation import EscalationDraft
from gateway.domain.ticket import ticket_id
from gateway.mail.message import Message
from gateway.store.mails import EarlierDelivery
from gateway.store.store import Work

NO_ORDERS = Orders((), "")
REJECTIONS = ("escalation_rejected_", "escalation_not_yet")
WITHOUT_DRAFT = ("escalation_rejected_no_ticket", "escalation_rejected_unknown_ticket", "escalation_rejected_ambiguous")

Row = dict[str, object]
WITHOUT_EFFECT = ("quarantine", "duplicate")  # decisions after which a mail has become nothing yet
OUR_VOICES = ("support", "escalation", "bounces")  # addresses that only we write from


def gather(desk: Desk, work: Work, prepared: Prepared, now: datetime, released: bool = False) -> Situation:
    """Look up everything the rules may ask about. Reads only."""
    message, verification = prepared.message, prepared.verification
    to = addressed(message, prepared.envelope, desk.config.addresses)
    name = message.from_[0].name if message.from_ else ""
    sender = identify(desk, work, verification.address, name, verification.proof, verification.evidence)
    thread = threading.resolve(desk, work, message, to, sender, released)
    answered = _answered(work, prepared)
    rejection = _rejection(prepared, answered)
    draft = _draft(work, rejection, thread, sender, now)
    orders = read_orders(message.body.reply) if sender.is_staff else NO_ORDERS
    allowed = desk.rules.data.access.allowed(sender.staff.roles) if sender.staff else frozenset()
    return Situation(
        mail_id=prepared.waiting.id,
        now=now,
        released=released,
        own=_own(desk, message, sender),
        message=message,
        nature=prepared.nature,
        sender=sender,
        checks=verification.details,
        disguise=signs_of(desk, work, message, sender),
        to=to,
        thread=thread,
        orders=orders,
        order_problems=tuple(problems(orders, allowed)) if orders.commands else (),
        earlier=_earlier(work, prepared, to, released),
        draft=draft,
        answers_rejection=draft is not None or _asks_again(work, rejection, now),
        rejection_text=str(rejection["text"]) if rejection else "",
        notice=_notice(desk, work, to, answered),
        alert_mail=_alert(answered),
    )


def _own(desk: Desk, message: Message, sender: Sender) -> bool:
    """A mail that carries our own marks: our signed Message-ID, or our loop header (RFC 3834 section 2)."""
    if message.message_id and desk.signer.read_message_id(message.message_id):
        return True
    loops = message.headers.all("X-Loop")
    if loops and desk.config.gateway.domain.lower() in [value.strip().lower() for value in loops]:
        return True
    return sender.address != "" and role_of(sender.address, desk.config.addresses) in OUR_VOICES


def _earlier(work: Work, prepared: Prepared, to: Addressed, released: bool) -> EarlierDelivery | None:
    """The delivery that this one repeats: same Message-ID and same words, preferably at the same addresses.

    What a person releases repeats another delivery only if something has come of that one.
    """
    message_id = prepared.message.message_id or f"<{prepared.message.text_sha256}@no-message-id>"
    earlier = work.mails.earlier(message_id, prepared.message.text_sha256, prepared.waiting.id)
    if released:
        found = [one for one in earlier if one.decision not in WITHOUT_EFFECT]
    else:
        found = [one for one in earlier if not _was_refused(one, prepared)]
    same = [one for one in found if to.roles <= set(one.roles)]
    return next(iter(same or found), None)


def _was_refused(earlier: EarlierDelivery, prepared: Prepared) -> bool:
    """A copy put aside for want of proof, sent ahead by a forger or a forwarder, must not swallow the proven mail."""
    return earlier.decision == "quarantine" and earlier.proof != "pass" and prepared.verification.proof == "pass"


def _answered(work: Work, prepared: Prepared) -> list[Row]:
    message = prepared.message
    return work.outbox.by_message_ids(list(dict.fromkeys((*message.in_reply_to, *message.references[-5:]))))


def _rejection(prepared: Prepared, answered: list[Row]) -> Row | None:
    """The rejected escalation that a mail answers directly: references reach back to what was settled long ago."""
    message = prepared.message
    direct = message.in_reply_to or message.references[-1:]
    return next((row for row in reversed(answered) if row["message_id"] in direct and _rejects(row)), None)


def _rejects(row: Row) -> bool:
    return str(row["template"]).startswith(REJECTIONS)


def _asks_again(work: Work, rejection: Row | None, now: datetime) -> bool:
    """Does a rejection without a draft ask for everything again? Because it had no ticket, or its draft is too old."""
    if rejection is None:
        return False
    return rejection["template"] in WITHOUT_DRAFT or work.escalations.has_expired([str(rejection["message_id"])], now)


def _draft(work: Work, rejection: Row | None, thread: Thread, sender: Sender, now: datetime) -> EscalationDraft | None:
    """What the rejected escalation said already, if this mail is about the same ticket."""
    draft = work.escalations.draft_of_rejection([str(rejection["message_id"])], now) if rejection else None
    if draft is None or thread.found == "none":
        return draft if draft and draft.sender == sender.address.lower() else None
    same = {thread.ticket.id if thread.ticket else None, ticket_id(thread.merged_from or "")}
    return draft if thread.found == "one" and draft.ticket_id in same else None


def _notice(desk: Desk, work: Work, to: Addressed, answered: list[Row]) -> License | None:
    """The license of a notice that this mail answers: by its reply address, else by the notice's Message-ID."""
    read = (desk.signer.read_sub_address("reply", detail) for detail in to.details)
    references = [one for one in read if one]
    references += [str(row["subject_ref"]) for row in answered if str(row["template"]).startswith("license_")]
    for reference in references:
        found = work.directory.license(reference)
        if found:
            return found
    return None


def _alert(answered: list[Row]) -> int | None:
    for row in reversed(answered):
        about = str(row["subject_ref"] or "")
        if row["template"] == "quarantine_alert" and about.startswith("mail:"):
            return int(about.removeprefix("mail:"))
    return None
