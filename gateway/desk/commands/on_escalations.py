"""What commands do to the escalation of a ticket: the manager's decisions, by reply to any mail of the case."""

import re
from dataclasses import replace
from typing import Final

from gateway.desk.commands.roles import MANAGERS
from gateway.desk.commands.run import CommandProblem, Run, row
from gateway.desk.directory.managers import top_level
from gateway.desk.escalations import managing
from gateway.domain.commands import Argument, Command, one_of, some
from gateway.domain.escalations.cadence import read_cadence
from gateway.domain.escalations.escalation import Escalation
from gateway.domain.escalations.states import ESCALATION, EscalationEvent
from gateway.domain.phrase import Phrase, phrase
from gateway.domain.tickets.ticket import Ticket
from gateway.errors import NotAllowed

_RESOLUTION: Final = re.compile(r"(solution|workaround)[\s:,-]+(\S.*)", re.DOTALL | re.IGNORECASE)
_QUOTES: Final = " \t\"'“”„«»"


def accept(run: Run, command: Command) -> tuple[Run, Phrase]:
    """`#accept cadence=4h`: the escalation is theirs."""
    ticket, escalation = _meant(run, "manager_accepts")
    try:
        changed = managing.accept_request(run.act, ticket, escalation, read_cadence(command.argument))
    except NotAllowed:
        raise CommandProblem(phrase("command.no_manager", escalation=escalation.number)) from None
    return _done(run, changed, "accepted", escalation)


def decline(run: Run, command: Command) -> tuple[Run, Phrase]:
    """`#decline REASON`: the customer reads the reason."""
    ticket, escalation = _meant(run, "manager_declines")
    return _done(run, managing.decline(run.act, ticket, escalation, command.argument), "declined", escalation)


def plan(run: Run, command: Command) -> tuple[Run, Phrase]:
    """`#plan TEXT`: what is done, for everybody on the ticket."""
    ticket, escalation = _meant(run, "customer_told")
    return _done(run, managing.inform(run.act, ticket, escalation, managing.PLAN, command.argument), "told", escalation)


def update(run: Run, command: Command) -> tuple[Run, Phrase]:
    """`#update TEXT`: how it stands, for everybody on the ticket."""
    ticket, escalation = _meant(run, "customer_told")
    told = managing.inform(run.act, ticket, escalation, managing.UPDATE, command.argument)
    return _done(run, told, "told", escalation)


def level(run: Run, command: Command) -> tuple[Run, Phrase]:
    """`#level 2`: the next manager takes it."""
    (ticket, escalation), wanted = _meant(run, "level_raised"), int(command.argument)
    if wanted <= escalation.level or wanted > top_level(run.act.desk):
        raise CommandProblem(phrase("command.level_not_above", escalation=escalation.number, level=escalation.level))
    try:
        raised = managing.raise_level(run.act, ticket, escalation, wanted)
    except NotAllowed:
        raise CommandProblem(phrase("command.nobody_above", level=wanted)) from None
    return run, phrase("command.level_is", level=raised.level, person=raised.manager or "")


def resolve(run: Run, command: Command) -> tuple[Run, Phrase]:
    """`#resolve workaround TEXT`: the customer is asked whether it is solved."""
    (ticket, escalation), found = _meant(run, "resolved"), _RESOLUTION.fullmatch(command.argument)
    kind, text = (found[1].lower(), found[2].strip(_QUOTES)) if found else ("", "")
    changed = managing.resolve(run.act, ticket, escalation, kind, text)
    return _done(run, changed, "asked", escalation)


def close(run: Run, command: Command) -> tuple[Run, Phrase]:
    """`#close REASON`: the customer reads the reason; the ticket stays as it is."""
    ticket, escalation = _meant(run, "closed_by_manager")
    return _done(run, managing.close(run.act, ticket, escalation, command.argument), "ended", escalation)


def _meant(run: Run, event: EscalationEvent) -> tuple[Ticket, Escalation]:
    """The ticket and its running escalation. Raises CommandProblem where there is none, or the event cannot happen."""
    ticket = run.required()
    found = run.act.work.escalations.running(ticket.id)
    if found is None:
        last = run.act.work.escalations.last(ticket.id)
        over = phrase("command.escalation_over", escalation=last.number, state=last.state) if last else None
        raise CommandProblem(over or phrase("command.not_escalated", ticket=ticket.number))
    if not ESCALATION.allows(found.state, event):
        raise CommandProblem(phrase(f"undecided.{found.state}", escalation=found.number))
    return ticket, found


def _done(run: Run, ticket: Ticket, what: str, escalation: Escalation) -> tuple[Run, Phrase]:
    return replace(run, ticket=ticket), phrase(f"decided.{what}", escalation=escalation.number)


_CADENCE: Final = Argument(
    phrase("needs.cadence"), lambda argument: not argument or read_cadence(argument) is not None, by_example=True
)
_REASON: Final = some(phrase("needs.reason"))
_RESOLVED: Final = Argument(
    phrase("needs.resolution"), lambda argument: _RESOLUTION.fullmatch(argument) is not None, by_example=True
)

ROWS: Final = (
    row("#accept cadence=4h", accept, _CADENCE, "escalation", once=True, who=MANAGERS),
    row("#decline no production impact", decline, _REASON, "escalation", once=True, who=MANAGERS),
    row("#plan We send a fix by Friday.", plan, some(phrase("needs.plan")), "escalation", who=MANAGERS),
    row("#update The fix is being tested.", update, some(phrase("needs.news")), "escalation", who=MANAGERS),
    row("#level 2", level, one_of("2", "3"), "escalation", once=True, who=MANAGERS),
    row("#resolve solution 10.2 mends it.", resolve, _RESOLVED, "escalation", once=True, who=MANAGERS),
    row("#close solved with 10.2", close, _REASON, "escalation", once=True, who=MANAGERS),
)
