"""Renewal notices leave when they are due, a license is renewed, and what will leave can be seen before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from gateway.desk.desk import Desk
from gateway.desk.licenses.context import LicenseContext, Occasion, license_context, post_to_customer, post_to_our_own
from gateway.desk.timer import Timer
from gateway.domain.deadline import Fired
from gateway.domain.directory.calendar import midnight
from gateway.domain.directory.entries import License
from gateway.domain.licenses.renewal import Milestone, Recipients, Step, next_day, recipients, state_on, step
from gateway.domain.licenses.states import after, allows
from gateway.errors import NotAllowed, NotFound
from gateway.store.store import UnitOfWork

NEVER = datetime(9000, 1, 1, tzinfo=UTC)
MAX_TERM_DAYS = 100 * 366
NOTICE = "renewal"  # the kind under which milestones are filed
INTERNAL = "license_internal_renewal"
NO_ANSWER = "license_no_answer_ae"
RENEWED = "license_renewed"
HELD = "renewals held"  # the mark of a database whose notices wait for `RELEASE`
RELEASE = "gateway renewals release"


def _due(_: Desk, work: UnitOfWork, now: datetime, limit: int) -> Sequence[License]:
    return () if work.process_flags.is_set(HELD) else work.directory.licenses_due(now, limit)


def look_at(desk: Desk, work: UnitOfWork, license: License, now: datetime) -> list[Fired]:
    """Send the milestone of a license that is due, and move it to the state of the day."""
    context = license_context(desk, work, license, now)
    if context is None:
        work.directory.save_license(license, was=license, timer_due=now + timedelta(days=1))
        return []
    policy, today = desk.rules.data.renewal, context.today
    state = state_on(license, today, policy)
    context = replace(context, license=replace(license, state=state))
    due = step(context.license, work.notices.fired(NOTICE, license.number, context.term), today, policy)
    fired = _send(desk, work, context, due, now)
    if state != license.state and not any(one.kind == "license_state" for one in fired):
        turn = {"renewal_due": policy.first_days, "expired_grace": 1, "lapsed": policy.grace_days + 1}.get(state)
        fired.insert(0, Fired("license_state", license.number, turn))
    _turn(desk, work, context, license)
    return fired


FIRE_RENEWALS = Timer("licenses come to their milestones", _due, look_at)


def _turn(desk: Desk, work: UnitOfWork, context: LicenseContext, was: License) -> None:
    """Write the state of the day and when to look again; a term that is not due yet begins without a history."""
    license, day = context.license, next_day(context.license, context.today, desk.rules.data.renewal)
    if license.state == "active":
        license = replace(license, reacted=False, snooze_until=None)
    due = midnight(day, context.zone) if day and day < NEVER.date() else NEVER
    work.directory.save_license(license, was=was, timer_due=due)


def _send(desk: Desk, work: UnitOfWork, context: LicenseContext, due: Step, now: datetime) -> list[Fired]:
    number, term = context.license.number, context.term
    for passed in due.skipped:
        work.notices.record(NOTICE, number, term, passed.days, now, skipped=True)
    milestone = due.milestone
    if milestone is None or not work.notices.record(NOTICE, number, term, milestone.days, now):
        return []
    whom = recipients(milestone, context.people, context.vendor_renews)
    occasion = Occasion(_template(context, milestone, whom), milestone.stage, now)
    if whom.customer:
        ids = post_to_customer(desk, work, context, occasion, whom)
    else:
        ids = post_to_our_own(desk, work, context, occasion, whom.to)
    if due.no_answer and whom.customer:
        ids += post_to_our_own(desk, work, context, replace(occasion, template=NO_ANSWER), _executive(context))
    return [Fired(milestone.kind, number, milestone.days, ids)]


def _template(context: LicenseContext, milestone: Milestone, whom: Recipients) -> str:
    """To our own people: ours to renew, or nobody of the customer's can be reached."""
    if whom.customer:
        return milestone.template
    return INTERNAL if context.vendor_renews else NO_ANSWER


def _executive(context: LicenseContext) -> tuple[str, ...]:
    people = context.people
    return (people.account_executive,) if people.account_executive else people.account_team


@dataclass(frozen=True, slots=True)
class Renewal:
    """A license with its new term, and the ids of the mails about it."""

    license: License
    outgoing: tuple[int, ...]


