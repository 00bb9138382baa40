"""Reports by mail, to our own people."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Self

from gateway.letters.letter import Audience, Letter
from gateway.letters.samples import VENDOR
from gateway.letters.views import Recipient


@dataclass(frozen=True, slots=True)
class KeptView:
    """How promises were kept; `percent`: of all three that were met, None where nothing was promised."""

    met: int
    late: int
    open_late: int
    percent: int | None


@dataclass(frozen=True, slots=True)
class WeekView:
    """A week in percent of the targets that were met, None where nothing was promised."""

    since: date
    response: int | None
    resolution: int | None


@dataclass(frozen=True, slots=True)
class WeeklyReportLetter(Letter):
    """To managers: the week from `since` to `until`, both inclusive. `regions`: codes, with commas; "" for all.

    `weeks`: the last ones, the oldest first.
    """

    AUDIENCE: ClassVar[Audience] = "vendor"
    TEMPLATES: ClassVar[tuple[str, ...]] = ("weekly_report",)
    since: date
    until: date
    regions: str
    response: KeptView
    resolution: KeptView
    opened: int
    solved: int
    closed: int
    reopened: int
    escalations: int
    rejections: int
    renewals: int
    weeks: tuple[WeekView, ...]

    @classmethod
    def sample(cls, template: str, recipient: Recipient) -> Self:
        """Invented contents."""
        weeks = (WeekView(date(2026, 2, 16), None, None), WeekView(date(2026, 2, 23), 95, 88))
        response, resolution = KeptView(41, 3, 1, 91), KeptView(30, 6, 2, 79)
        days = (date(2026, 3, 2), date(2026, 3, 8))
        this_week = WeekView(days[0], response.percent, resolution.percent)
        counts = (48, 36, 31, 2, 3, 1, 5)
        return cls(VENDOR, recipient, *days, "emea", response, resolution, *counts, (*weeks, this_week))
