"""Our own people hear that a promise to a customer is in danger, or was not kept."""

from collections.abc import Callable, Mapping
from typing import Final

from gateway.desk.act import Act
from gateway.desk.directory.people import (
    duty,
    each_once,
    manager_of,
    named,
    recipient_view,
    staff_mailbox,
    vendor_view,
)
from gateway.desk.tickets.answers import internal, tell
from gateway.desk.tickets.claims import claimed_priority
from gateway.desk.tickets.followers import watchers
from gateway.desk.tickets.letter_views import ticket_view
from gateway.desk.tickets.owners import organization_of, team, ticket_region
from gateway.domain.tickets.service_level import Audience, Told
from gateway.domain.tickets.ticket import Ticket
from gateway.letters.staff import Clock, DeadlineLetter
from gateway.mail.message import Mailbox

People = tuple[Mailbox, ...]


def alert_critical(act: Act, ticket: Ticket) -> None:
    """The duty and the manager of the region hear of a critical ticket, unless it is they who act."""
    people = (*duty(act.desk, act.work), *_manager(act, ticket))
    tell(
        act,
        "agent_critical_alert",
        each_once(people, but=(act.actor.address.lower(),)),
        ticket,
        claimed_priority(ticket),
    )


def promise_in_danger(act: Act, ticket: Ticket, clock: Clock) -> tuple[int, ...]:
    """Most of the time for a response or resolution is used; the ids of the mails."""
    return _tell(act, "sla_warning", ticket, clock, act.desk.rules.data.service_levels.warning)


def promise_broken(act: Act, ticket: Ticket, clock: Clock) -> tuple[int, ...]:
    """The time for a response or resolution is over; the ids of the mails."""
    return _tell(act, "sla_breached", ticket, clock, act.desk.rules.data.service_levels.breach)


def call_missing(act: Act, ticket: Ticket) -> tuple[int, ...]:
    """A critical ticket has had no telephone call until the response target; the ids of the mails."""
    return _tell(act, "agent_call_reminder", ticket, "response", act.desk.rules.data.service_levels.no_call)


def _tell(act: Act, template: str, ticket: Ticket, clock: Clock, whom: Audience) -> tuple[int, ...]:
    people, due = (
        _people(act, ticket, whom),
        ticket.first_response_due if clock == "response" else ticket.resolution_due,
    )
    if not people or due is None:
        return ()
    organization = organization_of(act.work, ticket)
    letter = DeadlineLetter(
        vendor=vendor_view(act.desk, ticket_region(act.work, ticket)),
        recipient=recipient_view(act.desk, act.work, people[0].address, people[0].name),
        ticket=ticket_view(act.work, ticket),
        organization=organization.name if organization else None,
        requester=named(act.work, ticket.requester),
        clock=clock,
        due=due,
        percent=act.desk.rules.data.service_levels.warn_percent,
    )
    posted = internal(act, template, letter, people, ticket)
    return (posted.id,) if posted else ()


def _people(act: Act, ticket: Ticket, whom: Audience) -> People:
    told = each_once(person for word in whom.tell for person in _WHO[word](act, ticket))
    return told or next((found for word in whom.otherwise if (found := _WHO[word](act, ticket))), ())


def _assignee(act: Act, ticket: Ticket) -> People:
    return (staff_mailbox(act.work, ticket.assignee),) if ticket.assignee else ()


def _manager(act: Act, ticket: Ticket) -> People:
    manager = manager_of(act.work, ticket_region(act.work, ticket), act.now)
    return (manager,) if manager else ()


_WHO: Final[Mapping[Told, Callable[[Act, Ticket], People]]] = {
    "assignee": _assignee,
    "watchers": watchers,
    "first_line": team,
    "manager": _manager,
    "duty": lambda act, _: duty(act.desk, act.work),
}
