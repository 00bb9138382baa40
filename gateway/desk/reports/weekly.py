"""Every Monday those who answer for the desk read how the week before went: a mail with numbers and one picture."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from gateway.desk.desk import Desk
from gateway.desk.directory.people import recipient_view, staff_mailbox, vendor_view
from gateway.desk.outgoing.enqueue import enqueue
from gateway.desk.outgoing.mail import OutgoingMail
from gateway.desk.reports.facts import Reader
from gateway.desk.timer import Timer
from gateway.domain.deadline import Fired
from gateway.domain.phrase import phrase
from gateway.domain.reports.facts import Fact
from gateway.domain.reports.measures import Kept, Measures, measure
from gateway.domain.reports.period import Period, last_week, weeks_until
from gateway.letters.reports import KeptView, WeeklyReportLetter, WeekView
from gateway.store.store import UnitOfWork
from gateway.templating.chart import Bar, bar_chart

KIND: Final = "weekly_report"
WEEKS: Final = 8  # in the picture
Measured = tuple[tuple[Period, Measures], ...]


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody who gets the report: about these regions, None for all."""

    address: str
    regions: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Due:
    """The newest week that is over, and who has not had its report."""

    week: Period
    readers: tuple[Addressee, ...]


def _due(desk: Desk, work: UnitOfWork, now: datetime, _: int) -> Sequence[Due]:
    """From the hour of Monday on; only the newest week, however long the gateway stood still."""
    settings, zone = desk.config.reports, ZoneInfo(desk.config.gateway.timezone)
    week = last_week(now, zone)
    if not settings.weekly or now < _hour_of(week.until, settings.weekly_hour, zone):
        return ()
    told = work.notices.subjects_since(KIND, week.until)
    readers = tuple(one for one in _readers(desk, work) if one.address not in told)
    return (Due(week, readers),) if readers else ()


def _hour_of(midnight: datetime, hour: int, zone: ZoneInfo) -> datetime:
    return midnight.astimezone(zone).replace(hour=hour)


def _readers(desk: Desk, work: UnitOfWork) -> Iterator[Addressee]:
    """Heads of support read of everything, managers of their regions; each gets one mail."""
    access = desk.rules.data.access
    heads = {one.email.lower() for one in work.directory.all_staff() if access.is_in("heads", one.roles)}
    yield from (Addressee(one, None) for one in sorted(heads))
    regions: dict[str, list[str]] = {}
    for region in work.directory.regions():
        if region.manager and region.manager.lower() not in heads:
            regions.setdefault(region.manager.lower(), []).append(region.code)
    yield from (Addressee(one, tuple(codes)) for one, codes in sorted(regions.items()))


def send_reports(desk: Desk, work: UnitOfWork, due: Due, now: datetime) -> Iterator[Fired]:
    """One mail to each reader, once a week; the weeks are measured once for all of them."""
    zone = ZoneInfo(desk.config.gateway.timezone)
    reader = Reader(desk, work, now)
    weeks = tuple((week, reader.facts(week)) for week in weeks_until(due.week, WEEKS, zone))
    term = _first_day(due.week, zone).isoformat()
    for one in due.readers:
        if work.notices.record(KIND, one.address, term, 0, now):
            measured = tuple((week, measure(_of(facts, one))) for week, facts in weeks)
            yield Fired(KIND, one.address, outgoing=(_send(desk, work, one, measured, now),))


def _of(facts: Sequence[Fact], reader: Addressee) -> list[Fact]:
    """What the reader answers for."""
    return [one for one in facts if reader.regions is None or one.place.region in reader.regions]


def _send(desk: Desk, work: UnitOfWork, reader: Addressee, measured: Measured, now: datetime) -> int:
    zone = ZoneInfo(desk.config.gateway.timezone)
    to = staff_mailbox(work, reader.address)
    recipient = recipient_view(desk, work, to.address, to.name)
    week, this = measured[-1]
    weeks = tuple(_week(one, measures, zone) for one, measures in measured)
    letter = WeeklyReportLetter(
        vendor_view(desk, None),
        recipient,
        since=_first_day(week, zone),
        until=_first_day(week, zone) + timedelta(days=6),
        regions=", ".join(reader.regions or ()),
        response=_kept(this.first_response),
        resolution=_kept(this.resolution),
        **this.volumes,
        escalations=this.escalations,
        rejections=this.rejections,
        renewals=this.renewals,
        weeks=weeks,
    )
    posted = enqueue(desk, work, OutgoingMail(KIND, letter, "vendor", (to,), now, kind="internal"))
    shows = desk.templates.say(phrase("report.picture"), recipient.language)
    work.outgoing_pictures.add(posted.id, picture(weeks), shows)
    return posted.id


def picture(weeks: Sequence[WeekView]) -> str:
    """First response on the left, resolution on the right, a bar for each week with the month and day it began."""
    return bar_chart(
        (
            [Bar(one.response, f"{one.since:%m-%d}") for one in weeks],
            [Bar(one.resolution, f"{one.since:%m-%d}") for one in weeks],
        )
    )


def _week(week: Period, measures: Measures, zone: ZoneInfo) -> WeekView:
    first = _first_day(week, zone)
    return WeekView(first, _percent(measures.first_response), _percent(measures.resolution))


def _kept(kept: Kept) -> KeptView:
    return KeptView(kept.met, kept.late, kept.open_late, _percent(kept))


def _percent(kept: Kept) -> int | None:
    """Rounded down: what is shown as 100 is all of them."""
    return None if kept.met_percent is None else int(kept.met_percent)


def _first_day(week: Period, zone: ZoneInfo) -> date:
    return week.since.astimezone(zone).date()


SEND_REPORTS: Final = Timer("the report of the week", _due, send_reports)
