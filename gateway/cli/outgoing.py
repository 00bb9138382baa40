"""`gateway queue`: outgoing mail, and why it is where it is."""

from typing import TYPE_CHECKING, Annotated

import typer

from gateway.cli.opening import open_desk, open_store
from gateway.cli.options import At, Json, Limit, OutgoingId, State
from gateway.cli.output import emit

if TYPE_CHECKING:
    from gateway.store.store import Work

COLUMNS = ("id", "state", "template", "ticket", "envelope_to", "attempts", "next_attempt", "reason", "subject")
Reason = Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="Why; shown with the mail.")]

queue = typer.Typer(help="Outgoing mail and why it is where it is.", no_args_is_help=True, rich_markup_mode=None)


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.add_typer(queue, name="queue")


@queue.command("list")
def list_queue(ctx: typer.Context, state: State = None, limit: Limit = None, as_json: Json = False) -> None:
    """List outgoing mail, newest last."""
    from gateway.desk.documents import queue_row

    with open_store(ctx).read() as work:
        rows = [queue_row(one) for one in work.outbox.listing(state, limit)]
    emit(rows, as_json, COLUMNS)


@queue.command("show")
def show_queue(ctx: typer.Context, outgoing_id: OutgoingId, as_json: Json = False) -> None:
    """Show a mail with every recipient's answer and its text."""
    with open_store(ctx).read() as work:
        document = _document(work, outgoing_id)
    emit(document, as_json)


@queue.command("retry")
def retry(ctx: typer.Context, outgoing_id: OutgoingId, at: At = None, as_json: Json = False) -> None:
    """Let a mail that failed, waits or is held be sent with the next dispatch."""
    from gateway.desk.release_held import retry as change

    desk = open_desk(ctx, at)
    with desk.store.begin() as work:
        change(desk, work, outgoing_id, desk.clock.now())
        document = _document(work, outgoing_id)
    emit(document, as_json)


@queue.command("hold")
def hold(ctx: typer.Context, outgoing_id: OutgoingId, as_json: Json = False) -> None:
    """Keep a mail back until it is retried or dropped."""
    from gateway.desk.queue import hold as change

    with open_store(ctx).begin() as work:
        change(work, outgoing_id)
        document = _document(work, outgoing_id)
    emit(document, as_json)


@queue.command("drop")
def drop(ctx: typer.Context, outgoing_id: OutgoingId, as_json: Json = False) -> None:
    """Never send a mail; it stays in the list."""
    from gateway.desk.queue import drop as change

    with open_store(ctx).begin() as work:
        change(work, outgoing_id)
        document = _document(work, outgoing_id)
    emit(document, as_json)


def _document(work: "Work", outgoing_id: int) -> dict[str, object]:
    from gateway.desk.documents import outgoing_document, queue_row

    row = work.outbox.show(outgoing_id)
    return {**queue_row(row), **outgoing_document(row)}
