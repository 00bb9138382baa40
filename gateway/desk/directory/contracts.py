"""Which support contract counts for a customer's ticket. See docs/domain.md, "Things and their numbers"."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from gateway.desk.desk import Desk
from gateway.desk.directory.people import timezone_of
from gateway.domain.directory.entries import Contract, Organization
from gateway.store.store import UnitOfWork

ContractState = Literal["valid", "lapsed", "none"]


@dataclass(frozen=True, slots=True)
class Agreement:
    """What was agreed with a customer. `contract`: the one that counts, or the last that ended; `beside`: numbers of
    others that cover the same, where nothing but the better plan decides."""

    state: ContractState
    contract: Contract | None = None
    beside: tuple[str, ...] = ()

    @property
    def valid(self) -> Contract | None:
        """The contract that counts today."""
        return self.contract if self.state == "valid" else None


def agreement(
    desk: Desk, work: UnitOfWork, organization: Organization | None, at: datetime, app: str | None = None
) -> Agreement:
    """Is there a contract that covers this day in the organization's zone, and the app where one is known?

    Both days of a contract are inclusive.
    """
    if organization is None:
        return Agreement("none")
    today = today_of(desk, work, organization, at)
    return work.directory.remembered(
        ("contract", organization.code, app, today), lambda: _agreement(desk, work, organization, today, app)
    )


def today_of(desk: Desk, work: UnitOfWork, organization: Organization, at: datetime) -> date:
    """The day in the organization's zone."""
    return at.astimezone(ZoneInfo(timezone_of(desk, work, organization))).date()


def _agreement(desk: Desk, work: UnitOfWork, organization: Organization, today: date, app: str | None) -> Agreement:
    contracts = [one for one in work.directory.contracts(organization.code) if app is None or one.covers(app)]
    running = _nearest([one for one in contracts if one.runs_on(today)], app)
    if running:
        best = desk.rules.data.service_levels.best(one.plan for one in running)
        chosen = next((one for one in running if best and one.plan == best.code), running[0])
        return Agreement("valid", chosen, tuple(one.number for one in running if one != chosen))
    ended = [one for one in contracts if one.ends < today]
    return Agreement("lapsed", ended[0]) if ended else Agreement("none")


def _nearest(running: Sequence[Contract], app: str | None) -> Sequence[Contract]:
    """Those that name the app come before those for all apps; without an app these come first."""
    naming = [one for one in running if one.apps]
    general = [one for one in running if not one.apps]
    return (naming or general) if app else (general or naming)
