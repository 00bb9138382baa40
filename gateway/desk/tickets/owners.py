"""Whose a ticket is: the customer's organization, and who of us works on it."""

from gateway.desk.act import Act
from gateway.desk.desk import Desk
from gateway.desk.directory.people import first_line, group_people, manager_of, region_of, staff_mailbox
from gateway.domain.directory.entries import Organization, Region, Staff
from gateway.domain.outgoing.cause import OURS, Cause, relation_of
from gateway.domain.tickets.ticket import Ticket
from gateway.mail.message import Mailbox
from gateway.store.store import UnitOfWork


def organization_of(work: UnitOfWork, ticket: Ticket | None) -> Organization | None:
    """The customer whose ticket it is; None where there is no ticket or nobody knows."""
    return work.directory.organization(ticket.organization) if ticket and ticket.organization else None


def ticket_region(work: UnitOfWork, ticket: Ticket) -> Region | None:
    """The region of the ticket's organization."""
    return region_of(work, organization_of(work, ticket))


def requester_cause(desk: Desk, work: UnitOfWork, ticket: Ticket) -> Cause:
    """For whom the mails count that time makes us write about a ticket: a flood in a customer's name is not theirs."""
    address, directory = ticket.requester.lower(), work.directory
    if not address or directory.staff(address):
        return OURS
    proven = desk.config.authentication.answer_unproven or work.tickets.is_proven(ticket.id, address)
    listed = directory.contact(address) is not None
    return Cause(address, relation_of(listed, listed or ticket.organization is not None, proven))


def owners(act: Act, ticket: Ticket) -> tuple[Mailbox, ...]:
    """Who works on a ticket: its assignee, else its team."""
    if ticket.assignee:
        return (staff_mailbox(act.work, ticket.assignee),)
    return team(act, ticket)


def team(act: Act, ticket: Ticket) -> tuple[Mailbox, ...]:
    """Those of its group who are there; where it has none, or nobody is there, the first line of its region."""
    group = act.work.directory.group(ticket.group)
    there = group_people(act.work, group, act.now) if group else ()
    return there or first_line(act.desk, act.work, ticket_region(act.work, ticket), act.now)


def is_member(work: UnitOfWork, person: Staff, code: str | None) -> bool:
    """Is somebody of ours in a group?"""
    group = work.directory.group(code)
    return group is not None and person.email.lower() in group.members


def managers_of(act: Act, ticket: Ticket) -> tuple[Mailbox, ...]:
    """Who manages the escalation of an escalated ticket: they are in copy of what goes to its customer."""
    if not ticket.escalated:
        return ()
    running = act.work.escalations.running(ticket.id)
    if running and running.manager:
        return (staff_mailbox(act.work, running.manager),)
    manager = manager_of(act.work, ticket_region(act.work, ticket), act.now)
    return (manager,) if manager else ()
