"""A ticket or a license as it stands at the end of the story."""

from dataclasses import dataclass
from datetime import datetime

from gateway.demo.page.people import reader
from gateway.demo.page.times import clock, moment
from gateway.demo.page.views import Case, Clock, NoteView, Step
from gateway.domain.directory.entries import License
from gateway.domain.escalations.escalation import Escalation
from gateway.domain.tickets.ticket import Note, Ticket
from gateway.store.store import UnitOfWork

ELSEWHERE = "elsewhere"  # the key of what belongs to no case
Facts = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Desktop:
    """Where the cases lie: an open unit of work, the time, and the duty desk's address."""

    work: UnitOfWork
    now: datetime
    duty: str | None


def ticket_case(desktop: Desktop, ticket: Ticket, steps: tuple[Step, ...]) -> Case:
    """A ticket with its clocks, people and notes."""
    work = desktop.work
    escalation = work.escalations.running(ticket.id) or work.escalations.last(ticket.id)
    people = [ticket.requester, *(one for one, _ in work.tickets.participants(ticket.id))]
    return Case(
        anchor=ticket.number,
        number=ticket.number,
        title=ticket.subject,
        owner=_organization(work, ticket.organization),
        state=ticket.state.replace("_", " "),
        facts=_ticket_facts(desktop, ticket, escalation),
        clocks=_clocks(ticket, escalation, desktop.now),
        people=tuple(reader(work, one, desktop.duty) for one in dict.fromkeys(people)),
        notes=tuple(_note(desktop, one) for one in work.tickets.notes(ticket.id)),
        steps=steps,
    )


def license_case(desktop: Desktop, license: License, steps: tuple[Step, ...]) -> Case:
    """A license with those who are reminded of its end."""
    app = desktop.work.directory.app(license.app)
    snoozed = f"{license.snooze_until:%d %B %Y}" if license.snooze_until else ""
    rows = (
        ("App", _app(desktop.work, license.app)),
        ("Expires", f"{license.expires:%d %B %Y}"),
        ("No reminder before", snoozed),
    )
    return Case(
        anchor=license.number,
        number=license.number,
        title=f"License for {_app(desktop.work, license.app)}",
        owner=_organization(desktop.work, app.organization if app else None),
        state=license.state.replace("_", " "),
        facts=_filled(*rows),
        clocks=(),
        people=tuple(reader(desktop.work, one, desktop.duty) for one in (app.technical_contacts if app else ())),
        notes=(),
        steps=steps,
    )


def no_case(steps: tuple[Step, ...]) -> Case:
    """What belongs to no case."""
    return Case(ELSEWHERE, "", "Outside every case", "", "", (), (), (), (), steps)


def _ticket_facts(desktop: Desktop, ticket: Ticket, escalation: Escalation | None) -> Facts:
    assignee = reader(desktop.work, ticket.assignee, desktop.duty).name if ticket.assignee else "nobody yet"
    manager = reader(desktop.work, escalation.manager, None).name if escalation and escalation.manager else ""
    escalated = f"{escalation.number}, {escalation.state}, level {escalation.level}" if escalation else ""
    return _filled(
        ("Type", ticket.type.replace("_", " ")),
        ("Priority", ticket.priority),
        ("Service level", ticket.plan or ""),
        ("App", ", ".join(one for one in (_app(desktop.work, ticket.app), ticket.environment) if one)),
        ("Assignee", assignee),
        ("Escalation", escalated),
        ("Manager", manager),
    )


def _app(work: UnitOfWork, code: str | None) -> str:
    found = work.directory.app(code) if code else None
    return found.name if found else code or ""


def _filled(*rows: tuple[str, str]) -> Facts:
    return tuple((name, value) for name, value in rows if value)


def _clocks(ticket: Ticket, escalation: Escalation | None, now: datetime) -> tuple[Clock, ...]:
    stands = ticket.state in ("pending", "on_hold")
    clocks = [
        clock("First response", ticket.first_response_due, ticket.first_response_at, now),
        clock("Resolution", ticket.resolution_due, ticket.solved_at, now, stands),
    ]
    if escalation:
        clocks.append(clock("Manager's decision", escalation.manager_due, None, now))
    return tuple(one for one in clocks if one)


def _note(desktop: Desktop, note: Note) -> NoteView:
    author = reader(desktop.work, note.author, desktop.duty).name or note.author if note.author else "the gateway"
    author = author if note.proven else f"{author} (sender not proven)"
    return NoteView(author, moment(note.at), note.text.strip(), note.visibility == "internal")


def _organization(work: UnitOfWork, code: str | None) -> str:
    found = work.directory.organization(code) if code else None
    return found.name if found else ""
