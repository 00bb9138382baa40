"""What commands do to the people of a ticket: who works on it, who watches it, who is copied."""

from dataclasses import replace
from typing import Final

from gateway.desk.commands.run import CommandProblem, Run, row
from gateway.desk.situation.addresses import role_of
from gateway.desk.tickets.followers import assign_to, assign_to_group
from gateway.desk.tickets.participants import WATCHER, is_full, take_off
from gateway.domain.commands import ADDRESS, Command, addresses_in, some
from gateway.domain.directory.entries import Group, Staff
from gateway.domain.phrase import Phrase, phrase

ME: Final = ("me", "myself", "mich", "mir", "moi", "ich")


def assign(run: Run, command: Command) -> tuple[Run, Phrase]:
    """`#assign me`, `#assign Nadia Berg` or `#assign engineer@vendor.example`; a new ticket is open then.

    `#assign billing`: it is the group's, and stays as it is until somebody of them takes it.
    """
    group = _group(run, command.argument)
    if group:
        run = replace(run, ticket=assign_to_group(run.act, run.required(), group))
        return run, phrase("command.assigned", person=group.name)
    return _give(run, _person(run, command.argument))


def take(run: Run, command: Command) -> tuple[Run, Phrase]:
    """`#take`: the ticket is theirs who write it."""
    return _give(run, _actor(run))


def _give(run: Run, person: Staff) -> tuple[Run, Phrase]:
    run = replace(run, ticket=assign_to(run.act, run.required(), person))
    return run, phrase("command.assigned", person=person.name or person.email)


def watch(run: Run, command: Command) -> tuple[Run, Phrase]:
    """`#watch`: they hear of what happens on the ticket."""
    run.act.work.tickets.set_participant(run.required().id, _actor(run).email, WATCHER)
    return run, phrase("command.watching")


def leave(run: Run, command: Command) -> tuple[Run, Phrase]:
    """`#leave`: they hear of it no more, unless it is theirs."""
    run.act.work.tickets.remove_participant(run.required().id, _actor(run).email, WATCHER)
    return run, phrase("command.left")


def copy_to(run: Run, command: Command) -> tuple[Run, Phrase]:
    """`#cc colleague@company.example`: answers go to them, too; one of our own people watches."""
    address, ticket = addresses_in(command.argument) or "", run.required()
    directory = run.act.work.directory
    if role_of(address, run.act.desk.config.addresses):
        raise CommandProblem(phrase("command.our_mailbox", address=address))
    contact = directory.contact(address)
    if contact and contact.organization != ticket.organization:
        raise CommandProblem(phrase("command.other_customer", address=address))
    kind = WATCHER if directory.staff(address) else "cc"
    if is_full(run.act, ticket, address):
        raise CommandProblem(phrase("command.ticket_full", address=address))
    run.act.work.tickets.set_participant(ticket.id, address, kind)
    return run, phrase("command.copied", address=address)


def remove(run: Run, command: Command) -> tuple[Run, Phrase]:
    """`#remove colleague@acorn.example`: they take part no more, whoever added them."""
    address, ticket = addresses_in(command.argument) or "", run.required()
    if not take_off(run.act, ticket, address):
        raise CommandProblem(phrase("command.no_part", address=address))
    return run, phrase("command.removed", address=address)


def _actor(run: Run) -> Staff:
    if run.act.actor.staff is None:
        raise CommandProblem(phrase("command.not_ours", address=run.act.actor.address))
    return run.act.actor.staff


def _person(run: Run, argument: str) -> Staff:
    """One of our people by `me`, address or name; a part of the name is enough where it is one person's only."""
    if argument.casefold() in ME:
        return _actor(run)
    address = addresses_in(argument)
    if address:
        found = run.act.work.directory.staff(address)
        people = [found] if found else []
    else:
        people = _named(run, argument)
    if len(people) == 1:
        return people[0]
    if people:
        names = ", ".join(one.email for one in people)
        raise CommandProblem(phrase("command.several_people", name=argument, people=names))
    raise CommandProblem(phrase("command.not_ours", address=address or argument))


def _group(run: Run, argument: str) -> Group | None:
    """A group by its code, name or address."""
    wanted = " ".join(argument.casefold().strip(".,;!").split())
    return next((one for one in run.act.work.directory.groups() if wanted in _names_of(one)), None)


def _names_of(group: Group) -> tuple[str, ...]:
    names = (group.code, group.name, group.address or "")
    return tuple(" ".join(one.casefold().split()) for one in names if one)


def _named(run: Run, argument: str) -> list[Staff]:
    wanted, everybody = " ".join(argument.casefold().strip(".,;!").split()), run.act.work.directory.all_staff()
    whole = [one for one in everybody if wanted == " ".join(one.name.casefold().split())]
    parts = set(wanted.split())
    return whole or [one for one in everybody if parts and parts <= set(one.name.casefold().split())]


ROWS: Final = (
    row("#take", take, once=True),
    row("#assign Nadia Berg", assign, some(phrase("needs.person")), once=True),
    row("#watch", watch),
    row("#leave", leave),
    row("#cc colleague@company.example", copy_to, ADDRESS),
    row("#remove colleague@company.example", remove, ADDRESS),
)
