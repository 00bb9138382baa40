"""What becomes of licenses: timers, and the notices that they sent."""

from dataclasses import replace
from typing import Any

from gateway.desk.desk import Desk
from gateway.desk.timers.tick import TickResult, tick
from gateway.domain.directory.entries import License
from tests.support.desk import moment, queue


def run(desk: Desk, text: str) -> TickResult:
    """One tick."""
    return tick(desk, moment(text))


def ticked(desk: Desk, text: str) -> list[tuple[str, str, int | None]]:
    """(kind, subject, milestone) of what fired."""
    return [(one.kind, one.subject, one.milestone) for one in run(desk, text).fired]


def whom(desk: Desk, template: str) -> list[list[str]]:
    """The recipients of every mail of a template."""
    return [[r.address for r in one.recipients] for one in queue(desk) if one.template == template]


def license_of(desk: Desk, number: str = "LIC-77") -> License:
    """A license as it stands."""
    with desk.store.read() as work:
        found = work.directory.license(number)
    assert found is not None
    return found


def change_license(desk: Desk, number: str = "LIC-77", **columns: Any) -> None:
    """Change columns of a license."""
    with desk.store.begin() as work:
        found = work.directory.license(number)
        assert found is not None
        work.directory.save_license(replace(found, **columns), was=found)
