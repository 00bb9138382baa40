"""`gateway sender`: whose mail is kept and nothing else."""

from typing import TYPE_CHECKING, Annotated

import typer

from gateway.cli.opening import act_of, open_desk, open_store, operator
from gateway.cli.options import At, By, Json
from gateway.cli.output import emit

if TYPE_CHECKING:
    from gateway.store.inbox.blocked import BlockedSender

COLUMNS = ("sender", "since", "by")
AnySender = Annotated[str, typer.Argument(metavar="ADDRESS|DOMAIN", help="A mail address or a domain.")]

sender = typer.Typer(help="Whose mail is kept and nothing else.", no_args_is_help=True, rich_markup_mode=None)


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.add_typer(sender, name="sender")


@sender.command("list")
def list_them(ctx: typer.Context, as_json: Json = False) -> None:
    """List who is blocked, newest last.

    Example: gateway sender list"""
    with open_store(ctx).read() as work:
        rows = [_row(one) for one in work.blocked.listing()]
    emit(rows, as_json, COLUMNS)


def _row(one: "BlockedSender") -> dict[str, object]:
    return {"sender": one.sender, "since": one.since.isoformat(), "by": one.blocked_by}


@sender.command("block")
def block(ctx: typer.Context, sender: AnySender, by: By = None, at: At = None, as_json: Json = False) -> None:
    """Keep mail from an address or a domain aside from now on: no case, no answer.

    Example: gateway sender block spam.example"""
    from gateway.desk.quarantine import blocking

    named, desk = _named(sender), open_desk(ctx, at)
    with desk.store.begin() as work:
        act = act_of(desk, work, by or operator())
        if why := blocking.why_not(act, named):
            raise typer.BadParameter(desk.templates.say(why, desk.config.gateway.language))
        changed = blocking.block(act, named)
    emit({"sender": named, "blocked": True, "changed": changed}, as_json)


@sender.command("unblock")
def unblock(ctx: typer.Context, sender: AnySender, by: By = None, at: At = None, as_json: Json = False) -> None:
    """Take in mail from an address or a domain again.

    What came meanwhile waits in quarantine: gateway quarantine release --cause blocked.

    Example: gateway sender unblock spam.example"""
    from gateway.desk.quarantine import blocking

    named, desk = _named(sender), open_desk(ctx, at)
    with desk.store.begin() as work:
        changed = blocking.unblock(act_of(desk, work, by or operator()), named)
    emit({"sender": named, "blocked": False, "changed": changed}, as_json)


def _named(sender: str) -> str:
    from gateway.desk.quarantine.blocking import sender_in

    named = sender_in(sender)
    if named is None:
        raise typer.BadParameter(f"{sender} is neither a mail address nor a domain")
    return named
