"""What happened in a period, for reports. Each question follows the index of its time: a period costs what it holds."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select, union

from gateway.domain.tickets.states import ALIVE, RUNNING
from gateway.store.sql.rows import table_of, values
from gateway.store.tables.directory import DirectoryApp, DirectoryLicense
from gateway.store.tables.escalations import Escalation
from gateway.store.tables.inbox import REJECTED, Mail
from gateway.store.tables.notices import Notice
from gateway.store.tables.tickets import Note, Ticket

_ticket, _note, _escalation = table_of(Ticket), table_of(Note), table_of(Escalation)
_mail, _notice = table_of(Mail), table_of(Notice)
_license, _app = table_of(DirectoryLicense), table_of(DirectoryApp)
_TIMES = (
    _ticket.c.received_at,
    _ticket.c.first_response_at,
    _ticket.c.solved_at,
    _ticket.c.closed_at,
    _ticket.c.reopened_at,
)
_FIRST_NOTE = _note.alias()
_CHANNEL = select(_FIRST_NOTE.c.channel).where(_FIRST_NOTE.c.ticket_id == _ticket.c.id).order_by(_FIRST_NOTE.c.id)
_REASON = (
    select(_escalation.c.reason_code).where(_escalation.c.ticket_id == _ticket.c.id).order_by(_escalation.c.id.desc())
)
_REPORTED = select(
    _ticket.c.state,
    _ticket.c.organization,
    _ticket.c.app,
    _ticket.c.plan,
    _ticket.c.priority,
    _ticket.c.assignee,
    _ticket.c.type,
    *_TIMES,
    _ticket.c.first_response_due,
    _ticket.c.resolution_due,
    _ticket.c.resolution_left,
    _CHANNEL.limit(1).scalar_subquery().label("channel"),
    _REASON.limit(1).scalar_subquery().label("reason"),
)
_OF_TICKET = (_ticket.c.organization, _ticket.c.app, _ticket.c.plan, _ticket.c.assignee)


@dataclass(frozen=True, slots=True)
class ReportedTicket:
    """What reports ask of a ticket. Times are UTC, `resolution_left` in minutes as in `Ticket`.

    `channel`: of its first note; `reason`: of its newest escalation.
    """

    state: str
    organization: str | None
    app: str | None
    plan: str | None
    priority: str
    assignee: str | None
    type: str
    received_at: datetime
    first_response_at: datetime | None
    solved_at: datetime | None
    closed_at: datetime | None
    reopened_at: datetime | None
    first_response_due: datetime | None
    resolution_due: datetime | None
    resolution_left: int | None
    channel: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class ReportedEvent:
    """An escalation (`code`: its reason), a rejection (the decision), a renewal notice, with whose it is."""

    code: str
    channel: str = ""
    organization: str | None = None
    app: str | None = None
    plan: str | None = None
    assignee: str | None = None


class Reports:
    """Questions over the rows of all capabilities. `since` is within a period, `until` is not; UTC."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def tickets(self, since: datetime, until: datetime) -> list[ReportedTicket]:
        """Tickets that came, were answered, solved, closed or opened again."""
        ids = union(*(select(_ticket.c.id).where(_within(one, since, until)) for one in _TIMES)).subquery()
        return self._values(ReportedTicket, _REPORTED.where(_ticket.c.id.in_(select(ids.c.id))))

    def late(self, at: datetime) -> list[ReportedTicket]:
        """Tickets that are not over, and whose answer or solution was due before a time. Looks at all that are open."""
        answer = and_(_ticket.c.first_response_at.is_(None), _ticket.c.first_response_due < at)
        solution = and_(_ticket.c.state.in_(RUNNING), _ticket.c.resolution_due < at)
        return self._values(ReportedTicket, _REPORTED.where(_ticket.c.state.in_(ALIVE), or_(answer, solution)))

    def escalations(self, since: datetime, until: datetime) -> list[ReportedEvent]:
        """Escalations that were opened."""
        what = (_escalation.c.reason_code.label("code"), _escalation.c.channel)
        asked = select(*_OF_TICKET, *what).outerjoin_from(_escalation, _ticket, _ticket.c.id == _escalation.c.ticket_id)
        return self._values(ReportedEvent, asked.where(_within(_escalation.c.created, since, until)))

    def rejections(self, since: datetime, until: datetime) -> list[ReportedEvent]:
        """Mails that asked for an escalation and opened none."""
        organization = func.coalesce(_ticket.c.organization, _mail.c.sender_organization).label("organization")
        asked = select(organization, *_OF_TICKET[1:], _mail.c.decision.label("code")).outerjoin_from(
            _mail, _ticket, _ticket.c.id == _mail.c.ticket_id
        )
        return self._values(ReportedEvent, asked.where(REJECTED, _within(_mail.c.received_at, since, until)))

    def notices(self, kind: str, since: datetime, until: datetime) -> list[ReportedEvent]:
        """Notices about licenses that were sent."""
        asked = (
            select(_notice.c.kind.label("code"), _app.c.organization, _license.c.app)
            .outerjoin_from(_notice, _license, _license.c.number == _notice.c.subject)
            .outerjoin(_app, _app.c.code == _license.c.app)
            .where(_notice.c.kind == kind, _within(_notice.c.fired, since, until), _notice.c.skipped.is_(False))
        )
        return self._values(ReportedEvent, asked)

    def _values(self, kind: type[Any], statement: Any) -> list[Any]:
        return values(kind, self._connection.execute(statement).all())


def _within(column: Any, since: datetime, until: datetime) -> Any:
    return and_(column >= since, column < until)
