"""A report as JSON and as rows of a spreadsheet (docs/operating.md, "Reports")."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict

from gateway.desk.documents.cases import Document
from gateway.domain.reports.measures import Hours, Kept, Measures

Cell = tuple[str, str, float, str]  # area, measure, value, unit
NUMBER, PERCENT = "number", "percent"


def measures_document(one: Measures) -> Document:
    """What is said of a group."""
    return {
        "first_response": _kept(one.first_response),
        "resolution": _kept(one.resolution),
        "volumes": {**one.volumes, "opened_by_channel": one.opened_by_channel, "opened_by_type": one.opened_by_type},
        "escalations": {
            "total": one.escalations,
            "by_reason": one.escalations_by_reason,
            "by_channel": one.escalations_by_channel,
        },
        "rejections": {"total": one.rejections, "by_code": one.rejections_by_code},
        "renewals_sent": one.renewals,
    }


def measures_cells(one: Measures) -> Iterator[Cell]:
    """The same, a row for each number; what is not known has no row."""
    yield from _kept_cells("first_response", one.first_response)
    yield from _kept_cells("resolution", one.resolution)
    yield from _counts("volumes", one.volumes)
    yield from _counts("opened_by_channel", one.opened_by_channel)
    yield from _counts("opened_by_type", one.opened_by_type)
    yield "escalations", "total", one.escalations, NUMBER
    yield from _counts("escalations_by_reason", one.escalations_by_reason)
    yield from _counts("escalations_by_channel", one.escalations_by_channel)
    yield "rejections", "total", one.rejections, NUMBER
    yield from _counts("rejections_by_code", one.rejections_by_code)
    yield "renewals", "sent", one.renewals, NUMBER


def _kept(one: Kept) -> Document:
    return {
        "met": one.met,
        "late": one.late,
        "open_late": one.open_late,
        "unpromised": one.unpromised,
        "met_percent": one.met_percent,
        "business_hours": asdict(one.business) if one.business else None,
        "clock_hours": asdict(one.clock) if one.clock else None,
    }


def _kept_cells(area: str, one: Kept) -> Iterator[Cell]:
    counts = {"met": one.met, "late": one.late, "open_late": one.open_late, "unpromised": one.unpromised}
    yield from _counts(area, counts)
    if one.met_percent is not None:
        yield area, "met_percent", one.met_percent, PERCENT
    yield from _hours(area, one.business, "business hours")
    yield from _hours(area, one.clock, "hours")


def _hours(area: str, hours: Hours | None, unit: str) -> Iterator[Cell]:
    if hours:
        yield area, "median", hours.median, unit
        yield area, "p90", hours.p90, unit


def _counts(area: str, counts: Mapping[str, int]) -> Iterator[Cell]:
    return ((area, name, count, NUMBER) for name, count in counts.items())
