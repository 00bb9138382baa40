"""What is known about a mail when rules decide: closed vocabularies, one class per decision.

A rule's condition names a field; the field's type says which values are possible. A `frozenset` holds several
values at once and a condition on it asks whether one of them is there. `str` fields are free text, matched by whole
words without regard to case. A `Code` is compared as a whole, without regard to case; an empty one is "none".
"""

from dataclasses import dataclass
from typing import Final, Literal, NewType, get_args

from gateway.mail.identity.impersonation import Impersonation
from gateway.mail.machine.noise import Noise
from gateway.mail.nature import NatureKind

Role = Literal["support", "escalation", "training", "alerts", "bounces", "postmaster"]
ROLES: Final[tuple[Role, ...]] = get_args(Role)
SenderKind = Literal["staff", "account_team", "contact", "colleague", "stranger"]
TicketFound = Literal["none", "one", "unknown", "foreign", "ambiguous"]
FoundBy = Literal["none", "command", "token", "thread", "message_id", "subject", "label", "body", "quote"]
Commands = Literal["none", "valid", "wrong"]
Duplicate = Literal["none", "same", "escalation_copy", "support_copy", "proven_copy"]
TicketState = Literal["none", "new", "open", "pending", "on_hold", "solved", "closed", "discarded"]
Missing = Literal["reason", "business_impact", "problem_summary", "csm_cc"]
OneWord = Literal["close", "status", "list", "subscribe", "unsubscribe", "confirm", "withdraw"]
Says = Literal["words", "thanks", "score", OneWord]
Impact = Literal["none", "production", "business_risk"]
Topic = Literal[
    "none",
    "training",
    "certificate",
    "feature_request",
    "buildpack_change",
    "commercial",
    "license_expansion",
    "account_team",
]
Fault = Literal["none", "told", "named"]
AsksForTest = Literal["asks", "none"]
Code = NewType("Code", str)


@dataclass(frozen=True, slots=True)
class IntakeFacts:
    """For the decision what a mail is to us (rules/decisions/intake.toml)."""

    to: frozenset[Role] = frozenset()
    nature: NatureKind = "person"
    noise: Noise = "none"  # what a program wrote in a person's name
    own: bool = False  # written by this gateway
    our_address: bool = False  # From is an address that only we write from, but nothing shows that we wrote it
    duplicate: Duplicate = "none"
    identity: bool = True  # the From field names exactly one usable address
    proof: Literal["pass", "none", "fail"] = "none"
    known_domain: bool = False  # the sender's domain is ours or a customer's
    disguise: frozenset[Impersonation] = frozenset()  # signs that From pretends to be somebody else's
    sender: SenderKind = "stranger"
    blocked: bool = False  # one of our people blocked the address or its domain
    flood: bool = False  # of no customer, and wrote more within an hour than a person does
    released: bool = False  # a person let this mail out of quarantine
    ticket: TicketFound = "none"
    found_by: FoundBy = "none"
    ticket_state: TicketState = "none"
    commands: Commands = "none"  # wrong: also where one of our people lacks the right to write or escalate here
    says: Says = "words"  # what a customer's text comes down to: thanks, a single word, a score
    answers_rejection: bool = False  # a reply to our rejection of an escalation
    answers_notice: bool = False  # a reply to a notice about a license
    topic: Topic = "none"  # what a customer's new mail is about that others take care of (redirects.toml)


@dataclass(frozen=True, slots=True)
class EscalationFacts:
    """For the decision about a request to escalate.

    See docs/domain.md, "The order of judging an escalation".
    """

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
    outage: bool = False  # an open one concerns the ticket, whose solution is not overdue
    early: bool = False  # before the response target
    impact: Impact = "none"


@dataclass(frozen=True, slots=True)
class TicketFacts:
    """For the first sorting of a ticket (rules/decisions/ticket_type.toml)."""

    text: str = ""
    fault: bool = False  # a clause tells that something does not do its work (rules/policies/languages.toml)


@dataclass(frozen=True, slots=True)
class TopicFacts:
    """For the topic of one sentence of a new mail, with its subject (rules/decisions/redirects.toml).

    `text` and `wish` are the same words: a rule asks the one for what it is about, the other for what is wanted of it.
    """

    text: str = ""
    wish: str = ""
    fault: Fault = "none"  # named: as ticket_type.toml names faults; told: in other words


@dataclass(frozen=True, slots=True)
class TestFacts:
    """For whether a new mail that speaks of a large-scale test asks for one (rules/decisions/test_requests.toml).

    `text` and `wish` are the same words: its subject and the sentences that speak of a test.
    """

    text: str = ""
    wish: str = ""
    labelled: bool = False  # the type of test stands under its label, beside another of the five items
    items: bool = False  # a day, an address or the id of an environment is named
    titled: bool = False  # the subject names the test
    fault: Fault = "none"  # in those sentences, as in TopicFacts


@dataclass(frozen=True, slots=True)
class ReasonFacts:
    """For the reason code of an escalation (rules/decisions/reason.toml)."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class ImpactFacts:
    """For the kind of impact that allows an early escalation (rules/decisions/impact.toml)."""

    text: str = ""
    environment: str = ""


@dataclass(frozen=True, slots=True)
class AcknowledgementFacts:
    """For the choice of the acknowledgement of a new ticket (rules/decisions/acknowledgement.toml)."""

    organization: bool = False
    contract: Literal["valid", "lapsed", "none"] = "none"
    priority: Literal["critical", "high", "medium", "low"] = "medium"
    follow_up: bool = False
    called: bool = False
    topic: Topic = "none"


@dataclass(frozen=True, slots=True)
class RoutingFacts:
    """For the choice of who of us gets a new ticket (rules/decisions/routing.toml)."""

    address: Code = Code("")  # of ours to which it came, such as billing@vendor.example
    organization: Code = Code("")
    region: Code = Code("")
    app: Code = Code("")
    strategy: Code = Code("")  # where the app runs
    environment: Code = Code("")
    component: Code = Code("")
    language: Code = Code("")  # in which it is written
    type: Literal["question", "incident", "change_request"] = "question"
    priority: Literal["critical", "high", "medium", "low"] = "medium"
    subject: str = ""


Facts = (
    IntakeFacts
    | EscalationFacts
    | TicketFacts
    | TopicFacts
    | TestFacts
    | ReasonFacts
    | ImpactFacts
    | AcknowledgementFacts
    | RoutingFacts
)
