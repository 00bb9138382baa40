"""Times as the page writes them: in UTC, short."""

from datetime import UTC, datetime, timedelta

from gateway.demo.page.views import Clock


def moment(at: datetime | None) -> str:
    """30 Nov, 01:13."""
    if at is None:
        return ""
    utc = at.astimezone(UTC)
    return f"{utc.day} {utc:%b}, {utc:%H:%M}"


def clock(name: str, due: datetime | None, done: datetime | None, now: datetime, stands: bool = False) -> Clock | None:
    """A deadline and how it stands; None where there is none. `stands`: it waits for the customer."""
    if done is not None:
        late = due is not None and done > due
        return Clock(name, moment(due), f"{'late, ' if late else 'met, '}{moment(done)}", "refused" if late else "done")
    if due is None:
        return None
    if stands:
        return Clock(name, moment(due), "stands still", "quiet")
    if due < now:
        return Clock(name, moment(due), f"missed {span(now - due)} ago", "refused")
    return Clock(name, moment(due), f"in {span(due - now)}", "quiet")


def span(length: timedelta) -> str:
    """A length of time in its largest unit: 4 h, 2 days."""
    minutes = int(length.total_seconds() // 60)
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 48 * 60:
        return f"{minutes // 60} h"
    return f"{minutes // (24 * 60)} days"
