"""Queue one mail of ours: headers, signed addresses, the governor's word. The only way into the outbox."""

import re
from collections.abc import Iterable
from datetime import datetime

from gateway.desk.desk import Desk
from gateway.desk.directory.people import duty
from gateway.desk.outgoing import limits as governor
from gateway.desk.outgoing import unsubscribe
from gateway.desk.outgoing.caps import is_answer
from gateway.desk.outgoing.files import with_notices
from gateway.desk.outgoing.limit_alerts import alarm_of
from gateway.desk.outgoing.mail import Enqueued, Hold, OutgoingMail
from gateway.domain.outgoing.cause import Cause
from gateway.domain.outgoing.entry import OutboxEntry, Recipient
from gateway.domain.outgoing.own_addresses import bounce_address, reply_address
from gateway.domain.outgoing.states import State
from gateway.domain.tickets.ticket import Ticket
from gateway.letters.letter import Letter
from gateway.mail.compose import clean_header, clean_subject, mailbox
from gateway.mail.header.thread import references
from gateway.mail.message import Mailbox
from gateway.store.store import UnitOfWork
from gateway.templating.templates import Rendered

_UNUSUAL = re.compile("[^a-z0-9_-]")  # in a Message-ID


def enqueue(desk: Desk, work: UnitOfWork, outgoing_mail: OutgoingMail) -> Enqueued:
    """Render and queue a mail in the transaction of the change that causes it."""
    outgoing_id = work.outbox.next_id()
    reference = outgoing_mail.ticket.number if outgoing_mail.ticket else outgoing_mail.reference
    message_id = desk.signer.message_id(_plain(reference or "mail"), outgoing_id)
    rendered = desk.templates.render(outgoing_mail.template, outgoing_mail.letter)
    subject = _subject(rendered.subject, outgoing_mail.ticket)
    withheld = outgoing_mail.withheld or unsubscribe.why_not(work, outgoing_mail.subscription)
    word = Hold("suppressed", withheld) if withheld else governor.limit_for(desk, work, outgoing_mail)
    reason = word.reason if word else outgoing_mail.held
    recorded = desk.templates.record(reason) if reason else None
    entry = OutboxEntry(
        id=outgoing_id,
        mail_id=outgoing_mail.mail_id,
        note_id=outgoing_mail.note_id,
        ticket_id=outgoing_mail.ticket.id if outgoing_mail.ticket else None,
        escalation_id=outgoing_mail.escalation_id,
        subject_ref=outgoing_mail.about or outgoing_mail.reference,
        template=outgoing_mail.template,
        audience=outgoing_mail.audience,
        governed_address=None if word and not word.until else _governed(outgoing_mail),
        envelope_from=bounce_address(desk.signer, desk.config.addresses.bounces, outgoing_id),
        message_id=message_id,
        in_reply_to=outgoing_mail.in_reply_to,
        headers=_headers(desk, outgoing_mail, subject, message_id, reference, rendered.language),
        text=_text(desk, outgoing_mail, rendered),
        subject=subject,
        recipients=_recipients((*outgoing_mail.to, *outgoing_mail.cc)),
        state=_state(word, outgoing_mail),
        reason=recorded,
        created=outgoing_mail.now,
        next_attempt=(word.until if word else None) or outgoing_mail.not_before or outgoing_mail.now,
        files=outgoing_mail.files,
    )
    work.outbox.add(entry)
    if word:
        _tell_of_limit(desk, work, word, outgoing_mail, subject)
    return Enqueued(outgoing_id, message_id, recorded if word and not word.until else None)


def _tell_of_limit(desk: Desk, work: UnitOfWork, word: Hold, outgoing_mail: OutgoingMail, subject: str) -> None:
    if word.told == "summary":
        work.withheld.add(word.about, outgoing_mail.cause, subject)
    if letter := alarm_of(desk, work, word, outgoing_mail.now):
        enqueue_because(desk, work, letter, outgoing_mail.now, outgoing_mail.mail_id, outgoing_mail.cause)


def _state(word: Hold | None, outgoing_mail: OutgoingMail) -> State:
    """A mail that is delayed waits like every other until it is due."""
    if word:
        return "queued" if word.state == "delayed" else word.state
    return "held" if outgoing_mail.held else "queued"


def _governed(outgoing_mail: OutgoingMail) -> str | None:
    """The address whose answers the mail counts among, None for what is no answer."""
    return outgoing_mail.to[0].address.lower() if is_answer(outgoing_mail) else None


