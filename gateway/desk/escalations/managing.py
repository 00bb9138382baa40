"""What managers do with an escalation. None of it solves or closes the ticket."""

from dataclasses import replace
from datetime import timedelta

from gateway.desk.act import Act
from gateway.desk.directory.managers import above
from gateway.desk.directory.people import named, staff_mailbox
from gateway.desk.escalations.moves import end, move, with_manager_due, with_update_due
from gateway.desk.escalations.telling import WORKAROUND, tell_colleagues, tell_customer, tell_managers
from gateway.desk.tickets.agent_reply import Answered
from gateway.desk.tickets.notes import write_note
from gateway.desk.tickets.owners import ticket_region
from gateway.desk.tickets.participants import WATCHER
from gateway.desk.tickets.ticket_state import scheduled
from gateway.desk.tickets.workaround import cap_impact
from gateway.domain.escalations.cadence import Cadence
from gateway.domain.escalations.escalation import Escalation
from gateway.domain.event import Words
from gateway.domain.phrase import phrase
from gateway.domain.tickets.ticket import Ticket
from gateway.errors import NotAllowed

PLAN, UPDATE = "escalation_plan", "escalation_update"


def accept_request(act: Act, ticket: Ticket, escalation: Escalation, cadence: Cadence | None) -> Ticket:
    """It is active, and theirs who accept it; the customer and the account team hear who takes care and how often."""
    rhythm = cadence or act.desk.rules.data.escalation_life.cadence
    theirs = replace(escalation, manager=_managing(act, escalation), cadence=rhythm.text)
    active = move(act, escalation, "manager_accepts", with_update_due(act, ticket, theirs), rhythm.text)
    ticket = act.work.tickets.save(replace(ticket, escalated=True), was=ticket)
    act.work.tickets.add_participants(ticket.id, [(active.manager or "", WATCHER)])
    tell_customer(act, ticket, active, "escalation_accepted")
    news = phrase("escalation.accepted", escalation=active.number, person=_manager(act, active), cadence=rhythm.text)
    tell_colleagues(act, ticket, active, news)
    return ticket


def decline(act: Act, ticket: Ticket, escalation: Escalation, reason: str) -> Ticket:
    """It is not accepted, for a reason that the customer reads."""
    ticket = _as_answer(act, ticket, reason)
    declined = move(act, escalation, "manager_declines", replace(escalation, close_reason=reason), reason)
    tell_customer(act, ticket, declined, "escalation_declined", reason)
    tell_colleagues(act, ticket, declined, phrase("escalation.declined", escalation=declined.number, reason=reason))
    return ticket


def inform(act: Act, ticket: Ticket, escalation: Escalation, template: str, text: str) -> Ticket:
    """A plan or an update: everybody on the ticket reads it, and the next update is due by the cadence."""
    ticket = _as_answer(act, ticket, text)
    changed = replace(escalation, action_plan=text) if template == PLAN else escalation
    if escalation.state == "active":
        changed = with_update_due(act, ticket, changed)
    told = move(act, escalation, "customer_told", changed, text)
    tell_customer(act, ticket, told, template, text)
    tell_colleagues(act, ticket, told, phrase("escalation.informed", escalation=told.number, text=text))
    return ticket


def resolve(act: Act, ticket: Ticket, escalation: Escalation, kind: str, text: str) -> Ticket:
    """The customer is asked whether it is solved, and has some days for it. A workaround caps the ticket's impact."""
    days = act.desk.rules.data.escalation_life.monitoring_days
    until, ticket = act.now + timedelta(days=days), _as_answer(act, ticket, text)
    said = f"{kind}: {text}"
    changed = replace(escalation, resolution=said, monitoring_until=until, timer_due=until, next_update_due=None)
    resolved = move(act, escalation, "resolved", changed, said)
    if kind == WORKAROUND:
        ticket = cap_impact(act, ticket)
    tell_customer(act, ticket, resolved, "escalation_resolved_confirm", text)
    tell_colleagues(act, ticket, resolved, phrase("escalation.resolved", escalation=resolved.number, text=said))
    return ticket


def close(act: Act, ticket: Ticket, escalation: Escalation, reason: str) -> Ticket:
    """It is over, for a reason that the customer reads."""
    ticket, closed = end(act, ticket, escalation, "closed_by_manager", reason)
    tell_customer(act, ticket, closed, "escalation_closed", reason)
    tell_colleagues(act, ticket, closed, phrase("escalation.ended", escalation=closed.number, reason=reason))
    return ticket


def raise_level(act: Act, ticket: Ticket, escalation: Escalation, level: int) -> Escalation:
    """Somebody of that level, or the nearest above it, manages it from now on; both managers hear of it.

    Raises NotAllowed where there is nobody.
    """
    higher = above(act.desk, act.work, ticket_region(act.work, ticket), escalation.level, act.now)
    found = next(((at, person) for at, person in higher if at >= level), None)
    if found is None:
        raise NotAllowed(f"nobody of our people is on level {level}.")
    reached, person = found
    changed = replace(escalation, level=reached, manager=person.address)
    if escalation.state == "requested":
        changed = with_manager_due(act, ticket, changed)
    else:
        act.work.tickets.add_participants(ticket.id, [(person.address, WATCHER)])
    raised = move(act, escalation, "level_raised", changed, f"{reached}: {person.address}")
    before = (staff_mailbox(act.work, escalation.manager),) if escalation.manager else ()
    tell_managers(act, ticket, raised, "escalation_level_changed", (person, *before))
    return raised


def heard_of_manager(act: Act, ticket: Ticket, answered: Answered) -> int:
    """An answer by one of our people counts for the escalation, too, where the customer has it; its note."""
    if answered.told:
        _hear_manager(act, ticket)
    return answered.note_id


def _hear_manager(act: Act, ticket: Ticket) -> None:
    """A manager's plain words to the customer: the answer that was promised, or an update.

    A decision is still to come where there is none: they have the whole time again for it. See docs/domain.md,
    "The life of an escalation".
    """
    person, running = act.actor.staff, act.work.escalations.running(ticket.id)
    if person is None or running is None:
        return
    manages = person.email.lower() == (running.manager or "").lower()
    if not manages and not act.desk.rules.data.access.is_in("managers", person.roles):
        return
    if running.state == "requested":
        move(act, running, "manager_answers", with_manager_due(act, ticket, running))
    elif running.state == "active":
        move(act, running, "customer_told", with_update_due(act, ticket, running))


def _managing(act: Act, escalation: Escalation) -> str | None:
    """Who accepts it manages it, unless somebody does it for the manager."""
    person = act.actor.staff
    is_manager = person and act.desk.rules.data.access.is_in("managers", person.roles)
    return person.email if person and (is_manager or not escalation.manager) else escalation.manager


def _manager(act: Act, escalation: Escalation) -> str:
    return named(act.work, escalation.manager or "")


def _as_answer(act: Act, ticket: Ticket, text: str) -> Ticket:
    """What the customer is told stands on the ticket, and is a person's answer: the response clock stops."""
    write_note(act, ticket.id, Words(act.actor.address, text), "public")
    if ticket.first_response_at:
        return ticket
    answered = replace(ticket, first_response_at=act.now)
    return act.work.tickets.save(scheduled(act.desk, act.work, answered), was=ticket)
