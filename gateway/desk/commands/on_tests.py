"""What commands do to a request for a large-scale test."""

from dataclasses import replace
from typing import Final

from gateway.desk.commands.roles import ACCOUNT, MANAGERS
from gateway.desk.commands.run import CommandProblem, Run, row
from gateway.desk.load_tests.decisions import give_consent, refuse_consent, take_agreement
from gateway.domain.commands import Command, some
from gateway.domain.load_tests.request import SUBTYPES, TestRequest
from gateway.domain.load_tests.states import TEST_REQUEST, TestEvent
from gateway.domain.phrase import Phrase, phrase
from gateway.domain.tickets.ticket import Ticket

Problem = Phrase | None


def approve(run: Run, command: Command) -> tuple[Run, Phrase]:
    """`#approve`: the consent goes to the customer in writing, the window to operations and security."""
    ticket, request = _asked(run)
    _refuse_if(_not_ready(ticket, request) or _decided(ticket, request, "approved") or _over(run, ticket, request))
    ticket = give_consent(run.act, ticket, request)
    return replace(run, ticket=ticket), phrase("command.test_approved")


def refuse(run: Run, command: Command) -> tuple[Run, Phrase]:
    """`#refuse too close to a release`: the customer reads the reason."""
    ticket, request = _asked(run)
    _refuse_if(_decided(ticket, request, "refused"))
    ticket = refuse_consent(run.act, ticket, request, command.argument)
    return replace(run, ticket=ticket), phrase("command.told_customer", template="test_refused")


def indemnified(run: Run, command: Command) -> tuple[Run, Phrase]:
    """`#indemnified`: all parties have signed the agreement."""
    ticket, request = _asked(run)
    _refuse_if(_decided(ticket, request, "indemnified"))
    take_agreement(run.act, ticket, request)
    return run, phrase("command.changed")


def _asked(run: Run) -> tuple[Ticket, TestRequest]:
    """The ticket with its request, where a customer asked for a test."""
    ticket = run.required()
    request = run.act.work.load_tests.get(ticket.id) if ticket.subtype in SUBTYPES else None
    if request is None:
        raise CommandProblem(phrase("command.no_test", ticket=ticket.number))
    if run.act.work.directory.staff(ticket.requester):
        raise CommandProblem(phrase("command.no_customer", ticket=ticket.number))
    return ticket, request


def _refuse_if(problem: Problem) -> None:
    if problem:
        raise CommandProblem(problem)


def _not_ready(ticket: Ticket, request: TestRequest) -> Problem:
    if request.state == "incomplete":
        missing = tuple(phrase(f"test_item.{one}") for one in request.missing)
        return phrase("command.test_incomplete", ticket=ticket.number, missing=missing)
    if request.state == "awaiting_indemnification":
        return phrase("command.not_indemnified", ticket=ticket.number)
    return None


def _decided(ticket: Ticket, request: TestRequest, event: TestEvent) -> Problem:
    if TEST_REQUEST.allows(request.state, event):
        return None
    return phrase("command.test_decided", ticket=ticket.number, state=phrase(f"test_state.{request.state}"))


def _over(run: Run, ticket: Ticket, request: TestRequest) -> Problem:
    over = request.ends is not None and request.ends <= run.act.now
    return phrase("command.test_over", ticket=ticket.number) if over else None


ROWS: Final = (
    row("#approve", approve, once=True, who=MANAGERS),
    row("#refuse too close to a release", refuse, some(phrase("needs.reason")), once=True, who=MANAGERS),
    row("#indemnified", indemnified, once=True, who=ACCOUNT),
)
