"""Acknowledgement bombing: mails under the addresses of victims, so that the gateway writes to all of them."""

from pathlib import Path

import pytest

from gateway.desk.desk import Desk
from gateway.desk.inbound.batch import settle_batch
from gateway.mail.envelope import Envelope, InboundMail
from gateway.store.store import Store
from tests.support.desk import (
    TUESDAY,
    build_desk,
    do_not_sync,
    escalate,
    further_store,
    letter,
    moment,
    numbers,
    open_case,
    outside,
    queue,
    write,
)
from tests.support.people import INES, STRANGER

VICTIMS = 200
MANY, BATCH = 10_000, 100


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    """The desk of Example Software, on each kind of database."""
    do_not_sync(store)
    return build_desk(store, tmp_path)


def test_no_forged_sender_is_answered(desk: Desk) -> None:
    for place in range(VICTIMS):
        proof = ("", "none", "fail", "temperror")[place % 4]
        write(desk, f"victim{place}@domain{place % 50}.example", f"Hello {place}", proof=proof)
    assert outside(desk) == []
    assert len(numbers(desk)) == VICTIMS


def test_no_forged_customer_is_answered_at_any_address(desk: Desk) -> None:
    number = open_case(desk)
    before = len(outside(desk))
    for place in range(20):
        sender = f"victim{place}@acorn.example"
        write(desk, sender, "Hello", proof="", cc=f"other{place}@victims.example")
        escalate(desk, number, sender=sender, proof="")
        escalate(desk, None, "Help!", sender=f"victim{place}@victims.example", proof="")
    assert len(outside(desk)) == before


def test_a_verdict_about_another_domain_is_no_proof(desk: Desk) -> None:
    for place in range(20):
        forged = {"Authentication-Results": "mx.vendor.example; dmarc=pass header.from=attacker.example"}
        write(desk, f"victim{place}@victims.example", proof="", headers=forged)
    assert outside(desk) == []


def test_a_reply_to_field_directs_no_answer_to_a_victim(desk: Desk) -> None:
    for place in range(10):
        write(
            desk, STRANGER, headers={"Reply-To": f"victim{place}@victims.example", "Sender": "victim@victims.example"}
        )
    assert {one.recipients[0].address for one in outside(desk)} == {STRANGER}


def test_one_proven_sender_makes_us_write_three_mails_an_hour_and_only_to_him(desk: Desk) -> None:
    for place in range(VICTIMS // 4):
        copies = ", ".join(f"victim{place}.{one}@victims.example" for one in range(5))
        write(desk, INES, f"Hello {place}", cc=copies)
    assert [[one.address for one in mail.recipients] for mail in outside(desk)] == [[INES]] * 3


def test_what_was_held_back_stands_in_the_queue_with_its_reason(desk: Desk) -> None:
    for place in range(5):
        write(desk, f"victim{place}@victims.example", proof="")
    assert [one.reason for one in queue(desk, "suppressed")] == ["the sender is not proven"] * 5


@pytest.mark.system
def test_ten_thousand_forged_senders_have_no_answer(tmp_path: Path, sqlite_schema: bytes) -> None:
    desk = build_desk(further_store(sqlite_schema, tmp_path / "bombed"), tmp_path)
    for first in range(0, MANY, BATCH):
        mails = [forged(place) for place in range(first, first + BATCH)]
        with desk.store.begin() as work:
            work.mails.accept(mails, "smtp")
        while settle_batch(desk, BATCH):
            pass
    with desk.store.read() as work:
        assert len(work.mails.listing(None, "settled", None)) == MANY
    assert outside(desk) == []
    desk.store.close()


def forged(place: int) -> InboundMail:
    """One mail under the name of one more victim, or of a customer; the relay found no proof, or the contrary."""
    sender = f"victim{place}@{('acorn.example', f'domain{place % 500}.example')[place % 2]}"
    content = letter(sender, f"Hello {place}", proof=("", "none", "fail", "temperror")[place % 4]).as_bytes()
    return InboundMail(content, Envelope(sender, ("support@vendor.example",), moment(TUESDAY), "192.0.2.1"))
