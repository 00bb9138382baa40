"""`gateway serve`, `tick` and `dispatch`: the gateway at work, all of it or one round of a part."""

from typing import Annotated

import typer

from gateway.cli.opening import load_config, open_desk
from gateway.cli.options import At, Json
from gateway.cli.output import emit, write
from gateway.errors import ConfigurationFaults, NotAllowed, NotFound

Backfill = Annotated[
    bool, typer.Option("--backfill", help="Read mailboxes that were never read from their first message on.")
]


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("serve")(serve)
    app.command("reload")(reload)
    app.command("tick")(tick)
    app.command("dispatch")(dispatch)


def serve(ctx: typer.Context, backfill: Backfill = False) -> None:
    """Run everything until SIGTERM.

    Listeners, mailboxes, workers, timers, dispatch and HTTP in one process tree; logs on standard error.
    Example: gateway --config /etc/gateway/config.toml serve"""
    from gateway.worker import serve as run

    raise typer.Exit(run(load_config(ctx), backfill))


def reload(ctx: typer.Context) -> None:
    """Let the running gateway take changed rules, templates and settings.

    All of them, or none: a fault is shown, and the gateway runs on as it was. Certificates are read again, too.
    Database, listeners, the port of HTTP and the number of processes need a new start.
    Example: gateway --config /etc/gateway/config.toml reload"""
    from gateway.cli.checking import faults
    from gateway.worker.serving_file import serving_path, tell_to_reload, who_serves

    config = load_config(ctx)
    found = list(faults(config))
    if found:
        raise ConfigurationFaults(found)
    if who_serves(config) is None:
        step = "Run: gateway serve. Where that folder cannot be written: systemctl reload gateway"
        raise NotFound(f"nobody serves with this configuration: {serving_path(config)} is not in use. {step}")
    problem = tell_to_reload(config)
    if problem:
        raise NotAllowed(f"not reloaded, the gateway runs on as it was: {problem}")
    write("Reloaded.\n")


def tick(ctx: typer.Context, at: At = None, as_json: Json = False) -> None:
    """Run every timer that is due, once.

    Warnings, reminders, renewals. Safe to repeat.
    Example: gateway tick --json"""
    from gateway.desk.documents.cases import instant
    from gateway.desk.documents.outgoing import outgoing_document
    from gateway.desk.timers.tick import tick as run

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

    Exit 0 even when the smarthost is away: the mail stays queued.
    Example: gateway dispatch --json"""
    from gateway.app.mailer import open_mailer
    from gateway.desk.delivery.dispatch import dispatch as run

    desk = open_desk(ctx, at)
    mailer = open_mailer(desk.config)
    try:
        result = run(desk, mailer)
    finally:
        mailer.close()
    counts = {"sent": result.sent, "deferred": result.deferred, "failed": result.failed}
    emit(counts, as_json)
