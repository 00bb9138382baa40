"""How many automatic answers may leave: caps per address, per ticket, per template and in total.

A suppressed answer stands in the outbox with its reason; the operator is told once an hour per address.
"""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from gateway.desk.desk import Desk
from gateway.desk.people import duty, recipient_view, vendor_view
from gateway.domain.letters import BurstLetter
from gateway.store.store import Work

if TYPE_CHECKING:
    from gateway.desk.post import Order

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
TOTAL = "automatic answers"
BURST = "burst of"
QUIET = ("ack_unknown_sender", "escalation_rejected_no_ticket")  # held back as a matter of course


def governed(order: "Order") -> bool:
    """Automatic answers are governed: what a stranger's mail can trigger. Notices and people's words are not."""
    return order.kind == "ack" and order.audience == "customer"


def reason_to_suppress(desk: Desk, work: Work, order: "Order") -> str | None:
    """Why this mail must not leave, None when it may; counts it when it may."""
    if not governed(order):
        return None
    quiet = _template_cap(desk, work, order)
    if quiet:
        return quiet
    return _address_cap(desk, work, order) or _ticket_cap(desk, work, order) or _total_cap(desk, work, order)


def tell_of_burst(desk: Desk, work: Work, order: "Order", reason: str) -> "Order | None":
    """The alert about answers held back: once an hour for an address, and to the operator only."""
    address = order.to[0].address.lower()
    name, people = f"{BURST} {address}", duty(desk, work)
    if not people or work.counters.in_last_hour(name, order.now):
        return None
    work.counters.add(name, order.now)
    recipient = recipient_view(desk, work, people[0].address, people[0].name)
    count = desk.config.limits.automatic_per_sender_hour
    letter = BurstLetter(vendor_view(desk, None), recipient, address, count, reason)
    return replace(
        order,
        template="burst_alert",
        letter=letter,
        audience="vendor",
        to=tuple(people),
        cc=(),
        kind="internal",
        ticket=None,
        escalation_id=None,
        in_reply_to=None,
        references=(),
    )


def _template_cap(desk: Desk, work: Work, order: "Order") -> str | None:
    limits, address = desk.config.limits, order.to[0].address.lower()
    caps = {
        "ack_unknown_sender": (limits.unknown_sender_per_day, DAY, "a day"),
        "escalation_rejected_no_ticket": (limits.rejection_without_ticket_per_hour, HOUR, "an hour"),
    }
    if order.template not in caps:
        return None
    cap, window, words = caps[order.template]
    sent = work.outbox.count_automatic(order.now - window, cap, address=address, template=order.template)
    return f"{address} had {cap} of this answer in {words} already" if sent >= cap else None


def _address_cap(desk: Desk, work: Work, order: "Order") -> str | None:
    cap, address = desk.config.limits.automatic_per_sender_hour, order.to[0].address.lower()
    sent = work.outbox.count_automatic(order.now - HOUR, cap, address=address)
    return f"{address} had {cap} automatic answers in an hour already" if sent >= cap else None


def _ticket_cap(desk: Desk, work: Work, order: "Order") -> str | None:
    cap = desk.config.limits.automatic_per_ticket_hour
    if order.ticket is None:
        return None
    sent = work.outbox.count_automatic(order.now - HOUR, cap, ticket_id=order.ticket.id)
    return f"{order.ticket.number} caused {cap} automatic answers in an hour already" if sent >= cap else None


def _total_cap(desk: Desk, work: Work, order: "Order") -> str | None:
    cap = desk.config.limits.automatic_per_hour
    if cap == 0:
        return None
    if work.counters.in_last_hour(TOTAL, order.now) >= cap:
        return f"{cap} automatic answers left in an hour already, over all senders"
    work.counters.add(TOTAL, order.now)
    return None
