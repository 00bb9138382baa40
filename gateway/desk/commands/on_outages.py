"""What commands do about outages."""

from dataclasses import replace
from typing import Final

from gateway.desk.commands.run import CommandProblem, Run, row
from gateway.desk.tickets.outages import link
from gateway.domain.commands import Argument, Command
from gateway.domain.outages.outage import outage_id
from gateway.domain.phrase import Phrase, phrase
from gateway.domain.tickets.states import FINAL

NONE: Final = "none"  # instead of a number: no outage concerns the ticket after all


def set_outage(run: Run, command: Command) -> tuple[Run, Phrase]:
    """`#outage O-0001` links the ticket: it does not end by itself until the outage is over; `none` undoes that."""
    ticket, word = run.required(), command.argument.strip()
    if word.lower() == NONE:
        if ticket.outage is None:
            raise CommandProblem(phrase("command.not_linked", ticket=ticket.number))
        return run.save(replace(ticket, outage=None)), phrase("command.outage_none")
    if ticket.state in FINAL:
        raise CommandProblem(phrase("command.final", ticket=ticket.number, state=ticket.state))
    outage = run.act.work.outages.get(word)
    if outage is None or not outage.is_open:
        current = ", ".join(f"{one.number} ({one.title})" for one in run.act.work.outages.current())
        problem = "command.no_outage_but" if current else "command.no_outage"
        raise CommandProblem(phrase(problem, outage=word, current=current))
    linked = link(run.act, ticket, outage)
    return replace(run, ticket=linked), phrase("command.outage", outage=f"{outage.number} ({outage.title})")


def _names_outage(argument: str) -> bool:
    return argument.strip().lower() == NONE or outage_id(argument) is not None


ROWS: Final = (
    row("#outage O-0001", set_outage, Argument(phrase("needs.outage"), _names_outage, by_example=True), once=True),
)
