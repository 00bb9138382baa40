"""Everything known about one mail when the rules decide: the objects behind the facts."""

from dataclasses import dataclass, field
from datetime import datetime

from gateway.desk.addressed import Addressed
from gateway.desk.people import Sender
from gateway.desk.threading import Thread
from gateway.domain.commands import Orders
from gateway.domain.directory import License
from gateway.domain.escalation import EscalationDraft
from gateway.domain.facts import Commands, Duplicate, IntakeFacts, TicketState
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
    """One mail, who wrote it, what it is about. `orders` are commands of our people, `order_problems` their faults.

    `facts` are all of this as the rules ask for it.
    """

    mail_id: int
    now: datetime
    released: bool  # a person let it out of quarantine
    own: bool  # written by this gateway
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
    facts: IntakeFacts = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "facts", _facts(self))

    @property
    def message_id(self) -> str | None:
        """For In-Reply-To of our answers."""
        return self.message.message_id

    @property
    def references(self) -> tuple[str, ...]:
        """For References of our answers (RFC 5322 section 3.6.4)."""
        return self.message.references or self.message.in_reply_to


def _facts(s: Situation) -> IntakeFacts:
    return IntakeFacts(
        to=s.to.roles,
        nature=s.nature.kind,
        own=s.own,
        duplicate=_duplicate(s.earlier, s.to),
        identity=bool(s.sender.address),
        proof=s.sender.proof,
        known_domain=s.sender.known_domain,
        disguise=frozenset([one.kind for one in s.disguise]),
        sender=s.sender.kind,
        released=s.released,
        ticket=s.thread.found,
        found_by=s.thread.by,
        ticket_state=_state(s.thread),
        commands=_commands(s),
        answers_rejection=s.answers_rejection and not s.sender.is_staff,
        answers_notice=s.notice is not None and not s.sender.is_staff,
    )


def _duplicate(earlier: EarlierDelivery | None, to: Addressed) -> Duplicate:
    if earlier is None:
        return "none"
    new_roles = to.roles - set(earlier.roles)
    return "escalation_copy" if "escalation" in new_roles else "same"


def _state(thread: Thread) -> TicketState:
    return thread.ticket.state if thread.ticket and thread.ticket.state != "merged" else "none"


def _commands(s: Situation) -> Commands:
    if not s.orders.commands:
        return "none"
    return "wrong" if s.order_problems else "valid"
