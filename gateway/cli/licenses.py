"""`gateway license` and `gateway renewals`: terms, and which notices will go to whom."""

from datetime import date
from typing import Annotated

import typer

from gateway.cli.opening import open_desk
from gateway.cli.options import At, Json
from gateway.cli.output import Document, emit, write

FORECAST_DAYS = 90
COLUMNS = ("date", "license", "milestone", "template", "to", "cc")

license_group = typer.Typer(help="Begin new terms of licenses.", no_args_is_help=True, rich_markup_mode=None)
renewals = typer.Typer(help="Which renewal notices will leave.", no_args_is_help=True, rich_markup_mode=None)


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.add_typer(license_group, name="license")
    app.add_typer(renewals, name="renewals")


@license_group.command("renew")
def renew(
    ctx: typer.Context,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="A license number such as LIC-77.")],
    until: Annotated[str, typer.Option("--until", metavar="DATE", help="Last valid day of the new term, 2027-12-31.")],
    at: At = None,
    as_json: Json = False,
) -> None:
    """Begin a new term of a license; the notices of the old term stop.

    Example: gateway license renew LIC-77 --until 2027-12-31"""
    from gateway.desk.documents.outgoing import outgoing_document
    from gateway.desk.licenses.renewals import renew as begin_term

    expires = _day(until)
    desk = open_desk(ctx, at)
    with desk.store.begin() as work:
        renewal = begin_term(desk, work, number, expires, desk.clock.now())
        outgoing = [outgoing_document(work.outbox.show(one)) for one in renewal.outgoing]
    term = renewal.license
    document = {
        "number": term.number,
        "app": term.app,
        "starts": term.starts.isoformat(),
        "expires": term.expires.isoformat(),
        "state": term.state,
        "outgoing": outgoing,
    }
    emit(document, as_json)


@renewals.command("forecast")
def forecast(
    ctx: typer.Context,
    days: Annotated[int, typer.Option("--days", metavar="N", min=1, max=3660, help="How far to look.")] = FORECAST_DAYS,
    at: At = None,
    as_json: Json = False,
) -> None:
    """Show which notices will go to whom and when. Sends nothing.

    Example: gateway renewals forecast --days 30"""
    from gateway.desk.licenses.renewals import forecast as look_ahead

    desk = open_desk(ctx, at)
    with desk.store.read() as work:
        rows = look_ahead(desk, work, desk.clock.now(), days)
    held = any(row["held"] for row in rows)
    emit(rows if as_json else [_told(row) for row in rows], as_json, (*COLUMNS, "state") if held else COLUMNS)


@renewals.command("release")
def release(ctx: typer.Context, at: At = None, as_json: Json = False) -> None:
    """Let the notices leave that the first start on a new database held.

    Example: gateway renewals release"""
    from gateway.desk.licenses.first_start import release_notices

    desk = open_desk(ctx, at)
    with desk.store.begin() as work:
        rows = release_notices(desk, work, desk.clock.now())
    if rows or as_json:
        emit(rows, as_json, COLUMNS)
    else:
        write("No notice was held.\n")


def _told(row: Document) -> Document:
    """A row for people: what holds it."""
    return {**row, "state": f"held: {row['held']}"} if row["held"] else row


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter("write a date such as 2027-12-31", param_hint="--until") from error
