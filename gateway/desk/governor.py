"""How much mail leaves by itself: every class of it but people's own words has caps.

Answers are counted per address, ticket, domain, class and in total, notices per address and in total, alerts to our
own people per kind and group. What is over a cap stands in the outbox with the reason: suppressed, or held where it
would be missed. Somebody is told once (see `alarms.py`), never once for each mail.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final, Literal

from gateway.config import Limits
from gateway.desk.desk import Desk
from gateway.domain.outgoing import Class
from gateway.domain.similarity import CHARS, near_identical
from gateway.store.outbox import Spent
from gateway.store.store import Work

if TYPE_CHECKING:
    from gateway.desk.post import Order

HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)
NEWEST_NOTES: Final = 30  # of a ticket, among which repeated texts are looked for

TOTAL: Final = "automatic answers"
BREAKERS: Final[Mapping[str, Callable[[Limits], int]]] = {
    TOTAL: lambda limits: limits.automatic_per_hour,
    "rejections": lambda limits: limits.share(limits.rejections_per_hour),
    "errors": lambda limits: limits.share(limits.errors_per_hour),
    "notices": lambda limits: limits.notices_per_hour,
}
_OWN_BREAKER: Final[Mapping[Class, str]] = {"rejection": "rejections", "error": "errors"}
_OTHERWISE: Final[Mapping[str, Class]] = {"ack": "acknowledgement", "notice": "notice", "internal": "alert"}

Told = Literal["burst", "breaker", "summary", "nobody"]


@dataclass(frozen=True, slots=True)
class Word:
    """Why a mail does not leave. `told`: what goes off because of it; `about`: the address, domain, breaker or group
    of people that it goes off for."""

    state: Literal["suppressed", "held"]
    reason: str
    told: Told = "nobody"
    about: str = ""


@dataclass(frozen=True, slots=True)
class _Cap:
    """So many mails an hour under one name, and the word on what is more; `most` 0 is no cap."""

    name: str
    most: int
    word: Word


def is_answer(order: "Order") -> bool:
    """Is it what a stranger's mail can make us write to the outside?"""
    return order.kind == "ack" and order.audience == "customer"


def word_on(desk: Desk, work: Work, order: "Order") -> Word | None:
    """Why this mail must not leave, None when it may; counts it when it may."""
    if order.kind == "agent":
        return None
    kind = desk.rules.data.outgoing.class_of(order.template, _OTHERWISE[order.kind])
    if is_answer(order):
        limits, address = desk.config.limits, order.to[0].address.lower()
        word = _template_cap(limits, work, order, address) or _ping_pong(limits, work, order)
        word = word or _sender_caps(limits, work, order, address)
        if word:
            return word
    elif kind == "alert" and (word := _ping_pong(desk.config.limits, work, order)):
        return word
    return _hourly_caps(work, order, _caps(desk.config.limits, order, kind))


def _caps(limits: Limits, order: "Order", kind: Class) -> tuple[_Cap, ...]:
    if is_answer(order):
        return _answer_caps(limits, order, kind)
    if kind == "digest":
        most = limits.digests_per_hour
        return (_Cap("digests", most, Word("suppressed", f"{most} digests left in an hour already")),)
    if kind == "notice":
        return _notice_caps(limits, order)
    if order.kind == "ack":
        address = order.to[0].address.lower()
        most = limits.share(limits.staff_answers_per_hour)
        return (_Cap(f"answers to {address}", most, _burst(address, f"had {most} answers in an hour already")),)
    return (_alert_cap(limits, order),)


def _answer_caps(limits: Limits, order: "Order", kind: Class) -> tuple[_Cap, ...]:
    domain = order.to[0].address.rpartition("@")[2].lower()
    most = limits.share(limits.automatic_per_domain_hour)
    caps = [_Cap(f"answers to {domain}", most, _burst(domain, f"had {most} automatic answers in an hour already"))]
    if kind in _OWN_BREAKER:
        caps.append(_breaker(limits, _OWN_BREAKER[kind], "suppressed"))
    return (*caps, _breaker(limits, TOTAL, "suppressed"))


