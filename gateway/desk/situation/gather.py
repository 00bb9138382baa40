"""What we know about a mail: the sender, the ticket, the drafts and notices it answers, the commands in it."""

from dataclasses import dataclass, replace
from datetime import datetime

from gateway.desk.desk import Desk
from gateway.desk.situation import threading
from gateway.desk.situation.addresses import Addressed, addressed, role_of
from gateway.desk.situation.awaited import with_answer_before
from gateway.desk.situation.deliveries import all_roles, duplicate_of, earlier_delivery
from gateway.desk.situation.freshness import with_fresh_proof
from gateway.desk.situation.impersonation import signs_of
from gateway.desk.situation.inside import without_our_mails
from gateway.desk.situation.nature import nature_to_us
from gateway.desk.situation.passed_on import below, with_words_below_note
from gateway.desk.situation.rejection import without_rejection
from gateway.desk.situation.rights import asked_by, faults_of
from gateway.desk.situation.senders import Sender, identify
from gateway.desk.situation.situation import Prepared, Situation
from gateway.desk.situation.survey import says_or_scores
from gateway.desk.situation.threading import Thread
from gateway.desk.situation.topic import topic_in
from gateway.desk.situation.traffic import traffic_of
from gateway.domain.command_lines import INTERNAL, internal_inside
from gateway.domain.commands import Command, MailCommands, Vocabulary, read_mail_commands
from gateway.domain.directory.entries import License
from gateway.domain.escalations.escalation import WITHOUT_TICKET, EscalationDraft
from gateway.domain.outgoing.own_addresses import read_reply
from gateway.domain.tickets.ticket import ticket_id
from gateway.letters.staff import ANSWERED_TO_CUSTOMER
from gateway.mail.message import Message
from gateway.store.outgoing.records import AnsweredMail
from gateway.store.store import UnitOfWork

NO_COMMANDS = MailCommands((), "")
REJECTIONS = ("escalation_rejected_", "escalation_not_yet")
WITHOUT_DRAFT = ("escalation_rejected_no_ticket", "escalation_rejected_unknown_ticket", "escalation_rejected_ambiguous")

OUR_VOICES = ("support", "escalation", "bounces")  # addresses that only we write from


def gather(
    desk: Desk, work: UnitOfWork, prepared: Prepared, now: datetime, vocabulary: Vocabulary, released: bool = False
) -> Situation:
    """Look up everything the rules may ask about; `vocabulary` are the mail commands there are. Reads only."""
    delivered = addressed(prepared.message, prepared.envelope, desk.config.addresses)
    sender = with_fresh_proof(desk, work, prepared, _identified(desk, work, prepared))
    earlier = earlier_delivery(desk, work, prepared, sender, released)
    to, answered = all_roles(earlier, delivered), _answered(work, prepared)
    rejection = _rejection(prepared, answered)
    message, thread = _threaded(desk, work, prepared, _Whose(to, sender, released), rejection)
    draft = _draft(work, rejection, thread, sender, now)
    mail_commands = _commands_of(message, vocabulary, thread, answered) if sender.is_staff else NO_COMMANDS
    nature = nature_to_us(desk, prepared, sender, thread)
    return Situation(
        mail_id=prepared.waiting.id,
        now=now,
        released=released,
        own=_own(desk, message),
        our_address=_is_ours(desk, sender),
        message=message,
        nature=nature,
        sender=sender,
        checks=(*prepared.verification.details, *([sender.stale] if sender.stale else [])),
        traffic=traffic_of(desk, work, sender, now),
        impersonation=signs_of(desk, work, message, sender),
        to=to,
        thread=thread,
        mail_commands=mail_commands,
        faults=faults_of(desk, work, asked_by(sender, mail_commands, thread, to, draft), vocabulary),
        says=says_or_scores(desk, work, message, sender, thread, _directly(message, answered)),
        earlier=earlier,
        repeats=duplicate_of(earlier, delivered, sender.proof == "pass"),
        draft=draft,
        answers_rejection=draft is not None or _asks_again(work, rejection, now),
        rejection_text=rejection.text if rejection else "",
        notice=_notice(desk, work, to, answered),
        alert_mail=_alert(answered),
        below=below(desk, message, sender, _said(message, mail_commands), begins=_begins(thread, to) and not answered),
        topic=topic_in(desk, message, sender, nature, to, thread),
    )


@dataclass(frozen=True, slots=True)
class _Whose:
    """Who writes to whom; `released`: a person vouches for it."""

    to: Addressed
    sender: Sender
    released: bool


def _threaded(
    desk: Desk, work: UnitOfWork, prepared: Prepared, whose: _Whose, rejection: AnsweredMail | None
) -> tuple[Message, Thread]:
    """The message with all words of its sender and none of ours, and the ticket it is about."""
    message = with_words_below_note(prepared.message, whose.sender)
    said = without_rejection(desk, message, rejection)
    thread = threading.resolve(desk, work, said, whose.to, whose.sender, whose.released)
    thread = with_answer_before(work, prepared, whose.sender, thread)
    return without_our_mails(work, message, whose.sender, thread), thread


