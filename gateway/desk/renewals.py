"""Renewal notices leave when they are due, a license is renewed, and what will leave can be seen before."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from gateway.desk.desk import Desk
from gateway.desk.holdings import Holding, Occasion, holding_of, post_to_customer, post_to_our_own
from gateway.domain.calendar import midnight
from gateway.domain.deadline import Fired, Round
from gateway.domain.directory import License
from gateway.domain.renewal import Milestone, Recipients, Step, next_day, recipients, state_on, step
from gateway.errors import NotAllowed, NotFound
from gateway.store.store import Work

BATCH = 200  # licenses in one transaction
NEVER = datetime(9000, 1, 1, tzinfo=UTC)
MAX_TERM_DAYS = 100 * 366
NOTICE = "renewal"  # the kind under which milestones are filed
INTERNAL = "license_internal_renewal"
NO_ANSWER = "license_no_answer_ae"
RENEWED = "license_renewed"


def fire_renewals(desk: Desk, work: Work, now: datetime) -> Round:
    """Send the milestones that are due and move licenses to the state of the day; at most `BATCH` licenses."""
    due = work.directory.licenses_due(now, BATCH)
    fired = [one for license in due for one in _look_at(desk, work, license, now)]
    return Round(tuple(fired), more=len(due) == BATCH)


def _look_at(desk: Desk, work: Work, license: License, now: datetime) -> list[Fired]:
    holding = holding_of(desk, work, license, now)
    if holding is None:
        work.directory.change_license(license.number, timer_due=now + timedelta(days=1))
        return []
    policy, today = desk.rules.data.renewal, holding.today
    state = state_on(license, today, policy)
    holding = replace(holding, license=replace(license, state=state))
    due = step(holding.license, work.notices.fired(NOTICE, license.number, holding.term), today, policy)
    fired = _send(desk, work, holding, due, now)
    if state != license.state and not any(one.kind == "license_state" for one in fired):
        turn = {"renewal_due": policy.first_days, "expired_grace": 1, "lapsed": policy.grace_days + 1}.get(state)
        fired.insert(0, Fired("license_state", license.number, turn))
    _turn(desk, work, holding)
    return fired


def _turn(desk: Desk, work: Work, holding: Holding) -> None:
    """Write the state of the day and when to look again; a term that is not due yet begins without a history."""
    license, day = holding.license, next_day(holding.license, holding.today, desk.rules.data.renewal)
    fresh = {"reacted": False, "snooze_until": None} if license.state == "active" else {}
    due = midnight(day, holding.zone) if day and day < NEVER.date() else NEVER
    work.directory.change_license(license.number, state=license.state, timer_due=due, **fresh)


def _send(desk: Desk, work: Work, holding: Holding, due: Step, now: datetime) -> list[Fired]:
    number, term = holding.license.number, holding.term
    for passed in due.skipped:
        work.notices.record(NOTICE, number, term, passed.days, now, skipped=True)
    milestone = due.milestone
    if milestone is None or not work.notices.record(NOTICE, number, term, milestone.days, now):
        return []
    whom = recipients(milestone, holding.people, holding.vendor_renews)
    occasion = Occasion(_template(holding, milestone, whom), milestone.stage, now)
    if whom.customer:
        ids = post_to_customer(desk, work, holding, occasion, whom)
    else:
        ids = post_to_our_own(desk, work, holding, occasion, whom.to)
    if due.no_answer and whom.customer:
        ids += post_to_our_own(desk, work, holding, replace(occasion, template=NO_ANSWER), _executive(holding))
    return [Fired(milestone.kind, number, milestone.days, ids)]


def _template(holding: Holding, milestone: Milestone, whom: Recipients) -> str:
    """To our own people: ours to renew, or nobody of the customer's can be reached."""
    if whom.customer:
        return milestone.template
    return INTERNAL if holding.vendor_renews else NO_ANSWER


def _executive(holding: Holding) -> tuple[str, ...]:
    people = holding.people
    return (people.account_executive,) if people.account_executive else people.account_team


@dataclass(frozen=True, slots=True)
class Renewal:
    """A license with its new term, and the ids of the mails about it."""

    license: License
    outgoing: tuple[int, ...]


