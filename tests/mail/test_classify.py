"""What kind of sender wrote a mail, and on what evidence."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.mail.classify import classify
from gateway.mail.envelope import Envelope
from gateway.mail.nature import Nature
from gateway.mail.parse import parse


def _nature(header: str, body: str = "Orders is slow since noon.\n", mail_from: str | None = None) -> Nature:
    envelope = Envelope(mail_from, ("support@vendor.example",), datetime(2026, 3, 2, 9, tzinfo=UTC))
    text = f"From: Ines <ines@acorn.example>\nTo: support@vendor.example\n{header.strip()}\n\n{body}"
    return classify(parse(text.encode()), envelope)


def test_an_ordinary_mail_is_a_person_without_evidence() -> None:
    assert _nature("Subject: Orders is slow") == Nature("person", ())


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("auto-replied", "auto_reply"),
        ("AUTO-GENERATED", "auto_generated"),
        ("(hand made) auto-replied (vacation)", "auto_reply"),
        ("auto-notified; owner-email=x@acorn.example", "auto_generated"),
        ("auto-replied;owner-token=1", "auto_reply"),
        ("x-future", "auto_generated"),
        ("no", "person"),
        ("No (sent by hand)", "person"),
        ("", "person"),
    ],
)
def test_auto_submitted_is_read_with_comments_parameters_and_any_case(value: str, kind: str) -> None:
    assert _nature(f"Subject: Orders\nAuto-Submitted: {value}").kind == kind


def test_every_piece_of_evidence_is_named() -> None:
    nature = _nature("Subject: Out of office: Orders\nPrecedence: bulk\nX-Autoreply: yes")
    assert nature.kind == "auto_reply"
    assert nature.evidence == ("Precedence: bulk", "X-Autoreply", "subject of an absence notice")


def test_suppressed_auto_responses_alone_prove_nothing() -> None:
    nature = _nature("Subject: Orders\nX-Auto-Response-Suppress: All")
    assert (nature.kind, nature.suspected) == ("person", False)


def test_suppressed_auto_responses_add_to_an_absence_subject() -> None:
    assert _nature("Subject: Automatic reply: Orders\nX-Auto-Response-Suppress: All").kind == "auto_reply"


@pytest.mark.parametrize(
    "subject",
    [
        "Abwesenheit: Orders",
        "Out of office",
        "Automatic reply: Orders",
        "Réponse automatique : Orders",
        "Fuera de la oficina",
        "Ausente: Orders",
        "Risposta automatica: Orders",
        "Afwezig: Orders",
        "Autosvar: Orders",
        "Automatická odpověď: Orders",
        "Odpowiedź automatyczna",
        "Автоответ: Orders",
        "自動返信: Orders",
        "自动回复: Orders",
        "자동 회신: Orders",
        "Otomatik yanıt: Orders",
    ],
)
def test_a_subject_of_absence_alone_makes_a_person_suspected(subject: str) -> None:
    nature = _nature(f"Subject: {subject}")
    assert (nature.kind, nature.suspected) == ("person", True)


def test_a_null_sender_in_a_thread_is_an_automatic_reply() -> None:
    assert _nature("Subject: Re: Orders\nIn-Reply-To: <1@vendor.example>", mail_from="").kind == "auto_reply"


def test_the_envelope_speaks_before_the_return_path() -> None:
    assert _nature("Return-Path: <>\nSubject: Orders", mail_from="ines@acorn.example").kind == "person"
    assert _nature("Return-Path: <>\nSubject: Orders").kind == "auto_generated"


def test_one_list_field_of_a_sales_tool_makes_nobody_a_list() -> None:
    nature = _nature("Subject: Orders\nList-Unsubscribe: <mailto:u@tool.example>")
    assert (nature.kind, nature.suspected) == ("person", True)


def test_a_list_is_bulk() -> None:
    assert _nature("Subject: Orders\nList-Id: <users.lists.example>").kind == "bulk"


def test_a_qmail_text_with_a_null_sender_is_a_bounce() -> None:
    body = (
        "Hi. This is the qmail-send program at mx.\n\n<omar@acorn.example>:\nno mailbox here by that name. (#5.1.1)\n"
    )
    nature = _nature("Subject: failure notice", body, mail_from="")
    assert nature.kind == "bounce"
    assert nature.bounce is not None
    assert [one.address for one in nature.bounce.recipients] == ["omar@acorn.example"]


def test_a_person_who_quotes_a_failure_stays_a_person() -> None:
    body = "Hi,\n\n<omar@acorn.example>: 550 5.1.1 user unknown\n\nWhat is that?\n"
    assert _nature("Subject: Undelivered mail", body, mail_from="ines@acorn.example").kind == "person"


def test_an_automatic_mail_is_never_answered_and_an_invitation_is() -> None:
    assert Nature("bounce", ()).automatic
    assert Nature("person", (), suspected=True).automatic
    assert not Nature("person", ()).automatic
    assert not Nature("invite", ()).automatic


_LINES = st.sampled_from(
    [
        b"Return-Path: <>",
        b"From: MAILER-DAEMON@x.example",
        b"Subject: Undelivered mail",
        b"Content-Type: multipart/report; boundary=b",
        b"Content-Type: message/delivery-status",
        b"Content-Type: message/feedback-report",
        b"Content-Type: message/disposition-notification",
        b"Content-Type: text/calendar",
        b"METHOD:REQUEST",
        b"Auto-Submitted: ((",
        b"",
        b"--b",
        b"--b--",
        b"Final-Recipient: rfc822; a@x.example",
        b"Final-Recipient: ;",
        b"Action: failed",
        b"Status: 5.9.999",
        b"<a@x.example>: 550",
        b"could not be delivered to:",
        b'"@"@"',
        b"{}",
        b"\xff\xfe@\x00",
    ]
)


@given(st.one_of(st.binary(max_size=400), st.lists(_LINES, max_size=30).map(b"\n".join)))
def test_any_bytes_have_a_nature(content: bytes) -> None:
    assert classify(parse(content)).kind
