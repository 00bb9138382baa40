"""Everything known about one mail when the rules decide: the objects behind the facts."""

from dataclasses import dataclass
from datetime import datetime

from gateway.desk.addressed import Addressed
from gateway.desk.people import Sender
from gateway.desk.threading import Thread
from gateway.domain.commands import Orders
from gateway.domain.directory import License
from gateway.domain.escalation import EscalationDraft
from gateway.domain.facts import IntakeFacts
from gateway.mail.disguise import Sign
from gateway.mail.envelope import Envelope
from gateway.mail.message import Message
from gateway.mail.nature import Nature
from gateway.ports import Verification
from gateway.store.mails import EarlierDelivery, WaitingMail


@dataclass(frozen=True, slots=True)
class Prepared:
    """A waiting mail after the pure steps: read, classified, its sender judged. Needs no database."""

    waiting: WaitingMail
    message: Message
    nature: Nature
    verification: Verification

    @property
    def envelope(self) -> Envelope:
        """How it came."""
        return self.waiting.mail.envelope


@dataclass(frozen=True, slots=True)
class Situation:
    """One mail, who wrote it, what it is about. `orders` are commands of our people, `order_problems` their faults."""

    mail_id: int
    now: datetime
    message: Message
    nature: Nature
    sender: Sender
    checks: tuple[str, ...]  # how the proof of the sender was found
    disguise: tuple[Sign, ...]  # what is conspicuous about its From field
    to: Addressed
    thread: Thread
    orders: Orders
    order_problems: tuple[str, ...]
    earlier: EarlierDelivery | None
    draft: EscalationDraft | None
    answers_rejection: bool
    rejection_text: str  # of the rejection it answers, empty for none: quoted again it is not the customer's words
    notice: License | None
    alert_mail: int | None  # the quarantined mail that an alert of ours, now answered, was about
    facts: IntakeFacts

    @property
    def message_id(self) -> str | None:
        """For In-Reply-To of our answers."""
        return self.message.message_id

    @property
    def references(self) -> tuple[str, ...]:
        """For References of our answers (RFC 5322 section 3.6.4)."""
        return self.message.references or self.message.in_reply_to
