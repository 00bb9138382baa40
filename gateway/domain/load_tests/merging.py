"""What a mail says of a test, added to what was said before: nobody has to say anything twice. Pure."""

from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import Final, Literal, TypeVar

from gateway.domain.load_tests.items import TestPolicy, Told
from gateway.domain.load_tests.request import TestRequest, settled, taken_up
from gateway.domain.load_tests.timings import Trouble

News = Literal["nothing", "more", "complete", "changed", "unclear"]
"""Nothing new; more, but not all; all of it now; something else than before; timings that cannot be."""
Value = TypeVar("Value")
_OVER: Final = ("done", "withdrawn")


@dataclass(frozen=True, slots=True)
class Added:
    """The request as it is now, what is new, and what is wrong with the timings."""

    request: TestRequest
    news: News
    trouble: Trouble = "none"


def add(request: TestRequest, told: Told, policy: TestPolicy, now: datetime, zone: tzinfo) -> Added:
    """Add what a mail says. Once a request is complete only labelled lines and whole timings change it."""
    if request.state in _OVER:
        return Added(request, "nothing")
    begun = taken_up(request)
    merged = _with_timings(_with_items(begun, told), told, policy, _Notice(now, zone))
    news = _news(begun, merged, told)
    if news == "nothing":
        return Added(request, news)
    done = news in ("complete", "changed")
    return Added(settled(merged, policy.indemnified) if done else merged, news, told.timings.trouble)


def _news(was: TestRequest, now: TestRequest, told: Told) -> News:
    if told.timings.trouble != "none" and (was.state == "incomplete" or "timings" in told.labelled):
        return "unclear"
    if now == was:
        return "nothing"
    if was.state != "incomplete":
        return "changed"
    return "more" if now.missing else "complete"


def _with_items(request: TestRequest, told: Told) -> TestRequest:
    """A labelled list takes the place of the former one; what stands elsewhere fills a gap."""
    first = request.state == "incomplete"
    return replace(
        request,
        kind=_chosen(request.kind, told.kind, "kind" in told.labelled, first),
        ips=_chosen(request.ips, told.ips, "ips" in told.labelled, first),
        environment_ids=_chosen(request.environment_ids, told.environments, "environments" in told.labelled, first),
        parties=_chosen(request.parties, told.parties, "contacts" in told.labelled, first),
    )


def _chosen(known: Value, said: Value, labelled: bool, first: bool) -> Value:
    if said and (labelled or (first and not known)):
        return said
    return known


@dataclass(frozen=True, slots=True)
class _Notice:
    """When a mail came, and where its day is counted."""

    now: datetime
    zone: tzinfo


def _with_timings(request: TestRequest, told: Told, policy: TestPolicy, notice: _Notice) -> TestRequest:
    """Notice counts from the mail that named the first day."""
    timings, first = told.timings, request.state == "incomplete"
    if timings.day is None or not (timings.starts or first):
        return request
    day = timings.starts.astimezone(notice.zone).date() if timings.starts else timings.day
    told_at = request.told_at if day == request.day and request.told_at else notice.now
    late = (day - told_at.astimezone(notice.zone).date()).days < policy.notice_days
    named = replace(request, day=day, told_at=told_at, late=late)
    return replace(named, starts=timings.starts, ends=timings.ends) if timings.starts else _kept(named, request)


def _kept(named: TestRequest, was: TestRequest) -> TestRequest:
    """Another day without times: what was exact before is so no more."""
    return named if named.day == was.day else replace(named, starts=None, ends=None)
