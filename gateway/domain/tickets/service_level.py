"""Service levels: how soon an answer and a solution are due, and what becomes of that while a clock stands still."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Literal

from gateway.domain.directory.calendar import BusinessCalendar
from gateway.domain.tickets.ticket import Priority
from gateway.errors import NotFound

AREAS = ("support_availability", "platform_availability", "maintenance", "rto", "rpo")  # besides the two targets
_MINUTE = timedelta(minutes=1)
_UNITS = {"h": (60, False), "bh": (60, True), "m": (1, False), "bm": (1, True)}  # minutes, business?


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time in minutes: of business hours, or of the clock on the wall."""

    minutes: int
    business: bool

    @classmethod
    def of(cls, text: str) -> "Duration | None":
        """`4bh`, `8h`, `30m`, `30bm`; None for `none`. Raises ValueError with a sentence."""
        word = text.strip().lower()
        if word == "none":
            return None
        digits = word.rstrip("bhm")
        number, unit = digits.strip(), word[len(digits) :]
        if not (number.isascii() and number.isdigit() and len(number) <= 6 and unit in _UNITS and int(number)):
            raise ValueError(f"{text!r} is no length of time; write 4bh (business hours), 4h, 30m or none.")
        minutes, business = _UNITS[unit]
        return cls(int(number) * minutes, business)

    def __str__(self) -> str:
        kind = "b" if self.business else ""
        return f"{self.minutes // 60}{kind}h" if self.minutes % 60 == 0 else f"{self.minutes}{kind}m"


@dataclass(frozen=True, slots=True)
class Targets:
    """What a plan promises for one priority; None: no promise. `update`: how often the customer hears from us."""

    response: Duration | None
    resolution: Duration | None
    update: Duration | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A service level as contracts name it. `facts` are further promises for templates, such as availability."""

    code: str
    name: str
    by_priority: Mapping[Priority, Targets]
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def promises(self) -> Mapping[str, str]:
        """The facts, and an empty word for each of `AREAS` that is not among them."""
        return {**dict.fromkeys(AREAS, ""), **self.facts}

    def targets(self, priority: Priority) -> Targets:
        """The targets of a priority."""
        return self.by_priority[priority]


Told = Literal["assignee", "watchers", "first_line", "manager", "duty"]


@dataclass(frozen=True, slots=True)
class Audience:
    """Who of us is told: all of `tell` that there are; where there is nobody, the first there is of `otherwise`."""

    tell: tuple[Told, ...]
    otherwise: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class ServiceLevels:
    """All plans, from the least to the best, and who hears when a promise is in danger or broken.

    `warn_percent`: of a target; when so much of it is used, our people are warned.
    """

    plans: tuple[Plan, ...]
    warn_percent: int = 75
    warning: Audience = Audience(("assignee",), ("manager", "duty"))
    breach: Audience = Audience(("assignee", "manager"), ("duty",))
    no_call: Audience = Audience(("assignee", "manager"), ("duty",))

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes that contracts may name."""
        return tuple(plan.code for plan in self.plans)

    def plan(self, code: str) -> Plan:
        """A plan by its code. Raises NotFound."""
        for plan in self.plans:
            if plan.code == code:
                return plan
        raise NotFound(f"there is no service plan {code!r}; plans are {', '.join(self.codes)} (service_levels.toml)")

    def best(self, codes: Iterable[str]) -> Plan | None:
        """The best of these plans, None when none of them exists."""
        wanted = frozenset(codes)
        return next((plan for plan in reversed(self.plans) if plan.code in wanted), None)


def due(start: datetime, duration: Duration | None, calendar: BusinessCalendar) -> datetime | None:
    """When a duration that began at `start` is over, in UTC; None where nothing is promised.

    Raises ValueError like `BusinessCalendar.add`.
    """
    return None if duration is None else _later(start, duration.minutes, duration, calendar)


def warn_at(due: datetime, duration: Duration, percent: int, calendar: BusinessCalendar) -> datetime:
    """When `percent` of a duration that ends at `due` is used, in the duration's kind of time; UTC."""
    left = duration.minutes * (100 - percent) // 100
    return calendar.before(due, left) if duration.business else due.astimezone(UTC) - left * _MINUTE


def resolution_left(due: datetime, at: datetime, duration: Duration, calendar: BusinessCalendar) -> int:
    """Minutes of the duration's kind left at `at`, when the clock stops; negative when overdue.

    Seconds are rounded down, so a pause never gives anybody more time than was promised.
    """
    return calendar.between(at, due) if duration.business else (due - at) // _MINUTE


def resume(at: datetime, left: int, duration: Duration, calendar: BusinessCalendar) -> datetime:
    """The new due time, in UTC, when the clock runs again from `at` with `left` minutes to go."""
    return _later(at, left, duration, calendar)


def due_again(
    received: datetime, old: Duration | None, new: Duration | None, present: datetime | None, calendar: BusinessCalendar
) -> datetime | None:
    """The due time after the priority changed: counted from `received` again, plus the pauses there were.

    `present` is the due time under the old duration, pauses included; the result may already be past.
    """
    fresh, original = due(received, new, calendar), due(received, old, calendar)
    if fresh is None or new is None or original is None or present is None or present <= original:
        return fresh
    return _later(fresh, resolution_left(present, original, new, calendar), new, calendar)


def _later(start: datetime, minutes: int, duration: Duration, calendar: BusinessCalendar) -> datetime:
    return calendar.add(start, minutes) if duration.business else start.astimezone(UTC) + minutes * _MINUTE
