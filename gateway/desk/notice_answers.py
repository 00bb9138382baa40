"""A customer answers a notice about a license."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from gateway.desk.desk import Desk
from gateway.desk.holdings import Holding, Occasion, holding_of, letter_to, post_to_our_own, vendor_of
from gateway.desk.people import recipient_view
from gateway.desk.post import Order, post
from gateway.domain.directory import Contact, License
from gateway.domain.letters import TranscriptLetter
from gateway.domain.notice_answer import NoticeAnswer, read_answer
from gateway.domain.renewal import snooze_until
from gateway.errors import NotAllowed
from gateway.mail.message import Mailbox
from gateway.store.store import Work

REACTION = "license_reaction"
STOPPED = "license_not_renewing_confirm"


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
    """What became of it. `kind` is renewed, stop, snooze, contact or message; `done` is False when nothing changed and
    `why` says what was wrong; `outgoing` are ids of queued mails."""

    kind: str
    done: bool
    why: str
    outgoing: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Case:
    desk: Desk
    work: Work
    holding: Holding
    reply: NoticeReply
    now: datetime

    @property
    def license(self) -> License:
        return self.holding.license

    def change(self, **columns: Any) -> None:
        """Any reply is a reaction."""
        self.work.directory.change_license(self.license.number, reacted=True, **columns)


def answer_notice(desk: Desk, work: Work, license: License, reply: NoticeReply, now: datetime) -> Answered:
    """Carry out what a customer answered to a notice: RENEWED, STOP, SNOOZE 14d, CONTACT mail, or words for a person.

    Only people of the license's organization may; anybody else changes nothing and no mail leaves (`done` is False).
    """
    answer = read_answer(reply.text, desk.rules.data.notice_answers)
    holding = holding_of(desk, work, license, now)
    if holding is None or holding.vendor_renews or not _may(work, holding, reply.sender):
        return Answered(answer.kind, done=False, why=f"{reply.sender} may not answer for the license {license.number}.")
    case = _Case(desk, work, holding, reply, now)
    if license.state == "cancelled":
        return _refuse(case, answer.kind, f"The license {license.number} was cancelled.")
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


def _may(work: Work, holding: Holding, sender: str) -> bool:
    address = sender.lower()
    contact = work.directory.contact(address)
    listed = address in (one.lower() for one in (*holding.app.technical_contacts, holding.license.notify or ""))
    return listed or (contact is not None and contact.organization == holding.app.organization)


def _renewed(case: _Case) -> Answered:
    license = case.license
    if license.state == "renewed":
        case.change()
        return _done(case, "renewed", f"RENEWED: {license.number} is renewed until {license.expires}")
    case.change(**_in_renewal(license))
    told = _tell_executive(case, "says that the license has been renewed. Please check, and record it.")
    return _done(case, "renewed", f"RENEWED: noted for {license.number}, the account executive checks it", told)


def _in_renewal(license: License) -> dict[str, str]:
    """Once the term is over, only its renewal changes the state."""
    return {} if license.state in ("expired_grace", "lapsed") else {"state": "in_renewal"}


def _stop(case: _Case) -> Answered:
    license = case.license
    if license.state == "renewed":
        return _refuse(case, "stop", f"The license {license.number} is renewed until {license.expires} already.")
    if license.state == "not_renewing":
        return Answered("stop", done=True, why="It was stopped before; there is one confirmation only.")
    case.change(state="not_renewing", snooze_until=None)
    recipient = recipient_view(case.desk, case.work, case.reply.sender, organization=case.holding.organization)
    letter = letter_to(case.desk, case.work, case.holding, _occasion(case, STOPPED), recipient)
    order = Order(STOPPED, letter, "customer", (Mailbox(recipient.name, recipient.email),), case.now)
    confirmed = post(case.desk, case.work, _answering(case, order)).id
    told = _tell_executive(case, case.reply.text)
    return Answered("stop", done=True, why="The license is not renewed.", outgoing=(confirmed, *told))


def _snooze(case: _Case, answer: NoticeAnswer) -> Answered:
    policy = case.desk.rules.data.renewal
    try:
        until = snooze_until(case.license, case.holding.today, answer.days or 0, policy)
    except NotAllowed as error:
        return _refuse(case, "snooze", f"SNOOZE: {error}.")
    case.change(snooze_until=until)
    return _done(case, "snooze", f"SNOOZE: no notices about {case.license.number} before {until}")


def _contact(case: _Case, answer: NoticeAnswer) -> Answered:
    if answer.address is None:
        return _refuse(case, "contact", "CONTACT needs a mail address, for example: CONTACT name@company.example")
    known = case.work.directory.contact(answer.address)
    if known is None or not _fits(known, case.holding):
        case.change()
        told = _tell_executive(case, f"asks that {answer.address} gets the notices, who is no contact: please confirm.")
        line = f"CONTACT: {answer.address} is no contact of yours yet; the account executive was asked to confirm"
        return _done(case, "contact", line, told)
    former = [one for one in case.holding.people.contacts if one not in (known.email, case.reply.sender.lower())]
    case.change(notify=known.email)
    line = f"CONTACT: further notices about {case.license.number} go to {known.email}"
    return _done(case, "contact", line, cc=tuple(former))


def _fits(contact: Contact, holding: Holding) -> bool:
    return contact.organization == holding.app.organization and contact.bounce_state != "hard"


def _message(case: _Case) -> Answered:
    license = case.license
    case.change(**(_in_renewal(license) if license.state in ("active", "renewal_due") else {}))
    told = _tell_executive(case, case.reply.text)
    return Answered("message", done=True, why="The account executive has it.", outgoing=told)


def _tell_executive(case: _Case, text: str) -> tuple[int, ...]:
    people = case.holding.people
    to = (people.account_executive,) if people.account_executive else people.account_team
    occasion = _occasion(case, REACTION, text)
    return post_to_our_own(case.desk, case.work, case.holding, occasion, to)


def _occasion(case: _Case, template: str, text: str = "") -> Occasion:
    stage = "far" if case.license.expires >= case.holding.today else "grace"
    return Occasion(template, stage, case.now, sender=case.reply.sender, text=text, mail_id=case.reply.mail_id)


def _done(case: _Case, kind: str, line: str, told: tuple[int, ...] = (), cc: tuple[str, ...] = ()) -> Answered:
    return Answered(kind, done=True, why=line, outgoing=(_transcript(case, "command_transcript", line, cc), *told))


def _refuse(case: _Case, kind: str, line: str) -> Answered:
    return Answered(kind, done=False, why=line, outgoing=(_transcript(case, "command_error", line),))


def _transcript(case: _Case, template: str, line: str, cc: tuple[str, ...] = ()) -> int:
    recipient = recipient_view(case.desk, case.work, case.reply.sender, organization=case.holding.organization)
    vendor = vendor_of(case.desk, case.work, case.holding)
    letter = TranscriptLetter(vendor=vendor, recipient=recipient, ticket=None, lines=(line,))
    copies = tuple(Mailbox("", address) for address in cc)
    to = (Mailbox(recipient.name, recipient.email),)
    order = Order(template, letter, "customer", to, case.now, cc=copies)
    return post(case.desk, case.work, _answering(case, order)).id


def _answering(case: _Case, order: Order) -> Order:
    reply = case.reply
    return replace(
        order,
        reference=case.license.number,
        mail_id=reply.mail_id,
        in_reply_to=reply.in_reply_to,
        references=reply.references,
    )
