"""Files in a message of ours: they arrive as they were, under a name that is nothing but a name."""

import email
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import default

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.mail.compose import compose
from gateway.mail.composing.files import SentPart
from gateway.mail.parse import parse

DATE = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
BASE = {
    "From": "Vendor Support <support@vendor.example>",
    "To": "user@acorn.example",
    "Subject": "[T-001001] The manual",
    "Message-ID": "<t-001001.1.abc@vendor.example>",
}
PICTURE = SentPart("chart.png", "image/png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 90, "one@files")


def composed(*files: SentPart, html: str | None = "<p>See the file</p>") -> bytes:
    return compose(BASE, "See the file", html, DATE, files)


def read(content: bytes) -> EmailMessage:
    message = email.message_from_bytes(content, policy=default)
    assert isinstance(message, EmailMessage)
    return message


@given(st.lists(st.binary(max_size=400), min_size=1, max_size=4))
def test_files_of_any_bytes_arrive_as_they_were(contents: list[bytes]) -> None:
    files = [SentPart(f"{number}.bin", "application/octet-stream", one) for number, one in enumerate(contents)]
    found = list(read(composed(*files)).iter_attachments())
    assert [one.get_content() for one in found] == contents
    assert [one.get_filename() for one in found] == [f"{number}.bin" for number in range(len(contents))]


@given(st.text(max_size=200), st.text(max_size=60))
def test_no_name_or_type_of_a_file_becomes_a_field_or_a_part(name: str, kind: str) -> None:
    content = composed(SentPart(name, kind, b"x"))
    message = read(content)
    assert message.keys() == [*BASE, "Date", "MIME-Version", "Content-Type"]
    [part] = message.iter_attachments()
    assert part.keys() == ["Content-Type", "Content-Transfer-Encoding", "Content-Disposition"]
    assert max(map(len, content.split(b"\r\n"))) <= 998
    assert content.isascii()


@pytest.mark.parametrize(
    "name",
    [
        "plan.pdf",
        "Größe der Bäume.pdf",
        "見積書 " + "長い" * 60 + ".pdf",
        "it's a 'name'; x=1.txt",
        "100%.txt",
        "😀.gif",
    ],
)
def test_a_name_in_any_script_is_found_again_by_readers_that_know_rfc_2231(name: str) -> None:
    [found] = parse(composed(SentPart(name, "application/pdf", b"%PDF-1.4"))).attachments
    assert found.name == name


def test_a_line_break_in_a_name_hides_no_field() -> None:
    content = composed(SentPart("a.txt\r\nBcc: thief@evil.example\r\n\r\n--x", "text/plain", b"x"))
    assert b"\nBcc" not in content
    assert "Bcc" not in read(content)


def test_pictures_of_the_html_stand_beside_it_and_other_files_behind_the_words() -> None:
    message = read(composed(PICTURE, SentPart("log.txt", "text/plain", b"line"), html='<img src="cid:one@files">'))
    assert message.get_content_type() == "multipart/mixed"
    words, log = message.iter_parts()
    text, related = words.iter_parts()
    html, picture = related.iter_parts()
    assert [one.get_content_type() for one in (text, related, html)] == ["text/plain", "multipart/related", "text/html"]
    assert (picture["Content-ID"], picture.get_content_disposition()) == ("<one@files>", "inline")
    assert (log.get_filename(), log.get_content_disposition()) == ("log.txt", "attachment")


def test_a_picture_without_html_goes_along_as_a_file() -> None:
    [picture] = read(composed(PICTURE, html=None)).iter_attachments()
    assert (picture.get_content_disposition(), picture["Content-ID"]) == ("attachment", None)


def test_an_attached_mail_is_no_message_part_in_base64() -> None:
    [found] = read(composed(SentPart("old.eml", "message/rfc822", b"Subject: x\n\ny"))).iter_attachments()
    assert (found.get_content_type(), found.get_content()) == ("application/octet-stream", b"Subject: x\n\ny")


def test_a_mail_with_files_that_is_composed_twice_has_the_same_bytes() -> None:
    assert composed(PICTURE, SentPart("b", "text/plain", b"1")) == composed(PICTURE, SentPart("b", "text/plain", b"1"))


def test_words_that_hold_the_boundary_do_not_end_their_part() -> None:
    boundary = read(composed(PICTURE, html=None)).get_boundary()
    message = read(compose(BASE, f"--{boundary}--\nmore", None, DATE, [PICTURE]))
    assert message.get_boundary() != boundary
    assert len(list(message.iter_parts())) == 2
