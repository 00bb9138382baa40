"""Everybody who is to hear of an outage hears the last word on it once.

First the standing subscriptions of the directory, then those who asked with a word, and when the outage is over those
whose tickets are linked to it. How far that is stands with the outage, so that a run that dies goes on where it
stopped: by the timer, or by the same command once more.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from gateway.desk.act import Act
from gateway.desk.desk import Desk
from gateway.desk.directory.people import customer_mailbox, recipient_view, region_of, vendor_view
from gateway.desk.escalations.after_outage import outage_ended
from gateway.desk.outgoing.enqueue import enqueue
from gateway.desk.outgoing.mail import Enqueued, OutgoingMail
from gateway.desk.tickets.letter_views import outage_view, ticket_view
from gateway.desk.tickets.notes import remark
from gateway.desk.tickets.owners import requester_cause
from gateway.desk.tickets.readers import customers_on
from gateway.desk.tickets.ticket_state import scheduled
from gateway.desk.tickets.to_requester import requester_views, tell_requester
from gateway.desk.timer import BATCH
from gateway.domain.deadline import Fired
from gateway.domain.directory.entries import Organization
from gateway.domain.escalations.escalation import Escalation
from gateway.domain.event import GATEWAY, Event
from gateway.domain.outages.outage import OUTAGES, Outage
from gateway.domain.phrase import Phrase, phrase
from gateway.domain.tickets.ticket import Ticket
from gateway.errors import NotFound
from gateway.letters.outages import OutageLetter, OutageTicketLetter
from gateway.mail.machine.signs import is_address_of_machine
from gateway.store.store import UnitOfWork

NEWS: Final = "outage_update"  # the kind under which it is filed that somebody was told
AFTERWARDS: Final = "outage_resolved_ticket"
_STANDING, _ASKED, _TICKETS = range(3)


@dataclass(frozen=True, slots=True)
class _Step:
    """One batch: what left, how far it went, and whether there is more of this phase."""

    fired: tuple[Fired, ...]
    after: str
    more: bool


def tell_some(desk: Desk, work: UnitOfWork, outage: Outage, now: datetime) -> Iterator[Fired]:
    """Tell one batch of people, and write down how far that went; `outage` is held."""
    act = Act(desk, work, Event(now, GATEWAY, "system"))
    step = (_tell_standing, _tell_asked, _tell_tickets)[outage.telling_phase](act, outage)
    yield from step.fired
    last = _ASKED if outage.is_open else _TICKETS
    if step.more:
        told = replace(outage, telling_after=step.after)
    elif outage.telling_phase < last:
        told = replace(outage, telling_phase=outage.telling_phase + 1, telling_after="")
    else:
        told = replace(outage, telling_since=None)
    work.outages.save(told, was=outage)


def tell_all(desk: Desk, number: str, now: datetime) -> Iterator[tuple[int, ...]]:
    """Tell everybody now, a transaction for each batch; the ids of the mails of each.

    Tickets that somebody else has in hand are left to the timer.
    """
    before: Outage | None = None
    while True:
        with desk.store.begin() as work:
            outage = work.outages.hold(number)
            if outage is None or outage.telling_since is None or outage == before:
                return
            fired, before = [*tell_some(desk, work, outage, now)], outage
        yield tuple(one for each in fired for one in each.outgoing)


def _tell_standing(act: Act, outage: Outage) -> _Step:
    rows = act.work.subscribers.standing(outage.telling_after, BATCH)
    wanted = [address for address, topics, regions in rows if OUTAGES in topics and _reaches(outage, regions)]
    fired = tuple(one for address in wanted for one in _tell(act, outage, address, OUTAGES))
    return _Step(fired, rows[-1][0] if rows else "", len(rows) == BATCH)


def _reaches(outage: Outage, regions: Sequence[str]) -> bool:
    return not outage.regions or not regions or not set(regions).isdisjoint(outage.regions)


def _tell_asked(act: Act, outage: Outage) -> _Step:
    rows = act.work.subscribers.behind((outage.number, OUTAGES), outage.telling_after, BATCH)
    wanted = [one for one in rows if one.topic != OUTAGES or _reaches(outage, _region(act, one.address))]
    fired = tuple(one for each in wanted for one in _tell(act, outage, each.address, each.topic))
    return _Step(fired, rows[-1].address if rows else "", len(rows) == BATCH)


def _region(act: Act, address: str) -> tuple[str, ...]:
    organization = _organization(act, address)
    return (organization.region,) if organization and organization.region else ()


def _organization(act: Act, address: str) -> Organization | None:
    contact = act.work.directory.contact(address)
    return act.work.directory.organization(contact.organization) if contact else None


def _tell(act: Act, outage: Outage, address: str, topic: str) -> Iterator[Fired]:
    address = address.lower()
    if act.work.notices.record(NEWS, outage.number, address, outage.updates, act.now):
        yield Fired(NEWS, outage.number, outgoing=(_post(act, outage, address, topic).id,))


def _post(act: Act, outage: Outage, address: str, topic: str) -> Enqueued:
    organization = _organization(act, address)
    to = customer_mailbox(act.work, address)
    letter = OutageLetter(
        vendor=vendor_view(act.desk, region_of(act.work, organization)),
        recipient=recipient_view(act.desk, act.work, to.address, to.name, organization),
        outage=outage_view(act.desk, outage),
    )
    outgoing_mail = OutgoingMail(
        template="outage_opened" if outage.updates == 1 else "outage_updated" if outage.is_open else "outage_resolved",
        letter=letter,
        audience="customer",
        to=(to,),
        now=act.now,
        kind="notice",
        reference=outage.number,
        topic=topic,
    )
    return enqueue(act.desk, act.work, outgoing_mail)


def _tell_tickets(act: Act, outage: Outage) -> _Step:
    """In their order; behind one that somebody else has in hand it goes on the next time."""
    after = int(outage.telling_after or 0)
    wanted = act.work.outages.tickets(outage, BATCH, after)
    held = {one.id: one for one in act.work.tickets.hold(wanted)}
    fired: list[Fired] = []
    for number in wanted:
        if number not in held:
            return _Step(tuple(fired), str(after), more=True)
        fired += _end_for(act, held[number], outage)
        after = number
    return _Step(tuple(fired), str(after), len(wanted) == BATCH)


def _end_for(act: Act, ticket: Ticket, outage: Outage) -> Iterator[Fired]:
    """Its escalation ends or goes on, it may end by itself again, and whoever asked for it is told."""
    if ticket.outage != outage.number:
        return
    act = replace(act, event=replace(act.event, cause=requester_cause(act.desk, act.work, ticket)))
    escalation = outage_ended(act, ticket, outage)
    ticket = _timed(act, ticket)
    remark(act, ticket.id, _ended(outage))
    posted = _tell_customer(act, ticket, outage, escalation)
    if posted:
        yield Fired(AFTERWARDS, ticket.number, outgoing=(posted.id,))


def _ended(outage: Outage) -> Phrase:
    if outage.state == "false_alarm":
        return phrase("note.outage_false_alarm", outage=outage.number, title=outage.title)
    return phrase("note.outage_resolved", outage=outage.number, title=outage.title)


def _timed(act: Act, ticket: Ticket) -> Ticket:
    try:
        return act.work.tickets.save(scheduled(act.desk, act.work, ticket), was=ticket)
    except (NotFound, ValueError):  # of a plan that is gone, a calendar that never opens: the others go on
        return ticket


def _tell_customer(act: Act, ticket: Ticket, outage: Outage, escalation: Escalation | None) -> Enqueued | None:
    if is_address_of_machine(ticket.requester):
        return None
    running = escalation is not None and escalation.state == "requested"
    letter = OutageTicketLetter(
        *requester_views(act, ticket),
        ticket=ticket_view(act.work, ticket),
        outage=outage_view(act.desk, outage),
        goes_on=escalation.number if escalation and running else None,
        ended=escalation.number if escalation and not running else None,
    )
    also = customers_on(act, ticket, (escalation.requested_by,)) if escalation else ()
    return tell_requester(act, AFTERWARDS, letter, ticket, also)
