"""What a request to escalate says, and the facts that its rules ask for."""

from dataclasses import dataclass
from typing import cast

from gateway.desk.desk import Desk
from gateway.desk.open_ticket import LEVELS
from gateway.desk.people import contract_state
from gateway.desk.situation import Situation
from gateway.domain.courtesy import words_of
from gateway.domain.directory import Contract, Organization
from gateway.domain.escalation import Channel, Escalation, EscalationDraft
from gateway.domain.facts import EscalationFacts, Impact, ImpactFacts, Missing, Role
from gateway.domain.fields import read_fields, unquote, without_words_of
from gateway.domain.ticket import Ticket
from gateway.store.store import Work

FIELDS = ("reason", "business_impact", "problem_summary", "environment")


@dataclass(frozen=True, slots=True)
class EscalationCase:
    """A request to escalate. `fields` are what was said now and in the draft; `draft` what it completes."""

    ticket: Ticket | None
    organization: Organization | None
    channel: Channel
    fields: dict[str, str]
    missing: tuple[Missing, ...]
    contract: Contract | None
    running: Escalation | None
    draft: EscalationDraft | None
    facts: EscalationFacts


def build_case(desk: Desk, work: Work, s: Situation) -> EscalationCase:
    """Look up and compute everything; reads only."""
    ticket = ticket_of(work, s)
    channel = _channel(s, ticket)
    organization = work.directory.organization(ticket.organization) if ticket and ticket.organization else None
    fields = _fields(desk, s, channel, ticket)
    missing = _missing(desk, s, channel, fields, organization) if ticket else ()
    state, contract = contract_state(desk, work, organization, s.now)
    running = work.escalations.running(ticket.id) if ticket else None
    facts = EscalationFacts(
        sender=s.sender.kind,
        proof=s.sender.proof,
        released=s.facts.released,
        to=s.to.roles | frozenset(cast(frozenset[Role], s.earlier.roles if s.earlier else ())),
        ticket="one" if ticket else s.thread.found,
        found_by=s.thread.by,
        ticket_state=ticket.state if ticket and ticket.state != "merged" else "none",
        running=running is not None,
        contract=state,
        missing=frozenset(missing),
        outage=False,
        early=bool(ticket and ticket.first_response_due and s.now < ticket.first_response_due),
        impact=_impact(desk, fields, ticket),
    )
    return EscalationCase(ticket, organization, channel, fields, missing, contract, running, s.draft, facts)


def ticket_of(work: Work, s: Situation) -> Ticket | None:
    """A reply to a rejection is about the ticket of that rejection when it names none itself."""
    if s.thread.found == "one":
        return s.thread.ticket
    if s.thread.found == "none" and s.draft and s.draft.ticket_id:
        return work.tickets.get(s.draft.ticket_id)
    return None


def is_courtesy(desk: Desk, work: Work, s: Situation) -> bool:
    """Does an answer to a rejection say thanks and nothing else? That completes no draft."""
    if s.draft is None:
        return False
    message = s.message
    people = [*message.from_, *message.to, *message.cc]
    names = [
        s.sender.name,
        s.sender.address,
        *(one.name for one in people),
        *(one.name for one in work.directory.all_staff()),
    ]
    return desk.rules.data.courtesy.is_all(_own_words(s)[0], words_of(names)) and not _fills_the_form(desk, s)


def _fills_the_form(desk: Desk, s: Situation) -> bool:
    return bool(_saying(desk, read_fields(_own_words(s)[1], desk.rules.data.labels)))


def _channel(s: Situation, ticket: Ticket | None) -> Channel:
    if s.sender.is_staff:
        return "csm" if s.sender.kind == "account_team" else "internal"
    if s.draft:
        return s.draft.channel
    through_ticket = ticket is not None and (s.thread.by in ("token", "thread") or "support" in s.to.roles)
    return "ticket" if through_ticket and not s.answers_rejection else "email"


