"""An escalation and the draft of one that is not complete yet."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from gateway.domain.escalations.states import EscalationEvent, State

Channel = Literal["email", "ticket", "csm", "internal"]

WITHOUT_TICKET = ("no_ticket", "unknown_ticket", "foreign_ticket", "ambiguous")  # codes of rejections


def escalation_number(escalation_id: int) -> str:
    """The public number of an escalation id."""
    return f"E-{escalation_id:05d}"


def escalation_id(number: str) -> int | None:
    """The id behind a public number, None where none can have it."""
    digits = number.strip().upper().removeprefix("E-")
    return int(digits) if digits.isdecimal() and digits.isascii() and len(digits) <= 12 and int(digits) > 0 else None


@dataclass(frozen=True, slots=True)
class Escalation:
    """An escalation of exactly one ticket, as it stands. Times are UTC.

    `resolution`: how it was solved, while the customer is asked. `missed`: how often its manager let the present
    deadline pass. `timer_due`: when time does something to it next.
    """

    id: int
    ticket_id: int
    channel: Channel
    state: State
    level: int
    requested_by: str
    reason_code: str
    created: datetime
    on_behalf_of: str | None = None
    reason: str | None = None
    business_impact: str | None = None
    production_impact: bool = False
    early: bool = False
    manager: str | None = None
    manager_due: datetime | None = None
    next_update_due: datetime | None = None
    cadence: str | None = None
    action_plan: str | None = None
    outage: str | None = None
    close_reason: str | None = None
    monitoring_until: datetime | None = None
    resolution: str | None = None
    missed: int = 0
    timer_due: datetime | None = None

    @property
    def number(self) -> str:
        """The public number."""
        return escalation_number(self.id)


@dataclass(frozen=True, slots=True)
class Step:
    """What happened to an escalation after it was requested. `actor`: an address, None for the gateway itself."""

    at: datetime
    event: EscalationEvent
    actor: str | None
    text: str = ""


@dataclass(frozen=True, slots=True)
class EscalationDraft:
    """What a rejected escalation already said; `fields` are reason, business_impact, summary, environment.

    `ticket_id`: the ticket it is about; one that we only offered where `code` is one of WITHOUT_TICKET.
    """

    id: int
    ticket_id: int | None
    sender: str
    channel: Channel
    fields: dict[str, str]
    rejection: str
    code: str
    expires: datetime
