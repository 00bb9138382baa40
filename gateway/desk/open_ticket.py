"""A new ticket from a mail: sorted, with its service level, acknowledged."""

from dataclasses import dataclass

from gateway.desk.answers import answer, sender_views, tell
from gateway.desk.clocks import targets_of
from gateway.desk.desk import Desk
from gateway.desk.disguised import warning
from gateway.desk.notes import cross_notes, remark, take_part, write_note
from gateway.desk.people import (
    ContractState,
    account_team,
    calendar_of,
    contract_state,
    duty,
    first_line,
    manager_of,
    region_of,
)
from gateway.desk.show import ticket_view
from gateway.desk.situation import Situation
from gateway.domain import service_level
from gateway.domain.directory import Contract
from gateway.domain.facts import AcknowledgementFacts, ImpactFacts, TicketFacts
from gateway.domain.fields import read_fields
from gateway.domain.letters import NewTicketLetter, NumberLetter
from gateway.domain.priority import priority
from gateway.domain.ticket import TYPES, Ticket
from gateway.mail.compose import clean_subject
from gateway.mail.message import Mailbox
from gateway.store.store import Work

LEVELS = ("high", "medium", "low")
MAX_SORTED = 4000  # characters of the text that are read for the first sorting


@dataclass(frozen=True, slots=True)
class Opened:
    """A ticket just opened with its first note."""

    ticket: Ticket
    note_id: int


def open_ticket(desk: Desk, work: Work, s: Situation, code: str, silent: bool = False) -> Opened:
    """Open a ticket; `code` is new, follow_up or no_ticket_at_request. `silent`: the sender is answered elsewhere."""
    state, contract = contract_state(desk, work, s.sender.organization, s.now)
    follows = s.thread.ticket if code != "new" and s.thread.found == "one" else None
    ticket = _create(desk, work, s, contract if state == "valid" else None, follows)
    note_id = write_note(desk, work, s, ticket.id)
    take_part(desk, work, s, ticket)
    cross_notes(work, s, ticket)
    if follows:
        remark(work, s, follows.id, f"Continued in {ticket.number}.")
        remark(work, s, ticket.id, f"Continues the closed ticket {follows.number}.")
    if not silent:
        _acknowledge(desk, work, s, ticket, code, state, contract, follows)
    _tell_our_people(desk, work, s, ticket, code, state)
    return Opened(ticket, note_id)


def _create(desk: Desk, work: Work, s: Situation, contract: Contract | None, follows: Ticket | None) -> Ticket:
    data, organization = desk.rules.data, s.sender.organization
    fields = read_fields(s.message.body.reply, data.labels)
    impact, urgency = (data.labels.meant_first(fields.get(name, ""), LEVELS) for name in ("impact", "urgency"))
    level = priority(impact, urgency, data.priorities)
    targets = targets_of(desk, contract.plan if contract else None, level)
    calendar = calendar_of(desk, work, region_of(work, organization))
    return work.tickets.open(
        subject=clean_subject(s.message.subject) or "(no subject)",
        requester=s.sender.address.lower(),
        received_at=s.now,
        organization=organization.code if organization else None,
        language=s.message.body.language,
        type=_type(desk, s, fields),
        impact=impact,
        urgency=urgency,
        priority=level,
        app=_app(work, s, fields),
        environment=_line(fields, "environment").lower()[:40] or None,
        component=_line(fields, "component")[:80] or None,
        business_impact=business_impact(desk, fields),
        plan=contract.plan if contract else None,
        contract=contract.number if contract else None,
        triage=organization is None,
        phone_call_required=level == "critical",
        follow_up_of=follows.id if follows else None,
        first_response_due=service_level.due(s.now, targets.response, calendar),
        resolution_due=service_level.due(s.now, targets.resolution, calendar),
    )


def _line(fields: dict[str, str], name: str) -> str:
    """A value that is one line; what follows it without a blank line is ordinary text."""
    return fields.get(name, "").partition("\n")[0].strip()