def renew(desk: Desk, work: UnitOfWork, number: str, until: date, now: datetime) -> Renewal:
    """Plan the next term of a license: from the day after the old end, also when that is past, until `until`.

    The technical contacts are told, notices of the old term stop. Raises NotFound for an unknown license, NotAllowed
    for one that was cancelled or a day that is not after the present end.
    """
    old = work.directory.license(number)
    context = license_context(desk, work, old, now) if old else None
    if old is None or context is None:
        raise NotFound(f"there is no license {number}; see: gateway directory export")
    _check_term(old, until)
    policy, today = desk.rules.data.renewal, context.today
    term = replace(
        old, starts=old.expires + timedelta(days=1), expires=until, state=after(old.state, "renewed"), reacted=False
    )
    term = replace(term, snooze_until=None, state=state_on(term, today, policy))
    work.directory.save_license(term, was=old)
    for passed in policy.milestones:
        if passed.day(term) <= today:  # nobody is reminded of what was renewed today
            work.notices.record(NOTICE, number, until.isoformat(), passed.days, now, skipped=True)
    context = replace(context, license=term)
    return Renewal(term, () if context.vendor_renews else _tell_renewed(desk, work, context, now))


def _check_term(license: License, until: date) -> None:
    if not allows(license.state, "renewed"):
        raise NotAllowed(f"the license {license.number} was cancelled; import a new one: gateway directory import FILE")
    if until <= license.expires:
        raise NotAllowed(
            f"the license {license.number} runs until {license.expires} already; name a later day with --until"
        )
    if (until - license.expires).days > MAX_TERM_DAYS:
        raise NotAllowed(f"{until} is more than a century ahead; name an earlier day with --until")


def _tell_renewed(desk: Desk, work: UnitOfWork, context: LicenseContext, now: datetime) -> tuple[int, ...]:
    to = context.people.contacts or context.people.admins
    return post_to_customer(desk, work, context, Occasion(RENEWED, "far", now), Recipients(to, (), customer=True))


@dataclass(frozen=True, slots=True)
class Forecast:
    """A notice that will leave if nobody does anything before. `held`: the command without which none leaves."""

    license: str
    organization: str
    expires: date
    milestone: int
    on: date
    template: str
    audience: str
    to: tuple[str, ...]
    cc: tuple[str, ...]
    held: str | None = None

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
            "held": self.held,
        }


def forecast(desk: Desk, work: UnitOfWork, now: datetime, days: int) -> list[dict[str, object]]:
    """Which notices will go to whom today and on the next `days` days, by day and license."""
    policy, about_today = desk.rules.data.renewal, now.astimezone(UTC).date()
    first = about_today - timedelta(days=policy.grace_days + policy.stale_days + 2)
    last = about_today + timedelta(days=days - policy.first_days + 1)
    found: list[Forecast] = []
    for license in work.directory.licenses_expiring(first, last):
        context = license_context(desk, work, license, now)
        if context:
            fired = work.notices.fired(NOTICE, license.number, context.term)
            found += _ahead(desk, context, fired, context.today + timedelta(days=days))
    found.sort(key=lambda one: (one.on, one.license, one.milestone))
    held = RELEASE if work.process_flags.is_set(HELD) else None
    return [replace(one, held=held).document() for one in found]


def _ahead(desk: Desk, context: LicenseContext, fired: set[int], last: date) -> Iterator[Forecast]:
    """Play the days on which something happens."""
    policy, license, done = desk.rules.data.renewal, context.license, set(fired)
    day: date | None = context.today
    while day is not None and day <= last:
        license = replace(license, state=state_on(license, day, policy))
        due = step(license, done, day, policy)
        if due.milestone:
            yield from _expected(context, due, due.milestone, day)
            done |= {due.milestone.days}
        done |= {one.days for one in due.skipped}
        day = next_day(license, day, policy)


def _expected(context: LicenseContext, due: Step, milestone: Milestone, on: date) -> Iterator[Forecast]:
    license, whom = context.license, recipients(milestone, context.people, context.vendor_renews)
    notice = Forecast(
        license=license.number,
        organization=context.app.organization,
        expires=license.expires,
        milestone=milestone.days,
        on=on,
        template=_template(context, milestone, whom),
        audience="customer" if whom.customer else "vendor",
        to=whom.to,
        cc=whom.cc,
    )
    yield notice
    if due.no_answer and whom.customer:
        yield replace(notice, template=NO_ANSWER, audience="vendor", to=_executive(context), cc=())
