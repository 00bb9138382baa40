"""An escalation as a file that people read from top to bottom: where it stands, what was said, what happened when."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from gateway.cli.listing import Times

if TYPE_CHECKING:
    from gateway.domain.escalations.escalation import Escalation, Step
    from gateway.domain.outgoing.entry import OutboxEntry
    from gateway.domain.tickets.ticket import Ticket

WIDTH: Final = 13  # of the names in front
_HAPPENED: Final = {
    "manager_accepts": "accepted",
    "manager_declines": "declined",
    "manager_answers": "the manager wrote to the customer; the decision is still to come",
    "customer_told": "the customer was told",
    "level_raised": "raised to level",
    "resolved": "resolved; the customer is asked",
    "customer_confirms": "the customer confirmed",
    "customer_denies": "the customer says that it is not solved",
    "closed_by_manager": "closed",
    "withdrawn": "withdrawn",
    "manager_due_passed": "no decision in time; level",
    "update_due_passed": "the update to the customer was missed; told",
    "monitoring_over": "closed: no word of the customer",
}


@dataclass(frozen=True, slots=True)
class EscalationCase:
    """What the file shows. `told`: our mails about it; `name`: how somebody is called, with their address."""

    escalation: "Escalation"
    ticket: "Ticket | None"
    steps: Sequence["Step"]
    told: Sequence["OutboxEntry"]
    name: Callable[[str], str]


def escalation_file(case: EscalationCase, times: Times) -> str:
    """The text, with a line feed at its end."""
    one = case.escalation
    texts = (("Reason", one.reason), ("Business impact", one.business_impact), ("Plan", one.action_plan))
    parts = [_head(case, times), *(_text(*pair) for pair in texts), _timeline(case, times)]
    return "\n\n".join("\n".join(lines) for lines in parts if lines) + "\n"


def _head(case: EscalationCase, times: Times) -> list[str]:
    one, ticket = case.escalation, case.ticket
    flags = ["production impact"] * one.production_impact + ["before the response time"] * one.early
    facts = [
        ("ticket", f"{ticket.number}  {ticket.subject}, {ticket.state.replace('_', ' ')}" if ticket else ""),
        ("asked by", f"{case.name(one.requested_by)}, {times.local(one.created)}"),
        ("on behalf of", case.name(one.on_behalf_of) if one.on_behalf_of else ""),
        ("manager", case.name(one.manager) if one.manager else "nobody"),
        *_deadlines(one, times),
        ("because of", ", ".join([one.reason_code.replace("_", " "), *flags])),
        ("outage", one.outage),
        ("resolved with", one.resolution),
        ("ended", one.close_reason),
    ]
    named = [f"{name:<{WIDTH}} {value}" for name, value in facts if value]
    return [f"{one.number}  {one.state.replace('_', ' ')}, level {one.level}, through {one.channel}", *named]


def _deadlines(one: "Escalation", times: Times) -> Iterator[tuple[str, str]]:
    """The one that runs says how much time is left."""
    running = {
        "requested": ("decision", one.manager_due),
        "active": ("next update", one.next_update_due),
        "resolved_pending": ("closes", one.monitoring_until),
    }
    name, due = running.get(one.state, ("", None))
    if due:
        yield name, f"{times.local(due)}, {times.due(due)}"
    if one.cadence and one.state == "active":
        yield "every", one.cadence


def _text(title: str, text: str | None) -> list[str]:
    return [title, *(f"  {line}".rstrip() for line in text.splitlines())] if text else []


def _timeline(case: EscalationCase, times: Times) -> list[str]:
    """What was done, and which mails left because of it, in the order of time."""
    happened: list[tuple[datetime, str]] = [(case.escalation.created, "requested")]
    happened += [(one.at, _step(case, one)) for one in case.steps]
    happened += [(one.created, _mail(one)) for one in case.told]
    return ["What happened", *(f"  {times.local(at)}  {what}" for at, what in sorted(happened, key=lambda one: one[0]))]


def _step(case: EscalationCase, one: "Step") -> str:
    what = _HAPPENED.get(one.event, one.event.replace("_", " "))
    who = f" by {case.name(one.actor)}" if one.actor else ""
    words = " ".join(one.text.split())
    return f"{what}{who}" + (f": {words}" if words else "")


def _mail(one: "OutboxEntry") -> str:
    readers = ", ".join(reader.address for reader in one.recipients)
    return f"mail {one.template} to {readers} ({one.state})"
