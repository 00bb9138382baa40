"""What the mails of a batch will need of the database, asked for all of them together before the first is decided."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from gateway.desk.desk import Desk
from gateway.desk.inbound.named import Named, named_in
from gateway.desk.outgoing.limits import answer_caps
from gateway.desk.situation.awaited import letters_of
from gateway.desk.situation.inside import MAX_MAILS
from gateway.desk.situation.situation import Prepared
from gateway.desk.situation.traffic import WINDOW, most_counted
from gateway.mail.message import Message
from gateway.store.sql.look_ahead import LookAhead
from gateway.store.store import UnitOfWork

IDS_OF_MAIL = 4  # notes or outgoing mails that one mail causes; there are more where that is not enough
COUNTS_OF_MAIL = 40  # rows of counters, one for each name and minute, that are read ahead for a mail
MAX_CASES = 100  # tickets that are read ahead with their notes, so that a batch fits into memory whatever it names
MAX_ANSWERED = 50  # and tickets of those that our people write about, with what they were told
MAX_PEOPLE = 20  # addresses of one mail; whoever stands behind them is looked up when it is their turn


def look_ahead(desk: Desk, work: UnitOfWork, mails: Sequence[Prepared]) -> None:
    """Let the parts of the database find out what they can; what is missing here is asked for later, one by one.

    Where every question waits for the database, also what a lone mail needs and all that is known of the tickets that
    are named is asked for now. SQLite answers at once: there only what is cheaper to ask together is asked together.
    """
    work.mails.have_in_hand(one.waiting for one in mails)
    if work.is_far and mails:
        named, at = [named_in(desk, one) for one in mails], min(one.envelope.received_at for one in mails)
        work.look_together([*_common(desk, work, mails), *_named(work, named, at)])
        people, first = list(_people_of(mails)), min(one.waiting.id for one in mails)
        people_known = (*work.directory.look_ahead_people(people), work.directory.look_ahead_domains(people))
        known = (*people_known, work.outages.look_ahead())
        work.look_together([*known, *_cases(desk, work, named, at)])
        work.look_together([*work.directory.look_ahead_customers(people), *_answers(work, named, first)])
    elif len(mails) > 1:
        work.look_together(_common(desk, work, mails))
        work.look_together(work.directory.look_ahead_people(_people_of(mails)))


def _common(desk: Desk, work: UnitOfWork, mails: Sequence[Prepared]) -> Iterator[LookAhead]:
    """What every mail needs."""
    messages, limits = [one.message for one in mails], desk.config.limits
    first = min(one.envelope.received_at for one in mails)
    senders = [one.verification.address for one in mails if one.verification.address]
    yield work.directory.look_ahead()
    yield work.mails.earlier.look_ahead(one.identity for one in messages)
    yield work.awaited.look_ahead(letter for one in messages for letter in letters_of(one))
    yield work.mails.traffic.look_ahead(senders, first - WINDOW, most_counted(limits))
    yield work.outbox.answers.look_ahead((one.lower() for one in senders), first, answer_caps(limits))


def _people_of(mails: Sequence[Prepared]) -> Iterator[str]:
    return (address for one in mails for address in _people(one.message))


def _people(message: Message) -> Iterator[str]:
    named = (message.author, *(one.address for one in (*message.from_, *message.to, *message.cc)[:MAX_PEOPLE]))
    return (one for one in named if one)


def _named(work: UnitOfWork, named: Sequence[Named], now: datetime) -> Iterator[LookAhead]:
    """The mails and licenses that are named, ids for what will be written, and what was counted of late."""
    yield work.ids.look_ahead(IDS_OF_MAIL * len(named))
    yield work.tickets.look_ahead_number()
    yield work.escalations.look_ahead_number()
    yield work.counters.look_ahead(now, COUNTS_OF_MAIL * len(named))
    yield work.outbox.look_ahead_answered(one for mail in named for one in mail.answered)
    yield work.mails.answered.look_ahead(one for mail in named for one in mail.answered)
    yield work.outbox.look_ahead(one for mail in named for one in mail.outgoing)
    yield work.directory.look_ahead_licenses(one for mail in named for one in mail.references)


def _cases(desk: Desk, work: UnitOfWork, named: Sequence[Named], now: datetime) -> Iterator[LookAhead]:
    """The tickets that are named, or that a mail of ours was about."""
    outgoing = work.outbox.known_tickets(one for mail in named for one in mail.outgoing)
    tickets = _once((*(one for mail in named for one in mail.tickets), *outgoing))[:MAX_CASES]
    if tickets:
        yield from work.tickets.look_ahead(tickets)
        yield work.escalations.look_ahead(tickets)
        yield work.outbox.answers.look_ahead_about(tickets, now, answer_caps(desk.config.limits))


def _answers(work: UnitOfWork, named: Sequence[Named], first: int) -> Iterator[LookAhead]:
    """What an answer by one of our people is compared with and refers to. `first`: the first mail of the batch."""
    tickets = _once(one for mail in named if mail.by and work.directory.staff(mail.by) for one in mail.tickets)
    if tickets := tickets[:MAX_ANSWERED]:
        yield work.outbox.for_us.look_ahead(tickets, MAX_MAILS)
        yield work.mails.of_customers.look_ahead(tickets, first)


def _once(ids: Iterable[int]) -> list[int]:
    return list(dict.fromkeys(ids))
