"""A customer answers a notice about a license."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from gateway.desk.desk import Desk
from gateway.desk.directory.people import recipient_view
from gateway.desk.licenses.context import (
    LicenseContext,
    Occasion,
    letter_to,
    license_context,
    license_view,
    post_to_our_own,
    vendor_of,
)
from gateway.desk.outgoing.enqueue import enqueue
from gateway.desk.outgoing.mail import OutgoingMail
from gateway.domain.directory.entries import Contact, License
from gateway.domain.licenses.notice_answer import NoticeAnswer, read_answer
from gateway.domain.licenses.renewal import snooze_until
from gateway.domain.licenses.states import after, allows
from gateway.domain.phrase import Phrase, phrase
from gateway.errors import NotAllowed
from gateway.letters.licenses import NoticeAnswerLetter, NoticeOutcome
from gateway.mail.message import Mailbox
from gateway.store.store import UnitOfWork

REACTION = "license_reaction"
STOPPED = "license_not_renewing_confirm"
DONE, REFUSED = "license_answer_done", "license_answer_refused"


@dataclass(frozen=True, slots=True)
class NoticeReply:
    """A mail that answers a notice. `text` is the unquoted reply; `sender` is authenticated by the caller."""

    sender: str
    text: str
    mail_id: int | None
    in_reply_to: str | None
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of it. `kind` is renewed, stop, snooze, contact or message; `done` is False when nothing changed;
    `outgoing` are ids of queued mails."""

    kind: str
    done: bool
    outgoing: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """What the customer is told of it: the outcome, and what it is about."""

    outcome: NoticeOutcome
    address: str | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class _Case:
    desk: Desk
    work: UnitOfWork
    context: LicenseContext
    reply: NoticeReply
    now: datetime

    @property
    def license(self) -> License:
        return self.context.license

    def save(self, license: License) -> None:
        """Write the license as the reply changes it; any reply is a reaction."""
        self.work.directory.save_license(replace(license, reacted=True), was=self.license)


def answer_notice(desk: Desk, work: UnitOfWork, license: License, reply: NoticeReply, now: datetime) -> Answered:
    """Carry out what a customer answered to a notice: RENEWED, STOP, SNOOZE 14d, CONTACT mail, or words for a person.

    Only people of the license's organization may; anybody else changes nothing and no mail leaves (`done` is False).
    """
    answer = read_answer(reply.text, desk.rules.data.notice_answers)
    context = license_context(desk, work, license, now)
    if context is None or context.vendor_renews or not _may(work, context, reply.sender):
        return Answered(answer.kind, done=False)
    case = _Case(desk, work, context, reply, now)
    if not allows(license.state, "wrote"):
        return _refuse(case, answer.kind, "cancelled")
    match answer.kind:
        case "renewed":
            return _renewed(case)
        case "stop":
            return _stop(case)
        case "snooze":
            return _snooze(case, answer)
        case "contact":
            return _contact(case, answer)
        case "message":
            return _message(case)


def _may(work: UnitOfWork, context: LicenseContext, sender: str) -> bool:
    address = sender.lower()
    contact = work.directory.contact(address)
    listed = address in (one.lower() for one in (*context.app.technical_contacts, context.license.notify or ""))
    return listed or (contact is not None and contact.organization == context.app.organization)


def _renewed(case: _Case) -> Answered:
    if case.license.state == "renewed":
        case.save(case.license)
        return _done(case, "renewed", Told("already_renewed"))
    case.save(replace(case.license, state=after(case.license.state, "said_renewed")))
    told = _tell_executive(case, phrase("license.says_renewed"))
    return _done(case, "renewed", Told("renewal_noted"), told)


def _stop(case: _Case) -> Answered:
    license = case.license
    if not allows(license.state, "stopped"):
        return _refuse(case, "stop", "renewed")
    if license.state == "not_renewing":
        return Answered("stop", done=True)  # there is one confirmation only
    case.save(replace(case.license, state=after(license.state, "stopped"), snooze_until=None))
    recipient = recipient_view(case.desk, case.work, case.reply.sender, organization=case.context.organization)
    letter = letter_to(case.desk, case.work, case.context, _occasion(case, STOPPED), recipient)
    outgoing_mail = OutgoingMail(STOPPED, letter, "customer", (Mailbox(recipient.name, recipient.email),), case.now)
    confirmed = enqueue(case.desk, case.work, _answering(case, outgoing_mail)).id
    told = _tell_executive(case, case.reply.text)
    return Answered("stop", done=True, outgoing=(confirmed, *told))


