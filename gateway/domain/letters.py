"""What each template may know: one frozen dataclass per kind of letter.

`TEMPLATES` beside each class lists the templates that are written against it; a template that uses anything else
fails when it is loaded. Times are aware and are shown by the filters `when` (customer's zone and UTC) and `day`.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Vendor:
    """Who we are, as shown to people."""

    name: str
    support_address: str
    escalation_address: str
    training_address: str
    portal_url: str
    status_url: str
    ideas_url: str
    docs_url: str
    license_portal_url: str
    sla_url: str
    account_url: str
    partners_url: str
    phones: tuple[str, ...]  # of the customer's region


@dataclass(frozen=True, slots=True)
class Recipient:
    """To whom we write. `timezone` is an IANA name, `language` ISO 639-1."""

    name: str
    email: str
    timezone: str
    language: str


@dataclass(frozen=True, slots=True)
class TicketView:
    """What may be said of a ticket to the person we write to."""

    number: str
    subject: str
    type: str
    priority: str
    state: str
    app: str | None
    environment: str | None
    response_due: datetime | None
    resolution_due: datetime | None
    assignee: str | None
    created: datetime


@dataclass(frozen=True, slots=True)
class EscalationView:
    """What may be said of an escalation."""

    number: str
    state: str
    level: int
    channel: str
    reason: str | None
    business_impact: str | None
    requested_by: str
    on_behalf_of: str | None
    manager: str | None
    manager_due: datetime | None
    early: bool
    production_impact: bool


@dataclass(frozen=True, slots=True)
class LicenseView:
    """What may be said of a license. `days_left` is negative after the end."""

    number: str
    app: str
    organization: str
    expires: date
    days_left: int
    grace_until: date
    renewal_url: str | None


@dataclass(frozen=True, slots=True)
class Letter:
    """What every template knows."""

    TEMPLATES: ClassVar[tuple[str, ...]] = ()

    vendor: Vendor
    recipient: Recipient


@dataclass(frozen=True, slots=True)
class NewTicketLetter(Letter):
    """Acknowledgement of a new ticket. `escalation_hint`: both addresses were written to without a ticket, say how to
    escalate later; `follow_up_of`: number of the closed ticket it continues; `contact`: address for the contract."""

    TEMPLATES: ClassVar = (
        "ack_new_ticket",
        "ack_new_ticket_no_sla",
        "ack_new_ticket_no_contract",
        "ack_unknown_sender",
        "ack_critical_call_us",
        "followup_created",
    )
    ticket: TicketView
    plan: str | None
    contract_ended: date | None
    contact: str | None
    escalation_hint: bool
    follow_up_of: str | None


@dataclass(frozen=True, slots=True)
class ReplyLetter(Letter):
    """Acknowledgement of a reply."""

    TEMPLATES: ClassVar = ("ack_reply_received",)
    ticket: TicketView
    reopened: bool


@dataclass(frozen=True, slots=True)
class NumberLetter(Letter):
    """A number that exists for nobody or not for this sender: the words are the same."""

    TEMPLATES: ClassVar = ("ticket_not_found", "escalation_rejected_unknown_ticket")
    number_as_typed: str


@dataclass(frozen=True, slots=True)
class EscalationLetter(Letter):
    """About an escalation that exists. `csm_added`: address we put in Cc; `merged_from`: the number that the customer
    wrote, when that ticket was merged into this one."""

    TEMPLATES: ClassVar = (
        "escalation_ack",
        "escalation_already_running",
        "escalation_opened_on_your_behalf",
        "escalation_opened_by_us",
        "escalation_new_manager",
        "escalation_new_account_team",
        "escalation_updated_internal",
    )
    ticket: TicketView
    escalation: EscalationView
    organization: str | None
    csm_added: str | None
    merged_from: str | None
    sender: str  # who wrote the mail that this letter is about, and what
    text: str


@dataclass(frozen=True, slots=True)
class RejectionLetter(Letter):
    """An escalation that was not opened. `missing` are field names (ticket, reason, business_impact, problem_summary,
    csm_cc); `numbers` the sender's own tickets in the mail; `eligible_at` the moment from which it is possible."""

    TEMPLATES: ClassVar = (
        "escalation_rejected_no_ticket",
        "escalation_rejected_ambiguous",
        "escalation_rejected_incomplete",
        "escalation_rejected_no_contract",
        "escalation_rejected_closed",
        "escalation_not_yet",
        "csm_escalation_needs_ticket",
    )
    ticket: TicketView | None
    missing: tuple[str, ...]
    numbers: tuple[str, ...]
    eligible_at: datetime | None
    contract_ended: date | None
    contact: str | None
    follow_up_number: str | None


