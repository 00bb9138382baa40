"""The verdict column of a rule: which results each decision may have."""

from collections.abc import Callable
from typing import get_args

from gateway.domain.verdict import (
    Accept,
    AddNote,
    AnswerNotice,
    JudgeEscalation,
    Keep,
    KeepCode,
    OpenTicket,
    RefuseCommands,
    Reject,
    RejectCode,
    Relay,
    RunCommands,
    SetAside,
    TakeBounce,
    TakeComplaint,
    Update,
    Verdict,
)
from gateway.errors import ConfigurationError

Fault = Callable[[str, str], ConfigurationError]
Result = Verdict | str  # a word for the decisions that only choose one

_PLAIN: dict[str, Verdict] = {
    "bounce": TakeBounce(),
    "complaint": TakeComplaint(),
    "note": AddNote(),
    "relay": Relay(),
    "run": RunCommands(),
    "refuse": RefuseCommands(),
    "answer_notice": AnswerNotice(),
    "judge_escalation": JudgeEscalation(),
    "accept": Accept(),
    "update": Update(),
}
_OF_DECISION = {
    "intake": frozenset({*_PLAIN, "keep", "open", "quarantine"} - {"accept", "update"}),
    "escalation": frozenset(("accept", "update", "reject", "open", "quarantine")),
}
_WORDS = {
    "ticket_type": ("question", "incident", "change_request"),
    "impact": ("none", "production", "business_risk"),
}


def read_result(decision: str, verdict: object, reply: object, fault: Fault) -> Result:
    """The verdict of a rule. `verdict` is one word, or a table with one key such as `{ reject = "no_ticket" }`."""
    if decision not in _OF_DECISION:
        return _word(decision, verdict, fault)
    name, code = next(iter(verdict.items())) if isinstance(verdict, dict) and len(verdict) == 1 else (verdict, None)
    if name not in _OF_DECISION[decision]:
        raise fault("verdict", f"{name!r} is impossible. Possible are {', '.join(sorted(_OF_DECISION[decision]))}.")
    if name in _PLAIN:
        return _PLAIN[str(name)]
    return _with_code(str(name), str(code), reply, fault)


def _word(decision: str, verdict: object, fault: Fault) -> str:
    possible = _WORDS.get(decision)
    if not isinstance(verdict, str) or (possible and verdict not in possible):
        raise fault("verdict", f"{verdict!r} is impossible. Possible are {', '.join(possible or ('a word',))}.")
    return verdict


def _with_code(name: str, code: str, reply: object, fault: Fault) -> Verdict:
    if name == "quarantine":
        return SetAside(code)
    if name == "reject":
        if not isinstance(reply, str) or code not in get_args(RejectCode):
            raise fault("verdict", f"reject needs one of {', '.join(get_args(RejectCode))}, and a reply.")
        return Reject(code, reply)  # type: ignore[arg-type]  # just checked against the Literal
    if name == "keep" and code in get_args(KeepCode):
        return Keep(code)  # type: ignore[arg-type]  # just checked against the Literal
    if name == "open" and code in ("new", "follow_up", "no_ticket_at_request"):
        return OpenTicket(code)  # type: ignore[arg-type]  # just checked against the Literal
    raise fault("verdict", f"{code!r} is impossible for {name}.")
