"""How many automatic answers may leave: caps per address, per ticket, per template and in total.

A suppressed answer stands in the outbox with its reason; the operator is told once an hour per address.
"""

from datetime import timedelta
from typing import TYPE_CHECKING

from gateway.desk.desk import Desk
from gateway.store.store import Work

if TYPE_CHECKING:
    from gateway.desk.post import Order

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
TOTAL = "automatic answers"


def governed(order: "Order") -> bool:
    """Automatic answers are governed: what a stranger's mail can trigger. Notices and people's words are not."""
    return order.kind == "ack" and order.audience == "customer"


def reason_to_suppress(desk: Desk, work: Work, order: "Order") -> str | None:
    """Why this mail must not leave, None when it may; counts it when it may."""
    if not governed(order):
        return None
    reason = _template_cap(desk, work, order) or _address_cap(desk, work, order) or _ticket_cap(desk, work, order)
    return reason or _total_cap(desk, work, order)


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
