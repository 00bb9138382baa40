"""A request to escalate: judged by its own rules, then accepted, added to a running one, or sent back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from gateway.desk.act import Act
from gateway.desk.directory.managers import first_manager
from gateway.desk.directory.people import (
    account_team,
    customer_mailbox,
    named,
    recipient_view,
    region_of,
    staff_mailbox,
    vendor_view,
)
from gateway.desk.escalations.hearing import hear_customer
from gateway.desk.escalations.moves import manager_due
from gateway.desk.escalations.notes import note_of
from gateway.desk.outgoing.enqueue import enqueue
from gateway.desk.outgoing.mail import OutgoingMail
from gateway.desk.tickets.answers import EXCERPT, answer, internal, sender_views, tell
from gateway.desk.tickets.customer_reply import is_over, reopen
from gateway.desk.tickets.letter_views import escalation_view, ticket_view
from gateway.desk.tickets.open import environment
from gateway.desk.tickets.owners import owners
from gateway.domain.escalations.escalation import Escalation
from gateway.domain.escalations.request import EscalationRequest
from gateway.domain.escalations.states import after
from gateway.domain.facts import ReasonFacts
from gateway.domain.outcome import Outcome
from gateway.domain.tickets.ticket import UNNUMBERED, Ticket
from gateway.domain.verdict import Ground
from gateway.letters.escalations import EscalationLetter, EscalationNewsLetter
from gateway.letters.views import Recipient, Vendor
from gateway.mail.message import Mailbox


@dataclass(frozen=True, slots=True)
class _Escalated:
    """An escalation that runs, and the request that opened it or was added to it."""

    act: Act
    request: EscalationRequest
    ticket: Ticket
    escalation: Escalation

    @property
    def csm(self) -> str | None:
        """The customer success manager of the ticket's organization."""
        return self.request.organization.csm if self.request.organization else None

    @property
    def vendor(self) -> Vendor:
        """We, to the ticket's organization."""
        return vendor_view(self.act.desk, region_of(self.act.work, self.request.organization))

    def letter(
        self,
        vendor: Vendor,
        recipient: Recipient,
        csm_added: str | None = None,
        kind: type[EscalationLetter] = EscalationLetter,
    ) -> EscalationLetter:
        """What there is to say of it; `kind` says to whom."""
        return kind(
            vendor=vendor,
            recipient=recipient,
            ticket=ticket_view(self.act.work, self.ticket),
            escalation=escalation_view(self.act.work, self.escalation),
            organization=self.request.organization.name if self.request.organization else None,
            csm_added=named(self.act.work, csm_added) if csm_added else None,
            merged_from=self.request.merged_from,
            sender=named(self.act.work, self.act.actor.address),
            text=self.act.event.text[:EXCERPT],
        )


def take_thanks(act: Act, request: EscalationRequest, ground: Ground) -> Outcome:
    """An answer to a rejection that says thanks and nothing else completes no draft: it is a note."""
    ticket = request.found
    note_id = note_of(act, request)
    tell(act, "agent_reply_arrived", owners(act, ticket), ticket)
    return Outcome("note", ground, ticket.id, note_id)


def accept(act: Act, request: EscalationRequest, ground: Ground) -> Outcome:
    """The escalation begins: its manager has to answer, the customer and the account team are told."""
    note_id = note_of(act, request)
    ticket, escalation = open_escalation(act, request)
    escalated = _Escalated(act, request, ticket, escalation)
    _acknowledge(escalated)
    _tell_our_people(escalated)
    return Outcome("accept", ground, ticket.id, note_id, escalated.escalation.id)


def open_escalation(act: Act, request: EscalationRequest) -> tuple[Ticket, Escalation]:
    """The ticket, which goes on where it was solved, and its escalation as requested; the draft is used."""
    ticket = request.found
    if ticket.state == "solved" and not is_over(act, ticket):
        ticket = reopen(act, ticket, acknowledge=False)
    ticket = _with_environment(act, request, ticket)
    if request.draft:
        act.work.escalations.use_draft(request.draft.id)
    return ticket, _open(act, request, ticket)


def _with_environment(act: Act, request: EscalationRequest, ticket: Ticket) -> Ticket:
    """Our form asks for the environment: a ticket of none has it from there."""
    named = environment(act.desk, request.fields)
    if ticket.environment or named is None:
        return ticket
    return act.work.tickets.save(replace(ticket, environment=named), was=ticket)


