"""`gateway escalation show` and `do`: one escalation with its timeline, and the commands of its manager."""

from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from gateway.cli.case_acts import commanded
from gateway.cli.case_file import MOST_TOLD
from gateway.cli.cases import escalation
from gateway.cli.escalation_file import EscalationCase, escalation_file
from gateway.cli.listing import Times
from gateway.cli.opening import act_as, choose_clock, load_config, open_desk, open_store
from gateway.cli.options import As, At, Json
from gateway.cli.output import Document, emit, write
from gateway.cli.showing import show_done
from gateway.errors import NotAllowed, NotFound

if TYPE_CHECKING:
    from gateway.domain.escalations.escalation import Escalation
    from gateway.store.store import UnitOfWork

Number = Annotated[str, typer.Argument(metavar="NUMBER", help="An escalation number such as E-00001.")]


def register(app: typer.Typer) -> None:
    """Add these commands to those of escalations."""
    escalation.command("show")(show_escalation)
    escalation.command("do")(do)


def show_escalation(ctx: typer.Context, number: Number, at: At = None, as_json: Json = False) -> None:
    """Show an escalation: where it stands, what was said, and what happened when.

    Example: gateway escalation show E-00001"""
    config = load_config(ctx)
    with open_store(ctx, config).read() as work:
        found = escalation_of(work, number)
        if as_json:
            emit(_document(work, found), as_json=True)
        else:
            times = Times(ZoneInfo(config.gateway.timezone), choose_clock(config, at).now())
            write(escalation_file(_case(work, found), times))


def do(
    ctx: typer.Context,
    number: Number,
    commands: Annotated[list[str], typer.Argument(metavar="COMMAND...", help='Such as "accept cadence=4h".')],
    by: As = None,
    at: At = None,
    as_json: Json = False,
) -> None:
    """Give a manager's commands on an escalation, all or none; print the transcript.

    Example: gateway escalation do E-00001 "accept cadence=4h" "plan A fix by Friday" --as manager@vendor.example"""
    from gateway.desk.documents.outgoing import outgoing_document
    from gateway.domain.escalations.states import OVER

    desk = open_desk(ctx, at)
    with desk.store.begin() as work:
        act, before, found = act_as(desk, work, by), work.outbox.newest_id(), escalation_of(work, number)
        ticket = work.tickets.get(found.ticket_id)
        if ticket is None or found.state in OVER:
            raise NotAllowed(f"{found.number} is over ({found.state}): nothing can be done with it.")
        result = commanded(act, ticket, commands)
        queued = [outgoing_document(one) for one in work.outbox.of_act(ticket.id, act.now, before)]
        document = {**_document(work, escalation_of(work, number)), "outgoing": queued}
    title = f"escalation {document['number']}: {document['state']}, level {document['level']}"
    show_done({"transcript": list(result.transcript), **document}, title, as_json)


def escalation_of(work: "UnitOfWork", number: str) -> "Escalation":
    """The escalation that somebody names. Raises NotFound."""
    from gateway.domain.escalations.escalation import escalation_id

    known = escalation_id(number)
    found = work.escalations.get(known) if known else None
    if found is None:
        raise NotFound(f"there is no escalation {number}. Run: gateway escalation list")
    return found


def _document(work: "UnitOfWork", found: "Escalation") -> Document:
    from gateway.desk.documents.cases import escalation_document, step_document

    steps = [step_document(one) for one in work.escalations.steps(found.id)]
    return {**escalation_document(found), "steps": steps}


def _case(work: "UnitOfWork", found: "Escalation") -> EscalationCase:
    from gateway.desk.directory.people import named

    told = [one for one in work.outbox.of_ticket(found.ticket_id, MOST_TOLD) if one.escalation_id == found.id]
    return EscalationCase(
        escalation=found,
        ticket=work.tickets.get(found.ticket_id),
        steps=work.escalations.steps(found.id),
        told=told,
        name=lambda address: named(work, address),
    )
