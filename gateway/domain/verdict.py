"""What the rules decide about a mail: a closed set, carried out by one `match` in `desk/inbound/carry_out.py`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

RejectCode = Literal[
    "no_ticket", "unknown_ticket", "foreign_ticket", "ambiguous", "closed", "no_contract", "incomplete", "too_early"
]
QuarantineCause = Literal[
    "forged",
    "no_identity",
    "unproven_staff",
    "unproven_escalation",
    "stranger",
    "bounce_address",
    "own_address",
    "training",
    "alert",
    "customer_word",
    "unanswered",
    "blocked",
    "flood",
    "failed",  # these three are no verdict: no rule has seen the mail
    "too_large",
    "unreadable",
]
KeepCode = Literal["automatic", "own", "duplicate"]
Asked = Literal["status", "list"]
OpenCode = Literal["new", "follow_up", "no_ticket_at_request"]


@dataclass(frozen=True, slots=True)
class Ground:
    """Which rule decided and why; `rule` is `file/id`."""

    rule: str
    why: str


@dataclass(frozen=True, slots=True)
class Keep:
    """Stored, no answer, no change of state."""

    code: KeepCode


@dataclass(frozen=True, slots=True)
class TakeBounce:
    """A delivery report about mail of ours."""


@dataclass(frozen=True, slots=True)
class TakeComplaint:
    """A provider reports that a recipient called a mail of ours spam (RFC 5965)."""


@dataclass(frozen=True, slots=True)
class OpenTicket:
    """A new ticket: `new`, `follow_up` of a closed one, or `no_ticket_at_request`."""

    code: OpenCode


@dataclass(frozen=True, slots=True)
class AddNote:
    """A note of a customer on the ticket that was found."""


@dataclass(frozen=True, slots=True)
class AgentReply:
    """The words of one of our people: a public note that goes to the customer."""


@dataclass(frozen=True, slots=True)
class RunCommands:
    """Mail commands of one of our people, all or nothing."""


@dataclass(frozen=True, slots=True)
class RefuseCommands:
    """Commands that cannot be carried out; none of them is."""


@dataclass(frozen=True, slots=True)
class AnswerNotice:
    """A reply to a notice about a license."""


@dataclass(frozen=True, slots=True)
class Tell:
    """A customer asks how things stand: `status` of the ticket that they name, `list` of all their open ones."""

    what: Asked


@dataclass(frozen=True, slots=True)
class Subscribe:
    """A customer asks with one word to hear of outages, or to hear of them no more."""


@dataclass(frozen=True, slots=True)
class TakeScore:
    """What a customer thinks of a ticket that is over."""


@dataclass(frozen=True, slots=True)
class Redirect:
    """Others take care of what the mail is about: it is answered with where to go, or handed over."""


@dataclass(frozen=True, slots=True)
class TakeTraining:
    """Mail to the training address: acknowledged, and shown to the training team."""


@dataclass(frozen=True, slots=True)
class JudgeEscalation:
    """A request to escalate: the second set of rules decides."""


@dataclass(frozen=True, slots=True)
class Accept:
    """The escalation is requested from the manager."""


@dataclass(frozen=True, slots=True)
class AwaitOutage:
    """The escalation is written down and waits for the end of a known outage, or is closed (policies/outages.toml)."""


@dataclass(frozen=True, slots=True)
class Update:
    """Added to the escalation that is already running."""


@dataclass(frozen=True, slots=True)
class Reject:
    """The escalation is not opened; `reply` is the template of the answer."""

    code: RejectCode
    reply: str


@dataclass(frozen=True, slots=True)
class TakeThanks:
    """Words of thanks in answer to a rejected escalation. No rule says so: it is what remains of a request."""


@dataclass(frozen=True, slots=True)
class SetAside:
    """Quarantine: a person has to look; nothing goes to the sender."""

    cause: QuarantineCause


Answered = AnswerNotice | Tell | TakeScore | Subscribe
FromOurPeople = AgentReply | RunCommands | RefuseCommands
Reports = TakeBounce | TakeComplaint
HandedOver = Redirect | TakeTraining
PlainVerdict = Keep | Reports | OpenTicket | AddNote | FromOurPeople | Answered | HandedOver | SetAside
IntakeVerdict = PlainVerdict | JudgeEscalation
EscalationVerdict = Accept | AwaitOutage | Update | Reject | OpenTicket | SetAside
Verdict = IntakeVerdict | EscalationVerdict

Needs = Mapping[str, tuple[str | bool, ...]]  # by fact, the values of which it must have one

_ONE: Needs = {"ticket": ("one",)}
_SOME: Needs = {"ticket": ("one", "ambiguous")}  # of several the oldest open one is meant
_STATUS: Needs = {"proof": ("pass",), "ticket": ("one", "unknown", "foreign")}
OURS: Needs = {"sender": ("staff", "account_team")}
_OF_CODE: Mapping[str, Needs] = {
    "duplicate": {"duplicate": ("same", "escalation_copy", "support_copy")},
    "follow_up": _ONE,
    "closed": _ONE,
    "no_contract": _ONE,
    "incomplete": _ONE,
    "too_early": _ONE,
}


_OF_KIND: Mapping[type[Verdict], Needs] = {
    AddNote: _SOME,
    AgentReply: {**_SOME, **OURS},
    RunCommands: {**OURS, "commands": ("valid",)},
    RefuseCommands: {**OURS, "commands": ("valid", "wrong")},
    AnswerNotice: {"answers_notice": (True,)},
    Subscribe: {"says": ("subscribe", "unsubscribe"), "proof": ("pass",), "sender": ("contact", "colleague")},
    TakeScore: {**_ONE, "says": ("score",)},
    Tell: {"proof": ("pass",), "sender": ("contact",)},
    Redirect: {
        "topic": ("training", "certificate", "feature_request", "commercial", "license_expansion", "account_team")
    },
    TakeTraining: {},
    TakeBounce: {"nature": ("bounce",)},
    TakeComplaint: {"nature": ("complaint",)},
    JudgeEscalation: {},
    Accept: _ONE,
    AwaitOutage: {**_ONE, "outage": (True,)},
    Update: {**_ONE, "running": (True,)},
    SetAside: {},
}


def needs_of(verdict: Verdict) -> Needs:
    """The facts without which a verdict cannot be carried out: a rule that decides so has to be sure of them."""
    if verdict == Tell("status"):
        return _STATUS
    if isinstance(verdict, Keep | OpenTicket | Reject):
        return _OF_CODE.get(verdict.code, {})
    return _OF_KIND[type(verdict)]