def _open(act: Act, request: EscalationRequest, ticket: Ticket) -> Escalation:
    due = manager_due(act, ticket)
    reason = request.fields.get("reason") or request.fields.get("problem_summary")
    said = f"{reason or ''}\n{request.fields.get('business_impact', '')}"
    code, _ = act.desk.rules.reason.decide(ReasonFacts(said))
    escalation = Escalation(
        id=UNNUMBERED,
        state=after(None, "request_accepted"),
        level=1,
        ticket_id=ticket.id,
        channel=request.channel,
        requested_by=act.actor.address,
        on_behalf_of=ticket.requester if act.actor.is_staff else None,
        reason_code=code,
        reason=reason,
        business_impact=request.fields.get("business_impact"),
        production_impact=request.facts.impact == "production",
        early=request.facts.early and not act.actor.is_staff,
        manager=_first_manager(act, request),
        manager_due=due,
        timer_due=due,
        created=act.now,
    )
    return act.work.escalations.request(escalation)


def update(act: Act, request: EscalationRequest, ground: Ground) -> Outcome:
    """What was said is added to the escalation that runs already, and its manager is told.

    Where the customer is asked whether it is solved, it confirms that, or is the recurrence.
    """
    note_id, ticket = note_of(act, request), _with_environment(act, request, request.found)
    if request.open.state == "resolved_pending" and not act.actor.is_staff:
        said = act.desk.rules.data.escalation_life.answers.meaning(request.contribution.words.text)
        hear_customer(act, ticket, request.open, "confirms" if said == "confirms" else "denies")
    now = act.work.escalations.running(ticket.id)
    running = _Escalated(act, request, ticket, now or request.open)
    if now:
        letter = running.letter(*sender_views(act))
        answer(act, "escalation_already_running", letter, ticket, escalation_id=now.id)
    manager = running.escalation.manager or _first_manager(act, request)
    if manager:
        _internal(running, "escalation_updated_internal", (staff_mailbox(act.work, manager),))
    return Outcome("update", ground, ticket.id, note_id, running.escalation.id)


def _first_manager(act: Act, request: EscalationRequest) -> str | None:
    manager = first_manager(act.desk, act.work, region_of(act.work, request.organization), act.now)
    return manager.address if manager else None


def _acknowledge(one: _Escalated) -> None:
    """To who asked, the customer success manager in Cc; only to them when they wrote in Bcc.

    See docs/domain.md, "The order of judging an escalation".
    """
    cc, added = in_copy(one.act, one.request, one.ticket)
    letter = one.letter(*sender_views(one.act), added)
    answer(one.act, "escalation_ack", letter, one.ticket, cc, one.escalation.id)
    if one.act.actor.is_staff:
        _tell_requester(one)


def in_copy(act: Act, request: EscalationRequest, ticket: Ticket) -> tuple[list[Mailbox], str | None]:
    """Who reads the answer as well, and the customer success manager where we put them there."""
    copied = {mailbox.address.lower() for mailbox in request.contribution.copied}
    csm = request.organization.csm if request.organization else None
    hidden, ours = request.hidden, act.actor.is_staff
    cc = [] if hidden or ours or not csm else [staff_mailbox(act.work, csm)]
    added = csm if cc and csm and csm.lower() not in copied else None
    if not ours and not hidden and ticket.requester != act.actor.address.lower():
        cc.append(customer_mailbox(act.work, ticket.requester))
    return cc, added


def _tell_requester(one: _Escalated) -> None:
    act, ticket, csm = one.act, one.ticket, one.csm
    if act.work.directory.staff(ticket.requester):
        return
    to = customer_mailbox(act.work, ticket.requester)
    recipient = recipient_view(act.desk, act.work, to.address, to.name, one.request.organization, ticket.language)
    outgoing_mail = OutgoingMail(
        template="escalation_opened_on_your_behalf" if one.request.channel == "csm" else "escalation_opened_by_us",
        letter=one.letter(one.vendor, recipient),
        audience="customer",
        to=(to,),
        cc=(staff_mailbox(act.work, csm),) if csm else (),
        now=act.now,
        kind="notice",
        ticket=ticket,
        escalation_id=one.escalation.id,
        mail_id=act.mail_id,
        cause=act.cause,
    )
    enqueue(act.desk, act.work, outgoing_mail)


def _tell_our_people(one: _Escalated) -> None:
    manager = (staff_mailbox(one.act.work, one.escalation.manager),) if one.escalation.manager else ()
    _internal(one, "escalation_new_manager", manager)
    _internal(one, "escalation_new_account_team", account_team(one.act.work, one.request.organization))


def _internal(one: _Escalated, template: str, people: Sequence[Mailbox]) -> None:
    if not people:
        return
    recipient = recipient_view(one.act.desk, one.act.work, people[0].address, people[0].name)
    letter = one.letter(one.vendor, recipient, kind=EscalationNewsLetter)
    internal(one.act, template, letter, people, one.ticket, one.escalation.id)
