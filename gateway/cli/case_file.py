"""A ticket as a file that people read from top to bottom: whose it is, its clocks, who said what, what was sent."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from gateway.cli.listing import Times, span
from gateway.domain.tickets.states import FINAL, RUNNING

if TYPE_CHECKING:
    from gateway.domain.load_tests.request import TestRequest
    from gateway.domain.outgoing.entry import OutboxEntry
    from gateway.domain.tickets.ticket import Note, NoteFile, Ticket

MOST_TOLD = 100  # mails of ours that are shown, the newest
OVER = ("solved", *FINAL)
WIDTH = 13  # of the names in front


@dataclass(frozen=True, slots=True)
class Case:
    """What a case file shows. `name`: how somebody is called, with their address; `organization`, `app`, `group`: by
    name; `problem`: the known issue with its title."""

    ticket: "Ticket"
    organization: str | None
    app: str | None
    escalation: str | None
    people: Sequence[tuple[str, str]]
    notes: Sequence["Note"]
    told: Sequence["OutboxEntry"]
    name: Callable[[str], str]
    test: "TestRequest | None" = None
    group: str | None = None
    problem: str | None = None


def case_file(case: Case, times: Times) -> str:
    """The text, with a line feed at its end."""
    above = (_head(case, times), _test(case, times), _clocks(case.ticket, times))
    parts = (*above, _people(case), _notes(case, times), _told(case, times))
    return "\n\n".join("\n".join(lines) for lines in parts if lines) + "\n"


def claimed(one: "Ticket") -> str:
    """The priority, and whether it is the customer's word alone."""
    return f"{one.priority} (claimed)" if one.priority_claimed else one.priority


def _head(case: Case, times: Times) -> list[str]:
    one = case.ticket
    kind = [one.state.replace("_", " "), claimed(one), (one.subtype or one.type).replace("_", " ")]
    facts = [
        ("asked by", f"{case.name(one.requester)}, {times.local(one.received_at)}"),
        ("came to", one.address),
        ("organization", case.organization),
        ("app", ", ".join(word for word in (case.app, one.environment, one.component) if word)),
        ("assignee", case.name(one.assignee) if one.assignee else ""),
        ("group", case.group),
        ("line", str(one.line) if one.line > 1 else ""),
        ("contract", " ".join(word for word in (one.contract, one.plan) if word)),
        ("impact", one.business_impact or one.impact),
        ("escalation", case.escalation),
        ("outage", one.outage),
        ("known issue", case.problem),
        ("solved as", one.resolution_code),
        ("call", "still to be made" if one.phone_call_required else ""),
    ]
    named = [f"{name:<{WIDTH}} {value}" for name, value in facts if value]
    return [f"{one.number}  {one.subject}", ", ".join([*kind, *(["needs triage"] if one.triage else [])]), *named]


def _test(case: Case, times: Times) -> list[str]:
    """The request for a large-scale test, where it is one."""
    one = case.test
    if one is None:
        return []
    window = f"{times.local(one.starts)} to {times.local(one.ends)}" if one.starts and one.ends else ""
    decided = f"{one.decision} by {one.decided_by}, {times.local(one.decided_at)}" if one.decided_at else ""
    facts = [
        ("test", f"{one.state.replace('_', ' ')}{', late' if one.late else ''}"),
        ("window", window),
        ("addresses", ", ".join(one.ips)),
        ("environments", ", ".join(one.environment_ids)),
        ("parties", "; ".join(one.parties)),
        ("missing", ", ".join(one.missing)),
        ("agreement", f"{one.indemnification} {one.indemnified_by or ''}" if one.indemnification != "none" else ""),
        ("decision", decided),
        ("reason", one.reason or ""),
        ("consent", f"mail {one.consent_mail_id}" if one.consent_mail_id else ""),
    ]
    return [f"{name:<{WIDTH}} {value}".rstrip() for name, value in facts if value]


def _clocks(one: "Ticket", times: Times) -> list[str]:
    lines = []
    if one.first_response_due:
        lines.append(_clock("first answer", one.first_response_due, _answered(one, times), times))
    if one.resolution_due:
        lines.append(_clock("resolution", one.resolution_due, _resolved(one, times), times))
    return lines


def _clock(name: str, due: datetime, standing: str, times: Times) -> str:
    return f"{name:<{WIDTH}} due {times.local(due)}, {standing}"


def _answered(one: "Ticket", times: Times) -> str:
    assert one.first_response_due
    if one.first_response_at:
        return _kept(one.first_response_due, one.first_response_at, times)
    return "never given" if one.state in OVER else times.due(one.first_response_due)


def _resolved(one: "Ticket", times: Times) -> str:
    assert one.resolution_due
    if one.solved_at:
        return _kept(one.resolution_due, one.solved_at, times)
    if one.state in RUNNING:
        return times.due(one.resolution_due)
    return "never given" if one.state in OVER else "stands still"


def _kept(due: datetime, at: datetime, times: Times) -> str:
    return f"met {times.local(at)}" if at <= due else f"late by {span(at - due)}, {times.local(at)}"


def _people(case: Case) -> list[str]:
    return ["People", *(f"  {case.name(address)}, {kind}" for address, kind in case.people)] if case.people else []


def _notes(case: Case, times: Times) -> list[str]:
    return (
        ["Notes, newest last", *(line for one in case.notes for line in _note(case, one, times))] if case.notes else []
    )


def _note(case: Case, one: "Note", times: Times) -> Iterator[str]:
    seen = "seen by the customer" if one.visibility == "public" else "internal"
    doubt = "" if one.proven else ", sender not proven"
    author = case.name(one.author) if one.author else "the gateway"
    yield f"  {times.local(one.at)}  {author} ({one.channel}, {seen}{doubt})"
    yield from (f"    {line}".rstrip() for line in one.text.splitlines())
    yield from (f"    file: {file.name} ({_size(file)})" for file in one.attachments if not file.logo)


def _size(file: "NoteFile") -> str:
    return f"{file.size} bytes" if file.size < 1024 else f"{file.size // 1024} KB"


def _told(case: Case, times: Times) -> list[str]:
    return ["Our mails, newest last", *(f"  {_mail(one, times)}" for one in case.told)] if case.told else []


def _mail(one: "OutboxEntry", times: Times) -> str:
    readers = ", ".join(reader.address for reader in one.recipients)
    why = f": {one.reason}" if one.reason else ""
    return f"{times.local(one.created)}  {one.template} to {readers} ({one.state}{why})"
