"""A new ticket: sorted, with its service level, acknowledged."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from gateway.desk.act import Act
from gateway.desk.desk import Desk
from gateway.desk.directory.contracts import Agreement, agreement
from gateway.desk.directory.people import account_team, manager_of, named, region_of
from gateway.desk.tickets.alarms import alert_critical
from gateway.desk.tickets.answers import answer, sender_views, tell
from gateway.desk.tickets.claims import claimed_priority
from gateway.desk.tickets.customer_reply import prove_reply
from gateway.desk.tickets.enclosures import enclosed
from gateway.desk.tickets.letter_views import ticket_view
from gateway.desk.tickets.notes import contribute, remark
from gateway.desk.tickets.outages import outage_on, with_outage
from gateway.desk.tickets.owners import organization_of, owners
from gateway.desk.tickets.participants import new_readers
from gateway.desk.tickets.routing import Routed, routed
from gateway.desk.tickets.ticket_state import with_service_level
from gateway.desk.tickets.versions import version_warning
from gateway.domain.directory.entries import App, Organization
from gateway.domain.facts import AcknowledgementFacts, ImpactFacts, TicketFacts
from gateway.domain.fields import read_fields
from gateway.domain.phrase import Phrase, phrase
from gateway.domain.tickets.priority import priority
from gateway.domain.tickets.requests import NewTicket
from gateway.domain.tickets.states import after
from gateway.domain.tickets.ticket import TYPES, Ticket
from gateway.letters.tickets import NewTicketLetter, NumberLetter, OwnTicketLetter
from gateway.mail.compose import clean_subject

ENVIRONMENTS = ("production", "acceptance", "test", "staging", "development")
LEVELS = ("high", "medium", "low")
OWN_TICKET = "ack_new_ticket_of_ours"
PHONE = "phone"  # the channel of who has called already
MAX_ENVIRONMENT = 40  # characters
MAX_SORTED = 4000  # characters of the text that are read for the first sorting


@dataclass(frozen=True, slots=True)
class Opened:
    """A ticket just opened with its first note. `readers`: who gets answers because of it and did not before."""

    ticket: Ticket
    note_id: int
    readers: tuple[str, ...] = ()


def open_ticket(act: Act, new: NewTicket) -> Opened:
    """Open a ticket, acknowledge it to whoever asked, tell our people."""
    opened = begin_ticket(act, new)
    announce(act, new, opened)
    return opened


def begin_ticket(act: Act, new: NewTicket) -> Opened:
    """A ticket with its first note, of which nobody has heard yet."""
    act = act.by(new.requester)
    given = _create(act, new)
    ticket = given.ticket
    kept = contribute(act, ticket, new.contribution)
    if given.said:
        remark(act, ticket.id, given.said)
    if new.follows:
        remark(act, new.follows.id, phrase("note.continued", ticket=ticket.number))
        remark(act, ticket.id, phrase("note.continues", ticket=new.follows.number))
    return Opened(ticket, kept.note_id, kept.readers)


def announce(act: Act, new: NewTicket, opened: Opened) -> None:
    """Whoever asked for a ticket hears of it, and so do our people."""
    act, ticket = act.by(new.requester), opened.ticket
    agreed = _agreed(act, ticket)
    if not new.silent:
        acknowledge(act, new, ticket, agreed)
    copied = new.contribution.copy_of is not None
    files = enclosed(act, ticket, new.contribution.words, opened.note_id, copied)
    _tell_our_people(act.carrying(files), new, ticket, agreed, opened.readers)


def prove_ticket(act: Act, new: NewTicket, opened: Opened) -> Opened:
    """A proven copy of the mail that opened a ticket without proof: it is acknowledged now, and its Cc counts."""
    act = act.by(new.requester)
    prove_reply(act, opened.ticket, new.contribution)
    acknowledge(act, new, opened.ticket, _agreed(act, opened.ticket))
    return opened


def _agreed(act: Act, ticket: Ticket) -> Agreement:
    return agreement(act.desk, act.work, organization_of(act.work, ticket), act.now, ticket.app)


def _create(act: Act, new: NewTicket) -> Routed:
    data, text = act.desk.rules.data, new.contribution.words.text
    fields = read_fields(text, data.labels)
    organization, app = _whose_app(act, new, fields)
    impact, urgency = (data.labels.meant_first(fields.get(name, ""), LEVELS) for name in ("impact", "urgency"))
    level = priority(impact, urgency, data.priorities)
    ticket = Ticket(
        state=after(None, "mail_accepted"),
        subject=clean_subject(new.subject) or "(no subject)",
        requester=new.requester.address.lower(),
        received_at=new.received or act.now,
        organization=organization.code if organization else None,
        language=new.requester.language,
        type="change_request" if new.subtype else _type(act.desk, new, fields),
        subtype=new.subtype,
        impact=impact,
        urgency=urgency,
        priority=level,
        priority_claimed=level in data.priorities.validated and not new.requester.is_staff,
        app=app,
        environment=environment(act.desk, fields),
        component=_component(act.desk, new, fields),
        address=new.address or None,
        business_impact=business_impact(act.desk, fields),
        triage=organization is None,
        phone_call_required=level == "critical" and act.event.channel != PHONE,
        follow_up_of=new.follows.id if new.follows else None,
        id=act.work.tickets.next_id(),
    )
    given = routed(act, with_outage(act, ticket))
    clocked = with_service_level(act, given.ticket, _agreed(act, given.ticket).valid)
    return replace(given, ticket=act.work.tickets.open(clocked))


def _line(fields: dict[str, str], name: str) -> str:
    """A value that is one line; what follows it without a blank line is ordinary text."""
    return fields.get(name, "").partition("\n")[0].strip()


def environment(desk: Desk, fields: dict[str, str]) -> str | None:
    """The environment that stands under its label: one of the usual by its usual name, any other as it is written."""
    written = _line(fields, "environment")
    return desk.rules.data.labels.meant_first(written, ENVIRONMENTS) or written.lower()[:MAX_ENVIRONMENT] or None


def business_impact(desk: Desk, fields: dict[str, str]) -> str | None:
    """What stands under the label for business impact; under plain "Impact" if it is more than a level."""
    labels = desk.rules.data.labels
    for name in ("business_impact", "impact"):
        value = fields.get(name, "")
        if value and not labels.says_nothing(value) and not (name == "impact" and labels.canonical(value, LEVELS)):
            return value
    return None


def _sorted_by(new: NewTicket) -> str:
    return f"{new.subject}\n{new.contribution.words.text[:MAX_SORTED]}"


def _type(desk: Desk, new: NewTicket, fields: dict[str, str]) -> str:
    labeled = desk.rules.data.labels.meant_first(fields.get("type", ""), TYPES)
    if labeled:
        return labeled
    text = _sorted_by(new)
    return desk.rules.ticket_type.decide(TicketFacts(text, desk.rules.data.labels.faults.told_in(text)))[0]


def _whose_app(act: Act, new: NewTicket, fields: dict[str, str]) -> tuple[Organization | None, str | None]:
    """The app that is named, and whose ticket it is: of a partner's people that of the customer with that app."""
    own, directory = new.requester.organization, act.work.directory
    app = _app(directory.apps(own.code), new, fields) if own else None
    if own is None or app or not own.partner_of:
        return own, app
    named = [(code, found) for code in own.partner_of if (found := _app(directory.apps(code), new, fields))]
    customer = directory.organization(named[0][0]) if len(named) == 1 else None
    return (customer, named[0][1]) if customer else (own, None)