def _snooze(case: _Case, answer: NoticeAnswer) -> Answered:
    policy = case.desk.rules.data.renewal
    try:
        until = snooze_until(case.license, case.context.today, answer.days or 0, policy)
    except NotAllowed:
        late = case.context.today >= case.license.expires
        return _refuse(case, "snooze", "pause_too_late" if late else "pause_unclear")
    case.save(replace(case.license, snooze_until=until))
    return _done(case, "snooze", Told("snoozed", until=until))


def _contact(case: _Case, answer: NoticeAnswer) -> Answered:
    if answer.address is None:
        return _refuse(case, "contact", "address_missing")
    known = case.work.directory.contact(answer.address)
    if known is None or not _fits(known, case.context):
        case.save(case.license)
        told = _tell_executive(case, phrase("license.asks_contact", address=answer.address))
        return _done(case, "contact", Told("contact_asked", answer.address), told)
    former = [one for one in case.context.people.contacts if one not in (known.email, case.reply.sender.lower())]
    case.save(replace(case.license, notify=known.email))
    return _done(case, "contact", Told("contact_changed", known.email), cc=tuple(former))


def _fits(contact: Contact, context: LicenseContext) -> bool:
    return contact.organization == context.app.organization and contact.bounce_state != "hard"


def _message(case: _Case) -> Answered:
    case.save(replace(case.license, state=after(case.license.state, "wrote")))
    told = _tell_executive(case, case.reply.text)
    return Answered("message", done=True, outgoing=told)


def _tell_executive(case: _Case, text: str | Phrase) -> tuple[int, ...]:
    people = case.context.people
    to = (people.account_executive,) if people.account_executive else people.account_team
    occasion = _occasion(case, REACTION, text)
    return post_to_our_own(case.desk, case.work, case.context, occasion, to)


def _occasion(case: _Case, template: str, text: str | Phrase = "") -> Occasion:
    stage = "far" if case.license.expires >= case.context.today else "grace"
    return Occasion(template, stage, case.now, sender=case.reply.sender, text=text, mail_id=case.reply.mail_id)


def _done(case: _Case, kind: str, told: Told, others: tuple[int, ...] = (), cc: tuple[str, ...] = ()) -> Answered:
    return Answered(kind, done=True, outgoing=(_tell(case, DONE, told, cc), *others))


def _refuse(case: _Case, kind: str, outcome: NoticeOutcome) -> Answered:
    return Answered(kind, done=False, outgoing=(_tell(case, REFUSED, Told(outcome)),))


def _tell(case: _Case, template: str, told: Told, cc: tuple[str, ...] = ()) -> int:
    """Answer the customer in words for customers."""
    recipient = recipient_view(case.desk, case.work, case.reply.sender, organization=case.context.organization)
    letter = NoticeAnswerLetter(
        vendor=vendor_of(case.desk, case.work, case.context),
        recipient=recipient,
        license=license_view(case.desk, case.context),
        outcome=told.outcome,
        text=" ".join(case.reply.text.split()),
        until=told.until,
        address=told.address,
        longest=case.desk.rules.data.renewal.snooze_days,
    )
    to = (Mailbox(recipient.name, recipient.email),)
    outgoing_mail = OutgoingMail(
        template, letter, "customer", to, case.now, cc=tuple(Mailbox("", address) for address in cc)
    )
    return enqueue(case.desk, case.work, _answering(case, outgoing_mail)).id


def _answering(case: _Case, outgoing_mail: OutgoingMail) -> OutgoingMail:
    reply = case.reply
    return replace(
        outgoing_mail,
        reference=case.license.number,
        mail_id=reply.mail_id,
        in_reply_to=reply.in_reply_to,
        references=reply.references,
    )
