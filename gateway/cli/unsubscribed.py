"""`gateway unsubscribed`: who gets no optional mail, and why."""

from typing import Annotated

import typer

from gateway.cli.opening import open_desk, open_store
from gateway.cli.options import At, Json
from gateway.cli.output import emit

COLUMNS = ("address", "topic", "since", "source", "detail")
Address = Annotated[str, typer.Argument(metavar="ADDRESS", help="A mail address.")]
Topic = Annotated[str, typer.Option("--topic", metavar="T", help='One topic, such as outages; "*" for all.')]

unsubscribed = typer.Typer(help="Who gets no optional mail, and why.", no_args_is_help=True, rich_markup_mode=None)


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.add_typer(unsubscribed, name="unsubscribed")


@unsubscribed.command("list")
def list_them(ctx: typer.Context, as_json: Json = False) -> None:
    """List them, newest last: by a link, a complaint or an operator."""
    with open_store(ctx).read() as work:
        rows = [{name: getattr(one, name) for name in COLUMNS} for one in work.opt_outs.listing()]
    emit([{**row, "since": row["since"].isoformat()} for row in rows], as_json, COLUMNS)


@unsubscribed.command("add")
def add(ctx: typer.Context, address: Address, topic: Topic = "*", at: At = None, as_json: Json = False) -> None:
    """Send an address no optional mail."""
    desk = open_desk(ctx, at)
    with desk.store.begin() as work:
        added = work.opt_outs.add(address, topic, desk.clock.now(), "operator")
    emit({"address": address.lower(), "topic": topic, "changed": added}, as_json)


@unsubscribed.command("remove")
def remove(ctx: typer.Context, address: Address, topic: Topic = "*", as_json: Json = False) -> None:
    """Send an address its optional mail again, about one topic or ("*") all."""
    with open_store(ctx).begin() as work:
        gone = work.opt_outs.remove(address, None if topic == "*" else topic)
    emit({"address": address.lower(), "topic": topic, "changed": gone > 0}, as_json)