def _notice_caps(limits: Limits, order: "Order") -> tuple[_Cap, ...]:
    address, most = order.to[0].address.lower(), limits.notices_per_address_hour
    reason = f"{address} had {most} notices in an hour already"
    to_address = _Cap(f"notices to {address}", most, Word("held", reason, "burst", address))
    return (to_address, _breaker(limits, "notices", "held"))


def _breaker(limits: Limits, name: str, state: Literal["suppressed", "held"]) -> _Cap:
    most = BREAKERS[name](limits)
    reason = f"{most} {name} left in an hour already, over all senders"
    return _Cap(name, most, Word(state, reason, "breaker", name))


def _burst(about: str, why: str) -> Word:
    return Word("suppressed", f"{about} {why}", "burst", about)


def _alert_cap(limits: Limits, order: "Order") -> _Cap:
    """The same people are not told of the same kind of thing for ever; unproven mail costs nothing to send."""
    people = ",".join(sorted({one.address.lower() for one in order.to}))
    most = limits.share(limits.alerts_per_hour) if order.proven else limits.unproven_alerts_per_hour
    why = "" if order.proven else " about mail without proof"
    reason = f"{most} such alerts{why} went to {people} in an hour already; a summary follows"
    name = f"{'' if order.proven else 'unproven '}{order.template} to {people}"
    return _Cap(name, most, Word("suppressed", reason, "summary", people))


def _hourly_caps(work: Work, order: "Order", caps: tuple[_Cap, ...]) -> Word | None:
    counted = [cap for cap in caps if cap.most]
    work.counters.look_up([cap.name for cap in counted], order.now)
    for cap in counted:
        if work.counters.in_last_hour(cap.name, order.now) >= cap.most:
            return cap.word
    for cap in counted:
        work.counters.add(cap.name, order.now)
    return None


def _template_cap(limits: Limits, work: Work, order: "Order", address: str) -> Word | None:
    """Two answers are held back as a matter of course: nobody is told."""
    caps = {
        "ack_unknown_sender": (limits.unknown_sender_per_day, DAY, "a day"),
        "escalation_rejected_no_ticket": (limits.rejection_without_ticket_per_hour, HOUR, "an hour"),
    }
    if order.template not in caps:
        return None
    cap, window, words = caps[order.template]
    if work.outbox.count_answers(address, order.template, order.now - window, cap) < cap:
        return None
    return Word("suppressed", f"{address} had {cap} of this answer in {words} already")


def _ping_pong(limits: Limits, work: Work, order: "Order") -> Word | None:
    """Who writes nearly the same on a ticket again and again is a machine that answers us."""
    ticket, address = order.ticket, order.said_by.lower()
    most = limits.similar_per_ticket_day if is_answer(order) else limits.similar_alerts_per_ticket_day
    if not most or not order.said or ticket is None or ticket.received_at >= order.now:
        return None
    since, this_mail = order.now - DAY, order.mail_id or 0
    texts = work.tickets.newest_texts(ticket.id, address, since, this_mail, NEWEST_NOTES, CHARS)
    alike = sum(near_identical(order.said, text, limits.similar_percent) for text in texts)
    if alike < most:
        return None
    return _burst(address, f"wrote nearly the same {alike} times before on {ticket.number} within a day")


def _sender_caps(limits: Limits, work: Work, order: "Order", address: str) -> Word | None:
    caps = Spent(limits.automatic_per_sender_hour, limits.sender_day, limits.automatic_per_ticket_hour)
    spent = work.outbox.spent(order.now, address, order.ticket.id if order.ticket else None, caps)
    if spent.hour >= caps.hour:
        return _burst(address, f"had {caps.hour} automatic answers in an hour already")
    if caps.day and spent.day >= caps.day:
        return _burst(address, f"had {caps.day} automatic answers in a day already")
    if order.ticket and spent.about >= caps.about:
        return _burst(order.ticket.number, f"caused {caps.about} automatic answers in an hour already")
    return None
