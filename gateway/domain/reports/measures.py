"""A report from its facts: counts, shares, medians, for everything and for each group."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from gateway.domain.reports.facts import (
    VOLUMES,
    By,
    Clock,
    Fact,
    Happened,
    Promise,
    Rejected,
    Renewal,
    Requested,
    Result,
)

MINUTES_OF_HOUR = 60


@dataclass(frozen=True, slots=True)
class Hours:
    """How long it took, of so many: half of them, and nine in ten, took no longer than so many hours."""

    count: int
    median: float
    p90: float


@dataclass(frozen=True, slots=True)
class Kept:
    """How a promise was kept. `open_late`: its target is over and it is still open; `unpromised`: done, no target.

    `business` and `clock`: hours as the targets count them, of what was done; None where nothing was.
    """

    met: int
    late: int
    open_late: int
    unpromised: int
    business: Hours | None
    clock: Hours | None

    @property
    def met_percent(self) -> float | None:
        """The share that was met, of all that was promised, in percent; None where nothing was."""
        promised = self.met + self.late + self.open_late
        return round(100 * self.met / promised, 1) if promised else None


@dataclass(frozen=True, slots=True)
class Measures:
    """All that a report says of a group, or of everything."""

    first_response: Kept
    resolution: Kept
    volumes: Mapping[str, int]
    opened_by_channel: Mapping[str, int]
    opened_by_type: Mapping[str, int]
    escalations_by_reason: Mapping[str, int]
    escalations_by_channel: Mapping[str, int]
    rejections_by_code: Mapping[str, int]
    renewals: int

    @property
    def escalations(self) -> int:
        """How many were opened."""
        return sum(self.escalations_by_reason.values())

    @property
    def rejections(self) -> int:
        """How many were not opened."""
        return sum(self.rejections_by_code.values())


@dataclass(frozen=True, slots=True)
class Group:
    """A part of a report; without a name it is what belongs to no group."""

    name: str | None
    measures: Measures


def measure(facts: Sequence[Fact]) -> Measures:
    """Everything that these facts say."""
    happened = [one for one in facts if isinstance(one, Happened)]
    opened = [one for one in happened if one.what == "opened"]
    requested = [one for one in facts if isinstance(one, Requested)]
    counts = Counter(one.what for one in happened)
    return Measures(
        first_response=_kept(facts, "first_response"),
        resolution=_kept(facts, "resolution"),
        volumes={name: counts[name] for name in VOLUMES},
        opened_by_channel=_counted(one.channel for one in opened),
        opened_by_type=_counted(one.type for one in opened),
        escalations_by_reason=_counted(one.reason for one in requested),
        escalations_by_channel=_counted(one.channel for one in requested),
        rejections_by_code=_counted(one.code for one in facts if isinstance(one, Rejected)),
        renewals=sum(isinstance(one, Renewal) for one in facts),
    )


def grouped(facts: Iterable[Fact], by: By) -> tuple[Group, ...]:
    """The measures of each group, by name; what belongs to none comes last."""
    groups = defaultdict[str | None, list[Fact]](list)
    for one in facts:
        groups[one.place.of(by)].append(one)
    names = sorted(groups, key=lambda name: (name is None, name or ""))
    return tuple(Group(name, measure(groups[name])) for name in names)


def _kept(facts: Iterable[Fact], clock: Clock) -> Kept:
    promises = [one for one in facts if isinstance(one, Promise) and one.clock == clock]
    results = Counter[Result](one.result for one in promises)
    return Kept(
        results["met"],
        results["late"],
        results["open_late"],
        results["unpromised"],
        _hours(promises, business=True),
        _hours(promises, business=False),
    )


def _hours(promises: Iterable[Promise], *, business: bool) -> Hours | None:
    taken = sorted(one.minutes for one in promises if one.business == business and one.minutes is not None)
    if not taken:
        return None
    return Hours(len(taken), _in_hours(_quantile(taken, 50)), _in_hours(_quantile(taken, 90)))


def _quantile(ordered: Sequence[int], percent: int) -> int:
    """The least of these that at least so many percent of them do not exceed (nearest rank)."""
    return ordered[max(1, -(-len(ordered) * percent // 100)) - 1]


def _in_hours(minutes: int) -> float:
    return round(minutes / MINUTES_OF_HOUR, 1)


def _counted(words: Iterable[str]) -> dict[str, int]:
    """How often each comes, the most frequent first."""
    return dict(sorted(Counter(words).items(), key=lambda pair: (-pair[1], pair[0])))
