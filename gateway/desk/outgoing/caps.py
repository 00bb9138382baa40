"""The caps of an hour that a mail of ours counts for, by its class and by who causes it.

Every total is several purses (`domain.outgoing.cause`), so that nobody spends what is somebody else's: known people
have the whole cap, strangers a part of it beside that, one domain and one sender a part of theirs. Mail about critical
tickets and escalations has a reserve; what is over a cap there, and a rejection of a known person, leaves later.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from gateway.config import Limits
from gateway.desk.outgoing.mail import Hold, OutgoingMail
from gateway.domain.outgoing.cause import Cause
from gateway.domain.outgoing.classes import Class
from gateway.domain.phrase import Phrase, Value, phrase

TOTAL: Final = "automatic answers"
URGENT: Final = "urgent answers"
STRANGERS: Final = "strangers' "  # before the name of a cap: the purse of all strangers
BREAKERS: Final[Mapping[str, Callable[[Limits], int]]] = {
    TOTAL: lambda limits: limits.automatic_per_hour,
    URGENT: lambda limits: limits.share(limits.urgent_per_hour),
    "rejections": lambda limits: limits.share(limits.rejections_per_hour),
    "errors": lambda limits: limits.share(limits.errors_per_hour),
    "notices": lambda limits: limits.notices_per_hour,
    STRANGERS + TOTAL: lambda limits: limits.of_strangers(limits.automatic_per_hour),
    STRANGERS + "rejections": lambda limits: limits.of_strangers(limits.share(limits.rejections_per_hour)),
    STRANGERS + "errors": lambda limits: limits.of_strangers(limits.share(limits.errors_per_hour)),
}
WHAT: Final[Mapping[str, Phrase]] = {  # what a breaker stops, for people
    TOTAL: phrase("limit.all_answers"),
    URGENT: phrase("limit.urgent_answers"),
    "rejections": phrase("limit.rejections"),
    "errors": phrase("limit.errors"),
    "notices": phrase("limit.notices"),
    STRANGERS + TOTAL: phrase("limit.strangers_answers"),
    STRANGERS + "rejections": phrase("limit.strangers_rejections"),
    STRANGERS + "errors": phrase("limit.strangers_errors"),
}
_OWN_BREAKER: Final[Mapping[Class, str]] = {"rejection": "rejections", "error": "errors"}


@dataclass(frozen=True, slots=True)
class Cap:
    """So many mails an hour under one name, and the word on what is more; `most` 0 is no cap."""

    name: str
    most: int
    word: Hold


def is_answer(outgoing_mail: OutgoingMail) -> bool:
    """Is it what a stranger's mail can make us write to the outside?"""
    return outgoing_mail.kind == "ack" and outgoing_mail.audience == "customer"


def burst(about: str, why: str, **values: Value) -> Hold:
    """The word on too much of one address, domain or ticket."""
    return Hold("suppressed", phrase(why, about=about, **values), "burst", about)


def caps_of(limits: Limits, outgoing_mail: OutgoingMail, kind: Class) -> tuple[Cap, ...]:
    """All that a mail counts for; it leaves when it fits below each of them."""
    if is_answer(outgoing_mail):
        return _answer_caps(limits, outgoing_mail, kind)
    people, most = _people(outgoing_mail), limits.digests_per_hour
    if kind == "digest":
        return (Cap(f"digests to {people}", most, Hold("suppressed", phrase("limit.digests_hour", most=most))),)
    if kind == "notice":
        return _notice_caps(limits, outgoing_mail)
    if outgoing_mail.kind == "ack":
        address, most = outgoing_mail.to[0].address.lower(), limits.share(limits.staff_answers_per_hour)
        return (Cap(f"answers to {address}", most, burst(address, "limit.replies_hour", most=most)),)
    return _alert_caps(limits, outgoing_mail, people)


def _people(outgoing_mail: OutgoingMail) -> str:
    return ",".join(sorted({one.address.lower() for one in outgoing_mail.to}))


def _answer_caps(limits: Limits, outgoing_mail: OutgoingMail, kind: Class) -> tuple[Cap, ...]:
    domain = outgoing_mail.to[0].address.rpartition("@")[2].lower()
    most = limits.share(limits.automatic_per_domain_hour)
    own = (_breaker(limits, _OWN_BREAKER[kind]),) if kind in _OWN_BREAKER else ()
    if outgoing_mail.cause.purse != "known":
        most = limits.of_one_domain(limits.of_strangers(limits.automatic_per_hour))
        here = Cap(f"{STRANGERS}answers to {domain}", most, burst(domain, "limit.answers_hour", most=most))
        own = (_breaker(limits, STRANGERS + _OWN_BREAKER[kind]),) if kind in _OWN_BREAKER else ()
        return (here, *own, _breaker(limits, STRANGERS + TOTAL))
    if kind == "rejection":
        return (_answers_to(domain, most, "delayed"), _breaker(limits, "rejections", "delayed"))
    if outgoing_mail.is_urgent:
        return (_answers_to(domain, most, "delayed"), _breaker(limits, URGENT, "delayed"))
    return (_answers_to(domain, most, "suppressed"), *own, _breaker(limits, TOTAL))


