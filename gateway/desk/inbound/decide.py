"""What the rules say about a mail: the first set, and the second where somebody asks to escalate. Changes nothing."""

from dataclasses import dataclass
from typing import Final

from gateway.desk.desk import Desk
from gateway.desk.escalations.request import request_of
from gateway.desk.situation.situation import Situation
from gateway.domain.escalations.request import EscalationRequest
from gateway.domain.event import Event
from gateway.domain.verdict import EscalationVerdict, Ground, JudgeEscalation, PlainVerdict, Redirect, TakeThanks
from gateway.store.store import UnitOfWork

THANKS: Final = Ground("courtesy/thanks", "The answer to a rejected escalation says thanks and nothing else.")


@dataclass(frozen=True, slots=True)
class Decided:
    """The verdict on a mail."""

    verdict: PlainVerdict
    ground: Ground


@dataclass(frozen=True, slots=True)
class DecidedEscalation:
    """The verdict on a request to escalate."""

    verdict: EscalationVerdict | TakeThanks
    ground: Ground
    request: EscalationRequest


def decide(desk: Desk, work: UnitOfWork, situation: Situation, event: Event) -> Decided | DecidedEscalation:
    """The first rule that fits decides, in each of the two sets."""
    verdict, ground = desk.rules.intake.decide(situation.facts)
    if isinstance(verdict, Redirect):
        return Decided(verdict, situation.topic.ground)
    if not isinstance(verdict, JudgeEscalation):
        return Decided(verdict, ground)
    request = request_of(desk, work, situation, event)
    if request.only_thanks:
        return DecidedEscalation(TakeThanks(), THANKS, request)
    return DecidedEscalation(*desk.rules.escalation.decide(request.facts), request)
