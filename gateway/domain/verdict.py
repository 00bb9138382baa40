"""What the rules decide about a mail: a closed set, carried out by one `match` in `desk/carry_out.py`."""

from dataclasses import dataclass
from typing import Literal

RejectCode = Literal[
    "no_ticket", "unknown_ticket", "foreign_ticket", "ambiguous", "closed", "no_contract", "incomplete", "too_early"
]
KeepCode = Literal["automatic", "own", "duplicate"]


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

    code: Literal["new", "follow_up", "no_ticket_at_request"]


@dataclass(frozen=True, slots=True)
class AddNote:
    """A note of a customer on the ticket that was found."""


@dataclass(frozen=True, slots=True)
class Relay:
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
class JudgeEscalation:
    """A request to escalate: the second set of rules decides."""


@dataclass(frozen=True, slots=True)
class Accept:
    """The escalation is requested from the manager."""


@dataclass(frozen=True, slots=True)
class Update:
    """Added to the escalation that is already running."""


@dataclass(frozen=True, slots=True)
class Reject:
    """The escalation is not opened; `reply` is the template of the answer."""

    code: RejectCode
    reply: str


@dataclass(frozen=True, slots=True)
class SetAside:
    """Quarantine: a person has to look; nothing goes to the sender."""

    cause: str


FromOurPeople = Relay | RunCommands | RefuseCommands
Reports = TakeBounce | TakeComplaint
IntakeVerdict = Keep | Reports | OpenTicket | AddNote | FromOurPeople | AnswerNotice | JudgeEscalation | SetAside
EscalationVerdict = Accept | Update | Reject | OpenTicket | SetAside
Verdict = IntakeVerdict | EscalationVerdict
