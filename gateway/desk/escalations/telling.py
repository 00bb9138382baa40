"""Who hears of what happens to an escalation: the customer, their account team, and those who manage it."""

from collections.abc import Sequence

from gateway.desk.act import Act
from gateway.desk.directory.people import (
    account_team,
    each_once,
    named,
    recipient_view,
    region_of,
    spoken_name,
    staff_mailbox,
    vendor_view,
)
from gateway.desk.outgoing.enqueue import enqueue
from gateway.desk.outgoing.mail import Enqueued, OutgoingMail
from gateway.desk.tickets.answers import answer, internal, sender_views, tell
from gateway.desk.tickets.followers import watchers
from gateway.desk.tickets.letter_views import escalation_view, ticket_view
from gateway.desk.tickets.owners import organization_of
from gateway.desk.tickets.readers import customers_on, readers_of
from gateway.desk.tickets.to_requester import requester_views
from gateway.domain.escalations.escalation import Escalation
from gateway.domain.phrase import Phrase, phrase
from gateway.domain.tickets.states import FINAL
from gateway.domain.tickets.ticket import Ticket
from gateway.letters.escalation_steps import EscalationStepLetter, EscalationTaskLetter
from gateway.letters.views import Recipient, Vendor
from gateway.mail.message import Mailbox

_TO_EVERYBODY = ("escalation_plan", "escalation_update")  # the others go to who asked for the ticket or the escalation
WORKAROUND = "workaround"


def tell_customer(act: Act, ticket: Ticket, escalation: Escalation, template: str, text: str = "") -> Enqueued | None:
    """To the requester and who escalated; the account team, the manager and, of a plan or update, all readers in Cc.

    None where all of them are our own people.
    """
    to = customers_on(act, ticket, (ticket.requester, escalation.requested_by))
    if not to:
        return None
    also = readers_of(act, ticket) if template in _TO_EVERYBODY else ()
    ours = [one for one in (escalation.manager, escalation.requested_by) if one and act.work.directory.staff(one)]
    team = account_team(act.work, organization_of(act.work, ticket))
    cc = (*also, *team, *(staff_mailbox(act.work, one) for one in ours))
    views = requester_views(act, ticket, to[0].address)
    outgoing_mail = OutgoingMail(
        template=template,
        letter=_letter(act, views, ticket, escalation, text),
        audience="customer",
        to=to,
        cc=each_once(cc, but=[one.address.lower() for one in to]),
        now=act.now,
        kind="notice",
        ticket=ticket,
        escalation_id=escalation.id,
        mail_id=act.mail_id,
        in_reply_to=act.work.mails.last_of_customer(ticket.id),
        cause=act.cause,
        withheld=None if act.cause.proven else phrase("limit.not_proven"),
    )
    return enqueue(act.desk, act.work, outgoing_mail)


def answer_customer(act: Act, ticket: Ticket, escalation: Escalation, template: str, team: bool = True) -> None:
    """To the customer who acts; their account team and who asked for the ticket in Cc, unless it is for them alone."""
    people: tuple[Mailbox, ...] = ()
    if team:
        ours = account_team(act.work, organization_of(act.work, ticket))
        people = (*customers_on(act, ticket, (ticket.requester, escalation.requested_by)), *ours)
    letter = _letter(act, sender_views(act), ticket, escalation, "")
    answer(act, template, letter, ticket, each_once(people), escalation.id)


def _letter(
    act: Act, views: tuple[Vendor, Recipient], ticket: Ticket, escalation: Escalation, text: str
) -> EscalationStepLetter:
    return EscalationStepLetter(
        *views,
        ticket=ticket_view(act.work, ticket),
        escalation=escalation_view(act.work, escalation),
        in_charge=_in_charge(act, escalation),
        text=text,
        next_update=escalation.next_update_due if escalation.state == "active" else None,
        watched_until=escalation.monitoring_until,
        workaround=(escalation.resolution or "").startswith(WORKAROUND),
        ticket_open=ticket.state not in ("solved", *FINAL),
    )


def _in_charge(act: Act, escalation: Escalation) -> str | None:
    """The manager as the customer hears of them: by name; an address alone says nothing to them."""
    person = act.work.directory.staff(escalation.manager) if escalation.manager else None
    return spoken_name(person.name) or None if person else None


def tell_managers(
    act: Act, ticket: Ticket, escalation: Escalation, template: str, people: Sequence[Mailbox]
) -> tuple[int, ...]:
    """One mail to those who manage it, the first of whom has to act; the ids of the mails."""
    if not people:
        return ()
    organization = organization_of(act.work, ticket)
    letter = EscalationTaskLetter(
        vendor=vendor_view(act.desk, region_of(act.work, organization)),
        recipient=recipient_view(act.desk, act.work, people[0].address, people[0].name),
        ticket=ticket_view(act.work, ticket),
        escalation=escalation_view(act.work, escalation),
        organization=organization.name if organization else None,
        due=escalation.manager_due if escalation.state == "requested" else escalation.next_update_due,
        by=named(act.work, act.actor.address) if act.actor.address else None,
        missed=escalation.missed,
    )
    posted = internal(act, template, letter, each_once(people), ticket, escalation.id)
    return (posted.id,) if posted else ()


def tell_colleagues(act: Act, ticket: Ticket, escalation: Escalation, news: Phrase) -> None:
    """Who works on the ticket and who watches it hear what the manager did; the manager does not."""
    assigned = (staff_mailbox(act.work, ticket.assignee),) if ticket.assignee else ()
    managing = [act.actor.address.lower(), (escalation.manager or "").lower()]
    tell(act, "agent_note", each_once((*assigned, *watchers(act, ticket)), but=managing), ticket, news)
