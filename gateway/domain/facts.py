"""What is known about a mail when rules decide: closed vocabularies, one class per decision.

A rule's condition names a field; the field's type says which values are possible. A `frozenset` holds several
values at once and a condition on it asks whether one of them is there. `str` fields are free text, matched by whole
words without regard to case.
"""

from dataclasses import dataclass
from typing import Literal

from gateway.mail.disguise import Disguise
from gateway.mail.nature import NatureKind

Role = Literal["support", "escalation", "training", "alerts", "bounces", "postmaster"]
SenderKind = Literal["staff", "account_team", "contact", "colleague", "stranger"]
TicketFound = Literal["none", "one", "unknown", "foreign", "ambiguous"]
FoundBy = Literal["none", "token", "thread", "subject", "label", "body", "quote"]
Commands = Literal["none", "valid", "wrong"]
Duplicate = Literal["none", "same", "escalation_copy"]
TicketState = Literal["none", "new", "open", "pending", "on_hold", "solved", "closed", "discarded"]
Missing = Literal["reason", "business_impact", "problem_summary", "csm_cc"]
Impact = Literal["none", "production", "business_risk"]


@dataclass(frozen=True, slots=True)
class IntakeFacts:
    """For the decision what a mail is to us (rules/intake.toml)."""

    to: frozenset[Role] = frozenset()
    nature: NatureKind = "person"
    own: bool = False  # written by this gateway
    duplicate: Duplicate = "none"
    identity: bool = True  # the From field names exactly one usable address
    proof: Literal["pass", "none", "fail"] = "none"
    known_domain: bool = False  # the sender's domain is ours or a customer's
    disguise: frozenset[Disguise] = frozenset()  # signs that From pretends to be somebody else's
    sender: SenderKind = "stranger"
    released: bool = False  # a person let this mail out of quarantine
    ticket: TicketFound = "none"
    found_by: FoundBy = "none"
    ticket_state: TicketState = "none"
    commands: Commands = "none"
    answers_rejection: bool = False  # a reply to our rejection of an escalation
    answers_notice: bool = False  # a reply to a notice about a license


@dataclass(frozen=True, slots=True)
class EscalationFacts:
    """For the decision about a request to escalate (rules/escalation.toml, DOMAIN 3.5)."""

    sender: SenderKind = "stranger"
    proof: Literal["pass", "none", "fail"] = "none"
    released: bool = False
    to: frozenset[Role] = frozenset()
    ticket: TicketFound = "none"
    found_by: FoundBy = "none"
    ticket_state: TicketState = "none"
    running: bool = False  # an escalation of the ticket is not over
    contract: Literal["valid", "lapsed", "none"] = "none"
    missing: frozenset[Missing] = frozenset()
    outage: bool = False
    early: bool = False  # before the response target
    impact: Impact = "none"


@dataclass(frozen=True, slots=True)
class TicketFacts:
    """For the first sorting of a ticket (rules/ticket_type.toml)."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class ReasonFacts:
    """For the reason code of an escalation (rules/reason.toml)."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class ImpactFacts:
    """For the kind of impact that allows an early escalation (rules/impact.toml)."""

    text: str = ""
    environment: str = ""


@dataclass(frozen=True, slots=True)
class AcknowledgementFacts:
    """For the choice of the acknowledgement of a new ticket (rules/acknowledgement.toml)."""

    organization: bool = False
    contract: Literal["valid", "lapsed", "none"] = "none"
    priority: Literal["critical", "high", "medium", "low"] = "medium"
    follow_up: bool = False


Facts = IntakeFacts | EscalationFacts | TicketFacts | ReasonFacts | ImpactFacts | AcknowledgementFacts

DECISIONS: dict[str, type[Facts]] = {
    "intake": IntakeFacts,
    "escalation": EscalationFacts,
    "ticket_type": TicketFacts,
    "reason": ReasonFacts,
    "impact": ImpactFacts,
    "acknowledgement": AcknowledgementFacts,
}
