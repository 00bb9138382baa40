"""The sources of time: the machine's clock, and a fixed instant for `--at`."""

from dataclasses import dataclass
from datetime import UTC, datetime


class SystemClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        return datetime.now(UTC)  # noqa: TID251 - the one home of the real clock


@dataclass(frozen=True, slots=True)
class FixedClock:
    """A clock that stands still: the simulated time of one command. `instant` is aware."""

    instant: datetime

    def now(self) -> datetime:
        """Always the same instant, in UTC."""
        return self.instant.astimezone(UTC)
