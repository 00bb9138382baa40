"""What a customer's answer does to the escalation of their ticket. None of it solves or closes the ticket."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

from gateway.desk.act import Act
from gateway.desk.directory.people import staff_mailbox
from gateway.desk.escalations.moves import end, move, with_update_due
from gateway.desk.escalations.telling import answer_customer, tell_customer
from gateway.desk.tickets.customer_reply import NO_NEWS, News
from gateway.desk.tickets.notes import remark
from gateway.domain.escalations.escalation import Escalation
from gateway.domain.escalations.states import ESCALATION, EscalationEvent
from gateway.domain.phrase import phrase
from gateway.domain.tickets.ticket import Ticket

Said = Literal["close", "withdraw", "confirms", "denies"]
WITHDRAWN: Final = "withdrawn by the customer"


@dataclass(frozen=True, slots=True)
class Heard:
    """What became of it. `decision`: a code; `news`: for those who read the answer; `ends`: may the ticket end?"""

    decision: str
    ticket: Ticket
    news: News = NO_NEWS
    ends: bool = True


def hear_customer(act: Act, ticket: Ticket, running: Escalation, said: Said) -> Heard:
    """Do what a customer says of a running escalation; where it cannot be now, their words are words like others."""
    if said == "close":
        answer_customer(act, ticket, running, "escalation_withdraw_first", team=False)
        return Heard("command_refused", ticket, _news(act, running, "close_refused"), ends=False)
    if said == "withdraw" and running.state == "resolved_pending":
        return replace(_confirm(act, ticket, running), decision="command")  # it is not needed any more: the same
    event, effect = _EFFECTS[said]
    return effect(act, ticket, running) if ESCALATION.allows(running.state, event) else Heard("note", ticket)


def _withdraw(act: Act, ticket: Ticket, running: Escalation) -> Heard:
    ticket, over = end(act, ticket, running, "withdrawn", WITHDRAWN)
    answer_customer(act, ticket, over, "escalation_withdrawn")
    return Heard("command", ticket, _news(act, over, "withdrawn"))


def _confirm(act: Act, ticket: Ticket, running: Escalation) -> Heard:
    reason = running.resolution or ""
    ticket, over = end(act, ticket, running, "customer_confirms", reason)
    tell_customer(act, ticket, over, "escalation_closed", reason.partition(": ")[2])
    return Heard("note", ticket, _news(act, over, "confirmed"))


def _deny(act: Act, ticket: Ticket, running: Escalation) -> Heard:
    changed = replace(with_update_due(act, ticket, running), monitoring_until=None, resolution=None)
    active = move(act, running, "customer_denies", changed)
    answer_customer(act, ticket, active, "escalation_active_again")
    return Heard("note", ticket, _news(act, active, "denied"))


def _news(act: Act, escalation: Escalation, what: str) -> News:
    """For who reads the answer, and as a remark on the ticket."""
    said = phrase(f"escalation.{what}", escalation=escalation.number)
    remark(act, escalation.ticket_id, said)
    return News(said, (staff_mailbox(act.work, escalation.manager),) if escalation.manager else ())


_EFFECTS: Final[Mapping[str, tuple[EscalationEvent, Callable[[Act, Ticket, Escalation], Heard]]]] = {
    "withdraw": ("withdrawn", _withdraw),
    "confirms": ("customer_confirms", _confirm),
    "denies": ("customer_denies", _deny),
}