@dataclass(frozen=True, slots=True)
class AgentReplyLetter(Letter):
    """An engineer's own words, passed on."""

    TEMPLATES: ClassVar = ("agent_public_reply",)
    ticket: TicketView
    body: str
    agent_name: str


@dataclass(frozen=True, slots=True)
class TicketEventLetter(Letter):
    """To our own people about a ticket. `sender` wrote `text`; `detail` says more where there is more to say."""

    TEMPLATES: ClassVar = (
        "agent_new_ticket",
        "agent_reply_arrived",
        "agent_critical_alert",
        "agent_escalation_rejected",
        "account_contract_lapsed",
        "escalation_heads_up",
        "security_note",
    )
    ticket: TicketView
    organization: str | None
    sender: str
    text: str
    detail: str


@dataclass(frozen=True, slots=True)
class QuarantineLetter(Letter):
    """To our own people: a mail waits for a decision. `cause` is a sentence."""

    TEMPLATES: ClassVar = ("quarantine_alert",)
    ticket: TicketView | None
    mail: int
    sender: str
    subject: str
    cause: str


@dataclass(frozen=True, slots=True)
class WaitingView:
    """One mail in quarantine."""

    mail: int
    sender: str
    subject: str
    cause: str
    owner: str
    since: datetime
    overdue: bool


@dataclass(frozen=True, slots=True)
class DigestLetter(Letter):
    """To the operator, once a day: what waits in quarantine; `count` mails in all, `waiting` the oldest of them."""

    TEMPLATES: ClassVar = ("quarantine_digest",)
    count: int
    waiting: tuple[WaitingView, ...]


@dataclass(frozen=True, slots=True)
class BounceLetter(Letter):
    """To our own people: a mail of ours did not arrive. `subject` is that of our mail."""

    TEMPLATES: ClassVar = ("bounce_alert",)
    ticket: TicketView | None
    address: str
    status: str | None
    diagnostic: str | None
    subject: str


@dataclass(frozen=True, slots=True)
class TranscriptLetter(Letter):
    """What became of an engineer's mail. `lines` are "command: result" for a transcript, else what is wrong."""

    TEMPLATES: ClassVar = ("command_transcript", "command_error", "agent_reply_held")
    ticket: TicketView | None
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BurstLetter(Letter):
    """To the operator: too much of one address, domain or ticket (`address`). `reason` is a sentence."""

    TEMPLATES: ClassVar = ("burst_alert",)
    address: str
    reason: str


@dataclass(frozen=True, slots=True)
class BreakerLetter(Letter):
    """To the operator: all mail of a kind (`what`) is stopped at its cap an hour, or leaves again. `held`: how many
    mails were kept back since then."""

    TEMPLATES: ClassVar = ("breaker_opened", "breaker_closed")
    what: str
    reason: str
    cap: int
    since: datetime
    held: int


@dataclass(frozen=True, slots=True)
class AlertSummaryLetter(Letter):
    """To our own people, once an hour: alerts that were too many to send each. `examples`: subjects of the first."""

    TEMPLATES: ClassVar = ("alert_summary",)
    count: int
    since: datetime
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LicenseLetter(Letter):
    """About a license. `stage` is far, near, final, grace or lapsed; `sender` and `text`: who reacted and how."""

    TEMPLATES: ClassVar = (
        "license_renewal_notice",
        "license_expired_grace",
        "license_lapsed",
        "license_renewed",
        "license_not_renewing_confirm",
        "license_internal_renewal",
        "license_no_answer_ae",
        "license_reaction",
    )
    license: LicenseView
    stage: str
    sender: str | None
    text: str


LETTERS: tuple[type[Letter], ...] = (
    NewTicketLetter,
    ReplyLetter,
    NumberLetter,
    EscalationLetter,
    RejectionLetter,
    AgentReplyLetter,
    TicketEventLetter,
    QuarantineLetter,
    DigestLetter,
    BounceLetter,
    TranscriptLetter,
    BurstLetter,
    BreakerLetter,
    AlertSummaryLetter,
    LicenseLetter,
)
