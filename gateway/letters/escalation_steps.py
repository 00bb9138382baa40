"""What happens to an escalation after it was requested: letters to the customer, and to those who manage it."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import ClassVar, Final, Self

from gateway.letters.escalations import SAMPLE, EscalationView
from gateway.letters.letter import Audience, Letter
from gateway.letters.samples import NAMED_CUSTOMER, TICKET, VENDOR
from gateway.letters.views import Recipient, TicketView

_STATES: Final = {
    "escalation_declined": "declined",
    "escalation_resolved_confirm": "resolved_pending",
    "escalation_closed": "closed",
    "escalation_withdrawn": "withdrawn",
}
_TEXTS: Final = {
    "escalation_declined": "The workaround of Monday covers what is needed until the release.",
    "escalation_plan": "1. We reproduce it with your data today.\n2. You get a corrected version by Friday.",
    "escalation_update": "The cause is found; the correction is being tested.",
    "escalation_resolved_confirm": "Use the v2 endpoint.",
    "escalation_closed": "Use the v2 endpoint.",
    "escalation_active_again": "It is as slow as before.",
    "escalation_after_outage": "O-0007 (Our cloud in Europe is slow)",
}


@dataclass(frozen=True, slots=True)
class EscalationStepLetter(Letter):
    """To the customer. `in_charge`: who takes care of it, by name; `text`: the words it is about; `next_update`: when
    they hear of us again, None where nothing is promised; `watched_until`: until when they can say that it is not
    solved. `workaround`: what was given is none that mends it; `ticket_open`: work on the ticket goes on."""

    AUDIENCE: ClassVar[Audience] = "customer"
    TEMPLATES: ClassVar[tuple[str, ...]] = (
        "escalation_accepted",
        "escalation_declined",
        "escalation_plan",
        "escalation_update",
        "escalation_resolved_confirm",
        "escalation_closed",
        "escalation_active_again",
        "escalation_after_outage",
        "escalation_withdrawn",
        "escalation_withdraw_first",
    )
    ticket: TicketView
    escalation: EscalationView
    in_charge: str | None
    text: str
    next_update: datetime | None
    watched_until: datetime | None
    workaround: bool
    ticket_open: bool

    @classmethod
    def sample(cls, template: str, recipient: Recipient) -> Self:
        """Invented contents."""
        return cls(
            vendor=VENDOR,
            recipient=recipient,
            ticket=TICKET,
            escalation=replace(SAMPLE, state=_STATES.get(template, "active")),
            in_charge=SAMPLE.manager,
            text=_TEXTS.get(template, ""),
            next_update=datetime(2026, 3, 4, 9, 0, tzinfo=UTC),
            watched_until=datetime(2026, 3, 7, 9, 0, tzinfo=UTC),
            workaround=template in ("escalation_resolved_confirm", "escalation_closed"),
            ticket_open=True,
        )


@dataclass(frozen=True, slots=True)
class EscalationTaskLetter(Letter):
    """To who manages an escalation: it is theirs now, or something is due. `due`: what has to be done by then, None
    where nothing is; `by`: who raised the level, None where time did; `missed`: how many updates were."""

    AUDIENCE: ClassVar[Audience] = "vendor"
    TEMPLATES: ClassVar[tuple[str, ...]] = (
        "escalation_level_changed",
        "escalation_manager_reminder",
        "escalation_update_due",
        "escalation_outage_over",
    )
    ticket: TicketView
    escalation: EscalationView
    organization: str | None
    due: datetime | None
    by: str | None
    missed: int

    @classmethod
    def sample(cls, template: str, recipient: Recipient) -> Self:
        """Invented contents."""
        state = "active" if template in ("escalation_update_due", "escalation_outage_over") else "requested"
        level = 2 if template == "escalation_level_changed" else 3 if template == "escalation_manager_reminder" else 1
        escalation = replace(SAMPLE, state=state, level=level, requested_by=NAMED_CUSTOMER)
        return cls(VENDOR, recipient, TICKET, escalation, "Acorn", datetime(2026, 3, 3, 17, 0, tzinfo=UTC), None, 1)
