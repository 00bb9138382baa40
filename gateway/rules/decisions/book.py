"""The book of rules: read top to bottom, first match wins, the last rule is the default.

Loading refuses what cannot be meant: an unknown fact, an impossible value, a missing `why` or example, a rule
behind the default, an example that another rule decides, and a verdict that needs facts of which its rule is not sure.
"""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from gateway.config import shipped
from gateway.domain.facts import (
    AcknowledgementFacts,
    AsksForTest,
    EscalationFacts,
    Impact,
    ImpactFacts,
    IntakeFacts,
    ReasonFacts,
    RoutingFacts,
    TestFacts,
    TicketFacts,
    TopicFacts,
)
from gateway.domain.tickets.routing import Route
from gateway.domain.tickets.ticket import TicketType
from gateway.domain.topic import TopicOf
from gateway.domain.verdict import EscalationVerdict, IntakeVerdict
from gateway.errors import ConfigurationError, faults_of
from gateway.rules.decisions.decision import Decision, Rule
from gateway.rules.decisions.file import DecisionFile
from gateway.rules.decisions.verdicts import (
    read_acknowledgement,
    read_escalation,
    read_impact,
    read_intake,
    read_reason,
    read_route,
    read_test,
    read_ticket_type,
    read_topic,
)
from gateway.rules.folder import RulesFolder
from gateway.rules.policies.policies import Policies

INTAKE = DecisionFile("intake", IntakeFacts, IntakeFacts, read_intake)
ESCALATION = DecisionFile("escalation", EscalationFacts, EscalationFacts, read_escalation)
TICKET_TYPE = DecisionFile("ticket_type", TicketFacts, TicketFacts, read_ticket_type)
REDIRECTS = DecisionFile("redirects", TopicFacts, TopicFacts, read_topic)
TEST_REQUESTS = DecisionFile("test_requests", TestFacts, TestFacts, read_test)
REASON = DecisionFile("reason", ReasonFacts, ReasonFacts, read_reason)
IMPACT = DecisionFile("impact", ImpactFacts, ImpactFacts, read_impact)
ACKNOWLEDGEMENT = DecisionFile("acknowledgement", AcknowledgementFacts, AcknowledgementFacts, read_acknowledgement)
ROUTING = DecisionFile("routing", RoutingFacts, RoutingFacts, read_route)
FILES = (INTAKE, ESCALATION, TICKET_TYPE, REDIRECTS, TEST_REQUESTS, REASON, IMPACT, ACKNOWLEDGEMENT, ROUTING)


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All decisions of a folder of rules, and its data files: everything is read and checked before anything runs."""

    folder: RulesFolder
    intake: Decision[IntakeFacts, IntakeVerdict]
    escalation: Decision[EscalationFacts, EscalationVerdict]
    ticket_type: Decision[TicketFacts, TicketType]
    redirects: Decision[TopicFacts, TopicOf]
    test_requests: Decision[TestFacts, AsksForTest]
    reason: Decision[ReasonFacts, str]
    impact: Decision[ImpactFacts, Impact]
    acknowledgement: Decision[AcknowledgementFacts, str]
    routing: Decision[RoutingFacts, Route]
    data: Policies

    @classmethod
    def load(cls, folder: Path | None = None) -> "RuleBook":
        """The rules of a folder, None for the shipped ones. Raises ConfigurationError for the first fault."""
        place = RulesFolder(folder or shipped("rules"))
        place.check()
        return cls(
            place,
            intake=INTAKE.load(place),
            escalation=ESCALATION.load(place),
            ticket_type=TICKET_TYPE.load(place),
            redirects=REDIRECTS.load(place),
            test_requests=TEST_REQUESTS.load(place),
            reason=REASON.load(place),
            impact=IMPACT.load(place),
            acknowledgement=ACKNOWLEDGEMENT.load(place),
            routing=ROUTING.load(place),
            data=Policies.load(place),
        )

    @classmethod
    def check(cls, folder: Path | None = None) -> list[ConfigurationError]:
        """Every fault of every file of a folder."""
        place = RulesFolder(folder or shipped("rules"))
        if nothing := list(faults_of(place.check)):
            return nothing
        return [*faults_of(*(partial(file.load, place) for file in FILES)), *Policies.check(place)]

    def rules(self) -> list[Rule[object]]:
        """All rules in reading order."""
        return [
            *self.intake.rules,
            *self.escalation.rules,
            *self.ticket_type.rules,
            *self.redirects.rules,
            *self.test_requests.rules,
            *self.reason.rules,
            *self.impact.rules,
            *self.acknowledgement.rules,
            *self.routing.rules,
        ]