def _app(apps: Sequence[App], new: NewTicket, fields: dict[str, str]) -> str | None:
    """The app that a label names by code or name, else the only one whose name stands in the subject."""
    if not apps:
        return None
    named = _line(fields, "app").casefold()
    if named:
        return next((app.code for app in apps if named in (app.code.casefold(), app.name.casefold())), None)
    words = {word.strip(".,;:!?()[]\"'").casefold() for word in new.subject.split()}
    mentioned = [app.code for app in apps if app.name.casefold() in words]
    return mentioned[0] if len(mentioned) == 1 else None


def _component(desk: Desk, new: NewTicket, fields: dict[str, str]) -> str | None:
    """A component of the scope, by its label or its words; else what stands under the label."""
    labeled = _line(fields, "component")
    found = desk.rules.data.scope.component_of(labeled, new.subject, new.contribution.words.text[:MAX_SORTED])
    return found or labeled[:80] or None


def acknowledge(act: Act, new: NewTicket, ticket: Ticket, agreed: Agreement) -> None:
    """Tell whoever asked which number they have and what happens next."""
    organization = organization_of(act.work, ticket)
    facts = AcknowledgementFacts(
        organization=organization is not None,
        contract=agreed.state,
        priority=ticket.priority,
        follow_up=new.follows is not None,
        called=act.event.channel == PHONE,
        topic=new.topic.kind,
    )
    ours = new.requester.is_staff and new.follows is None  # whatever the rules say: nobody asks them who they are
    template = OWN_TICKET if ours else act.desk.rules.acknowledgement.decide(facts)[0]
    vendor, recipient = sender_views(act)
    plan = act.desk.rules.data.service_levels.plan(ticket.plan) if ticket.plan else None
    letter = (OwnTicketLetter if ours else NewTicketLetter)(
        vendor=vendor,
        recipient=recipient,
        ticket=ticket_view(act.work, ticket),
        plan=plan.name if plan else None,
        contract_ended=agreed.contract.ends if agreed.contract and agreed.state == "lapsed" else None,
        contact=next((named(act.work, one) for one in organization.account_team), None) if organization else None,
        escalation_hint=new.code == "no_ticket_at_request",
        follow_up_of=new.follows.number if new.follows else None,
        not_found=None if organization else new.not_found,
        facts=plan.promises if plan else {},
        probable=new.passed_on_from if ours else "",
        version_warning=version_warning(act, ticket),
        outage=outage_on(act, ticket),
        impact_missing=_claims_without_impact(act.desk, new, ticket),
    )
    answer(act, template, letter, ticket)
    if new.not_found and organization:
        answer(act, "ticket_not_found", NumberLetter(vendor, recipient, new.not_found))


