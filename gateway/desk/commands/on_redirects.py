"""What commands do to a ticket of which others take care."""

from dataclasses import replace
from typing import Final

from gateway.desk.commands.run import CommandProblem, Run, row
from gateway.desk.redirects.account import who_takes
from gateway.desk.redirects.places import PLACES, TRAINING
from gateway.desk.redirects.redirect import redirect_ticket
from gateway.desk.redirects.scope import end_as_out_of_scope
from gateway.desk.tickets.owners import organization_of
from gateway.domain.commands import Command, one_of
from gateway.domain.phrase import Phrase, phrase
from gateway.domain.tickets.states import allows
from gateway.domain.tickets.ticket import Ticket


def redirect(run: Run, command: Command) -> tuple[Run, Phrase]:
    """`#redirect csm`: the customer hears who takes care of it, and the ticket is solved."""
    ticket, kind = _alive(run), command.argument.lower()
    place = PLACES[kind]
    if kind in TRAINING and not run.act.desk.config.addresses.training:
        raise CommandProblem(phrase("command.no_training"))
    organization = organization_of(run.act.work, ticket)
    if place.person != "nobody" and who_takes(run.act, organization, place.person) is None:
        raise CommandProblem(phrase("command.no_account_team", ticket=ticket.number))
    solved = redirect_ticket(run.act, ticket, kind)
    return replace(run, ticket=solved), phrase("command.told_customer", template=place.template)


def scope_out(run: Run, command: Command) -> tuple[Run, Phrase]:
    """`#scope out`: the customer gets the draft, and the ticket is solved."""
    solved, template = end_as_out_of_scope(run.act, _alive(run))
    return replace(run, ticket=solved), phrase("command.told_customer", template=template)


def _alive(run: Run) -> Ticket:
    """The ticket, where there is still something to send on and a customer to tell."""
    ticket = run.required()
    if ticket.state == "solved" or not allows(ticket.state, "status_solved"):
        raise CommandProblem(phrase("command.final", ticket=ticket.number, state=ticket.state))
    if run.act.work.directory.staff(ticket.requester):
        raise CommandProblem(phrase("command.no_customer", ticket=ticket.number))
    return ticket


ROWS: Final = (
    row("#redirect csm", redirect, one_of(*PLACES), once=True),
    row("#scope out", scope_out, one_of("out"), once=True),
)
