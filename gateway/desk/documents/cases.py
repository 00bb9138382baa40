"""Cases and stored mail as people and programs see them (docs/domain.md, "What is seen from outside").

Every value is a JSON value: times ISO 8601 in UTC, public numbers, null for what is not known.
"""

from datetime import UTC, datetime

from gateway.domain.escalations.escalation import Escalation, Step, escalation_number
from gateway.domain.load_tests.request import SUBTYPES
from gateway.domain.tickets.ticket import Note, NoteFile, Ticket, ticket_number
from gateway.store.inbox.records import MailRecord
from gateway.store.quarantine import QuarantineEntry
from gateway.store.store import UnitOfWork

Document = dict[str, object]


def instant(value: datetime | None) -> str | None:
    """A time in ISO 8601, UTC."""
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z") if value else None


def _ticket(value: int | None) -> str | None:
    return None if value is None else ticket_number(value)


def _escalation(value: int | None) -> str | None:
    return None if value is None else escalation_number(value)


def ticket_row(ticket: Ticket) -> Document:
    """One line of `ticket list`."""
    return {
        "number": ticket.number,
        "subject": ticket.subject,
        "state": ticket.state,
        "priority": ticket.priority,
        "priority_claimed": ticket.priority_claimed,
        "organization": ticket.organization,
        "requester": ticket.requester,
        "created": instant(ticket.received_at),
    }


def ticket_document(work: UnitOfWork, ticket: Ticket) -> Document:
    """`ticket show`: the ticket, its notes (internal ones too) and its participants."""
    escalation = work.escalations.running(ticket.id) or work.escalations.last(ticket.id)
    return {
        **ticket_row(ticket),
        "type": ticket.type,
        "subtype": ticket.subtype,
        "assignee": ticket.assignee,
        "group": ticket.group,
        "address": ticket.address,
        "app": ticket.app,
        "environment": ticket.environment,
        "component": ticket.component,
        "line": ticket.line,
        "triage": ticket.triage,
        "plan": ticket.plan,
        "contract": ticket.contract,
        "impact": ticket.impact,
        "urgency": ticket.urgency,
        "business_impact": ticket.business_impact,
        "escalated": ticket.escalated,
        "escalation": escalation.number if escalation else None,
        "first_response_due": instant(ticket.first_response_due),
        "first_response_at": instant(ticket.first_response_at),
        "resolution_due": instant(ticket.resolution_due),
        "phone_call_required": ticket.phone_call_required,
        "outage": ticket.outage,
        "problem": ticket.problem,
        "merged_into": _ticket(ticket.merged_into),
        "follow_up_of": _ticket(ticket.follow_up_of),
        "resolution_code": ticket.resolution_code,
        "solved_at": instant(ticket.solved_at),
        "closed_at": instant(ticket.closed_at),
        "test_request": _test(work, ticket),
        "notes": [note_document(note) for note in work.tickets.notes(ticket.id)],
        "participants": [{"address": one, "kind": kind} for one, kind in work.tickets.participants(ticket.id)],
    }


def _test(work: UnitOfWork, ticket: Ticket) -> Document | None:
    """The request for a large-scale test, null where nobody asked for one."""
    one = work.load_tests.get(ticket.id) if ticket.subtype in SUBTYPES else None
    if one is None:
        return None
    return {
        "state": one.state,
        "kind": one.kind,
        "ips": list(one.ips),
        "environment_ids": list(one.environment_ids),
        "starts": instant(one.starts),
        "ends": instant(one.ends),
        "parties": list(one.parties),
        "missing": list(one.missing),
        "late": one.late,
        "indemnification": one.indemnification,
        "decision": one.decision,
        "decided_by": one.decided_by,
        "decided_at": instant(one.decided_at),
        "reason": one.reason,
        "consent_mail": one.consent_mail_id,
    }


def note_document(note: Note) -> Document:
    """A case note; `author` is null for the gateway itself."""
    return {
        "id": note.id,
        "at": instant(note.at),
        "author": note.author,
        "proven": note.proven,
        "visibility": note.visibility,
        "channel": note.channel,
        "via": note.via,
        "text": note.text,
        "attachments": [_attachment(one) for one in note.attachments if not one.logo],
    }


