"""A report for people: one table for each subject, a line for each group."""

import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from gateway.cli.listing import ENDLESS, Column, laid_out
from gateway.desk.reports.report import Report
from gateway.domain.reports.facts import VOLUMES
from gateway.domain.reports.measures import Hours, Kept, Measures

ALL, NONE = "all", "(none)"
LEGEND = (
    "First responses given and tickets solved in the period, and those that are late and still open.\n"
    "bh: business hours, h: hours of the clock, as the plan counts."
)
Parts = Sequence[tuple[str, Measures]]


def report_text(report: Report, zone: ZoneInfo) -> str:
    """Tables; those with nothing in them are left out."""
    parts = [*((one.name or NONE, one.measures) for one in report.groups), (ALL, report.total)]
    heading = f"{_day(report.period.since, zone)} to {_day(report.period.until, zone)} ({zone.key})"
    blocks = [
        [heading],
        _kept("First response", parts, lambda one: one.first_response),
        _kept("Resolution", parts, lambda one: one.resolution),
        _table("Tickets", VOLUMES, [(name, [one.volumes[what] for what in VOLUMES]) for name, one in parts]),
        _counts("Opened by channel", parts, lambda one: one.opened_by_channel),
        _counts("Opened by type", parts, lambda one: one.opened_by_type),
        _counts("Escalations by reason", parts, lambda one: one.escalations_by_reason),
        _counts("Escalations by channel", parts, lambda one: one.escalations_by_channel),
        _counts("Escalations rejected", parts, lambda one: one.rejections_by_code),
        _counts("Renewal notices", parts, lambda one: {"sent": one.renewals} if one.renewals else {}),
        [LEGEND],
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _kept(title: str, parts: Parts, part: Callable[[Measures], Kept]) -> list[str]:
    columns = ("met", "late", "late, open", "no target", "met %", "median", "90 % within")
    rows = []
    for name, measures in parts:
        one = part(measures)
        percent = "" if one.met_percent is None else f"{one.met_percent:.1f}"
        median, most = _hours(one, lambda hours: hours.median), _hours(one, lambda hours: hours.p90)
        rows.append((name, [one.met, one.late, one.open_late, one.unpromised, percent, median, most]))
    return _table(title, columns, rows)


def _hours(one: Kept, figure: Callable[[Hours], float]) -> str:
    units = ((one.business, "bh"), (one.clock, "h"))
    return " / ".join(f"{figure(hours):.1f} {unit}" for hours, unit in units if hours)


def _counts(title: str, parts: Parts, part: Callable[[Measures], Mapping[str, int]]) -> list[str]:
    columns = tuple(part(parts[-1][1]))  # of all together: every word that there is
    rows = [(name, [part(one).get(column, 0) for column in columns]) for name, one in parts]
    return _table(title, columns, rows) if columns else []


def _table(title: str, columns: Sequence[str], rows: Iterable[tuple[str, Sequence[object]]]) -> list[str]:
    heads = (Column(title), *(Column(one.replace("_", " ")) for one in columns))
    cells = [[name, *(str(value) for value in values)] for name, values in rows]
    return laid_out(heads, cells, shutil.get_terminal_size((ENDLESS, 24)).columns)


def _day(instant: datetime, zone: ZoneInfo) -> str:
    """A day where one begins, else with the time."""
    local = instant.astimezone(zone)
    return f"{local:%a %d %b %Y}" if (local.hour, local.minute) == (0, 0) else f"{local:%a %d %b %Y %H:%M}"
