"""`gateway report`: promises kept, how much there was to do, what was escalated, rejected and renewed in a period."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal
from zoneinfo import ZoneInfo

import typer

from gateway.cli.opening import open_desk
from gateway.cli.options import At, Json
from gateway.cli.output import Document, emit, note, write
from gateway.errors import NotAllowed

if TYPE_CHECKING:  # imported where they are needed: each costs a part of the time to start
    from gateway.desk.reports.report import Report
    from gateway.domain.reports.period import Period

By = Literal["region", "organization", "app", "plan", "engineer", "reason"]
_UNITS = {"d": timedelta(days=1), "h": timedelta(hours=1)}


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command("report")(show_report)


def show_report(
    ctx: typer.Context,
    since: Annotated[
        str | None,
        typer.Option(
            "--since", metavar="T", help="3d, a day, or ISO 8601 with an offset; default: Monday of last week."
        ),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option("--until", metavar="T", help="In the same forms, not included; default: now, or last Monday."),
    ] = None,
    by: Annotated[By | None, typer.Option("--by", help="Also each of these by itself.")] = None,
    csv: Annotated[
        str | None,
        typer.Option("--csv", metavar="FILE", help="Also write it for a spreadsheet; - for standard output."),
    ] = None,
    at: At = None,
    as_json: Json = False,
) -> None:
    """Show how promises were kept in a period, and what there was to do.

    A day begins at midnight in the gateway's zone.
    Example: gateway report --since 2026-03-01 --until 2026-04-01 --by region --csv march.csv"""
    from gateway.desk.reports.report import report

    desk = open_desk(ctx, at)
    zone, now = ZoneInfo(desk.config.gateway.timezone), desk.clock.now()
    period = asked_period(since, until, now, zone)
    with desk.store.read() as work:
        found = report(desk, work, period, now, by)
    if csv:
        _save(found, csv)
    if as_json:
        emit(report_document(found), as_json=True)
    elif csv != "-":
        from gateway.cli.report_text import report_text

        write(report_text(found, zone))


def asked_period(since: str | None, until: str | None, now: datetime, zone: ZoneInfo) -> "Period":
    """The period that was asked for: last week, or from `since` to `until`, else to now. Raises NotAllowed."""
    from gateway.domain.reports.period import Period, last_week

    usual = last_week(now, zone)
    end = _moment("--until", until, now, zone) if until else (now if since else usual.until)
    start = _moment("--since", since, now, zone) if since else min(usual.since, end - timedelta(days=7))
    if start >= end:
        raise NotAllowed("--since must be before --until.")
    return Period(start, end)


def _moment(option: str, text: str, now: datetime, zone: ZoneInfo) -> datetime:
    """`3d` or `12h` before now, the beginning of a day in the zone, or an instant; UTC. Raises NotAllowed."""
    from gateway.cli.opening import read_instant
    from gateway.domain.directory.calendar import midnight

    unit = _UNITS.get(text[-1:])
    try:
        if unit and text[:-1].isascii() and text[:-1].isdecimal():
            return now - int(text[:-1]) * unit
        return midnight(date.fromisoformat(text), zone) if len(text) <= len("2026-03-02") else read_instant(text)
    except (ValueError, OverflowError, NotAllowed) as error:
        ways = "3d, 12h, a day such as 2026-03-02, or ISO 8601 with an offset"
        raise NotAllowed(f"{option} {text}: write {ways}.") from error


def report_document(found: "Report") -> Document:
    """A report as JSON; what this version does not measure is null."""
    from gateway.desk.documents.cases import instant
    from gateway.desk.documents.reports import measures_document

    return {
        "since": instant(found.period.since),
        "until": instant(found.period.until),
        "at": instant(found.at),
        "by": found.by,
        "total": measures_document(found.total),
        "groups": [{"group": one.name, **measures_document(one.measures)} for one in found.groups],
        "outage_minutes": None,
    }


def _save(found: "Report", name: str) -> None:
    from gateway.cli.report_csv import report_csv

    if name == "-":
        write(report_csv(found).replace("\r\n", "\n"))
        return
    try:
        with Path(name).open("w", encoding="utf-8-sig", newline="") as file:
            file.write(report_csv(found))
    except OSError as error:
        raise NotAllowed(f"--csv {name}: {error.strerror}. Name a file that you may write.") from error
    note(f"gateway: written to {name}")
