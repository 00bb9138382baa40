"""Who of us a ticket is given to by a rule (rules/decisions/routing.toml), and which groups are behind them."""

from dataclasses import dataclass, replace

from gateway.desk.act import Act
from gateway.desk.directory.people import group_people, is_away, named
from gateway.desk.tickets.owners import organization_of
from gateway.domain.directory.entries import Group, Staff
from gateway.domain.facts import Code, RoutingFacts
from gateway.domain.phrase import Phrase, phrase
from gateway.domain.tickets.routing import Route
from gateway.domain.tickets.states import after
from gateway.domain.tickets.ticket import PRIORITIES, TYPES, Ticket
from gateway.domain.verdict import Ground
from gateway.mail.message import Mailbox


@dataclass(frozen=True, slots=True)
class Routed:
    """A ticket with its group or person; `said`: for its notes, None where it is the region's as any other."""

    ticket: Ticket
    said: Phrase | None = None


def routed(act: Act, ticket: Ticket) -> Routed:
    """A new ticket as a rule gives it. A person who is there has it at once, so that it is open.

    What the directory does not have is left out, and somebody has to look.
    """
    route, ground = route_of(act, ticket)
    group, person = act.work.directory.group(route.group), _person(act, route)
    lost = bool((route.group and group is None) or (route.person and person is None))
    ticket = replace(ticket, triage=ticket.triage or route.triage or lost)
    if group:
        ticket = replace(ticket, group=group.code)
    if person and not is_away(person, act.now):
        ticket = replace(ticket, assignee=person.email, state=after(ticket.state, "assigned"))
    return Routed(ticket, _said(act, ticket, group, ground, lost))


def _person(act: Act, route: Route) -> Staff | None:
    return act.work.directory.staff(route.person) if route.person else None


def _said(act: Act, ticket: Ticket, group: Group | None, ground: Ground, lost: bool) -> Phrase | None:
    if lost:
        return phrase("note.not_routed", rule=ground.rule)
    if ticket.assignee:
        return phrase("note.routed", to=named(act.work, ticket.assignee), rule=ground.rule)
    return phrase("note.routed", to=group.name, rule=ground.rule) if group else None


def route_of(act: Act, ticket: Ticket) -> tuple[Route, Ground]:
    """What the rules say of a ticket as it stands."""
    organization = organization_of(act.work, ticket)
    apps = act.work.directory.apps(organization.code) if organization and ticket.app else ()
    facts = RoutingFacts(
        address=_code(ticket.address),
        organization=_code(ticket.organization),
        region=_code(organization.region if organization else None),
        app=_code(ticket.app),
        strategy=_code(next((one.strategy for one in apps if one.code == ticket.app), None)),
        environment=_code(ticket.environment),
        component=_code(ticket.component),
        language=_code(ticket.language),
        type=next((one for one in TYPES if one == ticket.type), "question"),
        priority=next((one for one in PRIORITIES if one == ticket.priority), "medium"),
        subject=ticket.subject,
    )
    return act.desk.rules.routing.decide(facts)


def _code(value: str | None) -> Code:
    return Code(value or "")


def line_group(act: Act, ticket: Ticket, line: int) -> Group | None:
    """The group to which a line of a ticket belongs, None where that is a matter of roles."""
    return act.work.directory.group(route_of(act, ticket)[0].line(line))


def line_group_people(act: Act, ticket: Ticket, line: int) -> tuple[Mailbox, ...]:
    """Those of that group who are there."""
    group = line_group(act, ticket, line)
    return group_people(act.work, group, act.now) if group else ()
