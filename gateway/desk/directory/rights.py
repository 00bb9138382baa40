"""What a ticket is to one of our people, and what they lack the right to do there.

See docs/domain.md, "Rights of our own people".
"""

from collections.abc import Iterable

from gateway.desk.act import Act
from gateway.domain.commands import Word
from gateway.domain.directory.entries import Organization, Staff
from gateway.domain.phrase import Phrase, phrase
from gateway.domain.rights import Lack, Relation
from gateway.domain.tickets.ticket import Ticket
from gateway.errors import NotAllowed
from gateway.rules.policies.access import Access
from gateway.store.store import UnitOfWork


def relation_of(work: UnitOfWork, person: Staff, ticket: Ticket) -> Relation:
    """By the directory, and by who the ticket and its escalation were given to."""
    organization = work.directory.organization(ticket.organization) if ticket.organization else None
    own = asked(person, ticket) or (organization is not None and _is_one_of(person, organization.account_team))
    return Relation(own, _in_a_region(work, person, ticket, organization))


def asked(person: Staff, ticket: Ticket) -> bool:
    """Is it a case of their own?"""
    return _is_one_of(person, (ticket.requester,))


def _in_a_region(work: UnitOfWork, person: Staff, ticket: Ticket, organization: Organization | None) -> bool:
    """A person without regions is of all of them, and a ticket without one is everybody's."""
    code = organization.region if organization else None
    if not person.regions or code is None or code in person.regions or _is_one_of(person, (ticket.assignee,)):
        return True
    group = work.directory.group(ticket.group)
    if group and _is_one_of(person, group.members):
        return True
    region = work.directory.region(code)
    if region and _is_one_of(person, (region.manager, region.deputy)):
        return True
    running = work.escalations.running(ticket.id)
    return running is not None and _is_one_of(person, (running.manager,))


def _is_one_of(person: Staff, addresses: Iterable[str | None]) -> bool:
    return person.email.lower() in [one.lower() for one in addresses if one]


def lacking_for(
    access: Access, roles: tuple[str, ...], words: Iterable[Word], ticket: Ticket, relation: Relation
) -> list[Phrase]:
    """The rights that somebody with these roles lacks for commands on a ticket, one sentence each."""
    far = access.too_far(roles, relation)
    lacks = ((far or access.lack(roles, word, relation), word) for word in words)
    # that their roles may never give it is said of the command already
    return [lacking(lack, f"#{word.name}", ticket) for lack, word in lacks if lack and lack != "role"]


def require(act: Act, command: str) -> None:
    """Raises NotAllowed where no role of who acts may give the command; whoever uses the machine unnamed may."""
    person = act.actor.staff
    if person and act.desk.rules.data.access.lack(person.roles, command, Relation(own=True, region=True)):
        raise NotAllowed(f"{person.email} may not do that: #{command} is not for their roles (access.toml).")


def lacking(lack: Lack, what: Phrase | str, ticket: Ticket) -> Phrase:
    """Which right is missing, in a sentence; `what` is a command, or what else they wanted to do."""
    if lack == "role":
        return phrase("right.role", what=what)
    return phrase("right.own" if lack == "own" else "right.regions", what=what, ticket=ticket.number)