def _text(desk: Desk, outgoing_mail: OutgoingMail, rendered: Rendered) -> str:
    """The text of the template, the files that are named, and below them the history of the case."""
    named = with_notices(desk, rendered.text, outgoing_mail.files, outgoing_mail.audience, rendered.language)
    return f"{named.rstrip()}\n\n{outgoing_mail.below}\n" if outgoing_mail.below else named


def enqueue_to_duty(
    desk: Desk, work: UnitOfWork, template: str, letter: Letter, now: datetime, mail_id: int | None = None
) -> Enqueued | None:
    """Tell the operator something; None where nobody is on duty."""
    people = duty(desk, work)
    outgoing_mail = OutgoingMail(template, letter, "vendor", people, now, "internal", mail_id=mail_id)
    return enqueue(desk, work, outgoing_mail) if people else None


def enqueue_because(
    desk: Desk, work: UnitOfWork, letter: Letter, now: datetime, mail_id: int | None, cause: Cause
) -> None:
    """Tell the operator something that somebody's mail sets off: it counts for them."""
    if people := duty(desk, work):
        template = letter.TEMPLATES[0]
        enqueue(
            desk, work, OutgoingMail(template, letter, "vendor", people, now, "internal", mail_id=mail_id, cause=cause)
        )


def _plain(reference: str) -> str:
    """A reference as it may stand in a Message-ID: a license number can be anything."""
    return _UNUSUAL.sub("-", reference.lower())[:40]


def _subject(subject: str, ticket: Ticket | None) -> str:
    cleaned = clean_subject(subject)
    return f"[{ticket.number}] {cleaned}" if ticket else cleaned


def _recipients(mailboxes: Iterable[Mailbox]) -> tuple[Recipient, ...]:
    return tuple(Recipient(address) for address in dict.fromkeys(one.address for one in mailboxes))


def _headers(
    desk: Desk, outgoing_mail: OutgoingMail, subject: str, message_id: str, reference: str | None, language: str
) -> dict[str, str]:
    support = desk.config.addresses.support[0]
    headers = {
        "From": mailbox(_from_name(desk, outgoing_mail), support),
        "To": ", ".join(mailbox(one.name, one.address) for one in outgoing_mail.to),
        "Subject": subject,
        "Message-ID": message_id,
    }
    if outgoing_mail.cc:
        headers["Cc"] = ", ".join(mailbox(one.name, one.address) for one in outgoing_mail.cc)
    if reference:
        headers["Reply-To"] = reply_address(desk.signer, support, reference, outgoing_mail.to[0].address)
    elif outgoing_mail.reply_to:
        headers["Reply-To"] = mailbox(outgoing_mail.reply_to.name, outgoing_mail.reply_to.address)
    root = _root(desk, outgoing_mail)
    answered = outgoing_mail.in_reply_to or root
    if answered:
        headers["In-Reply-To"] = clean_header(answered)
        headers["References"] = _references(outgoing_mail, root)
    headers |= _marks(desk, outgoing_mail) | {"Content-Language": language}
    answered_at = headers.get("Reply-To")
    return headers | unsubscribe.headers_of(desk.config, desk.signer, outgoing_mail.subscription, answered_at)


def _root(desk: Desk, outgoing_mail: OutgoingMail) -> str:
    """The Message-ID that all mails of a ticket to our own people hang on, so that their programs show one thread."""
    if outgoing_mail.audience == "customer" or outgoing_mail.ticket is None:
        return ""
    return desk.signer.message_id(_plain(outgoing_mail.ticket.number), 0)


def _references(outgoing_mail: OutgoingMail, root: str) -> str:
    return clean_header(" ".join(references((root, *outgoing_mail.references, outgoing_mail.in_reply_to or ""))))


def _marks(desk: Desk, outgoing_mail: OutgoingMail) -> dict[str, str]:
    """What tells machines that this is an automatic mail of ours (RFC 3834 section 5)."""
    marks = {"X-Gateway-Template": outgoing_mail.template, "X-Loop": desk.config.gateway.domain}
    if outgoing_mail.ticket:
        marks["X-Gateway-Ticket"] = outgoing_mail.ticket.number
    if outgoing_mail.kind != "agent":
        marks["Auto-Submitted"] = "auto-replied" if outgoing_mail.kind == "ack" else "auto-generated"
        marks["X-Auto-Response-Suppress"] = "All"
    return marks


def _from_name(desk: Desk, outgoing_mail: OutgoingMail) -> str:
    sender = desk.config.gateway.sender_name.format(name=desk.config.gateway.name)
    if outgoing_mail.agent_name:
        return desk.config.gateway.agent_sender_name.format(agent=outgoing_mail.agent_name, sender=sender)
    return sender
