"""`gateway unsubscribed`: who gets no optional mail, and why."""

from typing import TYPE_CHECKING, Annotated

import typer

from gateway.cli.opening import open_desk, open_store
from gateway.cli.options import Address, At, Json
from gateway.cli.output import emit

if TYPE_CHECKING:
    from gateway.store.outgoing.opt_outs import OptOut

COLUMNS = ("address", "topic", "since", "source", "detail")
AnyAddress = Annotated[str, typer.Argument(metavar="ADDRESS", help="A mail address as list shows it.")]
Topic = Annotated[str, typer.Option("--topic", metavar="T", help='One topic, such as outages; "*" for all.')]

unsubscribed = typer.Typer(help="Who gets no optional mail, and why.", no_args_is_help=True, rich_markup_mode=None)


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.add_typer(unsubscribed, name="unsubscribed")


@unsubscribed.command("list")
def list_them(ctx: typer.Context, as_json: Json = False) -> None:
    """List them, newest last: by a link, a complaint or an operator.

    Example: gateway unsubscribed list"""
    with open_store(ctx).read() as work:
        rows = [_row(one) for one in work.opt_outs.listing()]
    emit(rows, as_json, COLUMNS)


def _row(one: "OptOut") -> dict[str, object]:
    return {
        "address": one.address,
        "topic": one.topic,
        "since": one.since.isoformat(),
        "source": one.source,
        "detail": one.detail,
    }


@unsubscribed.command("add")
def add(ctx: typer.Context, address: Address, topic: Topic = "*", at: At = None, as_json: Json = False) -> None:
    """Send an address no optional mail.

    Example: gateway unsubscribed add user@acorn.example"""
    desk = open_desk(ctx, at)
    with desk.store.begin() as work:
        added = work.opt_outs.add(address, topic, desk.clock.now(), "operator")
    emit({"address": address.lower(), "topic": topic, "changed": added}, as_json)


@unsubscribed.command("remove")
def remove(ctx: typer.Context, address: AnyAddress, topic: Topic = "*", as_json: Json = False) -> None:
    """Send an address its optional mail again, about one topic or ("*") all.

    Example: gateway unsubscribed remove user@acorn.example"""
    with open_store(ctx).begin() as work:
        gone = work.opt_outs.remove(address, None if topic == "*" else topic)
    emit({"address": address.lower(), "topic": topic, "changed": gone > 0}, as_json)
