"""`gateway quarantine`: mail that waits for a person."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

import typer

from gateway.cli.opening import open_desk, open_store
from gateway.cli.options import At, By, Json, Limit, MailId, State
from gateway.cli.output import emit

if TYPE_CHECKING:
    from gateway.desk.desk import Desk
    from gateway.store.store import Work

COLUMNS = ("mail", "cause", "since", "owner", "from", "disguise", "ticket", "subject")
Decide = Callable[["Desk", "Work", int, str, datetime], object]

quarantine = typer.Typer(help="Mail that waits for a person.", no_args_is_help=True, rich_markup_mode=None)


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.add_typer(quarantine, name="quarantine")


@quarantine.command("list")
def list_quarantine(ctx: typer.Context, state: State = None, limit: Limit = None, as_json: Json = False) -> None:
    """List what waits, newest last; --state released or rejected for what was decided."""
    from gateway.desk.views import quarantine_row

    with open_store(ctx).read() as work:
        rows = [quarantine_row(one) for one in work.quarantines.listing(state, limit)]
    emit(rows, as_json, COLUMNS)


@quarantine.command("show")
def show_quarantine(ctx: typer.Context, mail_id: MailId, as_json: Json = False) -> None:
    """Show why a mail waits and what is known of its sender."""
    from gateway.desk.views import quarantine_document

    with open_store(ctx).read() as work:
        document = quarantine_document(work.quarantines.get(mail_id), work.mails.show(mail_id))
    emit(document, as_json)


@quarantine.command("release")
def release(ctx: typer.Context, mail_id: MailId, by: By = None, at: At = None, as_json: Json = False) -> None:
    """Let a mail be processed as if a person had vouched for it."""
    from gateway.desk.quarantine import release as decide

    _decide(ctx, decide, mail_id, (by, at, as_json))


@quarantine.command("reject")
def reject(ctx: typer.Context, mail_id: MailId, by: By = None, at: At = None, as_json: Json = False) -> None:
    """Leave a mail aside for good; its bytes are kept and nobody is answered."""
    from gateway.desk.quarantine import reject as decide

    _decide(ctx, decide, mail_id, (by, at, as_json))


def _decide(ctx: typer.Context, decide: Decide, mail_id: int, options: tuple[str | None, str | None, bool]) -> None:
    from gateway.desk.views import quarantine_document

    by, at, as_json = options
    desk = open_desk(ctx, at)
    with desk.store.begin() as work:
        work.quarantines.get(mail_id)
        decide(desk, work, mail_id, by or _operator(), desk.clock.now())
        document = quarantine_document(work.quarantines.get(mail_id), work.mails.show(mail_id))
    emit(document, as_json)


def _operator() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "operator"  # a user without a name, as in some containers
