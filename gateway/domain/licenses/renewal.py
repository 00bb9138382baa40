"""Renewal notices: which milestone of a license is due on a day, and who hears of it.

A milestone is a day counted from the last valid day of the term: -90 is ninety days before it, 1 the day after.
Days are those of the organization's zone; the caller knows which day it is there.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from gateway.domain.directory.entries import License
from gateway.domain.licenses.states import ENDED, SILENT, after
from gateway.errors import NotAllowed

Circle = Literal["company_admin", "csm", "account_executive"]
CIRCLES: tuple[Circle, ...] = ("company_admin", "csm", "account_executive")


@dataclass(frozen=True, slots=True)
class Milestone:
    """One step towards the end of a term. `kind` is what a tick reports, `cc` who reads along, `no_answer`: here the
    account executive hears that nobody has reacted."""

    days: int
    stage: str
    template: str
    cc: tuple[Circle, ...] = ()
    no_answer: bool = False
    kind: Literal["renewal", "license_state"] = "renewal"

    def day(self, license: License) -> date:
        """The day on which it is due."""
        return _later(license.expires, self.days)


@dataclass(frozen=True, slots=True)
class RenewalPolicy:
    """rules/policies/notices.toml. Milestones are in the order of their days.

    `grace_days`: how long after the end a license is in grace; `stale_days`: a milestone this old is not sent any
    more; `snooze_days`: the longest pause a customer gets; `vendor_renews`: strategies whose licenses we renew.
    """

    milestones: tuple[Milestone, ...]
    grace_days: int
    stale_days: int
    snooze_days: int
    vendor_renews: frozenset[str]

    @property
    def first_days(self) -> int:
        """The day, counted from the end, from which a license is due for renewal."""
        return self.milestones[0].days

    def grace_until(self, license: License) -> date:
        """The last day of grace."""
        return _later(license.expires, self.grace_days)


@dataclass(frozen=True, slots=True)
class Step:
    """What is due now: the milestone to send, those that are passed over, and whether silence has to be reported."""

    milestone: Milestone | None = None
    skipped: tuple[Milestone, ...] = ()
    no_answer: bool = False


@dataclass(frozen=True, slots=True)
class People:
    """The addresses around a license that can be written to; `contacts` are the technical contacts."""

    contacts: tuple[str, ...]
    admins: tuple[str, ...]
    csm: str | None
    account_executive: str | None

    @property
    def account_team(self) -> tuple[str, ...]:
        """Customer success manager and account executive."""
        return tuple(dict.fromkeys(address for address in (self.csm, self.account_executive) if address))


@dataclass(frozen=True, slots=True)
class Recipients:
    """Who gets a notice. `customer` is False where only our own people do."""

    to: tuple[str, ...]
    cc: tuple[str, ...]
    customer: bool


def step(license: License, fired: Collection[int], today: date, policy: RenewalPolicy) -> Step:
    """What is due today. `fired` are the days of the milestones of this term that are done or were passed over.

    Only the nearest milestone is sent however many were missed, and not even that one when it is stale, when a later
    one was sent, or when its day was before the term began.
    """
    if license.state in SILENT or is_snoozed(license, today):
        return Step()
    passed = [one for one in policy.milestones if license.starts <= one.day(license) <= today and one.days not in fired]
    if not passed:
        return Step()
    nearest = passed[-1]
    stale = (today - nearest.day(license)).days >= policy.stale_days
    if stale or any(days > nearest.days for days in fired):
        return Step(skipped=tuple(passed))
    silent = any(one.no_answer for one in passed) and not license.reacted and today <= license.expires
    return Step(nearest, tuple(passed[:-1]), silent)


def state_on(license: License, today: date, policy: RenewalPolicy) -> str:
    """The state of a license on a day: time moves it from active to lapsed, what people said is kept."""
    if license.state in ENDED or (license.state == "renewed" and today < license.starts):
        return license.state
    days = (today - license.expires).days
    state = after(None, "listed")  # a term begins so
    if days >= policy.first_days:
        state = after(state, "first_notice_due")
        state = after(state, "wrote") if license.state == "in_renewal" else state
    if days > 0:
        state = after(state, "term_over")
    return after(state, "grace_over") if days > policy.grace_days else state


def next_day(license: License, today: date, policy: RenewalPolicy) -> date | None:
    """The next day on which something can happen to a license by itself, None when nothing will."""
    if license.state in ENDED:
        return None
    turns = {policy.first_days, 1, policy.grace_days + 1} | {one.days for one in policy.milestones}
    days = [_later(license.expires, turn) for turn in turns]
    days += [day for day in (license.snooze_until, license.starts) if day]
    return min((day for day in days if day > today), default=None)


def is_snoozed(license: License, today: date) -> bool:
    """Has a customer asked for silence that lasts beyond today?"""
    return license.snooze_until is not None and today < license.snooze_until


def snooze_until(license: License, today: date, days: int, policy: RenewalPolicy) -> date:
    """The day on which the notices go on: never later than the last valid day, so that nobody sleeps through it.

    Raises NotAllowed for more days than the policy grants, or once the term is over.
    """
    if not 1 <= days <= policy.snooze_days:
        raise NotAllowed(f"SNOOZE takes 1 to {policy.snooze_days} days, for example: SNOOZE 14d")
    if today >= license.expires:
        raise NotAllowed(f"the license {license.number} ends or has ended; its notices cannot be put off")
    return min(today + timedelta(days=days), license.expires)


def recipients(milestone: Milestone, people: People, vendor_renews: bool) -> Recipients:
    """Who hears of a milestone.

    A license that we renew ourselves is our business alone. Otherwise the technical contacts; without any the company
    admins and the customer success manager; without these our own people.
    """
    if vendor_renews or not (people.contacts or people.admins):
        return Recipients(people.account_team, (), customer=False)
    circles: dict[Circle, tuple[str | None, ...]] = {
        "company_admin": people.admins,
        "csm": (people.csm,),
        "account_executive": (people.account_executive,),
    }
    wider = [address for circle in milestone.cc for address in circles[circle]]
    to = people.contacts or people.admins
    if not people.contacts:
        wider.append(people.csm)
    return Recipients(to, tuple(dict.fromkeys(one for one in wider if one and one not in to)), customer=True)


def _later(day: date, days: int) -> date:
    # a license without an end is often written with the last day there is
    ordinal = day.toordinal() + days
    return date.fromordinal(min(max(ordinal, date.min.toordinal()), date.max.toordinal()))
