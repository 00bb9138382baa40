"""A day in a flood: strangers write a hundred times as much as all customers, and nobody who is known notices."""

import resource
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from gateway.desk.desk import Desk
from gateway.desk.timers.tick import tick
from gateway.domain.outgoing.entry import OutboxEntry
from gateway.mail.envelope import InboundMail
from tests.support.desk import build_desk, do_not_sync, further_store, moment
from tests.support.floods import mail_at, pour
from tests.support.people import ADA, ELMO, ESCALATION, INES, NADIA, PAUL, ROSA, SUPPORT, TINA, TOM

pytestmark = pytest.mark.system

MIDNIGHT = moment("2026-03-03T00:00:00+01:00")
STEP = timedelta(minutes=5)  # between two looks at the timers
SOON = timedelta(minutes=15)
HOUR = timedelta(hours=1)
CUSTOMERS = 200
CRITICAL = "Impact: high\nUrgency: high\nNobody can print."
PER_HOUR = 60  # mails of the flood that a mailbox of ours may get
BYTES_A_MAIL = 12_000  # of the database, with all that a mail makes us write
MEMORY = 200 * 1024  # kilobytes by which the process may grow


@dataclass(frozen=True, slots=True)
class Arrival:
    """A mail, when it comes, and whose it is where a customer wrote it."""

    at: datetime
    mail: InboundMail
    customer: str = ""
    proven: bool = True


def strangers(mails: int, chance: Random) -> Iterator[Arrival]:
    """Those of one domain and of many, with proof and without; one of them sends a tenth of all within an hour."""
    senders = mails // 10
    for place in range(mails):
        alone = place % 10 == 0
        number = 0 if alone else chance.randrange(senders)
        domain = "one.example" if alone or number % 2 else f"many{number}.example"
        at = MIDNIGHT + (10 * HOUR + HOUR * chance.random() if alone else 24 * HOUR * chance.random())
        sender, proof = f"s{number}@{domain}", "pass" if alone or number % 4 < 2 else ""
        text = CRITICAL if number % 3 == 0 else f"Buy {place}, it is cheap."
        to = ESCALATION if number % 5 == 0 else SUPPORT
        yield Arrival(at, mail_at(at, sender, text, proof=proof, to=to, subject=f"Offer {place}"))


def customers(chance: Random) -> Iterator[Arrival]:
    """Contacts and their colleagues; every tenth of them has no proof, every tenth is critical."""
    people = [INES, PAUL, ROSA, TINA, TOM, ADA, ELMO, *(f"colleague{place}@birch.example" for place in range(93))]
    for place in range(CUSTOMERS):
        at = MIDNIGHT + 24 * HOUR * place / CUSTOMERS + STEP * chance.random()
        person, proven = people[place % len(people)], place % 10 != 9
        text = CRITICAL if place % 10 == 3 else f"Invoice {place} is wrong, please look."
        mail = mail_at(at, person, text, proof="pass" if proven else "", subject=f"Invoice {place}")
        yield Arrival(at, mail, person, proven)


def live_through(desk: Desk, arrivals: Sequence[Arrival]) -> None:
    """The day, five minutes at a time."""
    left = list(reversed(arrivals))
    now = MIDNIGHT
    while now < MIDNIGHT + 25 * HOUR:
        now += STEP
        due = []
        while left and left[-1].at <= now:
            due.append(left.pop().mail)
        pour(desk, due)
        tick(desk, now)


def written(desk: Desk) -> list[OutboxEntry]:
    with desk.store.read() as work:
        return [one for one in work.outbox.listing(None, None) if one.state == "queued"]


def mail_ids(desk: Desk, arrivals: Sequence[Arrival]) -> dict[int, Arrival]:
    """They were taken in in their order."""
    return dict(enumerate(arrivals, start=1))


def unacknowledged(ours: Sequence[OutboxEntry], came: dict[int, Arrival]) -> list[Arrival]:
    answered = {one.mail_id for one in ours if one.audience == "customer" and one.next_attempt == one.created}
    return [one for mail_id, one in came.items() if one.customer and one.proven and mail_id not in answered]


def unread(ours: Sequence[OutboxEntry], came: dict[int, Arrival]) -> list[Arrival]:
    """Mails of customers of which the engineer reads nothing in time: neither alone nor in a summary."""
    hers = [one for one in ours if NADIA in [person.address for person in one.recipients]]
    alone = {one.mail_id for one in hers if (one.next_attempt or one.created) <= one.created + SOON}
    summaries = [one for one in hers if one.template == "alert_summary"]
    return [
        one
        for mail_id, one in came.items()
        if one.customer
        and mail_id not in alone
        and not any(one.at <= sum_up.created <= one.at + SOON and one.customer in sum_up.text for sum_up in summaries)
    ]


OF_DEADLINES = ("sla_warning", "sla_breached", "agent_call_reminder")  # who is in no contract was promised nothing


def busiest(ours: Sequence[OutboxEntry], came: dict[int, Arrival]) -> int:
    """Mails of the flood in the fullest hour of the fullest mailbox of ours; a deadline of a ticket is a customer's."""
    hours: Counter[tuple[str, int]] = Counter()
    for one in ours:
        arrival = came.get(one.mail_id or 0)
        of_customer = one.template in OF_DEADLINES or (arrival is not None and arrival.customer)
        if one.audience == "vendor" and not of_customer:
            hour = int((one.created - MIDNIGHT) / HOUR)
            hours.update((person.address, hour) for person in one.recipients)
    return max(hours.values())


@pytest.mark.parametrize("mails", [2_000, 20_000], ids=["a tenth", "the whole"])
def test_a_day_in_a_flood(mails: int, tmp_path: Path, sqlite_schema: bytes) -> None:
    chance = Random(11)
    store = further_store(sqlite_schema, tmp_path / "flooded")
    do_not_sync(store)
    desk = build_desk(store, tmp_path)
    arrivals = sorted((*strangers(mails, chance), *customers(chance)), key=lambda one: one.at)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    live_through(desk, arrivals)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    came, ours = mail_ids(desk, arrivals), written(desk)
    with desk.store.read() as work:
        assert len(work.mails.listing(None, "settled", None)) == len(arrivals)
    assert unacknowledged(ours, came) == []
    assert unread(ours, came) == []
    assert busiest(ours, came) <= PER_HOUR
    size = sum(file.stat().st_size for file in (tmp_path / "flooded").iterdir())
    assert size <= BYTES_A_MAIL * len(arrivals), size
    assert grown <= MEMORY, grown
    store.close()
