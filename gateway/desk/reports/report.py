"""A report of a period: everything, and each group by itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from gateway.desk.desk import Desk
from gateway.desk.reports.facts import Reader
from gateway.domain.reports.facts import By
from gateway.domain.reports.measures import Group, Measures, grouped, measure
from gateway.domain.reports.period import Period
from gateway.store.store import UnitOfWork


@dataclass(frozen=True, slots=True)
class Report:
    """What happened in a period, as it was known at `at` (UTC); `groups` are empty where nobody asked for any."""

    period: Period
    at: datetime
    by: By | None
    groups: Sequence[Group]
    total: Measures


def report(desk: Desk, work: UnitOfWork, period: Period, now: datetime, by: By | None = None) -> Report:
    """Measure a period. What came later is not counted; a ticket counts where it belongs now."""
    facts = Reader(desk, work, now).facts(period)
    return Report(period, now, by, grouped(facts, by) if by else (), measure(facts))
