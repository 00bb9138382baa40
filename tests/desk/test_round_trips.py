"""How often a batch of mails waits for a database that is far away."""

from collections import Counter
from collections.abc import Iterator, Sequence
from email.message import EmailMessage
from pathlib import Path

import pytest

from gateway.desk.desk import Desk
from gateway.desk.inbound.accept import keep
from gateway.desk.inbound.batch import settle_batch
from gateway.mail.envelope import Envelope, InboundMail
from gateway.store.store import Store
from tests.support.databases import url_of
from tests.support.desk import build_desk, letter, load, moment, open_case, reply_address, write
from tests.support.far_database import FarDatabase, far_database
from tests.support.people import DIRECTORY, ESCALATION, INES, NADIA, PAUL
from tests.support.reports import delivery_report

AT = "2026-03-03 10:00"
# The budget is 40 for fifty mixed mails and 20 for a lone one. These numbers only ever fall; they are two above what is
# counted, as an answer in two pieces may count twice.
FIFTY_MIXED, A_NEW_ONE, A_REPLY = 19, 14, 15
FIFTY_CUSTOMERS, FIFTY_STRANGERS, FIFTY_OF_ONE, FIFTY_SELDOM, FIFTY_TWO_REFUSED = 24, 24, 26, 17, 36


@pytest.fixture
def far(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[FarDatabase]:
    """A PostgreSQL database by a way on which round trips are counted."""
    with far_database(url_of("postgresql", tmp_path, request)) as way:
        yield way


@pytest.fixture
def desk(far: FarDatabase, tmp_path: Path) -> Iterator[Desk]:
    """A desk whose database is far away."""
    store = Store(far.url, wait_seconds=120)
    yield build_desk(store, tmp_path)
    store.close()


def take_in(desk: Desk, mails: Sequence[EmailMessage | bytes]) -> None:
    """Keep mails that are still to be settled."""
    contents = [one if isinstance(one, bytes) else one.as_bytes() for one in mails]
    with desk.store.begin() as work:
        keep(work, [InboundMail(one, Envelope(None, (), moment(AT))) for one in contents], "smtp")


def settling(desk: Desk, far: FarDatabase) -> tuple[Counter[str], int]:
    """The decisions about all that waits, and how many round trips they took."""
    before = far.round_trips
    settled = settle_batch(desk, 60)
    return Counter(one.decision for one in settled), far.round_trips - before


def test_fifty_mixed_mails_wait_for_the_database_less_often_than_they_are(desk: Desk, far: FarDatabase) -> None:
    opened = [write(desk, INES, "It is slow.", "2026-02-25 10:00", subject=f"Till {n}") for n in range(10)]
    numbers = [str(one["ticket"]) for one in opened]
    call = "Ticket number: {}\nReason: no answer since Monday\nBusiness impact: nobody can print"
    mails: list[EmailMessage | bytes] = [
        *(letter(f"person{n}@acorn.example", "It is slow.", subject=f"Case {n}") for n in range(20)),
        *(letter(INES, f"Still slow, {one}.", to=reply_address(desk, one)) for one in numbers),
        *(letter(PAUL, call.format(one), to=ESCALATION) for one in numbers[:5]),
        *(letter(NADIA, f"Please restart {one}.", to=reply_address(desk, one)) for one in numbers),
        *(delivery_report(one["outgoing"][0], INES) for one in opened[:5]),
    ]
    take_in(desk, mails)
    decisions, round_trips = settling(desk, far)
    assert decisions == {"new": 20, "note": 20, "accept": 5, "bounce": 5}
    assert round_trips <= FIFTY_MIXED


def test_fifty_mails_of_fifty_customers(desk: Desk, far: FarDatabase) -> None:
    entries = [
        f"""
        [[organization]]
        code = "customer{n}"
        name = "Customer {n}"
        domains = ["customer{n}.example"]
        region = "emea"

        [[contract]]
        number = "C-{n}"
        organization = "customer{n}"
        plan = "standard"
        starts = 2025-01-01
        ends = 2027-12-31
        """
        for n in range(50)
    ]
    load(desk, DIRECTORY + "".join(entries))
    take_in(desk, [letter(f"ann@customer{n}.example", "It is slow.", subject=f"Case {n}") for n in range(50)])
    decisions, round_trips = settling(desk, far)
    assert decisions == {"new": 50}
    assert round_trips <= FIFTY_CUSTOMERS


def test_fifty_mails_of_fifty_strangers(desk: Desk, far: FarDatabase) -> None:
    take_in(desk, [letter(f"ann@elsewhere{n}.example", "It is slow.", subject=f"Case {n}") for n in range(50)])
    assert settling(desk, far)[1] <= FIFTY_STRANGERS


def test_fifty_mails_of_one_sender(desk: Desk, far: FarDatabase) -> None:
    take_in(desk, [letter(INES, f"It is slow at desk {n}.", subject=f"Case {n}") for n in range(50)])
    assert settling(desk, far)[1] <= FIFTY_OF_ONE


def test_fifty_mails_that_are_seldom(desk: Desk, far: FarDatabase) -> None:
    opened = [write(desk, INES, "It is slow.", "2026-02-25 10:00", subject=f"Till {n}") for n in range(10)]
    numbers = [str(one["ticket"]) for one in opened]
    away, theirs = {"Auto-Submitted": "auto-replied"}, "<{}.not-yet-here@acorn.example>"
    mails = [
        *(letter(INES, "I am away.", to=reply_address(desk, one), headers=away) for one in numbers),
        *(letter(INES, "Close it.", to=reply_address(desk, one), proof="fail") for one in numbers),
        *(letter(NADIA, f"#assign {NADIA}\n#priority high", to=reply_address(desk, one)) for one in numbers),
        *(letter(PAUL, "Me, too.", headers={"In-Reply-To": theirs.format(n)}) for n in range(10)),
        *(letter(INES, "It is slow.", headers={"Message-ID": theirs.format(n)}) for n in range(10)),
    ]
    mails[45:] = mails[40:45]  # delivered twice
    take_in(desk, mails)
    decisions, round_trips = settling(desk, far)
    assert decisions == {"automatic": 10, "quarantine": 10, "command": 10, "new": 10, "note": 5, "duplicate": 5}
    assert round_trips <= FIFTY_SELDOM


def test_fifty_mails_of_which_two_are_refused_halfway(desk: Desk, far: FarDatabase) -> None:
    opened = [write(desk, INES, "It is slow.", "2026-02-25 10:00", subject=f"Till {n}") for n in range(10)]
    addresses = [reply_address(desk, str(one["ticket"])) for one in opened]
    mails = [
        *(letter(f"person{n}@acorn.example", "It is slow.", subject=f"Case {n}") for n in range(23)),
        *(letter(NADIA, "#priority high\n#app nowhere", to=one) for one in addresses[:2]),
        *(letter(INES, "Still slow.", to=one) for one in addresses),
        *(letter(NADIA, "#priority high", to=one) for one in addresses),
        *(letter(INES, "Do you see it?", to=one) for one in addresses[:5]),
    ]
    take_in(desk, mails)
    decisions, round_trips = settling(desk, far)
    assert decisions == {"new": 23, "note": 15, "command": 10, "command_refused": 2}
    assert round_trips <= FIFTY_TWO_REFUSED


def test_a_lone_new_mail(desk: Desk, far: FarDatabase) -> None:
    write(desk, INES)
    take_in(desk, [letter(INES, "The till is slow.")])
    assert settling(desk, far)[1] <= A_NEW_ONE


def test_a_lone_reply(desk: Desk, far: FarDatabase) -> None:
    number = open_case(desk)
    take_in(desk, [letter(INES, "Still slow.", to=reply_address(desk, number))])
    assert settling(desk, far)[1] <= A_REPLY


def test_what_costs_a_mail_does_not_grow_with_the_batch(desk: Desk, far: FarDatabase) -> None:
    costs = []
    for many in (10, 40):
        take_in(desk, [letter(INES, "It is slow.", subject=f"Case {many}-{n}") for n in range(many)])
        costs.append(settling(desk, far)[1] / many)
    assert costs[1] < costs[0]
