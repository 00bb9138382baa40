"""Everything known about one mail when the rules decide: the objects behind the facts."""

from dataclasses import dataclass, field
from datetime import datetime

from gateway.desk.situation.addresses import Addressed
from gateway.desk.situation.passed_on import NOTHING_BELOW, Below
from gateway.desk.situation.rights import Faults
from gateway.desk.situation.senders import Sender
from gateway.desk.situation.threading import Thread
from gateway.desk.situation.traffic import Traffic
from gateway.domain.commands import MailCommands
from gateway.domain.directory.entries import License
from gateway.domain.escalations.escalation import EscalationDraft
from gateway.domain.facts import Commands, Duplicate, IntakeFacts, Says, TicketState
from gateway.domain.tickets.ticket import Ticket
from gateway.domain.topic import NO_TOPIC, MailTopic
from gateway.errors import Defect
from gateway.mail.envelope import Envelope
from gateway.mail.identity.impersonation import Sign
from gateway.mail.machine.noise import noise_in
from gateway.mail.message import Message
from gateway.mail.nature import Nature
from gateway.ports import Verification
from gateway.store.inbox.records import EarlierDelivery, WaitingMail


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
    """One mail, who wrote it, what it is about. `mail_commands` are those of our people,
    `faults` what they may not do or wrote wrongly, `facts` are all of this as the rules ask for it.
    """

    mail_id: int
    now: datetime
    released: bool  # a person let it out of quarantine
    own: bool  # written by this gateway
    our_address: bool  # the sender's address is one that only we write from
    message: Message
    nature: Nature
    sender: Sender
    checks: tuple[str, ...]  # how the proof of the sender was found
    traffic: Traffic
    impersonation: tuple[Sign, ...]  # what is conspicuous about its From field
    to: Addressed
    thread: Thread
    mail_commands: MailCommands
    faults: Faults
    says: Says
    earlier: EarlierDelivery | None  # what the other deliveries of this letter became
    repeats: Duplicate  # what this delivery adds to those
    draft: EscalationDraft | None
    answers_rejection: bool
    rejection_text: str  # of the rejection it answers, empty for none: quoted again it is not the customer's words
    notice: License | None
    alert_mail: int | None  # the quarantined mail that an alert of ours, now answered, was about
    below: Below = NOTHING_BELOW
    topic: MailTopic = NO_TOPIC
    facts: IntakeFacts = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "facts", _facts(self))

    @property
    def ticket(self) -> Ticket:
        """The ticket, for verdicts that need one. Raises Defect: the loader of rules sees to it that there is one."""
        if self.thread.ticket is None:
            raise Defect("a rule decided about a ticket where none was found")
        return self.thread.ticket

    @property
    def answered_license(self) -> License:
        """The license of the notice that is answered, for verdicts that need one. Raises Defect, as `ticket` does."""
        if self.notice is None:
            raise Defect("a rule decided about an answer to a notice where there is none")
        return self.notice


def _facts(situation: Situation) -> IntakeFacts:
    return IntakeFacts(
        to=situation.to.roles,
        nature=situation.nature.kind,
        noise=noise_in(situation.message, situation.nature, situation.sender.is_staff),
        own=situation.own,
        our_address=situation.our_address,
        duplicate=situation.repeats,
        identity=bool(situation.sender.address),
        proof=situation.sender.proof,
        known_domain=situation.sender.known_domain,
        disguise=frozenset([one.kind for one in situation.impersonation]),
        sender=situation.sender.kind,
        blocked=situation.traffic.blocked,
        flood=situation.traffic.flood,
        released=situation.released,
        ticket=situation.thread.found,
        found_by=situation.thread.by,
        ticket_state=_state(situation.thread),
        commands=_commands(situation),
        says=situation.says,
        answers_rejection=situation.answers_rejection and not situation.sender.is_staff,
        answers_notice=situation.notice is not None and not situation.sender.is_staff,
        topic=situation.topic.kind,
    )


def _state(thread: Thread) -> TicketState:
    return thread.ticket.state if thread.ticket and thread.ticket.state != "merged" else "none"


def _commands(situation: Situation) -> Commands:
    if situation.faults.problems:
        return "wrong"
    return "valid" if situation.mail_commands.commands else "none"