def renew(desk: Desk, work: Work, number: str, until: date, now: datetime) -> Renewal:
    """Plan the next term of a license: from the day after the old end, also when that is past, until `until`.

    The technical contacts are told, notices of the old term stop. Raises NotFound for an unknown license, NotAllowed
    for one that was cancelled or a day that is not after the present end.
    """
    old = work.directory.license(number)
    holding = holding_of(desk, work, old, now) if old else None
    if old is None or holding is None:
        raise NotFound(f"there is no license {number}; see: gateway directory export")
    _check_term(old, until)
    policy, today = desk.rules.data.renewal, holding.today
    term = replace(old, starts=old.expires + timedelta(days=1), expires=until, state="renewed", reacted=False)
    term = replace(term, snooze_until=None, state=state_on(term, today, policy))
    work.directory.change_license(
        number, starts=term.starts, expires=until, state=term.state, reacted=False, snooze_until=None
    )
    for passed in policy.milestones:
        if passed.day(term) <= today:  # nobody is reminded of what was renewed today
            work.notices.record(NOTICE, number, until.isoformat(), passed.days, now, skipped=True)
    holding = replace(holding, license=term)
    return Renewal(term, () if holding.vendor_renews else _tell_renewed(desk, work, holding, now))


def _check_term(license: License, until: date) -> None:
    if license.state == "cancelled":
        raise NotAllowed(f"the license {license.number} was cancelled; import a new one: gateway directory import FILE")
    if until <= license.expires:
        raise NotAllowed(
            f"the license {license.number} runs until {license.expires} already; name a later day with --until"
        )
    if (until - license.expires).days > MAX_TERM_DAYS:
        raise NotAllowed(f"{until} is more than a century ahead; name an earlier day with --until")


def _tell_renewed(desk: Desk, work: Work, holding: Holding, now: datetime) -> tuple[int, ...]:
    to = holding.people.contacts or holding.people.admins
    return post_to_customer(desk, work, holding, Occasion(RENEWED, "far", now), Recipients(to, (), customer=True))


@dataclass(frozen=True, slots=True)
class Forecast:
    """A notice that will leave if nobody does anything before."""

    license: str
    organization: str
    expires: date
    milestone: int
    on: date
    template: str
    audience: str
    to: tuple[str, ...]
    cc: tuple[str, ...]

    def document(self) -> dict[str, object]:
        """As the command prints it, days in ISO form."""
        return {
            "date": self.on.isoformat(),
            "license": self.license,
            "organization": self.organization,
            "expires": self.expires.isoformat(),
            "milestone": self.milestone,
            "template": self.template,
            "audience": self.audience,
            "to": list(self.to),
            "cc": list(self.cc),
        }


def forecast(desk: Desk, work: Work, now: datetime, days: int) -> list[dict[str, object]]:
    """Which notices will go to whom today and on the next `days` days, by day and license."""
    policy, about_today = desk.rules.data.renewal, now.astimezone(UTC).date()
    first = about_today - timedelta(days=policy.grace_days + policy.stale_days + 2)
    last = about_today + timedelta(days=days - policy.first_days + 1)
    found: list[Forecast] = []
    for license in work.directory.licenses_expiring(first, last):
        holding = holding_of(desk, work, license, now)
        if holding:
            fired = work.notices.fired(NOTICE, license.number, holding.term)
            found += _ahead(desk, holding, fired, holding.today + timedelta(days=days))
    found.sort(key=lambda one: (one.on, one.license, one.milestone))
    return [one.document() for one in found]


def _ahead(desk: Desk, holding: Holding, fired: set[int], last: date) -> Iterator[Forecast]:
    """Play the days on which something happens."""
    policy, license, done = desk.rules.data.renewal, holding.license, set(fired)
    day: date | None = holding.today
    while day is not None and day <= last:
        license = replace(license, state=state_on(license, day, policy))
        due = step(license, done, day, policy)
        if due.milestone:
            yield from _expected(holding, due, due.milestone, day)
            done |= {due.milestone.days}
        done |= {one.days for one in due.skipped}
        day = next_day(license, day, policy)


def _expected(holding: Holding, due: Step, milestone: Milestone, on: date) -> Iterator[Forecast]:
    license, whom = holding.license, recipients(milestone, holding.people, holding.vendor_renews)
    notice = Forecast(
        license=license.number,
        organization=holding.app.organization,
        expires=license.expires,
        milestone=milestone.days,
        on=on,
        template=_template(holding, milestone, whom),
        audience="customer" if whom.customer else "vendor",
        to=whom.to,
        cc=whom.cc,
    )
    yield notice
    if due.no_answer and whom.customer:
        yield replace(notice, template=NO_ANSWER, audience="vendor", to=_executive(holding), cc=())
