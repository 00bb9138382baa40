"""How long a major version of the product is supported. Pure. See docs/domain.md, "Versions and their support"."""

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Release:
    """A major version; `ga`: the day from which it is there for everybody, None while nobody knows."""

    major: int
    ga: date | None = None


@dataclass(frozen=True, slots=True)
class VersionSupport:
    """The newest version and `supported_priors` before it are supported, and each for `min_months` at least.

    `packages`: the months by which extended support can go on.
    """

    supported_priors: int
    min_months: int
    packages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class EndOfSupport:
    """`ends`: the first day without support. `succeeded`: the day on which the version fell out of the supported ones;
    extended support is counted from it."""

    ends: date
    succeeded: date

    def extended(self, months: int) -> date:
        """The first day without support where so many months of extended support were bought."""
        return max(self.ends, later(self.succeeded, months))


def end_of_support(major: int, releases: Sequence[Release], policy: VersionSupport) -> EndOfSupport | None:
    """When the support of a version ends; None where that is not known yet, or nothing is known of the version."""
    known = {one.major: one.ga for one in releases}
    successors = sorted(one for one in known if one > major)
    ga, last = known.get(major), successors[policy.supported_priors : policy.supported_priors + 1]
    succeeded = known[last[0]] if last else None
    if ga is None or succeeded is None:
        return None
    return EndOfSupport(max(succeeded, later(ga, policy.min_months)), succeeded)


def supported_on(day: date, releases: Sequence[Release], policy: VersionSupport) -> tuple[int, ...]:
    """The versions that are there and supported on a day, newest first."""
    there = sorted((one.major for one in releases if one.ga and one.ga <= day), reverse=True)
    return tuple(one for one in there if _is_supported(end_of_support(one, releases, policy), day))


def _is_supported(end: EndOfSupport | None, day: date) -> bool:
    return end is None or day < end.ends


def offered(end: EndOfSupport, day: date, packages: Iterable[int]) -> tuple[int, ...]:
    """The packages of extended support, in months, that would still cover a day."""
    return tuple(months for months in packages if day < end.extended(months))


def later(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where it is shorter."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
