"""`gateway outage`: outages of the platform, and what subscribers and requesters hear of them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from gateway.cli.listing import Asked, Column, Times, View, show_list
from gateway.cli.opening import act_as, load_config, open_desk, open_store
from gateway.cli.options import As, At, Json, Limit, Search, Since, State
from gateway.cli.showing import Way, show_done, show_one
from gateway.errors import NotAllowed

if TYPE_CHECKING:
    from gateway.desk.desk import Desk
    from gateway.domain.outages.outage import Outage
    from gateway.store.store import UnitOfWork

OpenState = Literal["investigating", "identified", "monitoring"]
Number = Annotated[str, typer.Argument(metavar="NUMBER", help="The number of an outage such as O-0001.")]
Text = Annotated[str | None, typer.Option("--text", metavar="TEXT", help="What is known, as customers read it.")]
COLUMNS = (
    Column("number"),
    Column("since", wide=True),
    Column("state"),
    Column("where"),
    Column("title", gives_way=True),
)

outage = typer.Typer(help="Outages of the platform.", no_args_is_help=True, rich_markup_mode=None)


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.add_typer(outage, name="outage")


@outage.command("list")
def list_outages(
    ctx: typer.Context,
    state: State = None,
    since: Since = None,
    search: Search = None,
    limit: Limit = None,
    at: At = None,
    as_json: Json = False,
) -> None:
    """List outages, newest last.

    Example: gateway outage list --state identified"""
    from gateway.desk.documents.outages import outage_row
    from gateway.domain.outages.states import STATES
    from gateway.store.sql.listing import Wanted

    view = View(lambda work: work.outages, outage_row, COLUMNS, _cells, STATES)
    show_list(ctx, view, Asked(Wanted(state=state, since=since, search=search), limit, as_json, at))


def _cells(_: "UnitOfWork", found: "Sequence[Outage]", times: Times) -> list[list[str]]:
    return [[one.number, times.local(one.opened_at), one.state, _where(one), one.title] for one in found]


def _where(one: "Outage") -> str:
    return ", ".join((*one.regions, *one.strategies, *one.apps)) or "everywhere"


@outage.command("show")
def show_outage(ctx: typer.Context, number: Number, at: At = None, as_json: Json = False) -> None:
    """Show an outage, what was said of it and the tickets that are linked to it.

    Example: gateway outage show O-0001"""
    from gateway.desk.documents.outages import outage_document
    from gateway.desk.outages.register import find_outage

    config = load_config(ctx)
    with open_store(ctx, config).read() as work:
        document = outage_document(work, find_outage(work, number))
    show_one(config, document, Way(as_json, at))


@outage.command("open")
def open_outage(
    ctx: typer.Context,
    title: Annotated[str, typer.Option("--title", metavar="T", help="What is wrong, in a line that customers read.")],
    region: Annotated[
        list[str] | None, typer.Option("--region", metavar="CODE", help="A region that it touches; default: all.")
    ] = None,
    strategy: Annotated[
        list[str] | None,
        typer.Option("--strategy", metavar="NAME", help="A deployment strategy such as vendor_cloud; default: all."),
    ] = None,
    app: Annotated[
        list[str] | None, typer.Option("--app", metavar="CODE", help="An app that it touches; default: all.")
    ] = None,
    state: Annotated[OpenState, typer.Option("--state", help="How far it is.")] = "investigating",
    text: Text = None,
    by: As = None,
    at: At = None,
    as_json: Json = False,
) -> None:
    """Open an outage; subscribers hear it, and escalations that it explains wait.

    Example: gateway outage open --title "Slow" --region emea --strategy vendor_cloud"""
    from gateway.desk.outages.register import Scope
    from gateway.desk.outages.register import open_outage as open_it

    desk, scope = open_desk(ctx, at), Scope(tuple(region or ()), tuple(strategy or ()), tuple(app or ()))
    with desk.store.begin() as work:
        opened = open_it(act_as(desk, work, by), title, scope, state, text or "")
    _tell(desk, opened, as_json)


@outage.command("update")
def update_outage(
    ctx: typer.Context,
    number: Number,
    state: Annotated[OpenState | None, typer.Option("--state", help="How far it is now.")] = None,
    text: Text = None,
    by: As = None,
    at: At = None,
    as_json: Json = False,
) -> None:
    """Write down what is new; subscribers hear it, each of them once.

    The same command once more tells nobody twice, and goes on where one was interrupted.
    Example: gateway outage update O-0001 --state monitoring --text "Nodes are back." """
    from gateway.desk.outages.register import say

    if state is None and text is None:
        raise NotAllowed("nothing is new: give --state or --text.")
    desk = open_desk(ctx, at)
    with desk.store.begin() as work:
        said = say(act_as(desk, work, by), number, state, text)
    _tell(desk, said, as_json)


@outage.command("resolve")
def resolve_outage(
    ctx: typer.Context,
    number: Number,
    text: Text = None,
    false_alarm: Annotated[
        bool, typer.Option("--false-alarm", help="It was none: escalations that waited go to their managers.")
    ] = False,
    by: As = None,
    at: At = None,
    as_json: Json = False,
) -> None:
    """End an outage; subscribers and the requesters of linked tickets hear it.

    Example: gateway outage resolve O-0001 --text "All nodes are back." """
    from gateway.desk.outages.register import say

    desk = open_desk(ctx, at)
    with desk.store.begin() as work:
        said = say(act_as(desk, work, by), number, "false_alarm" if false_alarm else "resolved", text)
    _tell(desk, said, as_json)


def _tell(desk: "Desk", told: "Outage", as_json: bool) -> None:
    """Tell everybody and print the outage with the mails that leave."""
    from gateway.desk.documents.outages import outage_document
    from gateway.desk.documents.outgoing import documents_of
    from gateway.desk.outages.register import find_outage
    from gateway.desk.outages.telling import tell_all

    posted = [one for ids in tell_all(desk, told.number, desk.clock.now()) for one in ids]
    with desk.store.read() as work:
        outgoing = documents_of(work, posted)
        document = outage_document(work, find_outage(work, told.number))
    title = f"{document['number']}: {document['state']}, {document['title']}"
    show_done({**document, "outgoing": outgoing}, title, as_json)
