"""The verdict column of a rule: which results each decision may have."""

from collections.abc import Mapping
from typing import Protocol, TypeVar, get_args

from gateway.domain.facts import AsksForTest, Impact, Topic
from gateway.domain.tickets.routing import REGION, Route
from gateway.domain.tickets.ticket import TYPES, TicketType
from gateway.domain.topic import Said, TopicOf
from gateway.domain.verdict import (
    Accept,
    AddNote,
    AgentReply,
    AnswerNotice,
    Asked,
    AwaitOutage,
    EscalationVerdict,
    IntakeVerdict,
    JudgeEscalation,
    Keep,
    KeepCode,
    OpenCode,
    OpenTicket,
    QuarantineCause,
    Redirect,
    RefuseCommands,
    Reject,
    RejectCode,
    RunCommands,
    SetAside,
    Subscribe,
    TakeBounce,
    TakeComplaint,
    TakeScore,
    TakeTraining,
    Tell,
    Update,
)
from gateway.errors import ConfigurationError
from gateway.letters.escalations import OwnRejectionLetter, RejectionLetter
from gateway.letters.tickets import NewTicketLetter, NumberLetter
from gateway.toml import did_you_mean


class Fault(Protocol):
    """Makes the error about a key of the rule that is being read."""

    def __call__(self, key: str, problem: str, next_step: str = "") -> ConfigurationError:
        """To be raised."""


Choice = TypeVar("Choice", bound=str)
Chosen = TypeVar("Chosen")

_KEEP: tuple[KeepCode, ...] = get_args(KeepCode)
_ASKED: tuple[Asked, ...] = get_args(Asked)
_OPEN: tuple[OpenCode, ...] = get_args(OpenCode)
_CAUSES: tuple[QuarantineCause, ...] = get_args(QuarantineCause)
_REJECT: tuple[RejectCode, ...] = get_args(RejectCode)
_ASKS: tuple[AsksForTest, ...] = get_args(AsksForTest)
_IMPACTS: tuple[Impact, ...] = get_args(Impact)
_TOPICS: tuple[Said, ...] = (*get_args(Topic), "case", "doubt")
_REPLIES = (*RejectionLetter.TEMPLATES, *OwnRejectionLetter.TEMPLATES)
_ABOUT_A_NUMBER = ("unknown_ticket", "foreign_ticket")  # rejections whose letter knows only the number as written

_INTAKE: Mapping[str, IntakeVerdict] = {
    "bounce": TakeBounce(),
    "complaint": TakeComplaint(),
    "note": AddNote(),
    "agent_reply": AgentReply(),
    "relay": AgentReply(),  # as it was called before
    "run": RunCommands(),
    "refuse": RefuseCommands(),
    "answer_notice": AnswerNotice(),
    "redirect": Redirect(),
    "subscribe": Subscribe(),
    "take_score": TakeScore(),
    "take_training": TakeTraining(),
    "judge_escalation": JudgeEscalation(),
}
_ESCALATION: Mapping[str, EscalationVerdict] = {
    "accept": Accept(),
    "await_outage": AwaitOutage(),
    "update": Update(),
}


def read_intake(verdict: object, reply: object, fault: Fault) -> IntakeVerdict:
    """What a mail is to us: one word, or a table with one key such as `{ keep = "own" }`."""
    name, code = _split(verdict)
    if name == "keep":
        return Keep(_one_of(code, _KEEP, fault))
    if name == "tell":
        return Tell(_one_of(code, _ASKED, fault))
    if name in ("open", "quarantine"):
        return _open_or_aside(name, code, fault)
    return _plain(name, _INTAKE, ("keep", "open", "quarantine", "tell"), fault)


def read_escalation(verdict: object, reply: object, fault: Fault) -> EscalationVerdict:
    """What becomes of a request: one word, or a table with one key such as `{ reject = "no_ticket" }`."""
    name, code = _split(verdict)
    if name == "reject":
        return _reject(code, reply, fault)
    if name in ("open", "quarantine"):
        return _open_or_aside(name, code, fault)
    return _plain(name, _ESCALATION, ("reject", "open", "quarantine"), fault)


