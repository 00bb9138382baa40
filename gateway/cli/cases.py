"""`gateway ticket` and `gateway escalation`: look at cases."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from gateway.cli.case_file import MOST_TOLD, OVER, Case, case_file, claimed
from gateway.cli.listing import Asked, Column, Times, View, show_list
from gateway.cli.opening import choose_clock, load_config, open_store
from gateway.cli.options import (
    Assignee,
    At,
    Due,
    Group,
    Json,
    Late,
    Limit,
    Organization,
    Priority,
    Search,
    Since,
    State,
)
from gateway.cli.output import emit, write
from gateway.errors import NotFound

if TYPE_CHECKING:
    from gateway.domain.escalations.escalation import Escalation
    from gateway.domain.tickets.ticket import Ticket
    from gateway.store.store import UnitOfWork

TICKET_COLUMNS = (
    Column("ticket"),
    Column("came", wide=True),
    Column("state"),
    Column("priority"),
    Column("when"),
    Column("from", gives_way=True),
    Column("subject", gives_way=True),
    Column("organization", wide=True),
    Column("assignee", gives_way=True, wide=True),
    Column("group", gives_way=True, wide=True),
)
ESCALATION_COLUMNS = (
    Column("escalation"),
    Column("came", wide=True),
    Column("ticket"),
    Column("state"),
    Column("when"),
    Column("manager", gives_way=True),
    Column("subject", gives_way=True),
    Column("level", wide=True),
    Column("organization", wide=True),
)
LIST_TICKETS = """List tickets, newest last.

Example: gateway ticket list --organization acorn --priority critical --since 7d
--late shows what is late; --due 4h what will be, too."""
LIST_ESCALATIONS = """List escalations, newest last; --assignee is their manager.

Example: gateway escalation list --state requested --assignee manager@vendor.example"""

ticket = typer.Typer(help="Look at tickets.", no_args_is_help=True, rich_markup_mode=None)
escalation = typer.Typer(help="Look at escalations.", no_args_is_help=True, rich_markup_mode=None)


def register(app: typer.Typer) -> None:
    """Add these commands."""
    ticket.command("list", help=LIST_TICKETS)(list_tickets)
    ticket.command("show")(show_ticket)
    escalation.command("list", help=LIST_ESCALATIONS)(list_escalations)
    app.add_typer(ticket, name="ticket")
    app.add_typer(escalation, name="escalation")


def list_tickets(
    ctx: typer.Context,
    state: State = None,
    organization: Organization = None,
    assignee: Assignee = None,
    priority: Priority = None,
    since: Since = None,
    search: Search = None,
    group: Group = None,
    late: Late = False,
    due: Due = None,
    limit: Limit = None,
    at: At = None,
    as_json: Json = False,
) -> None:
    """List tickets."""
    from gateway.store.sql.listing import Wanted

    due_by = choose_clock(load_config(ctx), at).now() + (due or timedelta(0)) if late or due is not None else None
    wanted = Wanted(state, organization, assignee, priority, None, since, search, due_by, group)
    show_list(ctx, _tickets(), Asked(wanted, limit, as_json, at))


def list_escalations(
    ctx: typer.Context,
    state: State = None,
    organization: Organization = None,
    assignee: Assignee = None,
    priority: Priority = None,
    since: Since = None,
    search: Search = None,
    limit: Limit = None,
    at: At = None,
    as_json: Json = False,
) -> None:
    """List escalations."""
    from gateway.store.sql.listing import Wanted

    wanted = Wanted(state, organization, assignee, priority, None, since, search)
    show_list(ctx, _escalations(), Asked(wanted, limit, as_json, at))


def _tickets() -> "View[Ticket]":
    from gateway.desk.documents.cases import ticket_row
    from gateway.domain.tickets.ticket import STATES

    return View(lambda work: work.tickets, ticket_row, TICKET_COLUMNS, _ticket_cells, STATES)


def _escalations() -> "View[Escalation]":
    from gateway.desk.documents.cases import escalation_row
    from gateway.domain.escalations.states import STATES

    return View(lambda work: work.escalations, escalation_row, ESCALATION_COLUMNS, _escalation_cells, STATES)


def _ticket_cells(work: "UnitOfWork", tickets: "Sequence[Ticket]", times: Times) -> list[list[str]]:
    return [
        [
            one.number,
            times.local(one.received_at),
            one.state,
            claimed(one),
            _next_of_ticket(one, times) or times.local(one.received_at),
            one.requester,
            one.subject,
            one.organization or "",
            one.assignee or "",
            one.group or "",
        ]
        for one in tickets
    ]


def _next_of_ticket(one: "Ticket", times: Times) -> str:
    """The deadline that runs: of the first answer, then of the resolution."""
    if one.state in OVER:
        return ""
    return times.due(one.resolution_due if one.first_response_at else one.first_response_due)


def show_ticket(
    ctx: typer.Context,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="A ticket number such as T-001001.")],
    at: At = None,
    as_json: Json = False,
) -> None:
    """Show a ticket: its clocks, people, notes, and the mails we sent.

    Example: gateway ticket show T-001001"""
    from gateway.desk.documents.cases import ticket_document

    config = load_config(ctx)
    with open_store(ctx, config).read() as work:
        found = ticket_of(work, number)
        if as_json:
            emit(ticket_document(work, found), as_json=True)
        else:
            times = Times(ZoneInfo(config.gateway.timezone), choose_clock(config, at).now())
            write(case_file(_case(work, found), times))


def _case(work: "UnitOfWork", found: "Ticket") -> Case:
    from gateway.desk.directory.people import named
    from gateway.desk.tickets.letter_views import app_name, group_name
    from gateway.desk.tickets.owners import organization_of
    from gateway.domain.load_tests.request import SUBTYPES

    organization = organization_of(work, found)
    test = work.load_tests.get(found.id) if found.subtype in SUBTYPES else None
    escalation = work.escalations.running(found.id) or work.escalations.last(found.id)
    issue = work.known_issues.get(found.problem) if found.problem else None
    return Case(
        ticket=found,
        organization=organization.name if organization else None,
        app=app_name(work, found),
        group=group_name(work, found),
        escalation=f"{escalation.number}, {escalation.state.replace('_', ' ')}" if escalation else None,
        people=work.tickets.participants(found.id),
        notes=work.tickets.notes(found.id),
        told=work.outbox.of_ticket(found.id, MOST_TOLD),
        name=lambda address: named(work, address),
        test=test,
        problem=issue.named if issue else found.problem,
    )


def ticket_of(work: "UnitOfWork", number: str) -> "Ticket":
    """The ticket that somebody names. Raises NotFound."""
    from gateway.domain.tickets.ticket import ticket_id

    known = ticket_id(number)
    found = work.tickets.get(known) if known else None
    if found is None:
        raise NotFound(f"there is no ticket {number}. Run: gateway ticket list")
    return found


def _escalation_cells(work: "UnitOfWork", found: "Sequence[Escalation]", times: Times) -> list[list[str]]:
    from gateway.domain.tickets.ticket import ticket_number

    tickets = {one.id: one for one in work.tickets.several(one.ticket_id for one in found)}
    cells = []
    for one in found:
        case = tickets.get(one.ticket_id)
        due = {"requested": one.manager_due, "active": one.next_update_due}.get(one.state)
        cells.append(
            [
                one.number,
                times.local(one.created),
                ticket_number(one.ticket_id),
                one.state,
                times.due(due) or times.local(one.created),
                one.manager or "",
                case.subject if case else "",
                str(one.level),
                (case.organization if case else None) or "",
            ]
        )
    return cells
