"""`gateway serve`, `tick` and `dispatch`: the gateway at work, all of it or one round of a part."""

from typing import Annotated

import typer

from gateway.cli.opening import load_config, open_desk
from gateway.cli.options import At, Json
from gateway.cli.output import emit, write

Backfill = Annotated[
    bool, typer.Option("--backfill", help="Read mailboxes that were never read from their first message on.")
]


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("serve")(serve)
    app.command("tick")(tick)
    app.command("dispatch")(dispatch)


def serve(ctx: typer.Context, backfill: Backfill = False) -> None:
    """Run everything until SIGTERM.

    Listeners, mailboxes, workers, timers, dispatch and HTTP in one process tree; logs on standard error."""
    from gateway.worker import serve as run

    raise typer.Exit(run(load_config(ctx), backfill))


def tick(ctx: typer.Context, at: At = None, as_json: Json = False) -> None:
    """Run every timer that is due, once.

    Warnings, reminders, renewals. Safe to repeat."""
    from gateway.desk.deadlines import tick as run
    from gateway.desk.documents import outgoing_document
    from gateway.desk.views import instant

    desk = open_desk(ctx, at)
    result = run(desk, desk.clock.now())
    with desk.store.read() as work:
        outgoing = [outgoing_document(work.outbox.show(one)) for one in result.outgoing]
    fired = [{"kind": one.kind, "subject": one.subject, "milestone": one.milestone} for one in result.fired]
    if as_json:
        emit({"at": instant(result.at), "fired": fired, "outgoing": outgoing}, as_json)
        return
    lines = [f"{one.kind} {one.subject} {one.milestone or ''}".rstrip() for one in result.fired]
    write("\n".join([*lines, f"{len(result.fired)} timers fired, {len(result.outgoing)} mails queued."]) + "\n")


def dispatch(ctx: typer.Context, at: At = None, as_json: Json = False) -> None:
    """Hand queued mail to the smarthost, once.

    Exit 0 even when the smarthost is away: the mail stays queued."""
    from gateway.adapters.way_out import open_mailer
    from gateway.desk.dispatch import dispatch as run

    desk = open_desk(ctx, at)
    mailer = open_mailer(desk.config)
    try:
        result = run(desk, mailer)
    finally:
        mailer.close()
    counts = {"sent": result.sent, "deferred": result.deferred, "failed": result.failed}
    emit(counts, as_json)
