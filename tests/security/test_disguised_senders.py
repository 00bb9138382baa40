"""Senders dressed up as us or as a customer: what is conspicuous is stored with the mail and shown to people."""

import base64
from datetime import UTC, datetime

import pytest

from gateway.desk.desk import Desk
from gateway.desk.documents.cases import quarantine_document, quarantine_row
from gateway.desk.inbound.explain import explain
from gateway.desk.quarantine.digest import SEND_DIGEST
from gateway.domain.facts import IntakeFacts
from gateway.mail.classify import classify
from gateway.mail.document import document
from gateway.mail.envelope import Envelope, InboundMail
from gateway.mail.parse import parse
from gateway.rules.decisions.condition import test_for as condition
from gateway.rules.decisions.condition import vocabulary
from tests.support.desk import RELAY, case, deliver, load, moment, queue, sent, stored, waiting, write
from tests.support.people import DIRECTORY, INES, STRANGER, SUPPORT


def mail(sender: str, domain: str, proof: str = "pass") -> bytes:
    head = f"Authentication-Results: {RELAY}; dmarc={proof} header.from={domain}\r\nFrom: {sender}\r\n"
    return f"{head}To: {SUPPORT}\r\nSubject: Hello\r\nMessage-ID: <d@x.example>\r\n\r\nHello.\r\n".encode()


@pytest.mark.parametrize(
    ("sender", "domain", "sign"),
    [
        (
            f'"{SUPPORT}" <x@evil.example>',
            "evil.example",
            "our_address: the name says support@vendor.example, which is ours: vendor.example",
        ),
        (
            "Example Software Support <x@evil.example>",
            "evil.example",
            "our_name: x@evil.example calls itself Example Software Support",
        ),
        ("Ines <ines@ac0rn.example>", "ac0rn.example", "look_alike: ac0rn.example looks like acorn.example"),
        ("Support <x@vend0r.example>", "vend0r.example", "look_alike: vend0r.example looks like vendor.example"),
        (
            "Ines <ines@acorn.example.evil.example>",
            "acorn.example.evil.example",
            "look_alike: acorn.example.evil.example looks like acorn.example",
        ),
        (
            "=?utf-8?b?SW7igK5lcw==?= <x@evil.example>",
            "evil.example",
            "hidden_characters: U+202E in In\\u202ees",
        ),
    ],
)
def test_a_disguise_is_stored_and_shown(desk: Desk, sender: str, domain: str, sign: str) -> None:
    received = deliver(desk, mail(sender, domain))
    assert sign in received["sender"]["disguise"]
    assert list(stored(desk, received).sender_disguise) == received["sender"]["disguise"]
    envelope = Envelope(None, (), datetime(2026, 3, 3, tzinfo=UTC))
    explained = explain(desk, InboundMail(mail(sender, domain).replace(b"<d@", b"<e@"), envelope))
    assert explained["sender"] == received["sender"]
    assert sign.partition(":")[0] in explained["facts"]["disguise"]  # type: ignore[index]  # a document


def test_a_look_alike_in_letters_of_another_alphabet_is_told_in_either_form(desk: Desk) -> None:
    label = "acоrn"  # a Cyrillic letter
    for domain in (f"{label}.example", f"xn--{label.encode('punycode').decode()}.example"):
        found = deliver(desk, mail(f"<ines@{domain}>", domain))["sender"]
        assert [line.partition(":")[0] for line in found["disguise"]] == ["mixed_scripts", "look_alike"]
        assert found["organization"] is None


@pytest.mark.parametrize("written", ["m\u00fcller.example", "xn--mller-kva.example"])
@pytest.mark.parametrize("known", ["m\u00fcller.example", "xn--mller-kva.example"])
def test_a_customers_domain_is_known_in_either_form(desk: Desk, written: str, known: str) -> None:
    load(desk, DIRECTORY.replace('"acorn.example"', f'"{known}"', 1))
    assert deliver(desk, mail(f"x@{written}", "xn--mller-kva.example"))["sender"]["organization"] == "acorn"
    forged = deliver(desk, mail(f"y@{written}", "xn--mller-kva.example", "fail").replace(b"<d@", b"<e@"))
    assert forged["decision"] == "quarantine"
    assert forged["sender"]["disguise"] == []


def test_customers_and_ordinary_strangers_are_not_conspicuous(desk: Desk) -> None:
    for sender in (INES, STRANGER):
        assert write(desk, sender)["sender"]["disguise"] == []


def test_the_quarantine_shows_it(desk: Desk) -> None:
    content = mail(f'"{SUPPORT}" <a@evil.example>, <b@evil.example>', "evil.example")
    received = deliver(desk, content)
    assert received["decision"] == "quarantine"
    [entry] = waiting(desk)
    assert [one.partition(":")[0] for one in quarantine_row(entry)["disguise"]] == ["our_address"]  # type: ignore[attr-defined]  # a document
    with desk.store.read() as work:
        shown = quarantine_document(work.quarantines.get(received["mail"]), work.mails.show(received["mail"]))
    assert shown["disguise"] == received["sender"]["disguise"]


def test_engineers_are_warned_where_they_read_the_ticket(desk: Desk) -> None:
    received = deliver(desk, mail("Example Software Support <x@evil.example>", "evil.example"))
    words = "Careful with its sender: our_name: x@evil.example calls itself Example Software Support."
    assert words in sent(received, "agent_new_ticket")["text"]
    assert "Careful" not in sent(write(desk, INES), "agent_new_ticket")["text"]


def test_the_digest_of_the_quarantine_warns_too(desk: Desk) -> None:
    deliver(desk, mail(f'"{SUPPORT}" <a@evil.example>, <b@evil.example>', "evil.example"))
    with desk.store.begin() as work:
        [fired] = SEND_DIGEST.round(desk, work, moment("2026-03-04T09:00:00+01:00")).fired
    [digest] = [one for one in queue(desk) if one.id in fired.outgoing]
    assert digest.template == "quarantine_digest"
    with desk.store.read() as work:
        text = work.outbox.show(digest.id).text
    assert "Careful with its sender: our_address:" in " ".join(text.split())


def test_reading_shows_what_needs_no_configuration() -> None:
    message = parse(b"From: =?utf-8?b?SW7igK5lcw==?= <x@evil.example>\r\n\r\nHello.\r\n")
    assert document("-", message, classify(message))["disguise"] == ["hidden_characters: U+202E in In\\u202ees"]


@pytest.mark.parametrize("turn", ["\u202e", "\u202d", "\u2067", "\u2066"])
def test_nothing_that_turns_text_around_gets_into_a_subject_or_a_name_of_ours(desk: Desk, turn: str) -> None:
    name = f"=?utf-8?b?{base64.b64encode(f'Ines{turn}senI'.encode()).decode()}?="
    content = mail(f"{name} <{INES}>", "acorn.example").replace(b"Subject: Hello", f"Subject: a{turn}fdp.exe".encode())
    received = deliver(desk, content)
    assert case(desk, received["ticket"])["subject"] == "afdp.exe"
    headers = [value for one in received["outgoing"] for value in one["headers"].values()]
    assert "InessenI" in str(headers)
    assert not any(turn in value for value in headers)


def test_a_rule_can_ask_for_it() -> None:
    words = vocabulary(IntakeFacts)
    assert "look_alike" in (words.possible["disguise"] or ())
    test = condition("disguise", ["our_address", "our_name"], "disguise" in words.several, free=False)
    assert test(frozenset({"our_name"}))
    assert not test(frozenset({"other_address"}))
    assert not test(frozenset())
