"""`gateway problem`: known issues, and the news that requesters of linked tickets hear."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from gateway.cli.listing import Asked, Column, Times, View, show_list
from gateway.cli.opening import act_as, load_config, open_desk, open_store
from gateway.cli.options import As, At, Json, Limit, Search, Since, State
from gateway.cli.output import emit
from gateway.cli.showing import Way, show_done, show_one
from gateway.errors import NotAllowed

if TYPE_CHECKING:
    from gateway.domain.known_issue import KnownIssue
    from gateway.store.store import UnitOfWork

Key = Annotated[str, typer.Argument(metavar="KEY", help="The key of a known issue such as ORD-412.")]
Planned = Annotated[
    str | None, typer.Option("--planned", metavar="VERSION", help='The version that is to have the fix, "" for none.')
]
Text = Annotated[str | None, typer.Option("--text", metavar="TEXT", help="What is new, as customers read it.")]
COLUMNS = (
    Column("key"),
    Column("since", wide=True),
    Column("state"),
    Column("planned"),
    Column("news"),
    Column("title", gives_way=True),
)

problem = typer.Typer(help="Known issues and their news.", no_args_is_help=True, rich_markup_mode=None)


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.add_typer(problem, name="problem")


@problem.command("list")
def list_problems(
    ctx: typer.Context,
    state: State = None,
    since: Since = None,
    search: Search = None,
    limit: Limit = None,
    at: At = None,
    as_json: Json = False,
) -> None:
    """List known issues, newest last.

    Example: gateway problem list --state open"""
    from gateway.desk.documents.known_issues import known_issue_row
    from gateway.domain.known_issue import STATES
    from gateway.store.sql.listing import Wanted

    view = View(lambda work: work.known_issues, known_issue_row, COLUMNS, _cells, STATES)
    show_list(ctx, view, Asked(Wanted(state=state, since=since, search=search), limit, as_json, at))


def _cells(_: "UnitOfWork", found: "Sequence[KnownIssue]", times: Times) -> list[list[str]]:
    return [
        [one.key, times.local(one.opened_at), one.state, one.planned or "", str(one.updates or ""), one.title]
        for one in found
    ]


@problem.command("show")
def show_problem(ctx: typer.Context, key: Key, at: At = None, as_json: Json = False) -> None:
    """Show a known issue, its last news and the tickets that are linked to it.

    Example: gateway problem show ORD-412"""
    from gateway.desk.documents.known_issues import known_issue_document
    from gateway.desk.known_issues.news import find_issue

    config = load_config(ctx)
    with open_store(ctx, config).read() as work:
        document = known_issue_document(work, find_issue(work, key))
    show_one(config, document, Way(as_json, at))


@problem.command("open")
def open_problem(
    ctx: typer.Context,
    key: Key,
    title: Annotated[str, typer.Option("--title", metavar="T", help="What is wrong, in a line that customers read.")],
    by: As = None,
    at: At = None,
    as_json: Json = False,
) -> None:
    """Open a known issue; tickets are linked to it with #problem KEY.

    Example: gateway problem open ORD-412 --title "Order entry waits for a lock" """
    from gateway.desk.documents.known_issues import known_issue_document
    from gateway.desk.known_issues.news import open_issue

    desk = open_desk(ctx, at)
    with desk.store.begin() as work:
        document = known_issue_document(work, open_issue(act_as(desk, work, by), key, title))
    emit(document, as_json)


@problem.command("update")
def update_problem(
    ctx: typer.Context,
    key: Key,
    planned: Planned = None,
    text: Text = None,
    state: Annotated[Literal["open", "fixed"] | None, typer.Option("--state", help="Is it fixed by now?")] = None,
    by: As = None,
    at: At = None,
    as_json: Json = False,
) -> None:
    """Write down what is new; requesters of linked tickets hear it, each of them once.

    The same command once more tells nobody twice, and goes on where one was interrupted.
    Example: gateway problem update ORD-412 --planned 10.6 --text "The cause is found." """
    from gateway.desk.documents.known_issues import known_issue_document
    from gateway.desk.documents.outgoing import documents_of
    from gateway.desk.known_issues.news import News, add_news, tell_all

    if planned is None and text is None and state is None:
        raise NotAllowed("nothing is new: give --planned, --text or --state.")
    desk = open_desk(ctx, at)
    with desk.store.begin() as work:
        issue = add_news(act_as(desk, work, by), key, News(planned, text, state))
    posted = [one for ids in tell_all(desk, issue.key, desk.clock.now()) for one in ids]
    with desk.store.read() as work:
        outgoing = documents_of(work, posted)
        document = known_issue_document(work, issue)
    tickets, version = document["tickets"], document["planned"] or "no version"
    linked = len(tickets) if isinstance(tickets, list) else 0
    title = f"{document['key']}: {document['state']}, planned for {version}, {linked} tickets"
    show_done({**document, "outgoing": outgoing}, title, as_json)
