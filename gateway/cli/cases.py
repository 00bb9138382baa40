"""`gateway ticket` and `gateway escalation`: look at cases."""

from typing import Annotated

import typer

from gateway.cli.opening import open_store
from gateway.cli.options import Json, Limit, State
from gateway.cli.output import emit
from gateway.errors import NotFound

TICKET_COLUMNS = ("number", "state", "priority", "organization", "requester", "created", "subject")
ESCALATION_COLUMNS = ("number", "ticket", "state", "level", "manager", "created")

ticket = typer.Typer(help="Look at tickets.", no_args_is_help=True, rich_markup_mode=None)
escalation = typer.Typer(help="Look at escalations.", no_args_is_help=True, rich_markup_mode=None)


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.add_typer(ticket, name="ticket")
    app.add_typer(escalation, name="escalation")


@ticket.command("list")
def list_tickets(ctx: typer.Context, state: State = None, limit: Limit = None, as_json: Json = False) -> None:
    """List tickets, newest last."""
    from gateway.desk.views import ticket_row

    with open_store(ctx).read() as work:
        rows = [ticket_row(one) for one in work.tickets.listing(state, limit)]
    emit(rows, as_json, TICKET_COLUMNS)


@ticket.command("show")
def show_ticket(
    ctx: typer.Context,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="A ticket number such as T-001001.")],
    as_json: Json = False,
) -> None:
    """Show a ticket with its notes and participants."""
    from gateway.desk.views import ticket_document
    from gateway.domain.ticket import ticket_id

    with open_store(ctx).read() as work:
        known = ticket_id(number)
        found = work.tickets.get(known) if known else None
        if found is None:
            raise NotFound(f"there is no ticket {number}. Run: gateway ticket list")
        document = ticket_document(work, found)
    emit(document, as_json)


@escalation.command("list")
def list_escalations(ctx: typer.Context, state: State = None, limit: Limit = None, as_json: Json = False) -> None:
    """List escalations, newest last."""
    from gateway.desk.views import escalation_row

    with open_store(ctx).read() as work:
        rows = [escalation_row(one) for one in work.escalations.listing(state, limit)]
    emit(rows, as_json, ESCALATION_COLUMNS)


@escalation.command("show")
def show_escalation(
    ctx: typer.Context,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="An escalation number such as E-00001.")],
    as_json: Json = False,
) -> None:
    """Show an escalation."""
    from gateway.desk.views import escalation_document
    from gateway.domain.escalation import escalation_id

    with open_store(ctx).read() as work:
        known = escalation_id(number)
        found = work.escalations.get(known) if known else None
        if found is None:
            raise NotFound(f"there is no escalation {number}. Run: gateway escalation list")
    emit(escalation_document(found), as_json)
