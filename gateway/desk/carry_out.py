"""Carry a verdict out: one `match` over everything the rules can decide."""

from typing import assert_never

from gateway.desk import quarantine
from gateway.desk.add_note import add_note, is_over
from gateway.desk.command import refuse_commands, run_commands
from gateway.desk.desk import Desk
from gateway.desk.escalate import escalate
from gateway.desk.notes import write_note
from gateway.desk.notice_reply import reply_to_notice
from gateway.desk.open_ticket import open_ticket
from gateway.desk.outcome import Outcome
from gateway.desk.relay import relay
from gateway.desk.situation import Situation
from gateway.desk.take_bounce import take_bounce
from gateway.desk.take_complaint import take_complaint
from gateway.domain.verdict import (
    AddNote,
    AnswerNotice,
    Ground,
    IntakeVerdict,
    JudgeEscalation,
    Keep,
    OpenTicket,
    RefuseCommands,
    Relay,
    RunCommands,
    SetAside,
    TakeBounce,
    TakeComplaint,
)
from gateway.store.store import Work


def carry_out(desk: Desk, work: Work, s: Situation, verdict: IntakeVerdict, ground: Ground) -> Outcome:
    """Change what the verdict says, in the caller's transaction."""
    match verdict:
        case Keep(code):
            return _keep(desk, work, s, code, ground)
        case TakeBounce() | TakeComplaint():
            take = take_bounce if isinstance(verdict, TakeBounce) else take_complaint
            return take(desk, work, s, ground)
        case OpenTicket(code):
            opened = open_ticket(desk, work, s, code)
            return Outcome(code, ground, opened.ticket.id, opened.note_id)
        case AddNote():
            return _note(desk, work, s, ground)
        case Relay():
            return _relay(desk, work, s, ground)
        case RunCommands():
            return run_commands(desk, work, s, ground)
        case RefuseCommands():
            return refuse_commands(desk, work, s, ground)
        case AnswerNotice():
            return reply_to_notice(desk, work, s, ground)
        case JudgeEscalation():
            return escalate(desk, work, s)
        case SetAside(cause):
            return quarantine.set_aside(desk, work, s, cause, ground)
        case never:
            assert_never(never)


def _keep(desk: Desk, work: Work, s: Situation, code: str, ground: Ground) -> Outcome:
    """A machine's answer on a ticket of its sender is kept there out of sight; nothing else changes."""
    if code == "automatic" and s.thread.found == "one" and s.thread.ticket:
        note_id = write_note(desk, work, s, s.thread.ticket.id, "internal")
        return Outcome(code, ground, s.thread.ticket.id, note_id)
    if code == "duplicate" and s.earlier:
        return Outcome(code, ground, s.earlier.ticket_id, s.earlier.note_id)
    return Outcome(code, ground)


def _note(desk: Desk, work: Work, s: Situation, ground: Ground) -> Outcome:
    ticket = s.thread.ticket
    assert ticket is not None  # the rule asks for a ticket
    if is_over(desk, ticket, s):
        opened = open_ticket(desk, work, s, "follow_up")
        return Outcome("follow_up", ground, opened.ticket.id, opened.note_id)
    return Outcome("note", ground, ticket.id, add_note(desk, work, s, ticket))


def _relay(desk: Desk, work: Work, s: Situation, ground: Ground) -> Outcome:
    ticket = s.thread.ticket
    assert ticket is not None  # the rule asks for a ticket
    text = s.message.body.reply
    if not text.strip():
        return Outcome("note", ground, ticket.id, write_note(desk, work, s, ticket.id, "internal"))
    return Outcome("note", ground, ticket.id, relay(desk, work, s, ticket, text))
