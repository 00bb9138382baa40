"""`gateway ticket remove`: take somebody off a ticket."""

from typing import Annotated

import typer

from gateway.cli.cases import ticket, ticket_of
from gateway.cli.opening import act_of, open_desk, operator
from gateway.cli.options import At, By, Json
from gateway.cli.output import emit
from gateway.errors import NotFound


def register(app: typer.Typer) -> None:
    """Add this command to those of tickets."""
    ticket.command("remove")(remove)


def remove(
    ctx: typer.Context,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="A ticket number such as T-001001.")],
    mail: Annotated[str, typer.Argument(metavar="MAIL", help="The address of who shall take part no more.")],
    by: By = None,
    at: At = None,
    as_json: Json = False,
) -> None:
    """Let somebody take part in a ticket no more: answers do not go to them.

    Example: gateway ticket remove T-001001 former.colleague@acorn.example"""
    from gateway.desk.documents.cases import ticket_document
    from gateway.desk.tickets.notes import remark
    from gateway.desk.tickets.participants import take_off
    from gateway.domain.phrase import phrase

    desk = open_desk(ctx, at)
    with desk.store.begin() as work:
        found = ticket_of(work, number)
        act = act_of(desk, work, by or operator())
        if not take_off(act, found, mail):
            raise NotFound(f"{mail} takes no part in {number} that could end. Run: gateway ticket show {number}")
        remark(act, found.id, phrase("note.taken_off", person=mail.lower(), by=act.actor.address))
        document = ticket_document(work, found)
    emit(document, as_json)