def business_impact(desk: Desk, fields: dict[str, str]) -> str | None:
    """What stands under the label for business impact; under plain "Impact" if it is more than a level."""
    labels = desk.rules.data.labels
    for name in ("business_impact", "impact"):
        value = fields.get(name, "")
        if value and not labels.says_nothing(value) and not (name == "impact" and labels.canonical(value, LEVELS)):
            return value
    return None


def _type(desk: Desk, s: Situation, fields: dict[str, str]) -> str:
    labeled = desk.rules.data.labels.meant_first(fields.get("type", ""), TYPES)
    if labeled:
        return labeled
    text = f"{s.message.subject}\n{s.message.body.reply[:MAX_SORTED]}"
    result, _ = desk.rules.decision("ticket_type").decide(TicketFacts(text))
    return str(result)


def _app(work: Work, s: Situation, fields: dict[str, str]) -> str | None:
    """The app that a label names by code or name, else the only one whose name stands in the subject."""
    if s.sender.organization is None:
        return None
    apps = work.directory.apps(s.sender.organization.code)
    if not apps:
        return None
    named = _line(fields, "app").casefold()
    if named:
        return next((app.code for app in apps if named in (app.code.casefold(), app.name.casefold())), None)
    words = {word.strip(".,;:!?()[]\"'").casefold() for word in s.message.subject.split()}
    mentioned = [app.code for app in apps if app.name.casefold() in words]
    return mentioned[0] if len(mentioned) == 1 else None


def _acknowledge(
    desk: Desk,
    work: Work,
    s: Situation,
    ticket: Ticket,
    code: str,
    state: ContractState,
    contract: Contract | None,
    follows: Ticket | None,
) -> None:
    facts = AcknowledgementFacts(s.sender.organization is not None, state, ticket.priority, follows is not None)
    template, _ = desk.rules.decision("acknowledgement").decide(facts)
    vendor, recipient = sender_views(desk, work, s)
    organization = s.sender.organization
    letter = NewTicketLetter(
        vendor=vendor,
        recipient=recipient,
        ticket=ticket_view(ticket),
        plan=ticket.plan,
        contract_ended=contract.ends if contract and state == "lapsed" else None,
        contact=next(iter(organization.account_team), None) if organization else None,
        escalation_hint=code == "no_ticket_at_request",
        follow_up_of=follows.number if follows else None,
    )
    answer(desk, work, s, str(template), letter, ticket)
    if s.thread.found in ("unknown", "foreign") and s.thread.named:
        answer(desk, work, s, "ticket_not_found", NumberLetter(vendor, recipient, s.thread.named))


def _tell_our_people(desk: Desk, work: Work, s: Situation, ticket: Ticket, code: str, state: ContractState) -> None:
    region = region_of(work, s.sender.organization)
    careful = warning(one.line for one in s.disguise)
    tell(desk, work, s, "agent_new_ticket", first_line(desk, work, region, s.now), ticket, detail=careful)
    manager = manager_of(work, region, s.now)
    if ticket.priority == "critical":
        tell(
            desk, work, s, "agent_critical_alert", _unique([*duty(desk, work), *([manager] if manager else [])]), ticket
        )
    if state == "lapsed":
        tell(desk, work, s, "account_contract_lapsed", account_team(work, s.sender.organization), ticket)
    if code == "no_ticket_at_request" and manager and _production_impact(desk, s, ticket):
        tell(desk, work, s, "escalation_heads_up", [manager], ticket)


def _production_impact(desk: Desk, s: Situation, ticket: Ticket) -> bool:
    text = f"{s.message.subject}\n{s.message.body.reply[:MAX_SORTED]}"
    result, _ = desk.rules.decision("impact").decide(ImpactFacts(text, ticket.environment or ""))
    return result != "none"


def _unique(people: list[Mailbox]) -> list[Mailbox]:
    return list({one.address.lower(): one for one in people}.values())