def read_topic(verdict: object, reply: object, fault: Fault) -> TopicOf:
    """A topic, `case` or `doubt`; `{ sure = "certificate" }` where no doubt in another sentence counts."""
    name, code = _split(verdict)
    if name == "sure":
        return TopicOf(_one_of(code, _TOPICS, fault), sure=True)
    return TopicOf(_one_of(verdict, _TOPICS, fault))


def read_test(verdict: object, reply: object, fault: Fault) -> AsksForTest:
    """Does a mail ask for a test? `asks` or `none`."""
    return _one_of(verdict, _ASKS, fault)


def read_ticket_type(verdict: object, reply: object, fault: Fault) -> TicketType:
    """A type of ticket."""
    return _one_of(verdict, TYPES, fault)


def read_impact(verdict: object, reply: object, fault: Fault) -> Impact:
    """A kind of impact."""
    return _one_of(verdict, _IMPACTS, fault)


def read_reason(verdict: object, reply: object, fault: Fault) -> str:
    """Any word."""
    if not isinstance(verdict, str):
        raise fault("verdict", f"{verdict!r} is impossible. Possible are a word.")
    return verdict


def read_acknowledgement(verdict: object, reply: object, fault: Fault) -> str:
    """A template that acknowledges new tickets."""
    return _one_of(verdict, NewTicketLetter.TEMPLATES, fault)


_ROUTE: Mapping[str, type] = {"group": str, "person": str, "line_2": str, "line_3": str, "triage": bool}


def read_route(verdict: object, reply: object, fault: Fault) -> Route:
    """`region`, or a table such as `{ group = "billing", line_2 = "accounts" }`; a person is an address."""
    if verdict == "region":
        return REGION
    if not isinstance(verdict, dict) or not verdict:
        raise fault("verdict", f"{verdict!r} is impossible. Possible are region, or a table of {', '.join(_ROUTE)}.")
    for key, value in verdict.items():
        if key not in _ROUTE:
            step = did_you_mean(str(key), tuple(_ROUTE))
            raise fault("verdict", f"{key!r} is impossible. Possible are {', '.join(_ROUTE)}.", step)
        if not isinstance(value, _ROUTE[key]) or value == "":
            raise fault("verdict", f"{key} cannot be {value!r}.")
    person = verdict.get("person")
    return Route(**{**verdict, "person": person.lower() if person else None})


def _split(verdict: object) -> tuple[object, object]:
    """The name of a verdict, and its code where it has one."""
    return next(iter(verdict.items())) if isinstance(verdict, dict) and len(verdict) == 1 else (verdict, None)


def _one_of(written: object, possible: tuple[Choice, ...], fault: Fault) -> Choice:
    for one in possible:
        if written == one:
            return one
    hint = did_you_mean(str(written), possible)
    raise fault("verdict", f"{written!r} is impossible. Possible are {', '.join(possible)}.", hint)


def _plain(name: object, possible: Mapping[str, Chosen], others: tuple[str, ...], fault: Fault) -> Chosen:
    """A verdict without a code."""
    if isinstance(name, str) and name in possible:
        return possible[name]
    names = sorted((*possible, *others))
    raise fault("verdict", f"{name!r} is impossible. Possible are {', '.join(names)}.", did_you_mean(str(name), names))


def _open_or_aside(name: object, code: object, fault: Fault) -> OpenTicket | SetAside:
    return OpenTicket(_one_of(code, _OPEN, fault)) if name == "open" else SetAside(_one_of(code, _CAUSES, fault))


def _reject(code: object, reply: object, fault: Fault) -> Reject:
    if not isinstance(reply, str) or code not in _REJECT:
        raise fault("verdict", f"reject needs one of {', '.join(_REJECT)}, and a reply.")
    chosen = _one_of(code, _REJECT, fault)
    possible = NumberLetter.TEMPLATES if chosen in _ABOUT_A_NUMBER else _REPLIES
    if reply not in possible:
        hint = did_you_mean(reply, possible)
        raise fault("reply", f"{reply!r} cannot answer {chosen}. Possible are {', '.join(possible)}.", hint)
    return Reject(chosen, reply)
