"""A whole message is put together from its parts."""

import struct
from dataclasses import replace

import pytest

from gateway.mail.header.fields import read_header
from gateway.mail.html.decoration import mark_decoration, picture_size
from gateway.mail.limits import Defects, Limits
from gateway.mail.message import Attachment, Body
from gateway.mail.parse import parse

HEAD = b"From: Ada <ada@acorn.example>\r\nDate: Tue, 3 Mar 2026 10:00:00 +0100\r\nMessage-ID: <a@x>\r\nSubject: s\r\n"


def test_two_deliveries_of_one_mail_have_one_digest() -> None:
    one = parse(HEAD + b"Received: from a\r\n\r\nthe words\r\n")
    two = parse(b"Received: from b\r\nAuthentication-Results: x\r\n" + HEAD + b"\r\nthe  words \r\n\r\n")
    assert one.text_sha256 == two.text_sha256


@pytest.mark.parametrize(
    "other",
    [
        HEAD + b"\r\nother words\r\n",
        HEAD.replace(b"Subject: s", b"Subject: t") + b"\r\nthe words\r\n",
        HEAD.replace(b"10:00:00", b"10:00:01") + b"\r\nthe words\r\n",
        HEAD.replace(b"ada@", b"bo@") + b"\r\nthe words\r\n",
        HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nthe words\r\n--b\r\n"
        b"Content-Disposition: attachment; filename=a\r\n\r\nx\r\n--b--\r\n",
    ],
)
def test_another_text_under_one_message_id_has_another_digest(other: bytes) -> None:
    assert parse(HEAD + b"\r\nthe words\r\n").text_sha256 != parse(other).text_sha256


def test_leaves_are_kept_in_order_with_their_container() -> None:
    content = (
        HEAD
        + b"Content-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\nContent-Type: multipart/alternative; boundary=a\r\n"
        b"\r\n--a\r\n\r\nplain\r\n--a\r\nContent-Type: TEXT/HTML; Charset=UTF-8\r\n\r\n<p>html</p>\r\n--a--\r\n--m\r\n"
        b"Content-Type: image/png; name=x.png\r\nContent-ID: <c@x>\r\n\r\nxx\r\n--m--\r\n"
    )
    parts = parse(content).parts
    assert [(part.type, part.container) for part in parts] == [
        ("text/plain", "multipart/alternative"),
        ("text/html", "multipart/alternative"),
        ("image/png", "multipart/mixed"),
    ]
    assert parts[1].parameter("charset") == "UTF-8"
    assert (parts[2].name, parts[2].content_id, parts[2].content) == ("x.png", "c@x", b"xx")


def test_parts_of_a_report_are_kept_but_are_no_attachments() -> None:
    content = (
        HEAD
        + b"Content-Type: multipart/report; report-type=delivery-status; boundary=r\r\n\r\n--r\r\n\r\nIt failed.\r\n"
        b"--r\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\nAction: failed\r\n--r\r\n"
        b"Content-Type: message/rfc822\r\n\r\nSubject: mine\r\n\r\nhello\r\n--r--\r\n"
    )
    message = parse(content)
    assert message.body.text == "It failed."
    assert message.attachments == ()
    assert message.body.forwarded is None
    assert [part.type for part in message.parts] == ["text/plain", "message/delivery-status", "message/rfc822"]
    assert message.parts[2].content.startswith(b"Subject: mine")


def test_a_digest_holds_messages_by_default() -> None:
    content = (
        HEAD + b"Content-Type: multipart/digest; boundary=d\r\n\r\n--d\r\n\r\nSubject: inner\r\n\r\nhi\r\n--d--\r\n"
    )
    message = parse(content)
    assert [part.type for part in message.parts] == ["message/rfc822"]
    assert message.attachments[0].name == "inner.eml"


def test_a_date_is_aware_and_in_utc() -> None:
    assert str(parse(HEAD + b"\r\n").date) == "2026-03-03 09:00:00+00:00"


@pytest.mark.parametrize(
    "date", [b"32 Foo 99999", b"Tue, 3 Mar 2026 10:00:00 +9999", b"Mon, 1 Jan 0000 00:00:00 +0000"]
)
def test_an_impossible_date_is_no_date(date: bytes) -> None:
    message = parse(b"Date: " + date + b"\r\n\r\nhi")
    assert message.date is None or message.date.tzinfo is not None


def test_the_body_of_a_header_begins_where_the_header_ends() -> None:
    for content in (b"A: b\r\n\r\nx", b"A: b\n\nx", b"\nx", b"\r\nx"):
        block = read_header(content, 0, len(content), Limits(), Defects())
        assert content[block.body :] == b"x"


def picture(width: int, height: int, content_id: str = "p@x", size: int = 500) -> Attachment:
    content = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", width, height) + b"\0" * size
    return Attachment(f"{content_id}.png", "image/png", len(content), "", True, content_id, content)


def test_the_size_of_a_picture_is_told_from_its_first_bytes() -> None:
    assert picture_size(picture(3, 4).content) == (3, 4)
    assert picture_size(b"GIF89a" + struct.pack("<HH", 5, 6)) == (5, 6)
    jpeg = b"\xff\xd8\xff\xe0\0\x04ab\xff\xc0\0\x11\x08" + struct.pack(">HH", 7, 8) + b"\0" * 10
    assert picture_size(jpeg) == (8, 7)
    assert picture_size(b"words") is None
    assert picture_size(b"\xff\xd8") is None


BODY = Body(text="See below. Ada Moor Acorn", reply="See below.", quoted="", signature="Ada Moor Acorn")
LOGO_BELOW = '<p>See below. <img src="cid:shot@x"></p><p>Ada Moor Acorn <img src="cid:p@x"></p>'


def marks(file: Attachment, html: str | None = LOGO_BELOW, body: Body = BODY) -> bool:
    return mark_decoration([file], html, body)[0].decoration


def test_a_small_picture_in_the_signature_is_decoration() -> None:
    assert marks(picture(200, 80))
    assert marks(picture(16, 16))


def test_a_picture_in_the_text_a_large_one_and_a_file_are_no_decoration() -> None:
    assert not marks(picture(200, 80, "shot@x"))
    assert not marks(picture(1, 1, "shot@x"))
    assert not marks(picture(1_200, 900))
    assert not marks(replace(picture(200, 80), inline=False))
    assert not marks(picture(200, 80), None)
    assert not marks(picture(200, 80), LOGO_BELOW, replace(BODY, signature=""))
