"""No statement on the way of a mail reads a table from end to end: what a mail costs does not grow with the history."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from gateway.adapters.clock import FixedClock
from gateway.desk.delivery.dispatch import dispatch
from gateway.desk.desk import Desk
from gateway.desk.inbound.accept import keep
from gateway.desk.inbound.batch import begin_settling, settle_batch, settle_careful
from gateway.desk.inbound.process import release
from gateway.desk.inbound.read_ahead import tidy
from gateway.desk.quarantine import hold as quarantine
from gateway.desk.timers.tick import tick
from gateway.mail.envelope import Envelope, InboundMail
from gateway.ports import Reply
from gateway.store.outgoing.outbox import IN_HAND
from tests.support.desk import (
    TUESDAY,
    act,
    change,
    deliver,
    escalate,
    letter,
    moment,
    open_case,
    reply,
    reply_address,
    sent,
    write,
)
from tests.support.people import CORA, INES, NADIA, OTTO, PAUL, STRANGER
from tests.support.query_plans import Plans
from tests.support.readers import read_all, reader_of
from tests.support.reports import delivery_report


class Host:
    """A smarthost that puts some off and refuses others."""

    def send(self, _sender: str, recipients: Sequence[str], _content: bytes) -> Mapping[str, Reply]:
        return {one: Reply(451 if one == PAUL else 550 if one == INES else 250, "") for one in recipients}

    def close(self) -> None:
        """Nothing is kept open."""


@pytest.fixture
def plans(desk: Desk) -> Plans:
    """What the desk asks its database from now on."""
    return Plans(desk.store)


def test_a_conversation_reads_no_table_from_end_to_end(desk: Desk, plans: Plans) -> None:
    number = open_case(desk)
    address = reply_address(desk, number)
    content = letter(INES, "Still slow.", to=address).as_bytes()
    deliver(desk, content)
    deliver(desk, content)
    write(desk, PAUL, "I see it, too.", subject=f"Re: [{number}]", cc=f"{CORA}, {STRANGER}")
    write(desk, NADIA, "Please try again.", to=address)
    write(desk, NADIA, f"#assign {NADIA}\n#priority high", to=address)
    write(desk, INES, "I am away.", to=address, headers={"Auto-Submitted": "auto-replied"})
    write(desk, STRANGER, "What is this?")
    write(desk, PAUL, "I see it, too.", headers={"In-Reply-To": "<not-yet-here@acorn.example>"})
    write(desk, INES, "So slow.", headers={"Message-ID": "<not-yet-here@acorn.example>"})
    write(desk, INES, "About T-12345678.")
    change(desk, number, state="solved", solved_at=moment(TUESDAY))
    write(desk, INES, "Not solved.", to=address)
    change(desk, number, state="closed")
    write(desk, INES, "Again.", to=address)
    assert plans.scans() == []


def test_escalations_read_no_table_from_end_to_end(desk: Desk, plans: Plans) -> None:
    number = open_case(desk)
    escalate(desk, None)
    escalate(desk, "T-009999")
    rejected = escalate(desk, number, "Reason: slow\n")
    reply(desk, sent(rejected, "escalation_rejected_incomplete"), INES, "Business impact: nobody can print\n")
    escalate(desk, number)
    write(desk, OTTO, "#accept cadence=4h\n#resolve solution 10.2", to=reply_address(desk, number))
    write(desk, INES, "It is still slow.", to=reply_address(desk, number))
    assert "update_due" in [one.kind for one in tick(desk, moment(TUESDAY) + timedelta(days=1)).fired]
    assert plans.scans() == []


def test_quarantine_and_bounces_read_no_table_from_end_to_end(desk: Desk, plans: Plans) -> None:
    number = open_case(desk)
    ours = sent(write(desk, INES, "Next question."), "ack_new_ticket")
    deliver(desk, delivery_report(ours, INES))
    waiting = write(desk, STRANGER, "Let me in.", to=reply_address(desk, number))
    forged = write(desk, INES, "Close it.", to=reply_address(desk, number), proof="fail")
    with desk.store.begin() as work:
        release(act(desk, work, NADIA, moment(TUESDAY)), waiting["mail"])
        quarantine.reject(act(desk, work, NADIA, moment(TUESDAY)), forged["mail"])
    assert plans.scans() == []


def test_timers_post_and_numbers_read_no_table_from_end_to_end(desk: Desk, plans: Plans) -> None:
    open_case(desk)
    write(desk, PAUL, "And I?")
    escalate(desk, open_case(desk), "Reason: slow\n")
    later = replace(desk, clock=FixedClock(moment(TUESDAY) + timedelta(days=20)))
    for _ in range(2):
        dispatch(later, Host())
        tick(later, later.clock.now())
    begin_settling(desk, "one")
    settle_careful(desk)
    settle_batch(desk, 50)
    with desk.store.read() as work:
        work.outbox.counts(IN_HAND)
        work.mails.count_waiting()
    assert plans.scans() == []


def test_reading_ahead_reads_no_table_from_end_to_end(desk: Desk, plans: Plans) -> None:
    with desk.store.begin() as work:
        keep(work, [InboundMail(letter(INES, "Slow.").as_bytes(), Envelope(None, (), moment(TUESDAY)))], "smtp")
    assert read_all(desk) == {"made": 1}
    tidy(reader_of(desk))
    assert [one.reading for one in settle_batch(desk, 50)] == ["used"]
    assert plans.scans() == []


def test_what_waits_is_found_among_many_also_by_a_planner_with_statistics(desk: Desk, plans: Plans) -> None:
    open_case(desk)
    assert plans.scans() == []
    if desk.store.url.startswith("sqlite"):
        with desk.store.begin() as work:
            work.connection.execute(text("ANALYZE"))
            for index, stat in (("ix_mail_waiting", "1000000 1000000 1"), ("sqlite_autoindex_blob_1", "1000000 1")):
                work.connection.execute(text(f"UPDATE sqlite_stat1 SET stat = '{stat}' WHERE idx = '{index}'"))
        desk.store.close()  # statistics are read by new connections
    with desk.store.read() as work:
        work.mails.bytes_waiting()
        work.mails.count_waiting()
        work.mails.waiting_within(50, 1)
    assert plans.scans() == []


def test_a_scan_would_be_found(desk: Desk, plans: Plans) -> None:
    with desk.store.read() as work:
        work.connection.execute(text("SELECT id FROM ticket WHERE subject = 'x'"))
        work.connection.execute(text("SELECT id FROM mail WHERE id = 7"))
        work.connection.execute(text("SELECT id FROM note ORDER BY id DESC LIMIT 1"))
    found = plans.scans()
    assert any("ticket" in one.partition(":")[0] for one in found)
    assert not any("mail" in one.partition(":")[0] for one in found)
