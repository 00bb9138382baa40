"""Whatever the bytes are, reading them gives a message whose text can be stored anywhere."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.mail.classify import classify
from gateway.mail.document import document
from gateway.mail.header.addresses import judge_from, mailboxes
from gateway.mail.header.fields import decode_words
from gateway.mail.header.parameters import read_parameters
from gateway.mail.header.thread import message_ids
from gateway.mail.html.rendering import html_to_text
from gateway.mail.html.sanitizing import sanitize
from gateway.mail.mime.attachments import safe_name, told_type
from gateway.mail.mime.invitation import invitation_text
from gateway.mail.mime.rtf import decompressed, rtf_to_text
from gateway.mail.mime.tnef import SIGNATURE, open_tnef
from gateway.mail.parse import parse
from gateway.mail.text.charset import decode

PIECES = [
    b"\r\n", b"\n", b"\r", b"\0", b" ", b"\t", b":", b";", b"--b", b"--b--", b"\r\n\r\n", b"\n\n", b"=?", b"?=",
    b"=?utf-8?q?", b"=?iso-2022-jp?b?", b"\x1b$B", b"\xff\xfe", b"\xed\xa0\x80", b"From: ", b"To: ", b"Subject: ",
    b"Date: ", b"References: <", b"Message-ID: <", b"Content-Type: ", b"multipart/mixed; boundary=b",
    b"multipart/alternative; boundary=\"b\"", b"multipart/report; report-type=delivery-status; boundary=b",
    b"text/plain; charset=", b"text/html", b"utf-16", b"utf-7", b"message/rfc822", b"text/calendar",
    b"application/ms-tnef", b"application/pkcs7-mime", b"format=flowed", b"name*0*=utf-8''%",
    b"Content-Transfer-Encoding: ", b"base64", b"quoted-printable", b"x-uuencode",
    b"Content-Disposition: attachment; filename=", b"begin 644 x\n", b"=ybegin name=x\n", b"<p>",
    b"<div style='display:none'>", b"</div>", b"<a href=", b"&#xD800;", b"&#0;", b"<blockquote>", b"<table><tr><td>",
    b"<!--", b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n", b"DTSTART:20260230T", b"SUMMARY:", b"> ", b"-- \n",
    b"On Monday, x wrote:\n", b"\xe4", b"(", b")", b"<", b">", b"@", b",", b'"', b"\\", b"a", b"T-001001", SIGNATURE,
]  # fmt: skip
MAIL = st.lists(st.one_of(st.sampled_from(PIECES), st.binary(max_size=12)), max_size=60).map(b"".join)
TEXT = st.one_of(st.text(max_size=300), MAIL.map(lambda data: data.decode("latin-1")))


def strings(value: object) -> Iterator[str]:
    """Every string inside a value."""
    if isinstance(value, str):
        yield value
    elif is_dataclass(value):
        for one in fields(value):
            yield from strings(getattr(value, one.name))
    elif isinstance(value, dict):
        yield from (text for pair in value.items() for text in strings(pair))
    elif isinstance(value, tuple | list):
        yield from (text for one in value for text in strings(one))


def storable(text: str) -> bool:
    return "\0" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def one_line(text: str) -> bool:
    return storable(text) and len(text.splitlines()) <= 1


@settings(max_examples=400, deadline=None)
@given(MAIL)
def test_any_bytes_give_a_message_with_text_that_can_be_stored(content: bytes) -> None:
    message = parse(content)
    found = document("x", message, classify(message, None))
    assert all(storable(text) for text in strings(message))
    assert all(storable(text) for text in strings(found))
    assert one_line(message.subject)
    assert all(one_line(value) for _, value in message.headers)
    assert bool(message.body.text.strip()) == bool(message.body.reply.strip())


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=2_000))
def test_bytes_without_any_structure_give_a_message(content: bytes) -> None:
    assert all(storable(text) for text in strings(parse(content)))


@settings(deadline=None)
@given(MAIL)
def test_reading_twice_gives_the_same_message(content: bytes) -> None:
    assert parse(content) == parse(content)


@given(TEXT)
def test_any_header_text_decodes_to_one_line(text: str) -> None:
    assert one_line(decode_words(text))


@given(TEXT)
def test_any_address_field_gives_mailboxes_and_a_judged_address_is_among_them(text: str) -> None:
    value = " ".join(text.split())
    found = mailboxes([value])
    assert all(one_line(one.name) and one_line(one.address) for one in found)
    assert all("@" in one.address for one in found if one.address)
    judged = judge_from([value])
    assert judged is None or [one.address for one in found] == [judged]


@given(TEXT)
def test_any_parameters_ids_and_names_are_read(text: str) -> None:
    kind, parameters = read_parameters(text)
    assert kind == kind.lower()
    assert all(isinstance(value, str) for _, value in parameters)
    assert all(one.startswith("<") and one.endswith(">") for one in message_ids(text))
    name = safe_name(text)
    assert one_line(name)
    assert 0 < len(name) <= 151
    assert not set('/\\:*?"<>|') & set(name)
    assert name not in (".", "..")


@settings(deadline=None)
@given(TEXT)
def test_any_markup_becomes_storable_text(text: str) -> None:
    assert storable(html_to_text(text))
    assert "<script" not in sanitize(text).lower()


@settings(deadline=None)
@given(
    st.binary(max_size=600),
    st.sampled_from([None, "", "utf-8", "us-ascii", "utf-16", "utf-7", "hz", "iso-2022-kr", "big5", "x"]),
)
def test_any_bytes_decode_in_any_charset(data: bytes, charset: str | None) -> None:
    text, _ = decode(data, charset)
    assert storable(text)


@given(st.binary(max_size=600))
def test_any_bytes_inside_containers_are_survived(data: bytes) -> None:
    assert "/" in told_type(data, "application/pdf", "x.pdf")
    found = open_tnef(SIGNATURE + b"\0\0" + data)
    assert found is not None
    assert all(storable(text) for text in (found.text or "", found.html or "", *(file.name for file in found.files)))
    decompressed(b"\0" * 8 + b"LZFu" + b"\0" * 4 + data)
    assert storable(rtf_to_text(b"{\\rtf1 " + data))
    assert storable(invitation_text("BEGIN:VEVENT\n" + data.decode("latin-1")))
