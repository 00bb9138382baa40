"""What a mail that asks to escalate says, and the facts that its rules ask for."""

from dataclasses import dataclass

from gateway.desk.desk import Desk
from gateway.desk.directory.contracts import Agreement, agreement
from gateway.desk.directory.outages import outage_of
from gateway.desk.escalations.reading import fields_of, missing_of, own_words, saying
from gateway.desk.situation.inputs import contribution_of, new_ticket_of
from gateway.desk.situation.situation import Situation
from gateway.desk.situation.threading import REFERRED
from gateway.desk.tickets.open import environment as environment_of
from gateway.desk.tickets.owners import organization_of
from gateway.domain.directory.entries import Organization
from gateway.domain.escalations.escalation import WITHOUT_TICKET, Channel, Escalation, EscalationDraft
from gateway.domain.escalations.request import EscalationRequest
from gateway.domain.event import Event
from gateway.domain.facts import EscalationFacts, Impact, ImpactFacts, Missing
from gateway.domain.fields import read_fields
from gateway.domain.outages.outage import Outage
from gateway.domain.tickets.courtesy import words_of
from gateway.domain.tickets.ticket import Ticket
from gateway.store.store import UnitOfWork


@dataclass(frozen=True, slots=True)
class _Known:
    """What the gateway knows about a request."""

    ticket: Ticket | None
    organization: Organization | None
    channel: Channel
    fields: dict[str, str]
    missing: tuple[Missing, ...]
    agreed: Agreement
    running: Escalation | None
    outage: Outage | None


def request_of(desk: Desk, work: UnitOfWork, situation: Situation, event: Event) -> EscalationRequest:
    """Look up and compute everything; reads only."""
    known, thread, earlier = _look_up(desk, work, situation), situation.thread, situation.earlier
    ticket = known.ticket
    return EscalationRequest(
        contribution=contribution_of(situation),
        ticket=ticket,
        organization=known.organization,
        channel=known.channel,
        fields=known.fields,
        missing=known.missing,
        contract=known.agreed.contract,
        running=known.running,
        outage=known.outage,
        draft=situation.draft,
        facts=_facts(desk, situation, known),
        follow_up=new_ticket_of(situation, event, "follow_up"),
        named=thread.named or "",
        merged_from=thread.merged_from,
        hidden="escalation" in situation.to.hidden,
        noted=earlier.note_id if earlier and ticket and earlier.ticket_id == ticket.id else None,
        only_thanks=ticket is not None and is_courtesy(desk, work, situation),
    )


def _look_up(desk: Desk, work: UnitOfWork, situation: Situation) -> _Known:
    ticket = ticket_of(desk, work, situation)
    channel, organization = _channel(situation, ticket), organization_of(work, ticket)
    fields = fields_of(desk, situation, channel, ticket)
    missing = missing_of(desk, situation, channel, fields, organization)
    agreed = agreement(desk, work, organization, situation.now, ticket.app if ticket else None)
    running = work.escalations.running(ticket.id) if ticket else None
    outage = outage_of(desk, work, ticket) if ticket and not _late(ticket, situation) else None
    return _Known(ticket, organization, channel, fields, missing, agreed, running, outage)


def _late(ticket: Ticket, situation: Situation) -> bool:
    """Is the solution overdue? Then an outage is no reason to wait."""
    return ticket.resolution_due is not None and ticket.resolution_due <= situation.now


def _facts(desk: Desk, situation: Situation, known: _Known) -> EscalationFacts:
    ticket = known.ticket
    return EscalationFacts(
        sender=situation.sender.kind,
        proof=situation.sender.proof,
        released=situation.released,
        to=situation.to.roles,
        ticket="one" if ticket else situation.thread.found,
        found_by=situation.thread.by,
        ticket_state=ticket.state if ticket and ticket.state != "merged" else "none",
        running=known.running is not None,
        contract=known.agreed.state,
        missing=frozenset(known.missing if ticket else ()),
        outage=known.outage is not None,
        early=bool(ticket and ticket.first_response_due and situation.now < ticket.first_response_due),
        impact=_impact(desk, known.fields, ticket),
    )


def ticket_of(desk: Desk, work: UnitOfWork, situation: Situation) -> Ticket | None:
    """A reply to a rejection is about the ticket of that rejection when it names none itself."""
    if situation.thread.found == "one":
        return situation.thread.ticket
    draft = situation.draft
    if situation.thread.found == "none" and draft and draft.ticket_id and not _denies(desk, situation, draft):
        return work.tickets.get(draft.ticket_id)
    return None


def _denies(desk: Desk, situation: Situation, draft: EscalationDraft) -> bool:
    """Is a ticket that we only offered not the one?"""
    return draft.code in WITHOUT_TICKET and desk.rules.data.labels.impact.denies(own_words(desk, situation)[0])


def is_courtesy(desk: Desk, work: UnitOfWork, situation: Situation) -> bool:
    """Does an answer to a rejection say thanks and nothing else? That completes no draft."""
    if situation.draft is None:
        return False
    message = situation.message
    people = [*message.from_, *message.to, *message.cc]
    names = [
        situation.sender.name,
        situation.sender.address,
        *(one.name for one in people),
        *(one.name for one in work.directory.all_staff()),
    ]
    return desk.rules.data.courtesy.is_all(own_words(desk, situation)[0], words_of(names)) and not _fills_the_form(
        desk, situation
    )


def _fills_the_form(desk: Desk, situation: Situation) -> bool:
    return bool(saying(desk, read_fields(own_words(desk, situation)[1], desk.rules.data.labels)))


def _channel(situation: Situation, ticket: Ticket | None) -> Channel:
    if situation.sender.is_staff:
        return "csm" if situation.sender.kind == "account_team" else "internal"
    if situation.draft:
        return situation.draft.channel
    through_ticket = ticket is not None and (situation.thread.by in REFERRED or "support" in situation.to.roles)
    return "ticket" if through_ticket and not situation.answers_rejection else "email"


def _impact(desk: Desk, fields: dict[str, str], ticket: Ticket | None) -> Impact:
    text = fields.get("business_impact", "")
    if not text:
        return "none"
    environment = environment_of(desk, fields) or (ticket.environment if ticket else None) or ""
    return desk.rules.impact.decide(ImpactFacts(text, environment))[0]
