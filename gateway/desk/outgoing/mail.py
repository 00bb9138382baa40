"""A mail of ours before it is queued, and what keeps one back. Values."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from gateway.domain.outgoing.cause import OURS, Cause
from gateway.domain.outgoing.entry import SentFile
from gateway.domain.outgoing.subscription import Subscription
from gateway.domain.phrase import Phrase
from gateway.domain.tickets.ticket import Ticket
from gateway.errors import Defect
from gateway.letters.letter import Audience, Letter
from gateway.mail.message import Mailbox

Kind = Literal["ack", "notice", "agent", "internal"]
Told = Literal["burst", "breaker", "summary", "nobody"]


@dataclass(frozen=True, slots=True)
class OutgoingMail:
    """A mail to be queued. `audience` says who reads it; a letter in words for our own people is refused with a Defect
    when that is a customer, as is a template that belongs to another letter.

    `kind`: "ack" answers somebody's mail, "notice" comes by itself, "agent" carries an engineer's words, "internal"
    goes to our own people. `reference` stands in Reply-To and Message-ID where there is no ticket (a license number).
    A mail whose sender has no proof or may be a machine is not answered: the answer is recorded as suppressed with the
    reason in `withheld`. `said`: the words that it answers or tells of, `said_by`: whose
    they are. `proven`: who is answered is really them.
    `cause`: whose caps it counts for.
    `topic`: the mail is optional, a subscription that its one reader can end; None for all other mail.
    """

    template: str
    letter: Letter
    audience: Audience
    to: tuple[Mailbox, ...]
    now: datetime
    kind: Kind = "ack"
    cc: tuple[Mailbox, ...] = ()
    ticket: Ticket | None = None
    escalation_id: int | None = None
    reference: str | None = None
    about: str | None = None  # what else the mail is about, for look-ups: "mail:17"
    mail_id: int | None = None
    note_id: int | None = None  # the note of which it carries the words
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    agent_name: str | None = None
    withheld: Phrase | None = None
    quoted_text: str = ""
    quoted_author: str = ""
    proven: bool = True
    vouched: bool = False  # a person released the mail that it answers
    topic: str | None = None
    files: tuple[SentFile, ...] = ()  # that go along, or are named
    below: str = ""  # the history of the case, below the text; only for our own people
    cause: Cause = OURS
    reply_to: Mailbox | None = None  # who is to be answered in our place, where there is no reference
    not_before: datetime | None = None  # when it leaves at the earliest, None for at once
    held: Phrase | None = None  # queued but not sent until a person looks; the reason

    def __post_init__(self) -> None:
        if self.template not in self.letter.TEMPLATES:
            raise Defect(f"{self.template} is no template of {type(self.letter).__name__}")
        if self.letter.AUDIENCE == "vendor" and self.audience == "customer":
            raise Defect(f"{self.template} is written for our own people and was to go to a customer")

        if self.below and self.audience == "customer":
            raise Defect("the history of a case was to go to a customer")

    @property
    def is_urgent(self) -> bool:
        """Is it about an escalation or a critical ticket, and not because a stranger says so?"""
        about = self.escalation_id is not None or (self.ticket is not None and self.ticket.priority == "critical")
        return about and self.cause.purse == "known"

    @property
    def subscription(self) -> Subscription | None:
        """What the reader of optional mail can end."""
        return Subscription(self.topic, self.to[0].address.lower()) if self.topic else None


@dataclass(frozen=True, slots=True)
class Enqueued:
    """A mail in the outbox. `suppressed` is the governor's reason, None when it will be sent."""

    id: int
    message_id: str
    suppressed: str | None


@dataclass(frozen=True, slots=True)
class Hold:
    """Why a mail does not leave, or leaves later. `told`: what goes off because of it; `about`: the address, domain,
    breaker or group of people that it goes off for. `until`: when a mail that is delayed leaves."""

    state: Literal["suppressed", "held", "delayed"]
    reason: Phrase
    told: Told = "nobody"
    about: str = ""
    until: datetime | None = None
