"""Queue one mail of ours: headers, signed addresses, the governor's word. The only way into the outbox."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from gateway.desk import governor, unsubscribe
from gateway.desk.alarms import alarm_of
from gateway.desk.desk import Desk
from gateway.desk.governor import Word
from gateway.desk.people import duty
from gateway.domain.letters import Letter
from gateway.domain.subscription import Subscription
from gateway.domain.ticket import Ticket
from gateway.mail.compose import clean_header, clean_subject, mailbox
from gateway.mail.message import Mailbox
from gateway.store.store import Work

Kind = Literal["ack", "notice", "agent", "internal"]
_UNUSUAL = re.compile("[^a-z0-9_-]")  # in a Message-ID
MAX_REFERENCES = 20  # RFC 5322 sets no number; long threads keep the first and the newest


@dataclass(frozen=True, slots=True)
class Order:
    """A mail to be queued.

    `kind`: "ack" answers somebody's mail, "notice" comes by itself, "agent" carries an engineer's words, "internal"
    goes to our own people. `reference` stands in Reply-To and Message-ID where there is no ticket (a license number).
    A mail whose sender has no proof or may be a machine is not answered: the answer is recorded as suppressed with the
    reason in `withheld`. `said`: the words that it answers or tells of, `said_by`: whose
    they are. `proven`: nobody could send at will what it tells of.
    `topic`: the mail is optional, a subscription that its one reader can end; None for all other mail.
    """

    template: str
    letter: Letter
    audience: Literal["customer", "vendor"]
    to: tuple[Mailbox, ...]
    now: datetime
    kind: Kind = "ack"
    cc: tuple[Mailbox, ...] = ()
    ticket: Ticket | None = None
    escalation_id: int | None = None
    reference: str | None = None
    about: str | None = None  # what else the mail is about, for look-ups: "mail:17"
    mail_id: int | None = None
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    agent_name: str | None = None
    withheld: str | None = None
    said: str = ""
    said_by: str = ""
    proven: bool = True
    topic: str | None = None
    held: str | None = None  # queued but not sent until a person looks; the reason

    @property
    def subscription(self) -> Subscription | None:
        """What the reader of optional mail can end."""
        return Subscription(self.topic, self.to[0].address.lower()) if self.topic else None


@dataclass(frozen=True, slots=True)
class Posted:
    """A mail in the outbox. `suppressed` is the governor's reason, None when it will be sent."""

    id: int
    message_id: str
    suppressed: str | None


def post(desk: Desk, work: Work, order: Order) -> Posted:
    """Render and queue a mail in the transaction of the change that causes it."""
    outgoing_id = work.outbox.next_id()
    reference = order.ticket.number if order.ticket else order.reference
    message_id = desk.signer.message_id(_plain(reference or "mail"), outgoing_id)
    rendered = desk.templates.render(order.template, order.letter)
    subject = _subject(rendered.subject, order.ticket)
    withheld = order.withheld or unsubscribe.why_not(work, order.subscription)
    word = Word("suppressed", withheld) if withheld else governor.word_on(desk, work, order)
    recipients = _addresses((*order.to, *order.cc))
    work.outbox.queue(
        id=outgoing_id,
        mail_id=order.mail_id,
        ticket_id=order.ticket.id if order.ticket else None,
        escalation_id=order.escalation_id,
        subject_ref=order.about or order.reference,
        template=order.template,
        audience=order.audience,
        governed_address=order.to[0].address.lower() if governor.is_answer(order) and not word else None,
        envelope_from=_bounce_address(desk, outgoing_id),
        message_id=message_id,
        in_reply_to=order.in_reply_to,
        headers=_headers(desk, order, subject, message_id, reference)
        | {"Content-Language": rendered.language}
        | unsubscribe.headers_of(desk.config, desk.signer, order.subscription),
        text=rendered.text,
        subject=subject,
        recipients=[{"address": address, "state": "queued", "reply": None} for address in recipients],
        state=word.state if word else "held" if order.held else "queued",
        reason=word.reason if word else order.held,
        created=order.now,
    )
    if word and (letter := alarm_of(desk, work, word, order.now)):
        post_to_duty(desk, work, letter.TEMPLATES[0], letter, order.now, order.mail_id)
    return Posted(outgoing_id, message_id, word.reason if word else None)


def post_to_duty(
    desk: Desk, work: Work, template: str, letter: Letter, now: datetime, mail_id: int | None = None
) -> Posted | None:
    """Tell the operator something; None where nobody is on duty."""
    people = tuple(duty(desk, work))
    order = Order(template, letter, "vendor", people, now, "internal", mail_id=mail_id)
    return post(desk, work, order) if people else None


def _plain(reference: str) -> str:
    """A reference as it may stand in a Message-ID: a license number can be anything."""
    return _UNUSUAL.sub("-", reference.lower())[:40]


def _subject(subject: str, ticket: Ticket | None) -> str:
    cleaned = clean_subject(subject)
    return f"[{ticket.number}] {cleaned}" if ticket else cleaned


def _addresses(mailboxes: Iterable[Mailbox]) -> list[str]:
    return list(dict.fromkeys(one.address for one in mailboxes))


def _bounce_address(desk: Desk, outgoing_id: int) -> str:
    local, _, domain = desk.config.addresses.bounces.rpartition("@")
    return f"{local}+{desk.signer.sub_address('bounce', str(outgoing_id))}@{domain}"


def _headers(desk: Desk, order: Order, subject: str, message_id: str, reference: str | None) -> dict[str, str]:
    support = desk.config.addresses.support[0]
    headers = {
        "From": mailbox(_from_name(desk, order), support),
        "To": ", ".join(mailbox(one.name, one.address) for one in order.to),
        "Subject": subject,
        "Message-ID": message_id,
    }
    if order.cc:
        headers["Cc"] = ", ".join(mailbox(one.name, one.address) for one in order.cc)
    if reference:
        local, _, domain = support.rpartition("@")
        headers["Reply-To"] = f"{local}+{desk.signer.sub_address('reply', reference)}@{domain}"
    if order.in_reply_to:
        headers["In-Reply-To"] = clean_header(order.in_reply_to)
        headers["References"] = _references(order)
    headers |= _marks(desk, order)
    return headers


def _references(order: Order) -> str:
    chain = list(dict.fromkeys((*order.references, order.in_reply_to or "")))
    if len(chain) > MAX_REFERENCES:
        chain = [chain[0], *chain[1 - MAX_REFERENCES :]]
    return clean_header(" ".join(chain))


def _marks(desk: Desk, order: Order) -> dict[str, str]:
    """What tells machines that this is an automatic mail of ours (RFC 3834 section 5)."""
    marks = {"X-Gateway-Template": order.template, "X-Loop": desk.config.gateway.domain}
    if order.ticket:
        marks["X-Gateway-Ticket"] = order.ticket.number
    if order.kind != "agent":
        marks["Auto-Submitted"] = "auto-replied" if order.kind == "ack" else "auto-generated"
        marks["X-Auto-Response-Suppress"] = "All"
    return marks


def _from_name(desk: Desk, order: Order) -> str:
    sender = desk.config.gateway.sender_name.format(name=desk.config.gateway.name)
    if order.agent_name:
        return desk.config.gateway.agent_sender_name.format(agent=order.agent_name, sender=sender)
    return sender
