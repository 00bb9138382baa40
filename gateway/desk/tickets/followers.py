"""Who of us follows a ticket, and what they hear of it."""

from collections.abc import Iterable
from dataclasses import replace

from gateway.desk.act import Act
from gateway.desk.directory.people import each_once, staff_mailbox
from gateway.desk.tickets.answers import tell
from gateway.desk.tickets.owners import is_member, managers_of, owners, team
from gateway.desk.tickets.participants import WATCHER
from gateway.desk.tickets.ticket_state import change_state
from gateway.domain.directory.entries import Group, Staff
from gateway.domain.tickets.states import after
from gateway.domain.tickets.ticket import Ticket
from gateway.mail.message import Mailbox


def watchers(act: Act, ticket: Ticket) -> tuple[Mailbox, ...]:
    """Those of our people who asked to hear of it."""
    found = [address for address, kind in act.work.tickets.participants(ticket.id) if kind == WATCHER]
    return tuple(staff_mailbox(act.work, one) for one in found if act.work.directory.staff(one))


def interested(act: Act, ticket: Ticket) -> tuple[Mailbox, ...]:
    """Who works on a ticket and who watches it, but not who acts."""
    return _others(act, (*owners(act, ticket), *watchers(act, ticket)))


def tell_of_note(act: Act, ticket: Ticket) -> None:
    """An internal note reaches the assignee and the watchers."""
    assigned = (staff_mailbox(act.work, ticket.assignee),) if ticket.assignee else ()
    tell(act, "agent_note", _others(act, (*assigned, *watchers(act, ticket))), ticket)


def assign_to(act: Act, ticket: Ticket, person: Staff) -> Ticket:
    """Give a ticket to one of our people, who is told; a new one is open then. The ticket as it is now."""
    ticket = act.work.tickets.save(replace(ticket, assignee=person.email), ticket)
    if after(ticket.state, "assigned") != ticket.state:
        ticket = change_state(act, ticket, "assigned")
    tell(act, "agent_assigned", _others(act, (Mailbox(person.name, person.email),)), ticket)
    return ticket


def assign_to_group(act: Act, ticket: Ticket, group: Group) -> Ticket:
    """Give a ticket to a group, whose people are told: it is nobody's until one of them takes it."""
    ticket = act.work.tickets.save(replace(ticket, group=group.code, assignee=None), ticket)
    tell(act, "agent_group_assigned", _others(act, team(act, ticket)), ticket)
    return ticket


def tell_of_answer(act: Act, ticket: Ticket) -> None:
    """An answer to a ticket of nobody takes it, where an engineer gives it; who was told of the ticket is told by whom.

    See docs/domain.md, "Commands of our own people".
    """
    staff = act.actor.staff
    followers = watchers(act, ticket)
    if ticket.assignee:
        followers = (staff_mailbox(act.work, ticket.assignee), *followers)
    elif staff and _may_take(act, ticket, staff):
        ticket = act.work.tickets.save(replace(ticket, assignee=staff.email), ticket)
        followers = (*team(act, ticket), *followers)
    copied = {one.address.lower() for one in managers_of(act, ticket)}  # they have the answer itself
    tell(
        act,
        "agent_answered",
        tuple(one for one in _others(act, followers) if one.address.lower() not in copied),
        ticket,
    )


def _may_take(act: Act, ticket: Ticket, person: Staff) -> bool:
    """Is it theirs by answering it?"""
    return act.desk.rules.data.access.is_in("first_line", person.roles) or is_member(act.work, person, ticket.group)


def _others(act: Act, people: Iterable[Mailbox]) -> tuple[Mailbox, ...]:
    return each_once(people, but=(act.actor.address.lower(),))
