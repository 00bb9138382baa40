"""Settling: a batch in order, one bad mail alone, nothing lost."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from gateway.desk.desk import Desk
from gateway.desk.inbound.batch import GIVE_UP_AFTER, begin_settling, end_settling, settle_batch, settle_careful
from gateway.mail.envelope import Envelope, InboundMail
from gateway.mail.message import Message
from gateway.ports import Verification, Verifier
from gateway.store.inbox.records import MailRecord, WaitingMail
from tests.support.desk import (
    MONDAY,
    TUESDAY,
    case,
    letter,
    moment,
    notes,
    numbers,
    open_case,
    outside,
    queue,
    reply_address,
    stored,
    waiting,
    write,
)
from tests.support.people import INES, OTTO, PAUL, ROSA
from tests.support.words import broken_templates


@dataclass(frozen=True)
class Stumbling:
    """A verifier that fails on one subject."""

    inner: Verifier

    def verify(self, message: Message, mail: InboundMail) -> Verification:
        if message.subject == "stumble":
            raise RuntimeError("no answer for this one")
        return self.inner.verify(message, mail)

    def begin(self, message: Message, mail: InboundMail) -> Callable[[], Verification]:
        return lambda: self.verify(message, mail)


def accept(desk: Desk, *contents: bytes) -> list[int]:
    envelope = Envelope(None, (), moment(TUESDAY))
    with desk.store.begin() as work:
        return work.mails.accept([InboundMail(one, envelope) for one in contents], "smtp")


def kept(desk: Desk, mail_id: int) -> WaitingMail:
    with desk.store.read() as work:
        return work.mails.load(mail_id)


def shown(desk: Desk, mail_id: int) -> MailRecord:
    with desk.store.read() as work:
        return work.mails.show(mail_id)


def test_mails_are_settled_in_the_order_of_their_acceptance(desk: Desk) -> None:
    number = open_case(desk)
    accept(desk, *(letter(INES, f"word {place}", to=reply_address(desk, number)).as_bytes() for place in range(5)))
    assert [one.decision for one in settle_batch(desk, 100)] == ["note"] * 5
    assert notes(desk, number)[1:] == [f"word {place}" for place in range(5)]


def test_a_reply_in_the_same_batch_finds_the_ticket_of_its_question(desk: Desk) -> None:
    question = letter(INES, "Where?", headers={"Message-ID": "<q@acorn.example>"})
    answer = letter(PAUL, "Here?", subject="Re", headers={"In-Reply-To": "<q@acorn.example>"})
    accept(desk, question.as_bytes(), answer.as_bytes())
    assert [one.decision for one in settle_batch(desk, 100)] == ["new", "note"]
    assert numbers(desk) == ["T-001001"]


def test_the_same_mail_twice_in_one_batch_is_one_message(desk: Desk) -> None:
    content = letter(INES, "Once.").as_bytes()
    accept(desk, content, content)
    assert [one.decision for one in settle_batch(desk, 100)] == ["new", "duplicate"]
    assert (len(notes(desk, "T-001001")), len(outside(desk))) == (1, 1)


def test_a_mail_without_a_message_id_is_known_by_its_content(desk: Desk) -> None:
    content = letter(INES, "Once.", headers={"Message-ID": ""}).as_bytes()
    accept(desk, content, b"Received: by another way\n" + content)
    assert [one.decision for one in settle_batch(desk, 100)] == ["new", "duplicate"]


def test_the_same_message_id_with_other_words_is_another_mail(desk: Desk) -> None:
    headers = {"Message-ID": "<same@acorn.example>"}
    accept(desk, *(letter(INES, text, headers=headers).as_bytes() for text in ("One.", "Two.")))
    assert [one.decision for one in settle_batch(desk, 100)] == ["new", "new"]


def test_a_batch_takes_the_oldest_and_leaves_the_rest(desk: Desk) -> None:
    ids = accept(desk, *(letter(INES, str(place)).as_bytes() for place in range(3)))
    assert [one.mail_id for one in settle_batch(desk, 2)] == ids[:2]
    assert [one.mail_id for one in settle_batch(desk, 2)] == ids[2:]
    assert settle_batch(desk, 2) == []


def test_a_mail_that_cannot_be_read_is_kept_with_its_trace_and_the_others_are_settled(desk: Desk) -> None:
    stumbling = replace(desk, verifier=Stumbling(desk.verifier))
    content = letter(ROSA, "x", subject="stumble").as_bytes()
    ids = accept(stumbling, letter(INES, "before").as_bytes(), content, letter(PAUL, "after").as_bytes())
    assert [one.decision for one in settle_batch(stumbling, 100)] == ["new", "failed", "new"]
    assert kept(desk, ids[1]).mail.content == content
    row = shown(desk, ids[1])
    assert row.state == "failed"
    assert "no answer for this one" in str(row.trace)
    assert [one.cause for one in waiting(desk)] == ["failed"]
    assert [one.template for one in queue(desk) if one.template == "quarantine_alert"] == ["quarantine_alert"]


def test_a_failed_mail_of_which_nobody_can_be_told_does_not_hold_up_the_mails_behind_it(
    desk: Desk, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    without_alert = broken_templates(tmp_path, "quarantine_alert")
    stumbling = replace(desk, verifier=Stumbling(desk.verifier), templates=without_alert)
    ids = accept(stumbling, *(letter(INES, "x", subject=one).as_bytes() for one in ("Before", "stumble", "After")))
    assert [one.decision for one in settle_batch(stumbling, 100)] == ["new", "failed", "new"]
    assert "no answer for this one" in str(shown(desk, ids[1]).trace)
    assert [(one.cause, one.owner) for one in waiting(desk)] == [("failed", OTTO)]
    assert [one for one in queue(desk) if one.template == "quarantine_alert"] == []
    assert "the duty was not told" in caplog.text
    assert settle_batch(stumbling, 100) == []


def test_a_failure_in_the_middle_leaves_nothing_half_done(desk: Desk, tmp_path: Path) -> None:
    number = open_case(desk)
    broken = replace(desk, templates=broken_templates(tmp_path))
    note = letter(INES, "Still slow.", to=reply_address(desk, number)).as_bytes()
    accept(broken, letter(INES, "new", subject="a new thing").as_bytes(), note)
    assert [one.decision for one in settle_batch(broken, 100)] == ["failed", "note"]
    assert numbers(desk) == [number]
    assert "Still slow." in notes(desk, number)
    assert len(outside(desk)) == 1  # the acknowledgement of the first ticket


def test_a_failure_says_at_which_line_of_which_template(desk: Desk, tmp_path: Path) -> None:
    broken = replace(desk, templates=broken_templates(tmp_path))
    [failing] = accept(broken, letter(INES, "new", subject="a new thing").as_bytes())
    settle_batch(broken, 100)
    assert 'agent_new_ticket.txt", line 3' in str(shown(desk, failing).trace)


def test_what_was_settled_in_front_of_a_failure_is_done_once(desk: Desk, tmp_path: Path) -> None:
    number = open_case(desk)
    broken = replace(desk, templates=broken_templates(tmp_path))
    texts = ("In front.", "Behind.")
    front, behind = (letter(INES, text, to=reply_address(desk, number)).as_bytes() for text in texts)
    accept(broken, front, letter(INES, "new", subject="a new thing").as_bytes(), behind)
    assert [one.decision for one in settle_batch(broken, 100)] == ["note", "failed", "note"]
    assert [text for text in notes(desk, number) if text in texts] == ["In front.", "Behind."]


def test_a_failed_mail_does_not_count_as_an_earlier_delivery(desk: Desk) -> None:
    stumbling = replace(desk, verifier=Stumbling(desk.verifier))
    content = letter(INES, "x", subject="stumble").as_bytes()
    accept(stumbling, content)
    settle_batch(stumbling, 100)
    accept(desk, content)
    assert [one.decision for one in settle_batch(desk, 100)] == ["new"]


def test_a_mail_that_kills_the_process_each_time_is_put_aside_in_the_end(desk: Desk) -> None:
    [first, second] = accept(desk, letter(INES, "deadly").as_bytes(), letter(INES, "harmless").as_bytes())
    for _ in range(GIVE_UP_AFTER - 1):  # each time counted, then the process died
        with desk.store.begin() as work:
            work.mails.count_attempt(first)
    assert [(one.mail_id, one.decision) for one in settle_careful(desk)] == [(first, "failed")]
    assert [(one.mail_id, one.decision) for one in settle_careful(desk)] == [(second, "new")]
    assert settle_careful(desk) == []
    assert case(desk, "T-001001")["state"] == "new"


def test_a_process_that_did_not_come_to_its_end_is_noticed_by_the_next(desk: Desk) -> None:
    assert begin_settling(desk, "one")
    assert not begin_settling(desk, "two")  # the first one died
    end_settling(desk, "two")
    assert begin_settling(desk, "three")


def test_the_end_of_a_process_that_was_replaced_is_not_the_end_of_the_one_that_settles_now(desk: Desk) -> None:
    begin_settling(desk, "one")
    begin_settling(desk, "two")
    end_settling(desk, "one")
    assert begin_settling(desk, "two")  # not dead: it is its own mark
    assert not begin_settling(desk, "three")


def test_a_mail_shows_when_it_came_and_when_it_was_settled(desk: Desk) -> None:
    document = write(desk, INES, at=MONDAY)
    row = stored(desk, document)
    assert (row.received_at, row.settled_at) == (moment(MONDAY), desk.clock.now())
    assert row.settled_at
    assert row.settled_at > row.received_at