def _fields(desk: Desk, s: Situation, channel: Channel, ticket: Ticket | None) -> dict[str, str]:
    """New words win over the draft; an answer filled into the quoted form counts where nothing else does."""
    labels, policy = desk.rules.data.labels, desk.rules.data.escalation
    said, quoted = _own_words(s)
    fields = dict(s.draft.fields) if s.draft else {}
    new = read_fields(said, labels)
    in_subject = _saying(desk, read_fields(s.message.subject, labels))
    if in_subject:  # "T-001001, impact: nobody can work" says it all in one line
        new = in_subject | _saying(desk, new)
    if s.answers_rejection:
        new = _saying(desk, read_fields(quoted, labels)) | _saying(desk, new)
    new = _with_impact(desk, new)
    fields |= {name: new[name] for name in FIELDS if name in new and not labels.says_nothing(new[name])}
    if channel == "ticket" and "problem_summary" not in fields and not new:
        fields["problem_summary"] = said
    if (
        channel == "ticket"
        and "business_impact" not in fields
        and policy.impact_from_ticket
        and ticket
        and ticket.business_impact
    ):
        fields["business_impact"] = ticket.business_impact
    if s.draft and not new:
        fields |= _free_answer(desk, s, channel, fields, said)
    return fields


def _own_words(s: Situation) -> tuple[str, str]:
    """What was written now, and what stands in the quote: both without the words of our own rejection."""
    body, ours = s.message.body, s.rejection_text
    if not ours:
        return body.reply, body.quoted
    said, quoted = (without_words_of(ours, unquote(part)) for part in (body.reply, body.quoted))
    return said.strip(), quoted


def _saying(desk: Desk, fields: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in fields.items() if not desk.rules.data.labels.says_nothing(value)}


def _with_impact(desk: Desk, fields: dict[str, str]) -> dict[str, str]:
    """In an escalation plain "Impact:" means the business impact, unless it is only a level."""
    value = fields.get("impact", "")
    if "business_impact" in _saying(desk, fields) or not value or desk.rules.data.labels.canonical(value, LEVELS):
        return fields
    return fields | {"business_impact": value}


def _free_answer(desk: Desk, s: Situation, channel: Channel, fields: dict[str, str], said: str) -> dict[str, str]:
    """Asked for exactly one thing, people answer without its label."""
    missing = _missing(desk, s, channel, fields, None)
    return {missing[0]: said} if len(missing) == 1 and missing[0] != "csm_cc" else {}


def _missing(
    desk: Desk, s: Situation, channel: Channel, fields: dict[str, str], organization: Organization | None
) -> tuple[Missing, ...]:
    policy = desk.rules.data.escalation
    wanted = cast(tuple[Missing, ...], policy.fields.get(channel, ()))  # the loader has checked the names
    missing = [name for name in wanted if not _says_enough(desk, s, name, fields.get(name, ""))]
    copied = {mailbox.address.lower() for mailbox in (*s.message.to, *s.message.cc)}
    if policy.csm_cc_missing == "reject" and organization and organization.csm and not s.sender.is_staff:
        missing += [] if organization.csm.lower() in copied else ["csm_cc"]
    return tuple(missing)


def _says_enough(desk: Desk, s: Situation, name: str, value: str) -> bool:
    policy = desk.rules.data.escalation
    least = policy.account_team_words if s.sender.is_staff else policy.minimum_words.get(name, 1)
    words = [word for word in value.split() if any(c.isalnum() for c in word)]
    # a script without blanks between words cannot be counted in words
    long_enough = len(words) >= least or (not value.isascii() and sum(c.isalpha() for c in value) >= 4 * least)
    return long_enough and not desk.rules.data.labels.says_nothing(value)


def _impact(desk: Desk, fields: dict[str, str], ticket: Ticket | None) -> Impact:
    text = fields.get("business_impact", "")
    if not text:
        return "none"
    environment = fields.get("environment") or (ticket.environment if ticket else None) or ""
    result, _ = desk.rules.decision("impact").decide(ImpactFacts(text, environment))
    return cast(Impact, result)  # the loader allows nothing else in this file