def _attachment(file: NoteFile) -> Document:
    return {"name": file.name, "type": file.type, "size": file.size}


def escalation_row(escalation: Escalation) -> Document:
    """One line of `escalation list`."""
    return {
        "number": escalation.number,
        "ticket": ticket_number(escalation.ticket_id),
        "state": escalation.state,
        "level": escalation.level,
        "manager": escalation.manager,
        "created": instant(escalation.created),
    }


def escalation_document(escalation: Escalation) -> Document:
    """`escalation show`."""
    return {
        **escalation_row(escalation),
        "channel": escalation.channel,
        "requested_by": escalation.requested_by,
        "on_behalf_of": escalation.on_behalf_of,
        "reason_code": escalation.reason_code,
        "reason": escalation.reason,
        "business_impact": escalation.business_impact,
        "production_impact": escalation.production_impact,
        "early": escalation.early,
        "manager_due": instant(escalation.manager_due),
        "next_update_due": instant(escalation.next_update_due),
        "cadence": escalation.cadence,
        "action_plan": escalation.action_plan,
        "outage": escalation.outage,
        "close_reason": escalation.close_reason,
        "monitoring_until": instant(escalation.monitoring_until),
        "resolution": escalation.resolution,
    }


def step_document(step: Step) -> Document:
    """Something that happened to an escalation; `actor` is null for the gateway itself."""
    return {"at": instant(step.at), "event": step.event, "actor": step.actor, "text": step.text}


def sender_document(mail: MailRecord) -> Document | None:
    """Who wrote a mail and what proves it; null until the mail was looked at."""
    if mail.nature is None:
        return None
    return {
        "address": mail.sender_address,
        "organization": mail.sender_organization,
        "staff": mail.sender_staff,
        "authenticated": mail.sender_proof == "pass",
        "evidence": mail.sender_evidence,
        "disguise": list(mail.sender_disguise),
    }


def mail_row(mail: MailRecord) -> Document:
    """One line of `mail list`."""
    return {
        "mail": mail.id,
        "message_id": mail.message_id,
        "sha256": mail.sha256,
        "state": mail.state,
        "decision": mail.decision,
        "ticket": _ticket(mail.ticket_id),
        "note": mail.note_id,
    }


def mail_document(mail: MailRecord) -> Document:
    """`mail show`: how a mail came, who wrote it, what was decided and why."""
    return {
        **mail_row(mail),
        "received": instant(mail.received_at),
        "source": mail.source,
        "envelope_from": mail.envelope_from,
        "envelope_to": list(mail.envelope_to),
        "peer": mail.peer,
        "helo": mail.helo,
        "subject": mail.subject,
        "nature": mail.nature,
        "sender": sender_document(mail),
        "escalation": _escalation(mail.escalation_id),
        "missing": list(mail.missing),
        "checks": list(mail.sender_checks),
        "rule": mail.rule,
        "why": mail.why,
        "settled": instant(mail.settled_at),
        "trace": mail.trace,
    }


def quarantine_row(entry: QuarantineEntry) -> Document:
    """One line of `quarantine list`."""
    return {
        "mail": entry.mail_id,
        "cause": entry.cause,
        "since": instant(entry.since),
        "owner": entry.owner or None,
        "from": entry.sender_address,
        "disguise": list(entry.sender_disguise),
        "subject": entry.subject,
        "ticket": _ticket(entry.ticket_id),
    }


def quarantine_document(entry: QuarantineEntry, mail: MailRecord) -> Document:
    """`quarantine show`: why a mail waits for a person, what is known of its sender, what was decided."""
    return {
        **quarantine_row(entry),
        "state": entry.state,
        "detail": entry.detail,
        "due": instant(entry.due),
        "decided_by": entry.decided_by,
        "decided_at": instant(entry.decided_at),
        "sender": sender_document(mail),
        "checks": list(mail.sender_checks),
        "nature": mail.nature,
        "message_id": mail.message_id,
        "trace": mail.trace,
    }
