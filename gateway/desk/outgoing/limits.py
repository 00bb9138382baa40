"""How much mail leaves by itself: every class of it but people's own words has caps.

Answers are counted per address, ticket, domain, class and in total, notices per address and in total, alerts to our
own people per kind and group, per mailbox where strangers cause them (see `caps.py`). What is over a cap stands in the
outbox with the reason: suppressed, held where it would be missed, or delayed to a free hour. Somebody is told once
(see `alarms.py`), never once for each mail.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from gateway.config import Limits
from gateway.desk.desk import Desk
from gateway.desk.outgoing.caps import Cap, burst, caps_of, is_answer
from gateway.desk.outgoing.mail import Hold, OutgoingMail
from gateway.desk.outgoing.own_words import deserves_an_answer
from gateway.domain.outgoing.classes import Class
from gateway.domain.outgoing.similarity import CHARS, near_identical
from gateway.domain.phrase import phrase
from gateway.store.outgoing.records import Spent
from gateway.store.store import UnitOfWork

HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)
LONGEST_DELAY: Final = 24  # hours after which a delayed mail leaves however many leave then
NEWEST_NOTES: Final = 30  # of a ticket, among which repeated texts are looked for

_RELEASED: Final = ("escalation_rejected_no_ticket",)  # leave in spite of their own cap where a person asks for it
_OTHERWISE: Final[Mapping[str, Class]] = {"ack": "acknowledgement", "notice": "notice", "internal": "alert"}


def limit_for(desk: Desk, work: UnitOfWork, outgoing_mail: OutgoingMail) -> Hold | None:
    """Why this mail must not leave, None when it may; counts it when it may."""
    if outgoing_mail.kind == "agent":
        return None
    kind = desk.rules.data.outgoing.class_of(outgoing_mail.template, _OTHERWISE[outgoing_mail.kind])
    if is_answer(outgoing_mail):
        limits, address = desk.config.limits, outgoing_mail.to[0].address.lower()
        word = _template_cap(limits, work, outgoing_mail, address) or _ping_pong(limits, work, outgoing_mail)
        word = word or _sender_caps(desk, work, outgoing_mail, address)
        if word:
            return word
    elif kind == "alert" and (word := _ping_pong(desk.config.limits, work, outgoing_mail)):
        return word
    return _hourly_caps(work, outgoing_mail, caps_of(desk.config.limits, outgoing_mail, kind))


def _hourly_caps(work: UnitOfWork, outgoing_mail: OutgoingMail, caps: tuple[Cap, ...]) -> Hold | None:
    counted = [cap for cap in caps if cap.most]
    work.counters.look_up([cap.name for cap in counted], outgoing_mail.now)
    full = _full(work, counted, outgoing_mail.now)
    word = full.word if full else None
    if word and word.state == "delayed":
        word = replace(word, until=_free_hour(work, counted, outgoing_mail.now))
    if word is None or word.until:
        for cap in counted:
            work.counters.add(cap.name, word.until if word and word.until else outgoing_mail.now)
    return word


def _full(work: UnitOfWork, caps: Sequence[Cap], at: datetime) -> Cap | None:
    return next((cap for cap in caps if work.counters.in_last_hour(cap.name, at) >= cap.most), None)


def _free_hour(work: UnitOfWork, caps: Sequence[Cap], now: datetime) -> datetime:
    """When a mail from the reserve leaves that is over a cap now: it is counted there, and is never dropped."""
    later = (now + hours * HOUR for hours in range(1, LONGEST_DELAY))
    return next((at for at in later if not _full(work, caps, at)), now + LONGEST_DELAY * HOUR)


def _template_cap(limits: Limits, work: UnitOfWork, outgoing_mail: OutgoingMail, address: str) -> Hold | None:
    """Two answers are held back as a matter of course: nobody is told.

    Who releases a mail that waited because its rejection was held back wants it answered.
    """
    caps = {
        "ack_unknown_sender": (limits.unknown_sender_per_day, DAY, "limit.this_answer_day"),
        "escalation_rejected_no_ticket": (limits.rejection_without_ticket_per_hour, HOUR, "limit.this_answer_hour"),
    }
    if outgoing_mail.template not in caps or (outgoing_mail.vouched and outgoing_mail.template in _RELEASED):
        return None
    cap, window, why = caps[outgoing_mail.template]
    if work.outbox.answers.count_answers(address, outgoing_mail.template, outgoing_mail.now - window, cap) < cap:
        return None
    return Hold("suppressed", phrase(why, about=address, most=cap))


def _ping_pong(limits: Limits, work: UnitOfWork, outgoing_mail: OutgoingMail) -> Hold | None:
    """Who writes nearly the same on a ticket again and again is a machine that answers us.

    What others wrote in the name of a proven sender does not count: it would silence them.
    """
    ticket, address = outgoing_mail.ticket, outgoing_mail.quoted_author.lower()
    most = limits.similar_per_ticket_day if is_answer(outgoing_mail) else limits.similar_alerts_per_ticket_day
    if not most or not outgoing_mail.quoted_text or ticket is None or ticket.received_at >= outgoing_mail.now:
        return None
    since, this_mail = outgoing_mail.now - DAY, outgoing_mail.mail_id or 0
    proven = outgoing_mail.cause.proven
    texts = work.tickets.newest_texts(ticket.id, address, since, this_mail, NEWEST_NOTES, proven)
    alike = sum(near_identical(outgoing_mail.quoted_text, text[:CHARS], limits.similar_percent) for text in texts)
    if alike < most:
        return None
    return burst(address, "limit.same_again", times=alike, ticket=ticket.number)


def _sender_caps(desk: Desk, work: UnitOfWork, outgoing_mail: OutgoingMail, address: str) -> Hold | None:
    caps, hour = answer_caps(desk.config.limits), desk.config.limits.automatic_per_sender_hour
    most, ticket = caps.hour, outgoing_mail.ticket
    spent = work.outbox.answers.spent(outgoing_mail.now, address, ticket.id if ticket else None, caps)
    if spent.hour >= most or (spent.hour >= hour and not deserves_an_answer(desk, work, outgoing_mail, address)):
        return burst(address, "limit.answers_hour", most=most if spent.hour >= most else hour)
    if caps.day and spent.day >= caps.day:
        return burst(address, "limit.answers_day", most=caps.day)
    if ticket and spent.about >= caps.about:
        return burst(ticket.number, "limit.caused_hour", most=caps.about)
    return None


def answer_caps(limits: Limits) -> Spent:
    """How many automatic answers one address may get, and one ticket cause."""
    hour = limits.automatic_per_sender_hour
    most = max(hour, limits.automatic_per_contact_hour) if hour else 0
    return Spent(most, limits.sender_day, limits.automatic_per_ticket_hour)