@lru_cache(maxsize=1024)  # the caps of a domain are the same for every mail
def _answers_to(domain: str, most: int, state: Literal["suppressed", "delayed"]) -> Cap:
    reason = phrase("limit.answers_hour", about=domain, most=most)
    name = f"answers to {domain}" if state == "suppressed" else f"urgent answers to {domain}"
    return Cap(name, most, Hold(state, reason, "burst", domain))


def _notice_caps(limits: Limits, outgoing_mail: OutgoingMail) -> tuple[Cap, ...]:
    address, most = outgoing_mail.to[0].address.lower(), limits.notices_per_address_hour
    reason = phrase("limit.notices_hour", about=address, most=most)
    to_address = Cap(f"notices to {address}", most, Hold("held", reason, "burst", address))
    return (to_address, _breaker(limits, "notices", "held"))


def _breaker(limits: Limits, name: str, state: Literal["suppressed", "held", "delayed"] = "suppressed") -> Cap:
    return _total(name, BREAKERS[name](limits), state)


@lru_cache(maxsize=64)
def _total(name: str, most: int, state: Literal["suppressed", "held", "delayed"]) -> Cap:
    reason = phrase("limit.total_hour", most=most, what=WHAT[name])
    return Cap(name, most, Hold(state, reason, "breaker", name))


def _alert_caps(limits: Limits, outgoing_mail: OutgoingMail, people: str) -> tuple[Cap, ...]:
    """The same people are not told of the same kind of thing for ever; what costs nothing to send, least."""
    template, most = outgoing_mail.template, limits.share(limits.alerts_per_hour)
    reason = phrase("limit.alerts_hour", most=most, people=people)
    match outgoing_mail.cause.purse:
        case "known" if outgoing_mail.is_urgent:
            return (Cap(f"urgent {template} to {people}", most, Hold("delayed", reason, "summary", people)),)
        case "known":  # of each domain, so that no customer, and nobody who was let in, silences another
            name = f"{template} about {outgoing_mail.cause.domain} to {people}"
            return (Cap(name, most, Hold("suppressed", reason, "summary", people)),)
        case "claimed":
            return _claimed_caps(limits, outgoing_mail, people)
        case "strangers":
            return _strangers_caps(limits, outgoing_mail, people)


def _claimed_caps(limits: Limits, outgoing_mail: OutgoingMail, people: str) -> tuple[Cap, ...]:
    """A customer without proof shares with those who forge customers, not with the strangers of the world."""
    per_sender, all_of_them = limits.claimed_alerts_per_sender_hour, limits.claimed_alerts_per_hour
    kind = _unproven(limits, outgoing_mail, f" about {outgoing_mail.cause.domain}", people)
    invented = _invented_caps(people, all_of_them) if outgoing_mail.cause.relation == "invented" else ()
    return (*kind, *invented, *_mailbox_caps(limits, outgoing_mail.cause, people, per_sender, all_of_them))


def _invented_caps(people: str, all_of_them: int) -> tuple[Cap, ...]:
    """Half of it at most is for addresses that no directory knows: they cost nothing, however many there are."""
    most = max(1, all_of_them // 2)
    return tuple(Cap(f"invented to {one}", most, _too_many(most, "", people, one)) for one in people.split(","))


def _strangers_caps(limits: Limits, outgoing_mail: OutgoingMail, people: str) -> tuple[Cap, ...]:
    per_sender, all_of_them = limits.strangers_alerts_per_sender_hour, limits.strangers_alerts_per_hour
    kind = _unproven(limits, outgoing_mail, "", people) if outgoing_mail.cause.relation == "unproven" else ()
    return (*kind, *_mailbox_caps(limits, outgoing_mail.cause, people, per_sender, all_of_them))


def _unproven(limits: Limits, outgoing_mail: OutgoingMail, about: str, people: str) -> tuple[Cap, ...]:
    most = limits.unproven_alerts_per_hour
    reason = phrase("limit.unproven_alerts_hour", most=most, people=people)
    name = f"unproven {outgoing_mail.template}{about} to {people}"
    return (Cap(name, most, Hold("suppressed", reason, "summary", people)),)


def _mailbox_caps(limits: Limits, cause: Cause, people: str, per_sender: int, all_of_them: int) -> tuple[Cap, ...]:
    """No mailbox of ours gets more than this, whatever the mails are about and whoever else reads them."""
    per_domain = max(per_sender, limits.of_one_domain(all_of_them))
    return tuple(
        Cap(f"{cause.purse} {about} to {person}", most, _too_many(most, about, people, person))
        for person in people.split(",")
        for about, most in ((cause.address, per_sender), (f"@{cause.domain}", per_domain), ("", all_of_them))
    )


def _too_many(most: int, about: str, people: str, person: str) -> Hold:
    if not about:
        return Hold("suppressed", phrase("limit.strangers_alerts_hour", most=most, person=person), "summary", people)
    reason = phrase("limit.alerts_about_hour", most=most, about=about, person=person)
    return Hold("suppressed", reason, "summary", people)
