"""Taking in one message to the end, and the same without leaving a trace."""

from pathlib import Path

import pytest

from gateway.desk.desk import Desk
from gateway.desk.inbound.explain import explain
from gateway.desk.inbound.receive import receive_one
from gateway.errors import MessageTooLarge
from gateway.mail.envelope import Envelope, InboundMail
from gateway.store.store import Store
from tests.support.desk import (
    ESCALATION_FIELDS,
    TUESDAY,
    build_desk,
    letter,
    moment,
    notes,
    numbers,
    open_case,
    queue,
    reply_address,
    templates_of,
    waiting,
    write,
)
from tests.support.people import ESCALATION, INES

SHOWN = {"mail", "decision", "nature", "sender", "ticket", "note", "escalation", "missing", "rule", "why", "outgoing"}


def mail(content: bytes) -> InboundMail:
    return InboundMail(content, Envelope(None, (), moment(TUESDAY)))


def test_the_document_has_what_the_contract_names(desk: Desk) -> None:
    document = write(desk, INES)
    assert set(document) == SHOWN
    assert document["sender"] == {
        "address": INES,
        "organization": "acorn",
        "staff": False,
        "authenticated": True,
        "evidence": "dmarc=pass",
        "disguise": [],
    }
    assert set(document["outgoing"][0]) == {
        *("id", "template", "audience", "envelope_from", "envelope_to", "headers", "text", "html")
    }


def test_what_waited_before_is_settled_first(desk: Desk) -> None:
    number = open_case(desk)
    earlier = letter(INES, "first", to=reply_address(desk, number)).as_bytes()
    with desk.store.begin() as work:
        work.mails.accept([mail(earlier)], "smtp")
    receive_one(desk, mail(letter(INES, "second", to=reply_address(desk, number)).as_bytes()))
    assert notes(desk, number)[1:] == ["first", "second"]


def test_a_mail_over_the_limit_is_refused_and_not_kept(store: Store, tmp_path: Path) -> None:
    small = build_desk(store, tmp_path, limits={"message_bytes": 2000})
    with pytest.raises(MessageTooLarge, match="allows 2000"):
        receive_one(small, mail(letter(INES, "x" * 3000).as_bytes()))
    with small.store.read() as work:
        assert work.mails.listing(None, None, None) == []


def test_any_bytes_become_a_decision(desk: Desk) -> None:
    for content in (b"", b"\0\xff", b"no header at all", b"From: \n\n", b"\n\nines@acorn.example"):
        assert receive_one(desk, mail(content))["decision"] in ("quarantine", "duplicate")
    assert numbers(desk) == []


def test_explaining_leaves_no_trace(desk: Desk) -> None:
    number = open_case(desk)
    before = (queue(desk), notes(desk, number), waiting(desk))
    explain(desk, mail(letter(INES, "new thing", subject="x").as_bytes()))
    explain(desk, mail(letter(INES, ESCALATION_FIELDS, to=ESCALATION, subject=number).as_bytes()))
    explain(desk, mail(letter(INES, "forged", proof="fail").as_bytes()))
    assert (queue(desk), notes(desk, number), waiting(desk)) == before
    assert numbers(desk) == [number]


def test_explaining_says_the_same_as_doing(desk: Desk) -> None:
    number = open_case(desk)
    content = letter(INES, ESCALATION_FIELDS, to=ESCALATION, subject=number).as_bytes()
    explained, done = explain(desk, mail(content)), receive_one(desk, mail(content))
    same = ("decision", "nature", "sender", "ticket", "missing", "rule", "why")
    assert [explained[name] for name in same] == [done[name] for name in same]
    assert templates_of(explained) == templates_of(done)
    assert explained["mail"] is None


def test_explaining_names_every_rule_that_was_tried(desk: Desk) -> None:
    number = open_case(desk)
    explained = explain(desk, mail(letter(INES, "Reason: slow", to=ESCALATION, subject=number).as_bytes()))
    rules = explained["rules"]
    assert isinstance(rules, list)
    assert [one["rule"] for one in rules if one["verdict"] == "decides"] == [
        "intake/escalation",
        "escalation/incomplete",
    ]
    assert all(one["because"] for one in rules)
