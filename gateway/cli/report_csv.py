"""A report for a spreadsheet: a row for each number, so that the columns stay the same whatever there is to count."""

import csv
import io
from collections.abc import Iterator

from gateway.desk.documents.reports import measures_cells
from gateway.desk.reports.report import Report
from gateway.domain.reports.measures import Measures

HEADING = ("since", "until", "by", "group", "area", "measure", "value", "unit")
EVERYTHING = "total"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def report_csv(report: Report) -> str:
    """RFC 4180, times in UTC; what belongs to no group has an empty one."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(HEADING)
    start, end = (f"{one:%Y-%m-%dT%H:%M:%SZ}" for one in (report.period.since, report.period.until))
    for by, name, row in _rows(report):
        rows.writerow((start, end, by, *(_harmless(one) for one in (name, *row[:2])), row[2], row[3]))
    return out.getvalue()


def _rows(report: Report) -> Iterator[tuple[str, str, tuple[str, str, float, str]]]:
    parts: list[tuple[str, str, Measures]] = [(EVERYTHING, "", report.total)]
    parts += [(report.by or "", one.name or "", one.measures) for one in report.groups]
    for by, name, measures in parts:
        for cell in measures_cells(measures):
            yield by, name, cell


def _harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
