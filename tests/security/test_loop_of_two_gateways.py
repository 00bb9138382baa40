"""Two gateways face each other: each answers automatically what the other sends. It must end by itself."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from gateway.desk.desk import Desk
from gateway.desk.inbound.receive import receive_one
from gateway.mail.compose import compose
from gateway.mail.envelope import Envelope, InboundMail
from gateway.store.store import Store
from tests.support.desk import RELAY, Document, build_desk, do_not_sync, further_store, load, moment, new_id, write
from tests.support.people import DIRECTORY

MARKS = ("Auto-Submitted", "X-Auto-Response-Suppress", "X-Loop", "X-Gateway-Template", "X-Gateway-Ticket")
THREAD = ("In-Reply-To", "References", "Reply-To")
START = moment("2026-03-03T10:00:00+01:00")
KNOWN = """
[[organization]]
code = "other"
name = "Other"
domains = ["{domain}"]
region = "emea"

[[contract]]
number = "HC-9"
organization = "other"
plan = "standard"
starts = 2025-01-01
ends = 2027-12-31
"""


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    """The desk of Example Software, on each kind of database."""
    do_not_sync(store)
    return build_desk(store, tmp_path)


@pytest.fixture
def pair(desk: Desk, tmp_path: Path, sqlite_schema: bytes) -> Iterator[tuple[Desk, Desk]]:
    """The desks of two vendors, each a customer of the other."""
    store = further_store(sqlite_schema, tmp_path / "quay")
    directory = DIRECTORY.replace("@vendor.example", "@quay.example")
    quay = build_desk(store, tmp_path, directory + KNOWN.format(domain="vendor.example"), "quay.example")
    yield desk, quay
    store.close()


def introduce(vendor: Desk) -> None:
    """Vendor knows Quay as a customer, so that it may have more than one answer."""
    load(vendor, DIRECTORY + KNOWN.format(domain="quay.example"))


def carry(mail: Document, minutes: int, strip: tuple[str, ...], fresh: bool) -> InboundMail:
    """What one gateway queued, as the other one receives it; `strip`: headers that got lost on the way."""
    headers = {name: value for name, value in mail["headers"].items() if name not in strip}
    domain = headers["From"].rpartition("@")[2].strip(">")
    if fresh:
        headers |= {"Message-ID": new_id(domain), "Subject": f"Case {minutes} was received"}
    at = START + timedelta(minutes=minutes)
    content = f"Authentication-Results: {RELAY}; dmarc=pass header.from={domain}\r\n".encode()
    content += compose(headers, mail["text"], None, at)
    return InboundMail(content, Envelope(mail["envelope_from"], (), at))


def play(pair: tuple[Desk, Desk], strip: tuple[str, ...] = (), fresh: bool = False) -> list[int]:
    """How many mails each gateway sent the other until both fell silent (or 50 mails had passed)."""
    first = write(pair[0], "support@quay.example", "Hello, is there anybody?", subject="A question")
    counts, side = [0, 0], 0
    waiting = [(side, one) for one in first["outgoing"] if one["audience"] == "customer"]
    while waiting and sum(counts) < 50:
        side, mail = waiting.pop(0)
        counts[side] += 1
        other = pair[1 - side]
        document = receive_one(other, carry(mail, sum(counts), strip, fresh))
        waiting += [(1 - side, one) for one in document["outgoing"] if one["audience"] == "customer"]  # type: ignore[attr-defined]  # a JSON list
    return counts


def test_with_our_headers_one_mail_is_enough(pair: tuple[Desk, Desk]) -> None:
    introduce(pair[0])
    assert play(pair) == [1, 0]


def test_without_the_marks_of_automatic_mail_each_sends_at_most_two(pair: tuple[Desk, Desk]) -> None:
    introduce(pair[0])
    assert max(play(pair, MARKS)) <= 2


def test_with_nothing_left_that_tells_them_apart_from_people_at_most_eight_mails_pass(pair: tuple[Desk, Desk]) -> None:
    introduce(pair[0])
    counts = play(pair, (*MARKS, *THREAD), fresh=True)
    assert 1 < sum(counts) <= 8


def test_two_that_do_not_know_each_other_are_silent_sooner(pair: tuple[Desk, Desk]) -> None:
    counts = play(pair, (*MARKS, *THREAD), fresh=True)
    assert counts[0] <= 1
    assert sum(counts) <= 4


def test_a_mail_that_comes_back_to_its_own_gateway_is_not_answered(desk: Desk) -> None:
    first = write(desk, "ines@acorn.example")
    for mail in first["outgoing"]:
        document = receive_one(desk, carry(mail, 1, (), False))
        assert (document["decision"], document["outgoing"]) == ("own", [])


def test_a_mail_from_our_own_support_address_is_not_answered(desk: Desk) -> None:
    assert write(desk, "support@vendor.example")["decision"] == "quarantine"
