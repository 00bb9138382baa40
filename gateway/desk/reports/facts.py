"""What happened in a period, as facts for a report: whose each is, and what became of each promise."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from gateway.desk.desk import Desk
from gateway.desk.directory.people import calendar_of
from gateway.desk.tickets.ticket_state import targets_of
from gateway.domain.reports.facts import (
    VOLUMES,
    Clock,
    Fact,
    Happened,
    Place,
    Promise,
    Rejected,
    Renewal,
    Requested,
    Result,
)
from gateway.domain.reports.period import Period
from gateway.domain.tickets.service_level import Duration
from gateway.domain.tickets.states import RUNNING
from gateway.domain.tickets.ticket import PRIORITIES
from gateway.errors import NotFound
from gateway.store.reports import ReportedEvent, ReportedTicket
from gateway.store.store import UnitOfWork

ENDED = ("solved", "closed")
NO_CASE = ("merged", "discarded")  # nobody was promised anything for these
RENEWAL = "renewal"  # the kind of notices about licenses
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Reader:
    """Makes facts of rows. `now`: when it is looked."""

    desk: Desk
    work: UnitOfWork
    now: datetime

    def facts(self, period: Period) -> list[Fact]:
        """Everything that a report of this period counts."""
        events = self.work.reports
        bounds = (period.since, period.until)
        found: list[Fact] = []
        for ticket in events.tickets(*bounds):
            found += self._of_ticket(ticket, period)
        for ticket in events.late(min(period.until, self.now)):
            found += self._open_late(ticket, min(period.until, self.now))
        found += (Requested(self._of(one), one.code, one.channel) for one in events.escalations(*bounds))
        found += (Rejected(self._of(one), one.code) for one in events.rejections(*bounds))
        found += (Renewal(self._of(one)) for one in events.notices(RENEWAL, *bounds))
        return found

    def _of_ticket(self, ticket: ReportedTicket, period: Period) -> Iterator[Fact]:
        if ticket.state == "discarded":
            return
        place = self._place(ticket)
        times = {
            "opened": ticket.received_at,
            "solved": ticket.solved_at if ticket.state in ENDED else None,
            "closed": ticket.closed_at if ticket.state == "closed" else None,
            "reopened": ticket.reopened_at,
        }
        for what in VOLUMES:
            if period.covers(times[what]):
                yield Happened(place, what, ticket.channel or "mail", ticket.type)
        if ticket.state in NO_CASE:
            return
        if period.covers(ticket.first_response_at):
            yield self._answered(ticket, place)
        if period.covers(times["solved"]):
            yield self._solved(ticket, place)

    def _answered(self, ticket: ReportedTicket, place: Place) -> Promise:
        due, done = ticket.first_response_due, ticket.first_response_at
        target = self._target(ticket, "first_response")
        if due is None or done is None or target is None:
            return Promise(place, "first_response", "unpromised", priority=ticket.priority)
        taken = self._between(ticket, ticket.received_at, done, target)
        result: Result = "met" if done <= due else "late"
        return Promise(place, "first_response", result, taken, target.business, ticket.priority)

    def _solved(self, ticket: ReportedTicket, place: Place) -> Promise:
        """The clock of a resolution stood still at times: what was left of the target when it stopped says it all."""
        target = self._target(ticket, "resolution")
        if ticket.resolution_due is None or ticket.resolution_left is None or target is None:
            return Promise(place, "resolution", "unpromised", priority=ticket.priority)
        result: Result = "met" if ticket.resolution_left >= 0 else "late"
        taken = target.minutes - ticket.resolution_left
        return Promise(place, "resolution", result, taken, target.business, ticket.priority)

    def _open_late(self, ticket: ReportedTicket, at: datetime) -> Iterator[Promise]:
        place = self._place(ticket)
        answer, solution = ticket.first_response_due, ticket.resolution_due
        if ticket.first_response_at is None and answer is not None and answer < at:
            yield Promise(place, "first_response", "open_late", priority=ticket.priority)
        if ticket.state in RUNNING and solution is not None and solution < at:
            yield Promise(place, "resolution", "open_late", priority=ticket.priority)

    def _target(self, ticket: ReportedTicket, clock: Clock) -> Duration | None:
        """What the plan promises now; None where the rules have lost it."""
        priority = next((one for one in PRIORITIES if one == ticket.priority), None)
        try:
            targets = targets_of(self.desk, ticket.plan, priority) if priority else None
        except NotFound:
            return None
        return (targets.response if clock == "first_response" else targets.resolution) if targets else None

    def _between(self, ticket: ReportedTicket, start: datetime, end: datetime, target: Duration) -> int:
        if not target.business:
            return (end - start) // _MINUTE
        organization = self.work.directory.organization(ticket.organization) if ticket.organization else None
        region = self.work.directory.region(organization.region) if organization and organization.region else None
        return calendar_of(self.desk, self.work, region).between(start, end)

    def _place(self, ticket: ReportedTicket) -> Place:
        place = self._whose(ticket.organization, ticket.app, ticket.plan, ticket.assignee)
        return replace(place, reason=ticket.reason)

    def _of(self, event: ReportedEvent) -> Place:
        place = self._whose(event.organization, event.app, event.plan, event.assignee)
        return replace(place, reason=event.code) if event.channel else place

    def _whose(self, organization: str | None, app: str | None, plan: str | None, engineer: str | None) -> Place:
        found = self.work.directory.organization(organization) if organization else None
        return Place(found.region if found else None, organization, app, plan, engineer)
