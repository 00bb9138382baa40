"""Cases and stored mail as people and programs see them: the JSON of CONTRACT.md section 4.

Every value is a JSON value: times ISO 8601 in UTC, public numbers, null for what is not known.
"""

from collections.abc import Mapping
from datetime import UTC, datetime

from gateway.domain.escalation import Escalation, escalation_number
from gateway.domain.ticket import Ticket, ticket_number
from gateway.store.store import Work

Document = dict[str, object]
Columns = Mapping[str, object]


def instant(value: object) -> str | None:
    """A time in ISO 8601, UTC."""
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z") if isinstance(value, datetime) else None


def _ticket(value: object) -> str | None:
    return ticket_number(value) if isinstance(value, int) else None


def _escalation(value: object) -> str | None:
    return escalation_number(value) if isinstance(value, int) else None


def ticket_row(ticket: Ticket) -> Document:
    """One line of `ticket list`."""
    return {
        "number": ticket.number,
        "subject": ticket.subject,
        "state": ticket.state,
        "priority": ticket.priority,
        "organization": ticket.organization,
        "requester": ticket.requester,
        "created": instant(ticket.received_at),
    }


def ticket_document(work: Work, ticket: Ticket) -> Document:
    """`ticket show`: the ticket, its notes (internal ones too) and its participants."""
    escalation = work.escalations.running(ticket.id) or work.escalations.last(ticket.id)
    return {
        **ticket_row(ticket),
        "type": ticket.type,
        "subtype": ticket.subtype,
        "assignee": ticket.assignee,
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
        "merged_into": _ticket(ticket.merged_into),
        "follow_up_of": _ticket(ticket.follow_up_of),
        "resolution_code": ticket.resolution_code,
        "solved_at": instant(ticket.solved_at),
        "closed_at": instant(ticket.closed_at),
        "notes": [note_document(note) for note in work.tickets.notes(ticket.id)],
        "participants": [{"address": one, "kind": kind} for one, kind in work.tickets.participants(ticket.id)],
    }


def note_document(note: Columns) -> Document:
    """A case note; `author` is null for the gateway itself."""
    files = note["attachments"]
    return {
        "id": note["id"],
        "at": instant(note["at"]),
        "author": note["author"],
        "visibility": note["visibility"],
        "channel": note["channel"],
        "via": note["via"],
        "text": note["text"],
        "attachments": [_attachment(one) for one in files if not one.get("logo")] if isinstance(files, list) else [],
    }


def _attachment(file: Columns) -> Document:
    return {"name": file.get("name"), "type": file.get("type"), "size": file.get("size")}


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
    }


def sender_document(mail: Columns) -> Document | None:
    """Who wrote a mail and what proves it; null until the mail was looked at."""
    if mail["nature"] is None:
        return None
    return {
        "address": mail["sender_address"],
        "organization": mail["sender_organization"],
        "staff": bool(mail["sender_staff"]),
        "authenticated": mail["sender_proof"] == "pass",
        "evidence": mail["sender_evidence"],
        "disguise": mail["sender_disguise"] or [],
    }


def mail_row(mail: Columns) -> Document:
    """One line of `mail list`."""
    return {
        "mail": mail["id"],
        "message_id": mail["message_id"],
        "sha256": mail["sha256"],
        "state": mail["state"],
        "decision": mail["decision"],
        "ticket": _ticket(mail["ticket_id"]),
        "note": mail["note_id"],
    }


def mail_document(mail: Columns) -> Document:
    """`mail show`: how a mail came, who wrote it, what was decided and why."""
    return {
        **mail_row(mail),
        "received": instant(mail["received_at"]),
        "source": mail["source"],
        "envelope_from": mail["envelope_from"],
        "envelope_to": mail["envelope_to"] or [],
        "peer": mail["peer"],
        "helo": mail["helo"],
        "subject": mail["subject"],
        "nature": mail["nature"],
        "sender": sender_document(mail),
        "escalation": _escalation(mail["escalation_id"]),
        "missing": mail["missing"] or [],
        "checks": mail["sender_checks"] or [],
        "rule": mail["rule"],
        "why": mail["why"],
        "settled": instant(mail["settled_at"]),
        "trace": mail["trace"],
    }


def quarantine_row(entry: Columns) -> Document:
    """One line of `quarantine list`; the columns of the entry with sender and subject of its mail."""
    return {
        "mail": entry["mail_id"],
        "cause": entry["cause"],
        "since": instant(entry["since"]),
        "owner": entry["owner"] or None,
        "from": entry["sender_address"],
        "disguise": entry["sender_disguise"] or [],
        "subject": entry["subject"],
        "ticket": _ticket(entry["ticket_id"]),
    }


def quarantine_document(entry: Columns, mail: Columns) -> Document:
    """`quarantine show`: why a mail waits for a person, what is known of its sender, what was decided."""
    both = {**entry, **{name: mail[name] for name in ("sender_address", "sender_disguise", "subject")}}
    return {
        **quarantine_row(both),
        "state": entry["state"],
        "detail": entry["detail"],
        "due": instant(entry["due"]),
        "decided_by": entry["decided_by"],
        "decided_at": instant(entry["decided_at"]),
        "sender": sender_document(mail),
        "checks": mail["sender_checks"] or [],
        "nature": mail["nature"],
        "message_id": mail["message_id"],
        "trace": mail["trace"],
    }
