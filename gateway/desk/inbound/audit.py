"""Does every mail taken in end where a person sees it? Reads only.

An end is an answer that left, a note on a ticket, a mail to our own people, or a list that a person reads: quarantine,
the reports about our mail, the mail of machines, the repeated deliveries of a letter that has an end itself.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Final, Literal, get_args

from gateway.desk.desk import Desk
from gateway.mail.nature import NatureKind
from gateway.store.inbox.records import MailRecord
from gateway.store.store import UnitOfWork

End = Literal["answer", "note", "told", "quarantine", "report", "machine", "own", "repeated", "waiting"]
ENDS: Final[tuple[End, ...]] = get_args(End)
PAGE: Final = 500  # mails looked at in one go
PATIENCE: Final = timedelta(minutes=15)  # for which a mail may wait to be settled
_PERSONS: Final[tuple[NatureKind, ...]] = ("person",)  # a program writes answers to invitations, too


@dataclass(frozen=True, slots=True)
class Unseen:
    """A mail that ends nowhere. `missing`: what it should have, in a few words."""

    mail: MailRecord
    missing: str


@dataclass(frozen=True, slots=True)
class Audit:
    """How many mails end where, and those that end nowhere."""

    mails: int
    ends: Mapping[End, int]
    unseen: tuple[Unseen, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """What was found about a page of mails."""

    answered: frozenset[int]
    told: frozenset[int]
    aside: frozenset[int]
    originals: frozenset[str]  # Message-IDs of letters that have become something
    now: datetime


def audit(desk: Desk, work: UnitOfWork) -> Audit:
    """Look at every mail; what is accepted and not in the database yet waits, without an id (0)."""
    counts: dict[End, int] = dict.fromkeys(ENDS, 0)
    unseen: list[Unseen] = []
    for page in _pages(work):
        known = _look_up(desk, work, page)
        for mail in page:
            end = _end_of(mail, known)
            if end is None:
                unseen.append(Unseen(mail, _missing(mail)))
            else:
                counts[end] += 1
    return Audit(
        sum(counts.values()) + len(unseen), {end: count for end, count in counts.items() if count}, tuple(unseen)
    )


def _pages(work: UnitOfWork) -> Iterator[list[MailRecord]]:
    spooled = work.mails.spooled.records()
    while page := list(islice(spooled, PAGE)):
        yield page
    page = work.mails.after(0, PAGE)
    while page:
        yield page
        page = work.mails.after(page[-1].id, PAGE)


def _look_up(desk: Desk, work: UnitOfWork, page: Sequence[MailRecord]) -> _Known:
    ids = [mail.id for mail in page]
    left = work.outbox.audiences_of_mails(ids)
    repeated = [mail.message_id for mail in page if mail.decision == "duplicate" and mail.message_id]
    return _Known(
        answered=frozenset(mail_id for mail_id, audience in left if audience == "customer"),
        told=frozenset(mail_id for mail_id, audience in left if audience == "vendor"),
        aside=frozenset(work.quarantines.among(ids)),
        originals=frozenset(work.mails.with_an_effect(repeated)),
        now=desk.clock.now(),
    )


def _end_of(mail: MailRecord, known: _Known) -> End | None:
    if mail.state == "waiting":
        return "waiting" if known.now - mail.received_at <= PATIENCE else None
    if mail.id in known.aside:
        return "quarantine"
    if mail.note_id is not None and mail.decision != "duplicate":
        return "note"
    if mail.id in known.answered:
        return "answer"
    if mail.id in known.told:
        return "told"
    return _kept(mail, known)


def _kept(mail: MailRecord, known: _Known) -> End | None:
    """The end of a mail that only stands in a list."""
    if mail.decision == "duplicate":
        return "repeated" if mail.message_id in known.originals else None
    if mail.decision == "bounce" and mail.nature == "bounce":
        return "report"
    if mail.decision == "automatic" and mail.nature not in _PERSONS:
        return "machine"
    return "own" if mail.decision == "own" else None


def _missing(mail: MailRecord) -> str:
    if mail.state == "waiting":
        return "it waits to be settled for too long"
    if mail.decision == "quarantine":
        return "it is not in the list of quarantined mail"
    if mail.decision == "duplicate":
        return "the letter that it repeats has become nothing"
    return "no answer left, no note was written, and nobody was told"