def _tell_our_people(act: Act, new: NewTicket, ticket: Ticket, agreed: Agreement, readers: tuple[str, ...]) -> None:
    desk, work, organization = act.desk, act.work, organization_of(act.work, ticket)
    region = region_of(work, organization)
    known = (claimed_priority(ticket), _several(agreed), _old_version(act, ticket))
    more = (new.careful, *known, _beside(new), new_readers(readers))
    tell(act, "agent_new_ticket", owners(act, ticket), ticket, _follows(new), *more)
    manager = manager_of(work, region, act.now)
    if ticket.priority == "critical":
        alert_critical(act, ticket)
    if agreed.state == "lapsed":
        tell(act, "account_contract_lapsed", account_team(work, organization), ticket)
    if new.code == "no_ticket_at_request" and manager and _production_impact(desk, new, ticket):
        tell(act, "escalation_heads_up", (manager,), ticket)


def _follows(new: NewTicket) -> Phrase | None:
    old = new.follows
    return phrase("note.follows_up", ticket=old.number, subject=old.subject) if old else None


def _several(agreed: Agreement) -> Phrase | None:
    """Several contracts cover it alike: a person looks whether the best plan is the right one."""
    chosen = agreed.valid
    if chosen is None or not agreed.beside:
        return None
    return phrase("note.several_contracts", contract=chosen.number, plan=chosen.plan, others=", ".join(agreed.beside))


def _old_version(act: Act, ticket: Ticket) -> Phrase | None:
    warning = version_warning(act, ticket)
    if warning is None:
        return None
    return phrase("note.version_unsupported", version=warning.version, since=warning.since.isoformat())


def _beside(new: NewTicket) -> Phrase | None:
    """What else it asks for that others take care of: said, never handed over by itself."""
    topics = tuple(phrase(f"topic.{one}") for one in new.topic.beside)
    return phrase("note.beside", topics=topics) if topics else None


def _claims_without_impact(desk: Desk, new: NewTicket, ticket: Ticket) -> bool:
    """Critical, and not a word of what it does to production or the business?"""
    return ticket.priority == "critical" and not ticket.business_impact and not _production_impact(desk, new, ticket)


def _production_impact(desk: Desk, new: NewTicket, ticket: Ticket) -> bool:
    result, _ = desk.rules.impact.decide(ImpactFacts(_sorted_by(new), ticket.environment or ""))
    return result != "none"
