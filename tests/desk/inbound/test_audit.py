"""Every mail taken in ends where a person sees it."""

from dataclasses import replace
from pathlib import Path

import pytest

from gateway.desk.desk import Desk
from gateway.desk.inbound.audit import Audit, audit
from gateway.desk.inbound.batch import settle_batch
from gateway.mail.envelope import Envelope, InboundMail
from gateway.store.store import Store
from tests.support.desk import MONDAY, TUESDAY, build_desk, deliver, escalate, moment, open_case, sent, waiting, write
from tests.support.people import ESCALATION, INES, STRANGER, SUPPORT
from tests.support.reports import delivery_report

CORPUS = Path(__file__).parents[2] / "corpus"
ALL_ADDRESSES = {"training": ["learn@vendor.example"], "alerts": ["watch@vendor.example"]}


def look(desk: Desk) -> Audit:
    with desk.store.read() as work:
        return audit(desk, work)


@pytest.mark.parametrize("recipient", [SUPPORT, ESCALATION, "bounces@vendor.example", "watch@vendor.example"])
def test_every_mail_of_the_corpus_ends_where_a_person_sees_it(store: Store, tmp_path: Path, recipient: str) -> None:
    desk = build_desk(store, tmp_path, addresses=ALL_ADDRESSES)
    contents = [path.read_bytes() for path in sorted(CORPUS.glob("**/*.eml"))]
    with desk.store.begin() as work:
        envelope = Envelope(None, (recipient,), moment(TUESDAY))
        work.mails.accept([InboundMail(one, envelope) for one in contents], "smtp")
    while settle_batch(desk, 200):
        pass
    found = look(desk)
    assert [(one.mail.decision, one.mail.subject, one.missing) for one in found.unseen] == []
    assert found.mails == len(contents) == sum(found.ends.values())


def test_the_audit_counts_where_mails_end(desk: Desk) -> None:
    number = open_case(desk)
    answer = sent(write(desk, INES, "One more.", headers={"Message-ID": "<twice@acorn.example>"}), "ack_new_ticket")
    write(desk, INES, "One more.", headers={"Message-ID": "<twice@acorn.example>"})
    escalate(desk, None, "Help!")
    deliver(desk, delivery_report(answer, "nobody@acorn.example"), mail_from="")
    write(desk, STRANGER, "News", headers={"List-Id": "<news.elsewhere.example>"})
    write(desk, SUPPORT, "A form")
    write(desk, INES, "More", subject=f"[{number}]")
    assert look(desk).ends == {
        "answer": 1,
        "note": 3,
        "quarantine": 1,
        "report": 1,
        "machine": 1,
        "repeated": 1,
    }


def test_a_rejection_that_the_governor_kept_back_waits_for_a_person(desk: Desk) -> None:
    for text in ("Help!", "Is anybody there?"):
        escalate(desk, None, text)
    assert [one.cause for one in waiting(desk)] == ["unanswered"]
    assert look(desk).unseen == ()


def test_a_mail_that_ends_nowhere_is_named(desk: Desk) -> None:
    document = escalate(desk, None, "Help!")
    with desk.store.begin() as work:
        [answer] = work.outbox.listing(None, None)
        work.outbox.save(replace(answer, state="suppressed"))
    [unseen] = look(desk).unseen
    assert (unseen.mail.id, unseen.missing) == (
        document["mail"],
        "no answer left, no note was written, and nobody was told",
    )


def test_a_mail_that_nobody_settles_is_named_after_a_quarter_of_an_hour(desk: Desk) -> None:
    with desk.store.begin() as work:
        envelope = Envelope(None, (SUPPORT,), moment(MONDAY))
        work.mails.accept([InboundMail(b"Subject: x\r\n\r\nx\r\n", envelope)], "smtp")
    assert [one.missing for one in look(desk).unseen] == ["it waits to be settled for too long"]