def _identified(desk: Desk, work: UnitOfWork, prepared: Prepared) -> Sender:
    message = prepared.message
    return identify(desk, work, prepared.verification, message.from_[0].name if message.from_ else "")


def _said(message: Message, mail_commands: MailCommands) -> str:
    return mail_commands.rest if mail_commands.commands else message.body.reply


def _begins(thread: Thread, to: Addressed) -> bool:
    """Does a mail name no ticket at all, nor asks for an escalation?"""
    return thread.ticket is None and not thread.several and "escalation" not in to.roles


def _commands_of(
    message: Message, vocabulary: Vocabulary, thread: Thread, answered: list[AnsweredMail]
) -> MailCommands:
    """Those of the text; `#internal` also in the subject, in what was taken for a signature below a drawn line, and
    where a mail of ours is answered that does not say that its answer goes to the customer.
    """
    given = read_mail_commands(message.body.reply, vocabulary)
    says_something = thread.ticket is not None and given.rest.strip()
    if given.has(INTERNAL) or not says_something or not _stays_inside(message, vocabulary, answered):
        return given
    return replace(given, commands=(*given.commands, Command(INTERNAL, "")))


def _stays_inside(message: Message, vocabulary: Vocabulary, answered: list[AnsweredMail]) -> bool:
    if internal_inside(message.subject) or read_mail_commands(message.body.signature, vocabulary).has(INTERNAL):
        return True
    templates = [one.template for one in _directly(message, answered)]
    return any(not one.startswith("ack_") and one not in ANSWERED_TO_CUSTOMER for one in templates)


def _own(desk: Desk, message: Message) -> bool:
    """A mail that carries our own marks: our signed Message-ID, or our loop header (RFC 3834 section 2)."""
    if message.message_id and desk.signer.read_message_id(message.message_id):
        return True
    loops = message.headers.all("X-Loop")
    return desk.config.gateway.domain.lower() in [value.strip().lower() for value in loops]


def _is_ours(desk: Desk, sender: Sender) -> bool:
    return sender.address != "" and role_of(sender.address, desk.config.addresses) in OUR_VOICES


def _answered(work: UnitOfWork, prepared: Prepared) -> list[AnsweredMail]:
    message = prepared.message
    return work.outbox.by_message_ids(list(dict.fromkeys((*message.in_reply_to, *message.references[-5:]))))


def _rejection(prepared: Prepared, answered: list[AnsweredMail]) -> AnsweredMail | None:
    """The rejected escalation that a mail answers directly: references reach back to what was settled long ago."""
    return next((one for one in reversed(_directly(prepared.message, answered)) if _rejects(one)), None)


def _directly(message: Message, answered: list[AnsweredMail]) -> list[AnsweredMail]:
    """Those of our mails that a mail is the answer to, without what its references reach back to."""
    direct = message.in_reply_to or message.references[-1:]
    return [one for one in answered if one.message_id in direct]


def _rejects(one: AnsweredMail) -> bool:
    return one.template.startswith(REJECTIONS)


def _asks_again(work: UnitOfWork, rejection: AnsweredMail | None, now: datetime) -> bool:
    """Does a rejection without a draft ask for everything again? Because it had no ticket, or its draft is too old."""
    if rejection is None:
        return False
    return rejection.template in WITHOUT_DRAFT or work.escalations.has_expired([rejection.message_id], now)


def _draft(
    work: UnitOfWork, rejection: AnsweredMail | None, thread: Thread, sender: Sender, now: datetime
) -> EscalationDraft | None:
    """What the rejected escalation said already, if this mail is about the same ticket, or that one named none.

    People answer any of our rejections, not only the newest: what they told us since then counts as well.
    """
    if rejection is None:
        return None
    draft = work.escalations.draft_of_rejection([rejection.message_id], now)
    draft = draft or work.escalations.draft_in_place_of(rejection.message_id, now)
    if draft is None or thread.found != "one" or draft.code in WITHOUT_TICKET:
        return draft if draft and draft.sender == sender.address.lower() else None
    same = {thread.ticket.id if thread.ticket else None, ticket_id(thread.merged_from or "")}
    return draft if draft.ticket_id in same else None


def _notice(desk: Desk, work: UnitOfWork, to: Addressed, answered: list[AnsweredMail]) -> License | None:
    """The license of a notice that this mail answers: by its reply address, else by the notice's Message-ID."""
    read = (read_reply(desk.signer, detail) for detail in to.details)
    references = [one.reference for one in read if one]
    references += [one.subject_ref or "" for one in answered if one.template.startswith("license_")]
    for reference in references:
        found = work.directory.license(reference)
        if found:
            return found
    return None


def _alert(answered: list[AnsweredMail]) -> int | None:
    for one in reversed(answered):
        about = one.subject_ref or ""
        if one.template == "quarantine_alert" and about.startswith("mail:"):
            return int(about.removeprefix("mail:"))
    return None
